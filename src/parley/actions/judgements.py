"""What people decided beside what the house policy had said, counted one way wherever it is told.

The definitions are those of `docs/figures.md` and `docs/fairness.md`, in the same words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from parley.actions.figures.sql import StoppingRules, listed
from parley.models.appeal import Appeal, AppealOutcome
from parley.models.decision import BY_POLICY, Decision
from parley.models.site import Site
from parley.policy.decision import FORMAL, Outcome
from parley.ranking.wilson import Interval, wilson

CHUNK = 10_000
YES_OR_NO = (Outcome.PUBLISH, Outcome.REJECT)
# All that a hold as a matter of form can have been stopped by, as `StoppingRules` tells it.
_FORM_ALONE = (*FORMAL, ",".join(sorted(FORMAL)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> Interval:
        return wilson(self.part, self.whole)


class Judged(NamedTuple):
    """A person's decision, with what the policy had said of the text. `alarm` are the rules by
    which it had stopped the text; () where it had not, or as a matter of form alone."""

    pk: int
    outcome: Outcome
    passed: bool
    alarm: tuple[str, ...]

    @property
    def is_false(self) -> bool:
        return bool(self.alarm) and self.outcome is Outcome.PUBLISH

    @property
    def is_missed(self) -> bool:
        return self.passed and self.outcome is Outcome.REJECT


class Changed(NamedTuple):
    """A person's decision to publish or to reject, and whether it was changed since: `upon_appeal`,
    or by `another` person without one. `by` is None for an account that is gone."""

    outcome: Outcome
    rule: str
    by: int | None
    upon_appeal: bool
    another: bool


def of_people(site: Site, *, since: datetime, until: datetime) -> QuerySet[Decision]:
    """Standing decisions of people, made from `since` on and before `until`."""
    found: QuerySet[Decision] = Decision.objects.filter(
        site=site, by_machine=False, undone_at=None, created_at__gte=since, created_at__lt=until
    )
    return found


def judged(people: QuerySet[Decision]) -> Iterator[Judged]:
    """Of these decisions the first ones to publish or to reject since the house policy judged the
    text; in one query.

    A false alarm is a comment that the house policy stopped by one of its rules, and the first
    person to decide about it published. It let pass what it published, and the first person to
    decide about it rejected. What readers' reports held, the policy has not judged; what waits as
    a matter of form, because everything of an author, an article or the site is read first, has
    raised no alarm. A text that was changed is judged anew.
    """
    earlier = Decision.objects.filter(
        comment=OuterRef("comment"), pk__lt=OuterRef("pk"), undone_at=None
    ).order_by("-pk")
    policy = earlier.filter(BY_POLICY)
    found = (
        people.filter(outcome__in=YES_OR_NO)
        .annotate(
            said=Subquery(policy.values("outcome")[:1]),
            policy=Subquery(policy.values("pk")[:1]),
            person=Subquery(earlier.filter(by_machine=False).values("pk")[:1]),
            rules=Subquery(policy.annotate(rules=StoppingRules("reasons")).values("rules")[:1]),
        )
        .values_list("pk", "outcome", "said", "policy", "person", "rules")
        .order_by()
    )
    for pk, outcome, said, policy_pk, person, rules in found.iterator(CHUNK):
        if policy_pk is not None and (person is None or person < policy_pk):
            alarm = tuple(rule for rule in listed(rules) if rule not in FORMAL)
            yield Judged(pk, Outcome(outcome), said == Outcome.PUBLISH, alarm)


def alarms(found: Iterable[Judged]) -> tuple[Share, dict[str, Share]]:
    """The alarms that people decided about and the false ones among them: all, and by each rule
    that stopped the comment, that with most first."""
    raised = [each for each in found if each.alarm]
    of_rule: defaultdict[str, list[Judged]] = defaultdict(list)
    for each in raised:
        for rule in each.alarm:
            of_rule[rule].append(each)
    shares = {rule: _false(rows) for rule, rows in of_rule.items()}
    return _false(raised), dict(sorted(shares.items(), key=lambda item: (-item[1].whole, item[0])))


def let_pass(site: Site, found: Iterable[Judged], *, since: datetime, until: datetime) -> Share:
    """Of all that the policy published in these days, what people rejected in them."""
    published = Decision.objects.filter(
        BY_POLICY,
        site=site,
        outcome=Outcome.PUBLISH,
        undone_at=None,
        created_at__gte=since,
        created_at__lt=until,
    ).count()
    # What was published before may be rejected now.
    return Share(part=min(sum(each.is_missed for each in found), published), whole=published)


def alarming() -> QuerySet[Decision]:
    """Decisions by which the policy has raised an alarm."""
    found: QuerySet[Decision] = (
        Decision.objects.filter(BY_POLICY, undone_at=None)
        .exclude(outcome=Outcome.PUBLISH)
        .annotate(stopping=StoppingRules("reasons"))
        .filter(stopping__isnull=False)
        .exclude(stopping__in=_FORM_ALONE)
    )
    return found


def changes(people: QuerySet[Decision]) -> Iterator[Changed]:
    """Of these decisions those to publish or to reject; in one query.

    A decision was changed when the next one of a person about the same comment is another
    person's and says the opposite, or the author's appeal against it was granted. Who corrects
    themselves was not corrected.
    """
    later = Decision.objects.filter(
        comment=OuterRef("comment"), pk__gt=OuterRef("pk"), by_machine=False, undone_at=None
    ).order_by("pk")
    heard = Appeal.objects.filter(decision=OuterRef("pk"), outcome=AppealOutcome.REVERSED)
    found = (
        people.filter(outcome__in=YES_OR_NO)
        .annotate(
            heard=Exists(heard),
            then=Subquery(later.values("outcome")[:1]),
            then_by=Subquery(later.values("decided_by")[:1]),
        )
        .values_list("outcome", "rule", "decided_by", "heard", "then", "then_by")
        .order_by()
    )
    for outcome, rule, by, heard_, then, then_by in found.iterator(CHUNK):
        another = then in YES_OR_NO and then != outcome and then_by != by
        yield Changed(Outcome(outcome), rule, by, heard_, another and not heard_)


def _false(rows: list[Judged]) -> Share:
    return Share(part=sum(each.is_false for each in rows), whole=len(rows))
