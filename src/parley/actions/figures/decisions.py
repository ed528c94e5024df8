"""What moderators decided: how soon, and how often otherwise than the machine."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from parley.actions import judgements
from parley.actions.figures.period import Bucket, Period
from parley.actions.judgements import CHUNK, Judged, Share
from parley.models.decision import Decision
from parley.models.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """For how many seconds those comments had waited that people decided about: half of them
    no longer than `median`, nine in ten no longer than `most`. None where there were none."""

    decisions: int
    median: float | None
    most: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRule:
    """Of the alarms that a rule had raised (`judgements.judged`), those that were false, and how
    long the comments had waited."""

    rule: str
    wait: Wait
    alarms: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Standing decisions of people in the period. `stopped` and `published` are the alarms and
    what was let pass, as `judgements` counts them."""

    wait: Wait
    by_time: tuple[tuple[Bucket, Wait], ...]
    by_rule: tuple[OfRule, ...]
    stopped: Share
    published: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversed:
    """The standing decisions of people in the period to publish or to reject, of which some
    were changed: upon the author's `appeal`, or by `another` person without one."""

    appeal: Share
    another: Share


def decisions(site: Site, period: Period) -> Decisions:
    """In three queries."""
    people, keys = _people(site, period), period.keys()
    waited = people.annotate(bucket=period.bucket("created_at"))
    waits: dict[int, int] = {}
    times: defaultdict[int, list[int]] = defaultdict(list)
    # A row for each decision, so that percentiles can be taken: SQLite knows none.
    rows = waited.values_list("pk", "bucket", "waited").order_by()
    for pk, bucket, seconds in rows.iterator(CHUNK):
        if seconds is not None:
            waits[pk] = seconds
            times[keys[bucket]].append(seconds)
    judged = list(judgements.judged(people))
    stopped, by_rule = judgements.alarms(judged)
    return Decisions(
        wait=_wait(waits.values()),
        by_time=tuple(
            (bucket, _wait(times[number])) for number, bucket in enumerate(period.buckets)
        ),
        by_rule=tuple(
            OfRule(rule=rule, wait=_wait(_waits_of(rule, judged, waits=waits)), alarms=alarms)
            for rule, alarms in by_rule.items()
        ),
        stopped=stopped,
        published=judgements.let_pass(site, judged, since=period.starts, until=period.ends),
    )


def reversed_decisions(site: Site, period: Period) -> Reversed:
    """In one query."""
    found = list(judgements.changes(_people(site, period)))
    return Reversed(
        appeal=Share(part=sum(each.upon_appeal for each in found), whole=len(found)),
        another=Share(part=sum(each.another for each in found), whole=len(found)),
    )


def _people(site: Site, period: Period) -> QuerySet[Decision]:
    return judgements.of_people(site, since=period.starts, until=period.ends)


def _waits_of(rule: str, judged: Iterable[Judged], *, waits: dict[int, int]) -> Iterable[int]:
    return (waits[each.pk] for each in judged if rule in each.alarm and each.pk in waits)


def _wait(seconds: Iterable[int]) -> Wait:
    known = np.array(list(seconds), np.float64)
    if not len(known):
        return Wait(decisions=0, median=None, most=None)
    median, most = np.percentile(known, (50, 90))
    return Wait(decisions=len(known), median=float(median), most=float(most))
