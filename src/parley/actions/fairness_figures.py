"""How often decisions are changed by somebody else, and how well those who decide agree."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parley.actions import judgements
from parley.actions.judgements import Changed, Share
from parley.models.appeal import Appeal, AppealOutcome, Review
from parley.models.site import Site
from parley.models.user import User
from parley.policy.agreement import agreed, alpha
from parley.policy.decision import FORMAL, Outcome, Severity

_STOPS = frozenset({Severity.REVISE, Severity.HOLD, Severity.REJECT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Share):
    """A share of `key`: a rule, "" where none was named; of a moderator the account's number."""

    key: Hashable


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversals:
    """Decisions of people in a period, and what of them and of the house policy was changed
    since, as `judgements` counts it. `by_rule` are their rejections, `by_moderator` all they
    have decided; `alarms` are by each rule that had stopped a comment, `all_alarms` by comments,
    and `missed` is what the policy had let pass."""

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


def reversals(site: Site, *, since: datetime, until: datetime) -> Reversals:
    """Of what people decided from `since` on and before `until`."""
    people = judgements.of_people(site, since=since, until=until)
    changed = list(judgements.changes(people))
    judged = list(judgements.judged(people))
    all_alarms, alarms = judgements.alarms(judged)
    missed = judgements.let_pass(site, judged, since=since, until=until)
    rejected = [each for each in changed if each.outcome is Outcome.REJECT]
    return Reversals(
        people=_named("", _changed(changed)),
        by_rule=_rates(rejected, lambda each: each.rule),
        by_moderator=_rates([each for each in changed if each.by], lambda each: each.by),
        all_alarms=_named("", all_alarms),
        alarms=[_named(rule, share) for rule, share in alarms.items()],
        missed=_named("", missed),
    )


def appeals(site: Site, *, since: datetime, until: datetime, now: datetime) -> Appeals:
    """Of what was opened from `since` on and before `until`."""
    opened = Appeal.objects.filter(site=site, opened_at__gte=since, opened_at__lt=until)
    outcomes = Counter(opened.values_list("outcome", flat=True))
    granted = outcomes[AppealOutcome.REVERSED]
    return Appeals(
        opened=sum(outcomes.values()),
        granted=Rate(key="", part=granted, whole=granted + outcomes[AppealOutcome.KEPT]),
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
            Rate(key=rule, part=sum(said), whole=len(said))
            for rule, said in sorted(by_rule.items(), key=lambda entry: str(entry[0]))
        ],
    )


def names_of(rates: Iterable[Rate]) -> dict[int, str]:
    """The moderators whose rates these are, by their numbers."""
    found = User.objects.filter(pk__in=[rate.key for rate in rates if isinstance(rate.key, int)])
    return dict(found.values_list("pk", "display_name"))


def _rates(found: Iterable[Changed], key: Callable[[Changed], Hashable]) -> list[Rate]:
    """Those that were decided about most come first."""
    groups = defaultdict[Hashable, list[Changed]](list)
    for each in found:
        groups[key(each)].append(each)
    rates = [_named(name, _changed(rows)) for name, rows in groups.items()]
    return sorted(rates, key=lambda rate: -rate.whole)


def _changed(rows: Sequence[Changed]) -> Share:
    changed = sum(each.upon_appeal or each.another for each in rows)
    return Share(part=changed, whole=len(rows))


def _named(key: Hashable, share: Share) -> Rate:
    return Rate(key=key, part=share.part, whole=share.whole)


def _stopping(reasons: Iterable[Mapping[str, Any]]) -> list[str]:
    """The rules that raised an alarm about a comment, each once."""
    rules = {each["rule"] for each in reasons if each.get("severity") in _STOPS}
    return sorted(rules - FORMAL)


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
        upheld=Rate(key="", part=sum(map(_is_upheld, rows)), whole=len(rows)),
        pairs=Rate(key="", part=alike, whole=pairs),
        alpha=alpha(units.values()),
    )
