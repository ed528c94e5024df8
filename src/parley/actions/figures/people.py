"""Who writes, and about what readers complain most."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from parley.actions.figures.outcomes import posted
from parley.actions.figures.period import Bucket, Period
from parley.models.comment import Comment, CommentState
from parley.models.report import Report, ReportOutcome
from parley.models.site import Site

# As many as one looks at.
MOST = 10
# Of a reported text: enough to know it again.
EXCERPT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorsOf:
    """Authors with a comment of these days that is public now: `new` ones had none before
    it, imported comments among them; the others `returning` ones."""

    bucket: Bucket
    new: int
    returning: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """`new` and `returning` are those of the whole period, in which each counts once."""

    by_time: tuple[AuthorsOf, ...]
    new: int
    returning: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What readers reported in the period: `reports` about it, of which moderators have found
    `upheld` right and `dismissed` wrong by now. `pk` is the comment's, author's or article's."""

    pk: int
    name: str
    reports: int
    upheld: int
    dismissed: int


def authors(site: Site, period: Period) -> Authors:
    """In two queries."""
    same_moment_later = Q(created_at=OuterRef("created_at"), pk__gte=OuterRef("pk"))
    earlier = Comment.objects.filter(
        author=OuterRef("author"),
        state=CommentState.PUBLISHED,
        created_at__lte=OuterRef("created_at"),
    ).exclude(same_moment_later)
    public = posted(site, period).filter(state=CommentState.PUBLISHED)
    found = (
        public.annotate(bucket=period.bucket("created_at"), first=~Exists(earlier))
        .values_list("bucket")
        .annotate(all=Count("author", distinct=True), new=Count("pk", filter=Q(first=True)))
        .order_by()
    )
    keys = period.keys()
    counted = {keys[day]: (everybody, new) for day, everybody, new in found}
    by_time = []
    for number, bucket in enumerate(period.buckets):
        everybody, new = counted.get(number, (0, 0))
        by_time.append(AuthorsOf(bucket=bucket, new=new, returning=everybody - new))
    new = sum(each.new for each in by_time)
    everybody = public.aggregate(all=Count("author", distinct=True))["all"]
    return Authors(by_time=tuple(by_time), new=new, returning=everybody - new)


def reported_comments(site: Site, period: Period) -> list[Reported]:
    """In one query; names are the beginnings of texts, "" of what was deleted."""
    rows = _reported(site, period, "comment", "comment__text")
    return [
        Reported(pk=pk, name=_excerpt(text), reports=count, upheld=upheld, dismissed=dismissed)
        for pk, text, count, upheld, dismissed in rows
    ]


def reported_authors(site: Site, period: Period) -> list[Reported]:
    """In one query."""
    rows = _reported(site, period, "comment__author", "comment__author__display_name")
    return [
        Reported(pk=pk, name=name, reports=count, upheld=upheld, dismissed=dismissed)
        for pk, name, count, upheld, dismissed in rows
    ]


def reported_articles(site: Site, period: Period) -> list[Reported]:
    """In one query."""
    headline = ("comment__article__headline", "comment__article__url")
    rows = _reported(site, period, "comment__article", *headline)
    return [
        Reported(pk=pk, name=name or url, reports=count, upheld=upheld, dismissed=dismissed)
        for pk, name, url, count, upheld, dismissed in rows
    ]


def _reported(site: Site, period: Period, *fields: str) -> "QuerySet[Report, tuple[Any, ...]]":
    """Reports that came with an import were made elsewhere."""
    found: QuerySet[Report, tuple[Any, ...]] = (
        Report.objects.filter(site=site, author=None, **period.within("created_at"))
        .values_list(*fields)
        .annotate(
            reports=Count("pk"),
            upheld=Count("pk", filter=Q(outcome=ReportOutcome.UPHELD)),
            dismissed=Count("pk", filter=Q(outcome=ReportOutcome.DISMISSED)),
        )
        .order_by("-reports", fields[0])[:MOST]
    )
    return found


def _excerpt(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= EXCERPT else plain[: EXCERPT - 1].rstrip() + "…"
