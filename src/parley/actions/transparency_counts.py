"""Counts what a transparency report tells of a site and a period; one query for each matter."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from parley.actions import judgements
from parley.actions.calendar import DAY, beginning
from parley.actions.legal_register import Asked
from parley.actions.transparency_template import MEMBER_STATES, OTHER, OTHER_TERMS, TOTAL
from parley.errors import BadField
from parley.models.appeal import Appeal, AppealOutcome
from parley.models.audit import AuditEntry
from parley.models.ban import Ban, BanKind
from parley.models.comment import Redaction
from parley.models.decision import Decision
from parley.models.legal import CaseKind, CaseOutcome, LegalCase
from parley.models.site import Site
from parley.models.user import Membership, Role
from parley.policy.decision import Outcome, Rule

# Where a breach of a house rule belongs among the regulation's categories. What is not here is
# a matter of the house alone.
RULES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Rule.ABUSE: ("ILLEGAL_OR_HARMFUL_SPEECH", ""),
        Rule.PERSONAL: ("CYBER_VIOLENCE", ""),
        Rule.PRIVACY: ("DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", ""),
        Rule.LANGUAGE: (OTHER_TERMS, "LANGUAGE_REQUIREMENTS"),
    }
)
REMOVAL, DISABLE, HIDDEN = "removal", "disable", "other"
SUSPENSION, TERMINATION = "suspension", "termination"

Key = tuple[str, str]
TOTAL_KEY: Key = (TOTAL, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole days of the site's calendar, both included."""

    first: date
    last: date

    def check(self) -> None:
        """Raises BadField."""
        if self.last < self.first:
            raise BadField("to", "The period ends before it begins.")

    def span(self, site: Site) -> tuple[datetime, datetime]:
        """From the one moment until before the other."""
        return beginning(self.first, site.zone), beginning(self.last + DAY, site.zone)

    def __str__(self) -> str:
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


@dataclass(slots=True)
class Papers:
    """Notices, or orders of one sort: how many, what came of them, and how fast, in hours."""

    received: int = 0
    items: int = 0
    law: int = 0
    terms: int = 0
    confirmed: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)

    def add(self, case: LegalCase) -> None:
        self.received += 1
        self.items += 1
        if case.outcome == CaseOutcome.REMOVED:
            self.law += case.facts.get("basis") == "law"
            self.terms += case.facts.get("basis") != "law"
        if case.acknowledged_at is not None:
            self.confirmed.append(hours(case.acknowledged_at - case.received_at))
        if case.decided_at is not None:
            self.settled.append(hours(case.decided_at - case.received_at))


@dataclass(slots=True)
class Measures:
    """Restrictions of one category: how many, found by a program alone, and of which sort."""

    taken: int = 0
    found_by_machine: int = 0
    sorts: Counter[str] = field(default_factory=Counter)

    def add(self, sort: str, count: int, *, found: bool = False) -> None:
        self.taken += count
        self.found_by_machine += count if found else 0
        self.sorts[sort] += count


@dataclass(frozen=True, slots=True, kw_only=True)
class Automation:
    """`held` comments had raised an alarm of a program and then were decided about by a person,
    as `judgements` counts them, `stopped` of them against the comment; `alone` were decided by
    a program, `by_people` not."""

    alone: int
    by_people: int
    held: int
    stopped: int


def hours(passed: timedelta) -> float:
    return passed.total_seconds() / 3600


def middle(values: Iterable[float]) -> str:
    """The median as the report has it; "" where there is none."""
    found = list(values)
    return f"{median(found):.2f}" if found else ""


def notices(site: Site, period: Period) -> dict[str, tuple[Papers, Papers]]:
    """By category and TOTAL: all, and those of trusted flaggers."""
    found = defaultdict[str, tuple[Papers, Papers]](lambda: (Papers(), Papers()))
    for case in _cases(site, period, kind=CaseKind.NOTICE):
        for category in (TOTAL, case.facts.get("category", "NOT_SPECIFIED")):
            everybody, flaggers = found[category]
            everybody.add(case)
            if case.flagger_id is not None:
                flaggers.add(case)
    return found


def orders(site: Site, period: Period) -> dict[tuple[str, str], dict[str, Papers]]:
    """By member state (and TOTAL) and category (and TOTAL): by what was asked (`Asked`).

    The report is about orders of the member states' authorities, and of no others.
    """
    found = defaultdict[tuple[str, str], dict[str, Papers]](
        lambda: {asked.value: Papers() for asked in Asked}
    )
    for case in _cases(site, period, kind=CaseKind.REQUEST):
        category = case.facts.get("category", "NOT_SPECIFIED")
        country = case.facts.get("country", "")
        state = "EL" if country == "GR" else country
        if state not in MEMBER_STATES:
            continue
        for scope in (TOTAL, state):
            for each in (TOTAL, category):
                found[scope, each][case.facts["asked"]].add(case)
    return found


