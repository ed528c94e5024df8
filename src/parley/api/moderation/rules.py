"""The rules of a site, and its lists of words, tried on real comments before they count."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from parley.actions import ruling, word_lists
from parley.actions.ruling import Choices
from parley.actions.word_trials import try_words
from parley.api.moderation import site_schemas
from parley.api.moderation.scopes import desk_viewer, needs
from parley.errors import BadField
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.site_words import WordsKind
from parley.policy.word_list import Entries

router = Router(tags=["moderation"])

_DAY = timedelta(days=1)


@router.get(
    "/moderation/rules",
    response=site_schemas.RulesOut,
    openapi_extra=needs(Permission.SET_RULES),
)
def rules(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """By which rules comments are judged now."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.SET_RULES)
    return _told(Choices.of(viewer.site))


@router.patch(
    "/moderation/rules",
    response=site_schemas.RulesOut,
    openapi_extra=needs(Permission.SET_RULES),
)
def change(request: HttpRequest, body: site_schemas.RulesIn) -> dict[str, Any]:
    """Change some of them, for the next comment on."""
    viewer = desk_viewer(request)
    given = {name: getattr(body, name) for name in body.model_fields_set}
    fixed = [rule for rule in given.get("severities", ()) if rule not in ruling.CHOSEN]
    if fixed:
        raise BadField("severities", f"What “{fixed[0]}” leads to cannot be chosen.")
    if "close_after_days" in given:
        days = given.pop("close_after_days")
        given["close_after"] = None if days is None else timedelta(days=days)
    if "hold_sections" in given:
        given["hold_sections"] = tuple(given["hold_sections"])
    return _told(ruling.change_rules(viewer, given, now=timezone.now()))


@router.get(
    "/moderation/words",
    response=site_schemas.WordsOut,
    openapi_extra=needs(Permission.SET_RULES),
)
def words(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Both lists as they are."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.SET_RULES)
    return _lists(viewer.site)


@router.put(
    "/moderation/words",
    response=site_schemas.WordsOut,
    openapi_extra=needs(Permission.SET_RULES),
)
def set_words(request: HttpRequest, body: site_schemas.WordsIn) -> dict[str, Any]:
    """Replace a list or both; 409 where somebody has changed them since `seen`."""
    viewer = desk_viewer(request)
    viewer.require(Permission.SET_RULES)
    given = {WordsKind.BANNED: body.banned, WordsKind.SUSPECT: body.suspect}
    lists = word_lists.lists_of(viewer.site) | {
        kind: _entries(lines) for kind, lines in given.items() if lines is not None
    }
    word_lists.set_lists(viewer, lists, shown=body.seen, now=timezone.now())
    return _lists(viewer.site)


@router.post(
    "/moderation/words/try",
    response=site_schemas.TriedOut,
    openapi_extra=needs(Permission.SET_RULES),
)
def attempt(request: HttpRequest, body: site_schemas.TryIn) -> dict[str, Any]:
    """What entries would do to the latest comments; nothing is changed."""
    viewer = desk_viewer(request)
    viewer.require(Permission.SET_RULES)
    found = try_words(viewer.site, _entries(body.entries))
    return {
        "looked_at": found.looked_at,
        "count": found.count,
        "approved": found.approved,
        "entries": list(found.entries),
        "left_out": found.left_out,
        "hits": [
            {"comment": hit.comment.pk, "approved": hit.approved, "text": hit.comment.text}
            for hit in found.hits
        ],
        "faults": list(found.faults),
    }


def _entries(lines: Sequence[str]) -> Entries:
    return word_lists.entries_in("\n".join(lines))


def _lists(site: Site) -> dict[str, Any]:
    lists = word_lists.lists_of(site)
    return {
        "banned": list(lists[WordsKind.BANNED]),
        "suspect": list(lists[WordsKind.SUSPECT]),
        "seen": word_lists.seen(lists),
    }


def _told(choices: Choices) -> dict[str, Any]:
    after = choices.close_after
    return {
        "severities": dict(choices.severities),
        "thresholds": dict(choices.thresholds),
        "hold_scores": dict(choices.hold_scores),
        "hold_all": choices.hold_all,
        "hold_first": choices.hold_first,
        "hold_younger_hours": choices.hold_younger_hours,
        "hold_sections": list(choices.hold_sections),
        "hold_older_days": choices.hold_older_days,
        "slow_seconds": choices.slow_seconds,
        "close_after_days": None if after is None else after / _DAY,
    }
