"""What journalists need to know of the discussions of their articles, and their answers."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, F, Q, TextField, Value, When

from parley.actions import bylines, posting
from parley.actions.posting import Draft, Posted
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.newsroom import ArticleVisit
from parley.models.permission import Permission
from parley.models.user import User
from parley.models.viewer import Viewer
from parley.policy.bylines import writers_of
from parley.policy.questions import MARKS, asks_newsroom

_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A public comment; `asks`: the newsroom, by `policy.questions`. `answered_by` are the
    users of the staff who have replied to it or below it."""

    id: int
    created_at: datetime
    respect: int
    disagree: int
    picked: bool
    user: int | None
    asks: bool
    answered_by: frozenset[int]

    @property
    def open(self) -> bool:
        """A question that nobody of the staff has answered."""
        return self.asks and not self.answered_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A discussion as a journalist finds it; `since` is when they last looked, None for never."""

    article: Article
    said: tuple[Said, ...]
    since: datetime | None
    viewer: int

    def is_new(self, one: Said) -> bool:
        """Whether somebody else has written it since."""
        return one.user != self.viewer and one.created_at > (self.since or _EVER)

    @property
    def new(self) -> int:
        return sum(map(self.is_new, self.said))

    @property
    def unanswered(self) -> int:
        return sum(one.open for one in self.said)

    @property
    def picks(self) -> int:
        return sum(one.picked for one in self.said)


def look_at(user: User, articles: Collection[Article]) -> list[Look]:
    """The discussions of these articles of one site, with three queries, however many."""
    if not articles:
        return []
    visits = ArticleVisit.objects.filter(user=user, article__in=articles)
    since = dict(visits.values_list("article_id", "at"))
    staff = frozenset(
        bylines.staff_of(next(iter(articles)).site).order_by().values_list("pk", flat=True)
    )
    rows: dict[int, list[_Row]] = {article.pk: [] for article in articles}
    for row in _rows(articles):
        rows[row.article_id].append(row)
    return [
        Look(
            article=article,
            said=tuple(_said(article, rows[article.pk], staff=staff)),
            since=since.get(article.pk),
            viewer=user.pk,
        )
        for article in articles
    ]


def visit(user: User, article: Article, *, now: datetime) -> None:
    """The user has looked at the discussion."""
    ArticleVisit.objects.update_or_create(user=user, article=article, defaults={"at": now})


def answer(viewer: Viewer, draft: Draft, *, now: datetime) -> Posted:
    """Reply as one of the staff; the house policy judges it as any comment of theirs.

    Raises what `posting.post_comment` does.
    """
    viewer.require(Permission.ANSWER_AS_STAFF)
    return posting.post_comment(viewer, draft, now=now)


@dataclass(frozen=True, slots=True)
class _Row:
    """A comment in any state; `words` only where they may hold a question."""

    id: int
    article_id: int
    parent_id: int | None
    state: str
    user: int | None
    source: str
    created_at: datetime
    respect: int
    disagree: int
    picked: bool
    words: str


def _rows(articles: Iterable[Article]) -> Iterator[_Row]:
    marked = Q()
    for mark in MARKS:
        marked |= Q(text__contains=mark)
    found: Any = Comment.objects.filter(article__in=articles).order_by("created_at", "pk")
    columns = found.values_list(
        "pk",
        "article_id",
        "parent_id",
        "state",
        "author__user_id",
        "author__source",
        "created_at",
        "respect",
        "disagree",
        "picked",
        Case(When(marked, then=F("text")), default=Value(""), output_field=TextField()),
    )
    for values in columns:
        yield _Row(*values)


def _said(article: Article, rows: list[_Row], *, staff: frozenset[int]) -> Iterator[Said]:
    by_id = {row.id: row for row in rows}
    answered = _answered(rows, by_id, staff=staff)
    called = (*writers_of(article.byline), article.site.name)
    for row in rows:
        if row.state != CommentState.PUBLISHED:
            continue
        parent = by_id.get(row.parent_id) if row.parent_id is not None else None
        asks = not _is_staff(row, staff) and asks_newsroom(
            row.words,
            opens=row.parent_id is None,
            to_staff=parent is not None and _is_staff(parent, staff),
            called=called,
        )
        yield Said(
            id=row.id,
            created_at=row.created_at,
            respect=row.respect,
            disagree=row.disagree,
            picked=row.picked,
            user=row.user,
            asks=asks,
            answered_by=frozenset(answered.get(row.id, ())),
        )


def _answered(
    rows: Iterable[_Row], by_id: dict[int, _Row], *, staff: frozenset[int]
) -> dict[int, set[int]]:
    """Who of the staff has published something below each comment."""
    answered: dict[int, set[int]] = {}
    for row in rows:
        if row.state != CommentState.PUBLISHED or row.user is None or not _is_staff(row, staff):
            continue
        above = row.parent_id
        while above is not None and above in by_id:
            users = answered.setdefault(above, set())
            if row.user in users:
                # What is above was told when the first of their replies was met.
                break
            users.add(row.user)
            above = by_id[above].parent_id
    return answered


def _is_staff(row: _Row, staff: frozenset[int]) -> bool:
    """Older comments that one of the staff has claimed stay what they were: a reader's."""
    return row.user in staff and not row.source
