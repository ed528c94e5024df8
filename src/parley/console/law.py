"""The law's paperwork at the desk: what is open with its deadlines, and each case's page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parley import desk_access
from parley.actions import legal_cases, legal_disclosure
from parley.console.comment import decide
from parley.console.desk import Desk, desk_of
from parley.console.law_forms import VerdictForm
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.comment import Comment, CommentState
from parley.models.legal import CaseKind, LegalCase
from parley.models.legal_categories import LegalCategory
from parley.models.permission import Permission
from parley.models.sections.law import Authorities
from parley.models.user import Role, User
from parley.models.viewer import Viewer

PAGE = 25
# Of the thread around a comment, enough to understand what was meant.
REPLIES = 5
SETTLED = "settled"


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """What is open, the most pressing first, or what was settled; of all kinds or of one."""
    desk = desk_of(request)
    desk.viewer.require(Permission.HANDLE_LAW)
    keeps, now = desk.viewer.can(Permission.KEEP_REGISTER), timezone.now()
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    known = LegalCase.objects.visible_to(keeps).with_facts()
    if state == SETTLED:
        settled = known.filter(site=desk.site).exclude(outcome="")
        found = settled.order_by("-decided_at", "-pk")
    else:
        found = known.open(desk.site)
    if kind in CaseKind.values:
        found = found.filter(kind=kind)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    chosen = {"site": desk.site.domain} if desk.query else {}
    chosen |= {name: value for name, value in (("kind", kind), ("state", state)) if value}
    context = {
        "desk": desk,
        "page": page,
        "entries": entries_of(page, now),
        "kinds": [each for each in CaseKind.choices if keeps or each[0] != CaseKind.REQUEST.value],
        "kind": kind,
        "state": state,
        "chosen": urlencode(chosen),
        "keeps_register": keeps,
        "has_register": keeps and Authorities.of(desk.site).register_requests,
    }
    return render(request, "parley/console/law.html", context)


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case with the thread around its comment."""
    desk, row = _asked_about(request, pk)
    return _shown(request, desk, row=row, form=VerdictForm(row))


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the sender that somebody looks into it."""
    desk, row = _asked_about(request, pk)
    decide(
        request,
        lambda: legal_cases.acknowledge(desk.viewer, row, now=timezone.now()),
        done=_("Acknowledged."),
    )
    return _back(desk, row)


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it to a colleague, or to nobody."""
    desk, row = _asked_about(request, pk)
    number = request.POST.get("to", "")
    to = None
    if number.isdecimal() and len(number) < 19:
        to = colleagues(desk.viewer, row).filter(pk=number).first()
    decide(
        request,
        lambda: legal_cases.assign(desk.viewer, row, to=to, now=timezone.now()),
        done=_("Assigned."),
    )
    return _back(desk, row)


@require_POST
def decide_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle it, and tell the sender; what was typed stays where something is missing."""
    desk, row = _asked_about(request, pk)
    form = VerdictForm(row, request.POST)
    if form.is_valid():
        try:
            legal_cases.decide(desk.viewer, row, verdict=form.verdict(), now=timezone.now())
        except BadField as error:
            form.add_error(error.field if error.field in form.fields else None, error.detail)
        except (Conflict, NotAllowed) as error:
            messages.warning(request, error.detail)
            return _back(desk, row)
        else:
            messages.success(request, _("Settled."))
            return _back(desk, row)
    return _shown(request, desk, row=row, form=form)


def entries_of(cases: Iterable[LegalCase], now: datetime) -> list[dict[str, Any]]:
    """Each case with what its row says of it."""
    return [
        {"case": each, "late": each.is_late(now), "category": _category(each)} for each in cases
    ]


def colleagues(viewer: Viewer, row: LegalCase) -> QuerySet[User]:
    """Those who may handle the case."""
    roles = [Role.ADMINISTRATOR]
    if row.kind != CaseKind.REQUEST:
        roles.append(Role.MODERATOR)
    staff = User.objects.filter(memberships__site=viewer.site, memberships__role__in=roles)
    return staff.order_by("display_name", "pk")


def _asked_about(request: HttpRequest, pk: int) -> tuple[Desk, LegalCase]:
    desk = desk_of(request)
    return desk, desk_access.legal_case(desk.viewer, pk)


def _back(desk: Desk, row: LegalCase) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("moderate-case", args=[row.pk]) + desk.query)


def _shown(request: HttpRequest, desk: Desk, *, row: LegalCase, form: VerdictForm) -> HttpResponse:
    now = timezone.now()
    is_request = row.kind == CaseKind.REQUEST
    context = {
        "desk": desk,
        "case": row,
        "category": _category(row),
        "late": row.is_late(now),
        "now": now,
        "form": form,
        "colleagues": colleagues(desk.viewer, row),
        "thread": _thread(row.comment),
        "others": _others(row),
        "held": legal_disclosure.outline(row) if is_request and row.comment else [],
        "is_request": is_request,
    }
    status = 422 if form.errors else 200
    return render(request, "parley/console/case.html", context, status=status)


def _category(row: LegalCase) -> str:
    value = row.facts.get("category", LegalCategory.NOT_SPECIFIED)
    if value == LegalCategory.NOT_SPECIFIED:
        return ""
    return str(LegalCategory(value).label) if value in LegalCategory.values else ""


def _thread(comment: Comment | None) -> dict[str, Any]:
    """What stands around the comment."""
    if comment is None:
        return {}
    parent = comment.parent_id and (
        Comment.objects.select_related("author").filter(pk=comment.parent_id).first()
    )
    replies = comment.children.filter(state=CommentState.PUBLISHED).select_related("author")
    return {"parent": parent, "replies": replies.order_by("created_at", "pk")[:REPLIES]}


def _others(row: LegalCase) -> list[LegalCase]:
    """Further open papers about the same comment, which one may want to settle with it."""
    if row.comment is None:
        return []
    same = LegalCase.objects.about(row.comment).exclude(kind=CaseKind.REQUEST)
    return list(same.exclude(pk=row.pk).order_by("received_at", "pk"))
