"""Renders a thread from the database: two queries, whatever its size; three where the article
is signed."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import override

from parley.errors import NotFound, Unavailable
from parley.models.article import Article
from parley.models.comment import UNSEEN, Comment, CommentState
from parley.models.common_ground import shows_ground, shows_pictures
from parley.models.site import Site
from parley.policy.submission import ArticleState
from parley.ranking.sorts import Sort
from parley.snapshots import document, fragment
from parley.snapshots.fragment import Heading
from parley.snapshots.thread import WHOLE, Form, PageKey, RenderedThread, ThreadKey
from parley.snapshots.tree import Placed, Row, arrange
from parley.snapshots.writers import NOBODY, writers_by_article, writers_of_article

# What a row takes beside its texts, as measured on CPython 3.11.
ROW_BYTES = 700

_COLUMNS = (
    "id",
    "parent_id",
    "state",
    "author__display_name",
    "author__badge",
    "text",
    "html",
    "created_at",
    "edited_at",
    "respect",
    "disagree",
    "replies",
    "picked",
    "author__source",
    "ground",
    "common_ground",
    "pinned",
    # Not of the row itself: who of them has written the article.
    "author__user_id",
)


def render_thread(key: ThreadKey) -> RenderedThread:
    """Raises NotFound, or Unavailable when the database does not answer."""
    now = timezone.now()
    try:
        # The article first: what is written between the two queries then has a later
        # revision than the snapshot claims, and a later revision is rendered again.
        article = Article.objects.with_ground().filter(pk=key.article_id).first()
        if article is None:
            raise NotFound("There is no such article.")
        writers = writers_of_article(article)
        rows = [_row(values, writers) for values in _rows(article.pk)]
    except (OperationalError, InterfaceError) as error:
        raise Unavailable from error
    closes_at = article.closes_at(article.site.close_after)
    heading = _heading(article, key.sort, now=now)
    return _rendered(
        _Drawing(heading, arrange(rows, heading.sort)),
        expires_at=closes_at.timestamp() if closes_at and closes_at > now else math.inf,
        weight=sum(ROW_BYTES + len(row.text) + len(row.html) for row in rows),
    )


def render_empty(url: str, sort: Sort, *, site_id: int) -> RenderedThread:
    """The thread of a page that nobody has commented on. Raises NotFound."""
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        raise NotFound("There is no such site.")
    heading = Heading(
        article_id=None,
        url=url,
        headline="",
        state=ArticleState.OPEN,
        comment_count=0,
        rev=0,
        language=site.language,
        zone=site.zone,
        ground=False,
        pictures=False,
        sort=_answered(sort, ground=False),
    )
    return _rendered(_Drawing(heading, []))


def comment_object(comment: Comment, *, writers: Collection[int] = NOBODY) -> dict[str, object]:
    """The contract's comment object of one comment, with its words even while it waits.

    `writers` are the users who wrote the article.
    """
    placed = Placed(fragment.row_of(comment, writers=writers), comment.depth, None)
    seen = document.Seen(ground=shows_ground(comment.article), owner=comment.state in UNSEEN)
    with override(comment.article.site.language):
        made = document.placed_object(comment.article_id, placed, seen=seen)
    return document.to_builtins(made)


def public_objects(comment_ids: Iterable[int]) -> dict[int, bytes]:
    """The published ones of these comments, as JSON, for live updates."""
    comments = list(
        Comment.objects.with_facts().filter(pk__in=list(comment_ids), state=CommentState.PUBLISHED)
    )
    writers = writers_by_article({comment.article for comment in comments})
    return {
        comment.pk: document.encode(
            comment_object(comment, writers=writers.get(comment.article_id, NOBODY))
        )
        for comment in comments
    }


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Everything that the pages of one thread are drawn from."""

    heading: Heading
    pages: list[list[Placed]]

    def draw(self, key: PageKey) -> bytes:
        number = key.number
        placed = self.pages if number == WHOLE else self.pages[number - 1 : number]
        comments = [one for page in placed for one in page]
        pages = max(1, len(self.pages))
        if key.form is Form.JSON:
            return document.thread_json(self.heading, comments, page=number, pages=pages)
        return fragment.thread_html(self.heading, comments, page=number, pages=pages).encode()


def _rendered(
    drawing: _Drawing, *, expires_at: float = math.inf, weight: int = 0
) -> RenderedThread:
    return RenderedThread(
        article_id=drawing.heading.article_id,
        rev=drawing.heading.rev,
        page_ids=[[placed.row.id for placed in page] for page in drawing.pages],
        draw=drawing.draw,
        expires_at=expires_at,
        weight=weight,
    )


def _rows(article_id: int) -> Iterable[tuple[Any, ...]]:
    comments = Comment.objects.filter(article_id=article_id).order_by("created_at", "pk")
    # One chunk: a server-side cursor would only add round trips.
    return comments.values_list(*_COLUMNS)


def _row(values: tuple[Any, ...], writers: Collection[int]) -> Row:
    *columns, user_id = values
    row = Row._make((*columns, False))
    return row._replace(writer=True) if user_id in writers and not row.source else row


def _heading(article: Article, sort: Sort, *, now: datetime) -> Heading:
    ground = shows_ground(article)
    return Heading(
        article_id=article.pk,
        url=article.url,
        headline=article.headline,
        state=article.state_at(now, article.site.close_after),
        comment_count=article.comment_count,
        rev=article.rev,
        language=article.site.language,
        zone=article.site.zone,
        ground=ground,
        pictures=shows_pictures(article),
        sort=_answered(sort, ground=ground),
    )


def _answered(sort: Sort, *, ground: bool) -> Sort:
    """No claim without grounds: then the most respected stand first, and it says so."""
    return Sort.RESPECTED if sort is Sort.GROUND and not ground else sort
