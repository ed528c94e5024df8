"""Why something was done to a comment: its author's statement of reasons."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parley import access
from parley.actions import legal_reasons, legal_terms
from parley.actions.legal_reasons import Statement
from parley.errors import NotFound
from parley.models.comment import Comment
from parley.models.sections.law import DigitalServices
from parley.pages.context import masthead_of
from parley.pages.me import signed_in_user
from parley.pages.rules import RuleText, all_rule_texts


@never_cache
@require_safe
def reasons(request: HttpRequest, pk: int) -> HttpResponse:
    """For the author alone. Raises SignInNeeded, NotFound."""
    signed_in_user(request)
    site = access.site_of_comment(pk)
    comment = access.own_comment(access.viewer_of(request, site), pk)
    services = DigitalServices.of(site)
    if not services.statements:
        raise NotFound
    now = timezone.now()
    context = {
        "masthead": masthead_of(request, site),
        "site": site,
        "comment": comment,
        "services": services,
        "entries": [
            {
                "statement": each,
                "rule": _rule(each),
                "appeal_until": _appeal_until(each, comment, now=now),
            }
            for each in legal_reasons.statements_of(comment, now=now)
        ],
    }
    return render(request, "parley/me_reasons.html", context)


def _rule(statement: Statement) -> RuleText | None:
    return next((each for each in all_rule_texts() if each.rule == statement.rule), None)


def _appeal_until(statement: Statement, comment: Comment, *, now: datetime) -> datetime | None:
    """Until when the law keeps an appeal open; None where it does not, or it is over."""
    window = legal_terms.appeal_window(comment.site)
    if statement.decision is None or window is None:
        return None
    until = statement.made_at + window
    return until if until > now else None
