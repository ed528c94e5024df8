"""One author on the moderator's desk: what they wrote, and whether they may go on."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from parley import desk_access
from parley.actions import banning, seen_addresses
from parley.console import audit
from parley.console.desk import desk_of
from parley.console.forms import Period
from parley.importers.record import FOREVER
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban, BanKind
from parley.models.decision import Notice, NoticeKind
from parley.models.report import Report, ReportOutcome

PAGE = 25


@require_safe
def author(request: HttpRequest, pk: int) -> HttpResponse:
    """The author's comments, newest first, whatever became of them."""
    desk = desk_of(request)
    row = desk_access.author_to_moderate(desk.viewer, pk)
    comments = row.comments.select_related("article").order_by("-created_at", "-pk")
    now = timezone.now()
    # A claimed author writes nothing more; the reader does, and is the one to suspend.
    claimed = row.source and Author.objects.writing_as(desk.site, row.user).first()
    writer = claimed or row
    context = {
        "desk": desk,
        "author": row,
        "writer": writer,
        "suspended": writer.suspended_at(now),
        "claims": row.claims.select_related("user").order_by("-asked_at", "-pk"),
        "source_data": source_data_of(row),
        "for_ever": writer.suspended_until == FOREVER,
        "page": Paginator(comments, PAGE).get_page(request.GET.get("page")),
        "periods": Period.choices,
        "record": record_of(writer),
        "notes": notes_of({row.pk, writer.pk}),
        "bans": Ban.objects.in_force(desk.site, now)
        .filter(banning.about(writer))
        .select_related("made_by")
        .order_by("-made_at"),
        "ban_kinds": BanKind.choices,
        "linked": seen_addresses.linked(writer),
        "history": audit.history_of(desk, "author", keys={row.pk, writer.pk}),
        "now": now,
    }
    return render(request, "parley/console/author.html", context)


def source_data_of(author: Author) -> list[tuple[str, str]]:
    """What the source knew and Parley has no place for, a line each."""
    return [(name, str(value)) for name, value in sorted(author.source_data.items())]


def notes_of(keys: Iterable[int]) -> "QuerySet[AuthorNote]":
    """What moderators have left for each other, the newest first."""
    notes: QuerySet[AuthorNote] = AuthorNote.objects.filter(author__in=list(keys))
    return notes.select_related("made_by")


def record_of(author: Author) -> dict[str, int]:
    """How often the author was warned, and what became of the reports that they made."""
    warned = Notice.objects.filter(
        site=author.site_id, user=author.user_id, kind=NoticeKind.WARNED
    ).exclude(user=None)
    made = Report.objects.filter(site=author.site_id, reporter=author.user_id).exclude(
        reporter=None
    )
    return {
        "warnings": warned.count(),
        "upheld": made.filter(outcome=ReportOutcome.UPHELD).count(),
        "dismissed": made.filter(outcome=ReportOutcome.DISMISSED).count(),
    }
