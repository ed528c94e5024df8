"""Looks at a whole discussion again: what its camps say of every comment, and together.

Votes that come meanwhile are not lost: what they move is counted anew with their comments
locked, some at a time (`actions.publishing` says in which order).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import numpy as np
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from numpy.typing import NDArray

from parley.actions import ground_drawing, ground_showing, ground_votes
from parley.actions.ground_drawing import Drawn, Look
from parley.actions.ground_votes import COLUMNS, Camps, Cast
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.common_ground import (
    CampTally,
    CommentFooting,
    ThreadGround,
    shows_ground,
)
from parley.models.reader_axis import ReaderAxis
from parley.models.site import Site
from parley.ranking import ground

# Comments that are locked at once, so that no voter waits long.
BATCH = 200


@task()
def refresh_thread(article_id: int) -> None:
    """As `refresh`; run twice, the second finds nothing to change."""
    refresh(article_id, now=timezone.now())


def refresh_later(articles: Iterable[Article], now: datetime) -> None:
    """Have those of them counted again on which camps have voted; inside a transaction."""
    keys = [article.pk for article in articles if not ground_showing.is_frozen(article, now)]
    for pk in ThreadGround.objects.filter(article__in=keys).values_list("pk", flat=True):
        refresh_thread.enqueue(pk)


def switched(site: Site, now: datetime) -> None:
    """The site shows common ground from now on, or none: have its discussions drawn anew, and
    count what has been voted while nobody did."""
    ground_showing.redraw(site, now)
    if site.common_ground:
        grounds = ThreadGround.objects.filter(site=site).select_related("article")
        refresh_later([ground.article for ground in grounds], now)


def refresh(article_id: int, *, now: datetime) -> None:
    """Count, score and show the article's comments anew. Nothing where the discussion is
    frozen, or the site has no axis yet or wants no common ground."""
    article = Article.objects.with_ground().filter(pk=article_id).first()
    if article is None or ground_showing.is_frozen(article, now):
        return
    axis = ReaderAxis.objects.filter(site=article.site).first()
    if axis is None or not article.site.common_ground:
        return
    published = Comment.objects.filter(article=article, state=CommentState.PUBLISHED)
    comments = list(published.order_by("-pk").values_list("pk", flat=True))
    look = _look_at(article, axis, comments=comments)
    footings: list[CommentFooting] = []
    for start in range(0, len(comments), BATCH):
        with transaction.atomic():
            batch = comments[start : start + BATCH]
            footings += _refresh_batch(article, batch, look=look, now=now)
    drawn = ground_drawing.draw(article, look, footings=footings, now=now)
    _note(article, axis, look=look, drawn=drawn, now=now)


def _look_at(article: Article, axis: ReaderAxis, *, comments: Sequence[int]) -> Look:
    """Without a lock: these are proportions of a whole, which one vote hardly moves."""
    camps = Camps(article.site_id, count=axis.camps)
    casts = ground_votes.of_article(article, comments)
    judgement = ground_votes.judge(casts, began=ground_showing.began(article))
    camps.learn(cast.reader for cast in casts)
    counted = [cast for cast in judgement.applied(casts) if camps.of(cast.reader) >= 0]
    tallies = camps.tally(counted, comments)
    rates = ground.rates_of(tallies)
    placed = len({cast.reader for cast in counted})
    enough = ground.enough(tallies, placed=placed)
    nobody = [ground.CampCounts(0, 0)] * axis.camps
    return Look(
        camps=camps,
        rates=rates,
        enough=enough,
        counted=counted,
        placed=placed,
        judgement=judgement,
        prior=ground.stand(nobody, rates=rates.tolist()).score,
    )


def _refresh_batch(
    article: Article, pks: Sequence[int], *, look: Look, now: datetime
) -> list[CommentFooting]:
    comments = list(Comment.objects.select_for_update().filter(pk__in=pks).order_by("-pk"))
    casts = look.judgement.applied(ground_votes.of_comments(pks))
    look.camps.learn(cast.reader for cast in casts)
    casts = [cast for cast in casts if look.camps.of(cast.reader) >= 0]
    tallies = look.camps.tally(casts, [comment.pk for comment in comments])
    CampTally.objects.filter(comment__in=pks).delete()
    CampTally.objects.bulk_create(_rows(article, comments, tallies=tallies))
    footings = _footings(article, comments, tallies=tallies, look=look)
    _count_waiting(footings, casts)
    _show(article, comments, footings=footings, look=look, now=now)
    CommentFooting.objects.bulk_create(
        footings,
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["score", "badge", "conflicting", "waiting", "gone", "shown_at"],
    )
    return footings


def _rows(
    article: Article, comments: Sequence[Comment], *, tallies: NDArray[np.int32]
) -> Iterator[CampTally]:
    for place, camp in np.argwhere(tallies.any(2)).tolist():
        yield CampTally(
            site_id=article.site_id,
            article=article,
            comment=comments[place],
            camp=camp,
            **dict(zip(COLUMNS, tallies[place, camp].tolist(), strict=True)),
        )


def _footings(
    article: Article,
    comments: Sequence[Comment],
    *,
    tallies: NDArray[np.int32],
    look: Look,
) -> list[CommentFooting]:
    """One a comment, in their order, as it stands now."""
    known = CommentFooting.objects.in_bulk([comment.pk for comment in comments])
    footings = [
        known.get(comment.pk) or CommentFooting(comment=comment, article=article)
        for comment in comments
    ]
    found = ground.stand_all(
        tallies,
        rates=look.rates,
        had_badge=np.array([footing.badge for footing in footings], np.bool_),
    )
    for place, footing in enumerate(footings):
        score = float(found.score[place])
        footing.score = None if np.isnan(score) else score
        footing.badge = bool(found.badge[place])
        footing.conflicting = bool(found.conflicting[place])
    return footings


def _count_waiting(footings: Sequence[CommentFooting], casts: Sequence[Cast]) -> None:
    """The different readers whose votes have come, changed or gone since each was shown."""
    shown = {footing.pk: footing.shown_at for footing in footings}
    moved: dict[int, set[int]] = {footing.pk: set(footing.gone) for footing in footings}
    for cast in casts:
        since = shown[cast.comment]
        if since is None or cast.cast_at > since:
            moved[cast.comment].add(cast.reader)
    for footing in footings:
        footing.waiting = len(moved[footing.pk])


def _show(
    article: Article,
    comments: Sequence[Comment],
    *,
    footings: Sequence[CommentFooting],
    look: Look,
    now: datetime,
) -> None:
    news, badges = [], []
    for comment, footing in zip(comments, footings, strict=True):
        had_badge = comment.common_ground
        if ground_showing.may_show(footing):
            new = ground_showing.show(comment, footing, now=now)
        else:
            # One or two voters: as if there were none, until there are more.
            new = footing.shown_at is None and ground_showing.put(comment, look.prior, badge=False)
        if new:
            news.append(comment)
        if comment.common_ground != had_badge:
            badges.append(comment)
    Comment.objects.bulk_update(news, ["ground", "common_ground"])
    if news and look.enough:
        ground_showing.announce(article, badges, now=now)


def _note(
    article: Article,
    axis: ReaderAxis,
    *,
    look: Look,
    drawn: Drawn,
    now: datetime,
) -> None:
    """Keep what concerns the whole; the article before it, as everybody locks them."""
    with transaction.atomic():
        before = shows_ground(article)
        if before != look.enough:
            ground_showing.announce(article, [], now=now)
        ThreadGround.objects.update_or_create(
            article=article,
            defaults={
                "site_id": article.site_id,
                "enough": look.enough,
                "picture": drawn.picture,
                "mapped_at": drawn.mapped_at,
                "rates": look.rates.tolist(),
                "votes": len(look.counted),
                "placed": look.placed,
                "waiting": 0,
                "axis_version": axis.version,
                "refreshed_at": now,
            },
        )
