"""What moderators decided: how soon, and how often otherwise than the machine."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from parley.actions.figures.period import Bucket, Period
from parley.actions.figures.sql import StoppingRules, listed
from parley.models.appeal import Appeal, AppealOutcome
from parley.models.decision import BY_POLICY, Decision
from parley.models.site import Site
from parley.policy.decision import Outcome, Rule
from parley.ranking.respected import wilson_lower_bound

CHUNK = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`part` of `whole`; `low` to `high` is where the true share may well be: Wilson's interval
    of 95%, 0 to 1."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def low(self) -> float:
        return wilson_lower_bound(self.part, self.whole)

    @property
    def high(self) -> float:
        return 1 - wilson_lower_bound(self.whole - self.part, self.whole)


# Who is new, or comments where everything is read first, has raised no alarm.
_FORMAL = frozenset({Rule.AUTHOR, Rule.ARTICLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """For how many seconds those comments had waited that people decided about: half of them
    no longer than `median`, nine in ten no longer than `most`. None where there were none."""

    decisions: int
    median: float | None
    most: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRule:
    """What came of the comments that a rule of the machine had stopped; rules about the
    author's standing and the article's state stop without an alarm. `alarms` are those
    that a person then decided about: `part` of them were published after all."""

    rule: str
    wait: Wait
    alarms: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Standing decisions of people in the period.

    `stopped` are the first ones about what the machine had stopped, of which `part` published
    it; `published` all that the machine published in the period, beside the removals of such.
    """

    wait: Wait
    by_time: tuple[tuple[Bucket, Wait], ...]
    by_rule: tuple[OfRule, ...]
    stopped: Share
    published: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversed:
    """The standing decisions of people in the period to publish or to reject, of which some
    were changed: upon the author's `appeal`, or by `another` later decision without one. What
    was undone within the seconds that the desk allows was no decision."""

    appeal: Share
    another: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """`rules` are those by which the machine had last stopped it; () where it had not."""

    bucket: int
    outcome: Outcome
    waited: int | None
    rules: tuple[str, ...]
    first: bool


def decisions(site: Site, period: Period) -> Decisions:
    """In two queries."""
    rows = list(_rows(site, period))
    times: defaultdict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.waited is not None:
            times[row.bucket].append(row.waited)
    settled = [row for row in rows if row.first and row.outcome in _YES_OR_NO]
    stopped = [row for row in settled if set(row.rules) - _FORMAL]
    removed = [row for row in settled if not row.rules and row.outcome is Outcome.REJECT]
    published = Decision.objects.filter(
        site=site, by_machine=True, outcome=Outcome.PUBLISH, **period.within("created_at")
    ).count()
    return Decisions(
        wait=_wait(row.waited for row in rows),
        by_time=tuple(
            (bucket, _wait(times[number])) for number, bucket in enumerate(period.buckets)
        ),
        by_rule=_by_rule(stopped),
        stopped=_alarms(stopped),
        # What was published before the period may be removed in it.
        published=Share(part=min(len(removed), published), whole=published),
    )


def reversed_decisions(site: Site, period: Period) -> Reversed:
    """In one query."""
    later = Decision.objects.filter(
        comment=OuterRef("comment"), pk__gt=OuterRef("pk"), by_machine=False, undone_at=None
    )
    no_longer_public = Q(outcome=Outcome.PUBLISH) & Exists(later.filter(outcome=Outcome.REJECT))
    public_after_all = Q(outcome=Outcome.REJECT) & Exists(later.filter(outcome=Outcome.PUBLISH))
    heard = Appeal.objects.filter(decision=OuterRef("pk"), outcome=AppealOutcome.REVERSED)
    how = Case(
        When(Exists(heard), then=Value("appeal")),
        When(no_longer_public | public_after_all, then=Value("another")),
        default=Value("stands"),
        output_field=CharField(),
    )
    rows = (
        _standing(site, period)
        .filter(outcome__in=_YES_OR_NO)
        .annotate(how=how)
        .values_list("how")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found = dict(rows)
    whole = sum(found.values())
    return Reversed(
        appeal=Share(part=found.get("appeal", 0), whole=whole),
        another=Share(part=found.get("another", 0), whole=whole),
    )


_YES_OR_NO = (Outcome.PUBLISH, Outcome.REJECT)


def _standing(site: Site, period: Period) -> QuerySet[Decision]:
    return Decision.objects.filter(
        site=site, by_machine=False, undone_at=None, **period.within("created_at")
    )


def _rows(site: Site, period: Period) -> Iterable[_Row]:
    """A row for each decision, so that percentiles can be taken: SQLite knows none."""
    earlier = Decision.objects.filter(
        comment=OuterRef("comment"), pk__lt=OuterRef("pk"), undone_at=None
    ).order_by("-pk")
    machine = earlier.filter(BY_POLICY)
    found = (
        _standing(site, period)
        .annotate(
            bucket=period.bucket("created_at"),
            machine=Subquery(machine.values("pk")[:1]),
            person=Subquery(earlier.filter(by_machine=False).values("pk")[:1]),
            rules=Subquery(machine.annotate(rules=StoppingRules("reasons")).values("rules")[:1]),
        )
        .values_list("bucket", "outcome", "waited", "machine", "person", "rules")
        .order_by()
    )
    keys = period.keys()
    for bucket, outcome, waited, judged, person, rules in found.iterator(CHUNK):
        yield _Row(
            bucket=keys[bucket],
            outcome=Outcome(outcome),
            waited=waited,
            rules=listed(rules),
            # Where the machine has judged the text anew since, it is a new question.
            first=judged is not None and (person is None or person < judged),
        )


def _by_rule(stopped: Iterable[_Row]) -> tuple[OfRule, ...]:
    """The rule that stopped most comes first."""
    of_rule: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in stopped:
        for rule in set(row.rules) - _FORMAL:
            of_rule[rule].append(row)
    made = [
        OfRule(rule=rule, wait=_wait(row.waited for row in rows), alarms=_alarms(rows))
        for rule, rows in of_rule.items()
    ]
    return tuple(sorted(made, key=lambda each: (-each.alarms.whole, each.rule)))


def _alarms(rows: Iterable[_Row]) -> Share:
    outcomes = [row.outcome for row in rows]
    return Share(part=outcomes.count(Outcome.PUBLISH), whole=len(outcomes))


def _wait(seconds: Iterable[int | None]) -> Wait:
    known = np.array([each for each in seconds if each is not None], np.float64)
    if not len(known):
        return Wait(decisions=0, median=None, most=None)
    median, most = np.percentile(known, (50, 90))
    return Wait(decisions=len(known), median=float(median), most=float(most))