def _cases(site: Site, period: Period, *, kind: CaseKind) -> Iterable[LegalCase]:
    begin, end = period.span(site)
    cases = LegalCase.objects.filter(site=site, kind=kind)
    found: QuerySet[LegalCase] = cases.filter(received_at__gte=begin, received_at__lt=end)
    return found.defer("text", "answer").iterator(1_000)


def own_initiative(site: Site, period: Period) -> tuple[dict[Key, Measures], dict[Key, Measures]]:
    """What nobody had sent a notice or an order about: by law, and by the house's terms.

    By category and keyword; a moderator who names a law names no category, so that what was
    done by law of one's own accord is in the TOTAL alone.
    """
    by_law, by_terms = defaultdict[Key, Measures](Measures), defaultdict[Key, Measures](Measures)
    for row in (
        _restrictions(site, period)
        .filter(after_paper=False)
        .values("outcome", "rule", "by_law", "held")
        .annotate(count=Count("pk"))
    ):
        sort = REMOVAL if row["outcome"] == Outcome.REJECT else DISABLE
        keys = [TOTAL_KEY] if row["by_law"] else [TOTAL_KEY, *_keys(row["rule"])]
        for key in keys:
            found = by_law if row["by_law"] else by_terms
            found[key].add(sort, row["count"], found=row["held"])
    begin, end = period.span(site)
    hidden = Redaction.objects.filter(
        comment__site=site, made_at__gte=begin, made_at__lt=end
    ).count()
    for key in (TOTAL_KEY, *_keys(Rule.PRIVACY)):
        by_terms[key].add(HIDDEN, hidden)
    for sort, count in _accounts(site, period).items():
        by_terms[TOTAL_KEY].add(sort, count)
    return by_law, by_terms


def _keys(rule: str) -> list[Key]:
    category, keyword = RULES.get(rule, (OTHER_TERMS, OTHER))
    return [(category, ""), (category, keyword)] if keyword else [(category, "")]


def _restrictions(site: Site, period: Period) -> Any:  # Any: annotated rows are not typed
    begin, end = period.span(site)
    held = judgements.alarming().filter(
        comment=OuterRef("comment"), outcome=Outcome.HOLD, created_at__lte=OuterRef("created_at")
    )
    against = Q(outcome=Outcome.REJECT) | Q(outcome=Outcome.REVISE, by_machine=False)
    found = Decision.objects.filter(
        against, site=site, undone_at=None, created_at__gte=begin, created_at__lt=end
    )
    return found.order_by().annotate(
        after_paper=Exists(_papers()), held=Exists(held), by_law=~Q(legal_ground="")
    )


def _accounts(site: Site, period: Period) -> Counter[str]:
    """Suspensions, and bans of accounts; only those for good end an account."""
    begin, end = period.span(site)
    suspended = AuditEntry.objects.filter(
        site_id=site.pk, verb="suspend", at__gte=begin, at__lt=end
    )
    bans = Ban.objects.filter(site=site, kind=BanKind.ACCOUNT, made_at__gte=begin, made_at__lt=end)
    return Counter(
        {
            SUSPENSION: suspended.count() + bans.exclude(until=None).count(),
            TERMINATION: bans.filter(until=None).count(),
        }
    )


def complaints(site: Site, period: Period) -> tuple[Counter[str], list[float]]:
    """Appeals by outcome ("" is open), and the hours to each decision."""
    begin, end = period.span(site)
    rows = Appeal.objects.filter(site=site, opened_at__gte=begin, opened_at__lt=end)
    outcomes, passed = Counter[str](), list[float]()
    for outcome, opened, decided in rows.values_list("outcome", "opened_at", "decided_at"):
        outcomes[outcome] += 1
        if decided is not None and outcome != AppealOutcome.WITHDRAWN:
            passed.append(hours(decided - opened))
    return outcomes, passed


def automation(site: Site, period: Period, *, own: bool) -> Automation:
    """Of all measures, or of those that no notice and no order preceded."""
    restrictions = _restrictions(site, period)
    if own:
        restrictions = restrictions.filter(after_paper=False)
    by_machine = Counter(dict(restrictions.values_list("by_machine").annotate(Count("pk"))))
    begin, end = period.span(site)
    people = judgements.of_people(site, since=begin, until=end)
    if own:
        people = people.exclude(Exists(_papers()))
    decided, _by_rule = judgements.alarms(judgements.judged(people))
    return Automation(
        alone=by_machine[True],
        by_people=by_machine[False],
        held=decided.whole,
        stopped=decided.whole - decided.part,
    )


def _papers() -> QuerySet[LegalCase]:
    """The notices and orders about a decision's comment that came before it."""
    kinds = (CaseKind.NOTICE, CaseKind.REQUEST)
    found: QuerySet[LegalCase] = LegalCase.objects.filter(
        comment=OuterRef("comment"), kind__in=kinds, received_at__lte=OuterRef("created_at")
    )
    return found


def moderators(site: Site) -> int:
    """How many there are now."""
    roles = (Role.MODERATOR, Role.ADMINISTRATOR)
    return Membership.objects.filter(site=site, role__in=roles).count()
