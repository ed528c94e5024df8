"""What became of the comments: by outcome, by machine alone, by section and article."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from parley.actions.figures.period import Bucket, Period
from parley.models.comment import Comment, CommentState
from parley.models.decision import BY_POLICY, Decision
from parley.models.site import Site
from parley.policy.decision import Outcome

# As many as one reads; the rest is in nobody's mind.
MOST_ARTICLES, MOST_SECTIONS = 20, 50


class Fate(StrEnum):
    """What has become of a comment by now; each has exactly one."""

    AT_ONCE = "published_at_once"
    AFTER_A_LOOK = "published_after_a_look"
    REMOVED = "removed_later"
    REJECTED = "rejected_by_moderators"
    BY_MACHINE = "rejected_by_machine"
    RETURNED = "sent_back"
    WAITING = "waiting"
    DELETED = "deleted_by_author"


# Where somebody, or something, has said yes or no.
DECIDED = (Fate.AT_ONCE, Fate.AFTER_A_LOOK, Fate.REMOVED, Fate.REJECTED, Fate.BY_MACHINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesOf:
    """The comments that were posted in these days, by what has become of them until now.

    `decided` are those that were published or refused; `alone`, those of them about which no
    person has a standing decision.
    """

    bucket: Bucket
    fates: dict[Fate, int]
    decided: int
    alone: int

    @property
    def posted(self) -> int:
        return sum(self.fates.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """All comments posted on the site in the period, imported ones left out. What the policy
    refused outright was never stored, and is not among them."""

    by_time: tuple[OutcomesOf, ...]

    @property
    def fates(self) -> dict[Fate, int]:
        return {fate: sum(each.fates[fate] for each in self.by_time) for fate in Fate}

    @property
    def posted(self) -> int:
        return sum(each.posted for each in self.by_time)

    @property
    def decided(self) -> int:
        return sum(each.decided for each in self.by_time)

    @property
    def alone(self) -> int:
        return sum(each.alone for each in self.by_time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Comments posted in the period under an article, or in a section: `published` are public
    now, `refused` rejected or removed, `waiting` held or sent back."""

    name: str
    article: int | None
    posted: int
    published: int
    refused: int
    waiting: int


def posted(site: Site, period: Period) -> QuerySet[Comment]:
    """The comments that were written here in the period.

    Each was judged in the moment in which it was posted, and decisions have an index by time.
    """
    judged = Decision.objects.filter(site=site, by_machine=True, **period.within("created_at"))
    found: QuerySet[Comment] = Comment.objects.filter(
        site=site, source="", pk__in=judged.values("comment"), **period.within("created_at")
    )
    return found


def standing(site: Site, period: Period) -> QuerySet[Decision]:
    """The decisions about the comment at hand, posted in the period, that nobody has undone.

    None is older than the comment: to say so lets a database that reads them all at once, as
    PostgreSQL does, read only these.
    """
    return Decision.objects.filter(
        site=site, comment=OuterRef("pk"), undone_at=None, created_at__gte=period.starts
    )


def outcomes(site: Site, period: Period) -> Outcomes:
    """In one query."""
    rows = (
        posted(site, period)
        .annotate(
            bucket=period.bucket("created_at"),
            fate=_fate(standing(site, period)),
            alone=~Exists(standing(site, period).filter(by_machine=False)),
        )
        .values_list("bucket", "fate", "alone")
        .annotate(count=Count("pk"))
        .order_by()
    )
    keys = period.keys()
    fates = [Counter[Fate]() for _bucket in period.buckets]
    alone = Counter[int]()
    for key, name, machine, count in rows:
        number, fate = keys[key], Fate(name)
        fates[number][fate] += count
        if machine and fate in DECIDED:
            alone[number] += count
    return Outcomes(
        by_time=tuple(
            OutcomesOf(
                bucket=bucket,
                fates={fate: fates[number][fate] for fate in Fate},
                decided=sum(fates[number][fate] for fate in DECIDED),
                alone=alone[number],
            )
            for number, bucket in enumerate(period.buckets)
        )
    )


def by_article(site: Site, period: Period) -> list[Counted]:
    """The articles with most comments, in one query."""
    fields = ("article", "article__headline", "article__url")
    rows = _counted(posted(site, period).values_list(*fields))[:MOST_ARTICLES]
    return [
        Counted(
            name=headline or url,
            article=pk,
            posted=count,
            published=published,
            refused=refused,
            waiting=waiting,
        )
        for pk, headline, url, count, published, refused, waiting in rows
    ]


def by_section(site: Site, period: Period) -> list[Counted]:
    """The sections with most comments, in one query; "" is for articles without one."""
    rows = _counted(posted(site, period).values_list("article__section"))[:MOST_SECTIONS]
    return [
        Counted(
            name=section,
            article=None,
            posted=count,
            published=published,
            refused=refused,
            waiting=waiting,
        )
        for section, count, published, refused, waiting in rows
    ]


def _counted(
    grouped: "QuerySet[Comment, tuple[Any, ...]]",
) -> QuerySet[Comment, tuple[Any, ...]]:
    waits = Q(state__in=(CommentState.HELD, CommentState.RETURNED))
    found: QuerySet[Comment, tuple[Any, ...]] = grouped.annotate(
        posted=Count("pk"),
        published=Count("pk", filter=Q(state=CommentState.PUBLISHED)),
        refused=Count("pk", filter=Q(state=CommentState.REJECTED)),
        waits=Count("pk", filter=waits),
    ).order_by("-posted", grouped.query.values_select[0])
    return found


def _fate(standing: QuerySet[Decision]) -> Case:
    """Each comment's fate; what needs a look at its decisions is asked last."""
    stopped = Exists(standing.filter(BY_POLICY).exclude(outcome=Outcome.PUBLISH))
    by_person = Exists(standing.filter(by_machine=False, outcome=Outcome.REJECT))
    once_public = Exists(standing.filter(outcome=Outcome.PUBLISH))
    return Case(
        When(state=CommentState.HELD, then=Value(Fate.WAITING.value)),
        When(state=CommentState.RETURNED, then=Value(Fate.RETURNED.value)),
        When(state=CommentState.DELETED, then=Value(Fate.DELETED.value)),
        When(Q(state=CommentState.PUBLISHED) & ~Q(stopped), then=Value(Fate.AT_ONCE.value)),
        When(state=CommentState.PUBLISHED, then=Value(Fate.AFTER_A_LOOK.value)),
        When(~Q(by_person), then=Value(Fate.BY_MACHINE.value)),
        When(once_public, then=Value(Fate.REMOVED.value)),
        default=Value(Fate.REJECTED.value),
        output_field=CharField(),
    )
