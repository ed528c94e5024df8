"""How often decisions are changed by somebody else, and how well those who decide agree."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from parley.models.appeal import Appeal, AppealOutcome, Review
from parley.models.decision import Decision
from parley.models.report import READERS
from parley.models.site import Site
from parley.models.user import User
from parley.policy.agreement import Interval, agreed, alpha, wilson
from parley.policy.decision import Outcome, Severity

_STOPS = frozenset({Severity.REVISE, Severity.HOLD, Severity.REJECT})
_DECIDED = frozenset({Outcome.PUBLISH, Outcome.REJECT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many `found` of `total`. `key` is a rule, "" where none was named; of a moderator
    the account's number."""

    key: Hashable
    found: int
    total: int

    @property
    def share(self) -> float | None:
        """In 0..1; None of nothing."""
        return self.found / self.total if self.total else None

    @property
    def interval(self) -> Interval:
        return wilson(self.found, self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversals:
    """Decisions of a period, and how many of them were changed since.

    Of people: a decision is reversed when the next one of a person about the same comment is
    another's and says the opposite. `by_rule` are their rejections, `by_moderator` all they
    have decided. Of the machine: `alarms` are what it held and people then decided about, by
    each rule that stopped it, and what they published of it; `all_alarms` the same by comments.
    `missed` is what it published, and a person rejected as the first to decide about it.
    """

    people: Rate
    by_rule: Sequence[Rate]
    by_moderator: Sequence[Rate]
    all_alarms: Rate
    alarms: Sequence[Rate]
    missed: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """`pairs` of reviews that are alike; `alpha` as in `policy.agreement`; `upheld`, of all
    reviews, how many say what was decided."""

    upheld: Rate
    pairs: Rate
    alpha: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What blind reviews of a period's sample say. `by_rule` is of the machine alone: of the
    reviews of what a rule had stopped, how many would not have published it either; "" of
    what no rule had stopped, how many would have."""

    machine: Agreement
    people: Agreement
    by_rule: Sequence[Rate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeals:
    """Of the appeals that were opened in a period; `granted` of those that were heard."""

    opened: int
    granted: Rate
    waiting: int
    late: int


class _Step(NamedTuple):
    """A decision, as far as it counts here."""

    comment: int
    outcome: str
    by_machine: bool
    by: int | None
    rule: str
    reasons: Sequence[Mapping[str, Any]]
    at: datetime


def reversals(site: Site, *, since: datetime, until: datetime) -> Reversals:
    """Of what was decided from `since` on and before `until`."""
    tally = _Tally()
    for steps in _histories(site, since=since, until=until):
        for number, step in enumerate(steps):
            if since <= step.at < until:
                tally.count(step, following=steps[number + 1 :])
    published = _standing(site, since).filter(by_machine=True, outcome=Outcome.PUBLISH)
    return Reversals(
        people=tally.rate("people"),
        by_rule=tally.rates("rule"),
        by_moderator=tally.rates("moderator"),
        all_alarms=tally.rate("all_alarms"),
        alarms=tally.rates("alarm"),
        missed=Rate(
            key="",
            found=tally.rate("missed").found,
            total=published.filter(created_at__lt=until).count(),
        ),
    )


def appeals(site: Site, *, since: datetime, until: datetime, now: datetime) -> Appeals:
    """Of what was opened from `since` on and before `until`."""
    opened = Appeal.objects.filter(site=site, opened_at__gte=since, opened_at__lt=until)
    outcomes = Counter(opened.values_list("outcome", flat=True))
    granted = outcomes[AppealOutcome.REVERSED]
    return Appeals(
        opened=sum(outcomes.values()),
        granted=Rate(key="", found=granted, total=granted + outcomes[AppealOutcome.KEPT]),
        waiting=outcomes[""],
        late=opened.filter(outcome="", due_at__lt=now).count(),
    )


def reviewed(site: Site, *, since: datetime, until: datetime) -> Reviewed:
    """Of the reviews that were given from `since` on and before `until`."""
    given = Review.objects.filter(site=site, given_at__gte=since, given_at__lt=until)
    given = given.filter(sample__decision__undone_at=None).order_by("sample", "pk")
    rows = list(given.select_related("sample__decision"))
    machine = [row for row in rows if row.sample.decision.by_machine]
    people = [row for row in rows if not row.sample.decision.by_machine]
    by_rule = defaultdict[Hashable, list[bool]](list)
    for row in machine:
        decision = row.sample.decision
        for rule in _stopping(decision.reasons) or [""]:
            by_rule[rule].append(_is_upheld(row))
    return Reviewed(
        machine=_agreement(machine),
        people=_agreement(people),
        by_rule=[
            Rate(key=rule, found=sum(said), total=len(said))
            for rule, said in sorted(by_rule.items(), key=lambda entry: str(entry[0]))
        ],
    )


def names_of(rates: Iterable[Rate]) -> dict[int, str]:
    """The moderators whose rates these are, by their numbers."""
    found = User.objects.filter(pk__in=[rate.key for rate in rates if isinstance(rate.key, int)])
    return dict(found.values_list("pk", "display_name"))


class _Tally:
    """Counts what was decided and what of it was changed, by what it is asked about."""

    def __init__(self) -> None:
        self._total = defaultdict[str, Counter[Hashable]](Counter)
        self._found = defaultdict[str, Counter[Hashable]](Counter)

    def count(self, step: _Step, *, following: Sequence[_Step]) -> None:
        if step.by_machine:
            # That readers reported it is no judgement of the machine's.
            judged = (each for each in following if READERS not in _stopping(each.reasons))
            self._machine(step, next(judged, None))
        elif step.outcome in _DECIDED:
            then = next((each for each in following if not each.by_machine), None)
            changed = then is not None and then.by != step.by and _is_opposite(step, then)
            self._note("people", "", changed=changed)
            if step.by is not None:
                self._note("moderator", step.by, changed=changed)
            if step.outcome == Outcome.REJECT:
                self._note("rule", step.rule, changed=changed)

    def rate(self, about: str) -> Rate:
        return Rate(key="", found=self._found[about].total(), total=self._total[about].total())

    def rates(self, about: str) -> list[Rate]:
        """Those that were decided about most come first."""
        found = self._found[about]
        return [
            Rate(key=key, found=found[key], total=total)
            for key, total in self._total[about].most_common()
        ]

    def _machine(self, step: _Step, then: _Step | None) -> None:
        """A text that was changed before anybody decided about it was judged anew."""
        if then is None or then.by_machine or then.outcome not in _DECIDED:
            return
        if step.outcome == Outcome.PUBLISH:
            self._note("missed", "", changed=then.outcome == Outcome.REJECT)
            return
        published = then.outcome == Outcome.PUBLISH
        self._note("all_alarms", "", changed=published)
        for rule in _stopping(step.reasons):
            self._note("alarm", rule, changed=published)

    def _note(self, about: str, key: Hashable, *, changed: bool) -> None:
        self._total[about][key] += 1
        self._found[about][key] += changed


def _histories(site: Site, *, since: datetime, until: datetime) -> Iterator[list[_Step]]:
    """What was decided since then about each comment that people or an alarm were concerned
    with; of most comments the machine alone has said that they are published."""
    standing = _standing(site, since)
    notable = standing.filter(created_at__lt=until).filter(
        Q(by_machine=False) | ~Q(outcome=Outcome.PUBLISH)
    )
    late = standing.filter(by_machine=False).values("comment")
    rows = standing.filter(Q(comment__in=notable.values("comment")) | Q(comment__in=late))
    steps = rows.order_by("comment_id", "created_at", "pk").values_list(
        "comment_id", "outcome", "by_machine", "decided_by_id", "rule", "reasons", "created_at"
    )
    for _comment, group in groupby(steps.iterator(), key=lambda row: row[0]):
        yield [_Step(*row) for row in group]


def _standing(site: Site, since: datetime) -> QuerySet[Decision]:
    found: QuerySet[Decision] = Decision.objects.filter(
        site=site, created_at__gte=since, undone_at=None
    )
    return found


def _stopping(reasons: Iterable[Mapping[str, Any]]) -> list[str]:
    """The rules that kept a comment from being published, each once."""
    return sorted({each["rule"] for each in reasons if each.get("severity") in _STOPS})


def _is_opposite(step: _Step, then: _Step) -> bool:
    return then.outcome in _DECIDED and then.outcome != step.outcome


def _is_upheld(row: Review) -> bool:
    """Whether a review says what was decided: to publish, or not to."""
    published = row.sample.decision.outcome == Outcome.PUBLISH
    return (row.outcome == Outcome.PUBLISH) == published


def _agreement(rows: Sequence[Review]) -> Agreement:
    units = defaultdict[int, list[str]](list)
    for row in rows:
        units[row.sample_id].append(row.outcome)
    alike, pairs = agreed(units.values())
    return Agreement(
        upheld=Rate(key="", found=sum(map(_is_upheld, rows)), total=len(rows)),
        pairs=Rate(key="", found=alike, total=pairs),
        alpha=alpha(units.values()),
    )
