"""Draws decisions by lot, to be looked at again by somebody who is not told what they were."""

from datetime import datetime

from django.utils.crypto import salted_hmac

from parley.models.appeal import Sample
from parley.models.decision import Decision
from parley.models.report import READERS
from parley.models.sections.fairness import Fairness
from parley.models.site import Site
from parley.policy.decision import FORMAL, Outcome

# What holds a comment whatever the policy says of its text.
_NOT_JUDGED = FORMAL | {READERS}
# A lot is made of so many bits: as many as a float holds exactly, and whole digits.
_BITS = 48


def draw(decision: Decision, site: Site, *, now: datetime) -> None:
    """Perhaps take a decision into the sample; in the transaction that makes it."""
    fairness = Fairness.of(site)
    per_cent = fairness.machine_share if decision.by_machine else fairness.people_share
    if lot(decision.pk) * 100 < per_cent and _is_about_the_text(decision):
        Sample.objects.create(
            site=site,
            decision=decision,
            comment_id=decision.comment_id,
            drawn_at=now,
            wanted=fairness.reviewers,
        )


def lot(decision: int) -> float:
    """From 0 up to 1: the same for a decision whenever it is asked for, and known to nobody
    without the installation's secret, so that nobody decides otherwise where it will be seen."""
    drawn = salted_hmac("parley.samples", str(decision), algorithm="sha256").hexdigest()
    return int(drawn[: _BITS // 4], 16) / (1 << _BITS)


def _is_about_the_text(decision: Decision) -> bool:
    if not decision.by_machine:
        return decision.outcome in {Outcome.PUBLISH, Outcome.REJECT}
    rules = {reason["rule"] for reason in decision.reasons}
    return decision.outcome == Outcome.PUBLISH or not rules <= _NOT_JUDGED
