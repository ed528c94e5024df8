"""What is around a waiting comment: its thread and its author's record, on demand."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from parley import desk_access
from parley.actions import banning, seen_addresses
from parley.console.desk import desk_of
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban
from parley.models.comment import Comment, CommentState

# What one reads to understand an answer; the whole discussion is a link away.
MOST_ABOVE = 8
MOST_BEFORE = 4
MOST_BELOW = 5
# Enough to know somebody's way of writing.
LAST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An author as the desk knows them. `writer` is who writes under their account now: for
    an imported author who was claimed, another. `linked` are the site's other authors who wrote
    from one of the same network addresses in the last days."""

    author: Author
    writer: Author
    notes: list[Any]
    bans: list[Ban]
    linked: list[Author]
    last: list[Comment]


@require_safe
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """What the comment answers, up to the first, what else answers the same, and what has
    been answered to it."""
    desk = desk_of(request)
    row = desk_access.comment_to_moderate(desk.viewer, pk)
    context = {
        "desk": desk,
        "comment": row,
        "above": above(row),
        "before": before(row),
        "below": below(row),
        "part": "parley/console/thread.html",
    }
    return render(request, _template(request, "thread"), context)


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The author's record and last comments."""
    desk = desk_of(request)
    row = desk_access.author_to_moderate(desk.viewer, pk)
    now = timezone.now()
    context = {
        "desk": desk,
        "record": record_of(row),
        "now": now,
        "part": "parley/console/record.html",
    }
    return render(request, _template(request, "record"), context)


def _template(request: HttpRequest, name: str) -> str:
    """A fragment for the desk's script, and a page for whoever follows the link."""
    fragment = request.headers.get("Parley-Fragment") == "1"
    return f"parley/console/{name}.html" if fragment else "parley/console/part.html"


def above(comment: Comment) -> list[Comment]:
    """The comments that led to it, the first of them first."""
    found: list[Comment] = []
    key = comment.parent_id
    while key is not None and len(found) < MOST_ABOVE:
        parent = Comment.objects.select_related("author").get(pk=key)
        found.insert(0, parent)
        key = parent.parent_id
    return found


def before(comment: Comment) -> list[Comment]:
    """The last ones that answer the same, or stand beside it, and were written before it."""
    earlier = Q(created_at__lt=comment.created_at) | Q(
        created_at=comment.created_at, pk__lt=comment.pk
    )
    beside = Comment.objects.filter(
        earlier,
        article=comment.article_id,
        parent=comment.parent_id,
        state__in=(CommentState.PUBLISHED, CommentState.HELD),
    )
    latest = beside.select_related("author").order_by("-created_at", "-pk")[:MOST_BEFORE]
    return list(reversed(latest))


def below(comment: Comment) -> list[Comment]:
    """The first replies to it, whatever became of them, but not what their authors deleted."""
    replies = comment.children.exclude(state=CommentState.DELETED)
    return list(replies.select_related("author").order_by("created_at", "pk")[:MOST_BELOW])


def record_of(author: Author) -> Record:
    """In a number of queries that does not grow with the author's comments. Of an imported
    author who was claimed, what is known of the reader who writes now counts too."""
    writer = Author.objects.writing_as(author.site, author.user).first() or author
    keys = {author.pk, writer.pk}
    bans = Ban.objects.in_force_anywhere(timezone.now()).filter(banning.about(writer))
    last = Comment.objects.filter(author__in=keys).select_related("article")
    notes = AuthorNote.objects.filter(author__in=keys).select_related("made_by")
    return Record(
        author=author,
        writer=writer,
        notes=list(notes),
        bans=list(bans.select_related("made_by")),
        linked=list(seen_addresses.linked(writer).prefetch_related("bans")),
        last=list(last.order_by("-created_at", "-pk")[:LAST]),
    )
