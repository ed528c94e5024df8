"""By which rule comments were stopped or refused, over time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from parley.actions.figures.period import Period
from parley.actions.figures.sql import StoppingRules, listed
from parley.models.decision import BY_POLICY, Decision
from parley.models.site import Site
from parley.policy.decision import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOverTime:
    """How many decisions named the rule, by bar of the period. "" is for those that named
    none. A decision that names two rules counts with both."""

    rule: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def by_machine(site: Site, period: Period) -> tuple[RuleOverTime, ...]:
    """The machine's decisions to hold, to ask for a change or to refuse, by the rules of the
    reasons for it; in one query. Advice that stopped nothing does not count."""
    found = (
        Decision.objects.filter(BY_POLICY, site=site, undone_at=None, **period.within("created_at"))
        .exclude(outcome=Outcome.PUBLISH)
        .annotate(bucket=period.bucket("created_at"), stopped=StoppingRules("reasons"))
        .values_list("bucket", "stopped")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return _over_time(period, ((day, listed(rules), count) for day, rules, count in found))


def by_people(site: Site, period: Period) -> tuple[RuleOverTime, ...]:
    """Standing decisions of people to reject, by the rule that they named; in one query."""
    found = (
        Decision.objects.filter(
            site=site,
            by_machine=False,
            undone_at=None,
            outcome=Outcome.REJECT,
            **period.within("created_at"),
        )
        .annotate(bucket=period.bucket("created_at"))
        .values_list("bucket", "rule")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return _over_time(period, ((day, (rule,), count) for day, rule, count in found))


def _over_time(
    period: Period, found: Iterable[tuple[date, tuple[str, ...], int]]
) -> tuple[RuleOverTime, ...]:
    """The rule that was named most comes first."""
    keys = period.keys()
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(period.buckets))
    for day, rules, count in found:
        for rule in rules:
            counts[rule][keys[day]] += count
    made = [RuleOverTime(rule=rule, counts=tuple(each)) for rule, each in counts.items()]
    return tuple(sorted(made, key=lambda each: (-each.total, each.rule)))
