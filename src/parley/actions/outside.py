"""Asks a publisher's own program about a comment that is to be stored, over HTTP.

It can make the outcome severer and never milder. Whatever goes wrong, a moderator looks at
the comment; and a program that does not answer is left alone for a while, so that readers
need not wait for it. Nothing here is called inside a transaction.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, ValidationError

from parley.actions import sending, signatures
from parley.actions.sealing import unseal
from parley.actions.sending import Unsent
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.hook import OutsidePhase
from parley.models.site import Site
from parley.policy.decision import Decision, Outcome, Reason, Rule, Severity, outcome_of
from parley.policy.messages import MESSAGES

# A reader waits for it: longer than the longest, and they would think that posting is broken.
SHORTEST, LONGEST = timedelta(milliseconds=100), timedelta(seconds=3)
# After so many failures in a row, comments are held for a while without asking.
BROKEN_AFTER = 3
BROKEN_FOR = timedelta(minutes=1)
SUBMITTED = "comment.submitted"

_ERROR_LENGTH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """What is to be stored. `edited` is the comment that the text replaces."""

    text: str
    article: Article
    author: Author
    parent: Comment | None = None
    edited: Comment | None = None


class _Said(BaseModel):
    """A reason of the program, as its author is to read it."""

    message: str = Field(max_length=500)


class _Answer(BaseModel):
    """What else the program says is left alone, so that it may say more one day."""

    outcome: Outcome
    reasons: list[_Said] = Field([], max_length=10)


def ask(submitted: Submitted, decision: Decision, *, now: datetime) -> Decision:
    """The decision, and what the site's program adds to it, if it has one."""
    site = submitted.article.site
    phase = OutsidePhase.objects.filter(site=site, active=True).first()
    if phase is None:
        return decision
    if not _may_ask(phase, now):
        return _with(decision, (_reason("outside_unavailable"),))
    try:
        answer = _asked(phase, payload_of(site, submitted, decision=decision, now=now), now=now)
    except Unsent as error:
        _note_failure(phase, str(error), now=now)
        return _with(decision, (_reason("outside_unavailable"),))
    if phase.failures:
        OutsidePhase.objects.filter(pk=phase.pk).update(failures=0)
    return _with(decision, _reasons(answer))


def payload_of(
    site: Site, submitted: Submitted, *, decision: Decision, now: datetime
) -> dict[str, Any]:
    """What the program is told; the author by the name that readers see, and nothing else."""
    article, parent = submitted.article, submitted.parent
    return {
        "type": SUBMITTED,
        "timestamp": now.isoformat(),
        "data": {
            "site": site.domain,
            "text": submitted.text,
            "comment_id": submitted.edited.pk if submitted.edited else None,
            "author": {"id": submitted.author.pk, "name": submitted.author.display_name},
            "article": {
                "id": article.pk,
                "url": article.url,
                "article_id": article.publisher_id,
                "headline": article.headline,
                "section": article.section,
            },
            "parent": parent
            and {"id": parent.pk, "text": parent.text, "author": parent.author.display_name},
            "decision": decision.as_dict(),
        },
    }


def _asked(phase: OutsidePhase, payload: dict[str, Any], *, now: datetime) -> _Answer:
    """Raises Unsent, with the reason, for everything that is no answer."""
    secret, message = unseal(phase.secret_sealed), signatures.new_message()
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    within = min(max(timedelta(milliseconds=phase.timeout_ms), SHORTEST), LONGEST)
    headers = signatures.headers_of(message, body, signed_with=[secret], now=now)
    answer = sending.post(phase.url, body, headers=headers, within=within)
    if not answer.is_success:
        raise Unsent(_("It answered %(status)d.") % {"status": answer.status})
    if phase.signed_answers and not signatures.is_signed(
        answer.body, answer.headers, secret=secret, message=message
    ):
        raise Unsent(_("Its answer is not signed, or not with this secret."))
    try:
        return _Answer.model_validate_json(answer.body)
    except ValidationError as error:
        raise Unsent(
            _("Its answer cannot be read: %(why)s") % {"why": error.errors()[0]["msg"]}
        ) from error


def _may_ask(phase: OutsidePhase, now: datetime) -> bool:
    """Whether it is to be asked; of many comments after a rest, one finds out for all."""
    if phase.failures < BROKEN_AFTER or phase.last_failed_at is None:
        return True
    if now < phase.last_failed_at + BROKEN_FOR:
        return False
    same = OutsidePhase.objects.filter(pk=phase.pk, last_failed_at=phase.last_failed_at)
    return bool(same.update(last_failed_at=now))


def _note_failure(phase: OutsidePhase, why: str, *, now: datetime) -> None:
    OutsidePhase.objects.filter(pk=phase.pk).update(
        failures=F("failures") + 1, last_failure=why[:_ERROR_LENGTH], last_failed_at=now
    )


def _reasons(answer: _Answer) -> tuple[Reason, ...]:
    if answer.outcome is Outcome.PUBLISH:
        return ()
    code = f"outside_{answer.outcome}"
    said = [each.message.strip() for each in answer.reasons if each.message.strip()]
    return tuple(_reason(code, message) for message in said) or (_reason(code),)


def _reason(code: str, message: str = "") -> Reason:
    known = MESSAGES[code]
    return Reason(
        rule=Rule.OUTSIDE,
        code=code,
        message=message or known.text,
        severity=known.fixed or Severity.HOLD,
    )


def _with(decision: Decision, reasons: tuple[Reason, ...]) -> Decision:
    """The severest decides, as ever."""
    if not reasons:
        return decision
    everything = (*decision.reasons, *reasons)
    return replace(decision, reasons=everything, outcome=outcome_of(everything))
