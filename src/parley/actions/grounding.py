"""Counts a vote for its reader's camp, so that common ground follows without a look at others."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from parley.actions import ground_refreshing, ground_showing
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.common_ground import CampTally, CommentFooting, ThreadGround
from parley.models.reader_axis import ReaderPlace
from parley.models.user import User
from parley.ranking.ground import stand
from parley.ranking.votes import DISAGREE, PASS, RESPECT

# A discussion is looked at as a whole again after so many votes, or so large a part of them.
LEAST_WAITING, PART_WAITING = 10, 0.05

# The column of a tally that each value moves.
COLUMNS = {RESPECT: "respect", DISAGREE: "disagree", PASS: "passed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A vote that was cast, changed or taken back; `before` and `after` None for no vote.

    `last_at` is when the reader last voted on the comment.
    """

    reader: int
    before: int | None
    after: int | None
    by_chance: bool
    last_at: datetime | None


def follow(user: User, comment: Comment, *, turn: Turn, row: Comment, now: datetime) -> None:
    """In the vote's transaction; `row` is the comment as it was locked in it."""
    article = comment.article
    if not article.site.common_ground or ground_showing.is_frozen(article, now):
        return
    if user.created_at >= ground_showing.began(article):
        return
    places = ReaderPlace.objects.filter(site_id=article.site_id, user=user)
    camp, version = places.values_list("camp", "site__axis__version").first() or (None, None)
    if camp is None:
        return
    tallies = _counted(comment, turn, camp=camp)
    ground: ThreadGround | None = getattr(article, "common_ground", None)
    if ground is not None and ground.enough:
        footing = _moved(row, turn)
        # Where readers have been placed anew since, the tallies are of other camps: the
        # discussion is about to be counted again.
        if ground.axis_version == version:
            _stand(row, footing, tallies=tallies, ground=ground, now=now)
        footing.save()
    _wait(article, ground)


def _counted(comment: Comment, turn: Turn, *, camp: int) -> list[CampTally]:
    """The comment's tallies after the turn. Nobody else changes them while it is locked."""
    tallies = list(CampTally.objects.filter(comment=comment))
    own = next((tally for tally in tallies if tally.camp == camp), None)
    if own is None:
        own = CampTally(
            site_id=comment.site_id, article_id=comment.article_id, comment=comment, camp=camp
        )
        tallies.append(own)
    for value, step in ((turn.before, -1), (turn.after, 1)):
        if value is None:
            continue
        for column in (COLUMNS[value], f"{COLUMNS[value]}_by_chance")[: 1 + turn.by_chance]:
            # A reader may have come to the camp after the vote that goes.
            setattr(own, column, max(0, getattr(own, column) + step))
    own.save()
    return tallies


def _moved(row: Comment, turn: Turn) -> CommentFooting:
    """The comment's footing, with the readers counted whose votes have moved since it was
    shown: who votes to and fro counts once, and who takes a shown vote back counts as well."""
    footing = CommentFooting.objects.filter(comment=row).first()
    if footing is None:
        footing = CommentFooting(comment=row, article_id=row.article_id)
    since, last_at = footing.shown_at, turn.last_at
    new = last_at is not None and (since is None or last_at > since)
    waited = new or turn.reader in footing.gone
    if last_at is not None and not new and not waited:
        footing.gone = [*footing.gone, turn.reader]
    waits = turn.after is not None or turn.reader in footing.gone
    footing.waiting = max(0, footing.waiting + int(waits) - int(waited))
    return footing


def _stand(
    row: Comment,
    footing: CommentFooting,
    *,
    tallies: list[CampTally],
    ground: ThreadGround,
    now: datetime,
) -> None:
    found = stand(
        ground_showing.counts_of(tallies, camps=len(ground.rates)),
        rates=ground.rates,
        had_badge=footing.badge,
    )
    footing.score, footing.badge = found.score, found.badge
    footing.conflicting = found.conflicting
    if footing.waiting >= ground_showing.SHOWN_AFTER:
        had_badge = row.common_ground
        if ground_showing.show(row, footing, now=now):
            row.save(update_fields=["ground", "common_ground"])
            badges = [row] if row.common_ground != had_badge else []
            ground_showing.announce(ground.article, badges, now=now)


def _wait(article: Article, ground: ThreadGround | None) -> None:
    """Have the whole discussion looked at when enough votes have come since."""
    threads = ThreadGround.objects.filter(article=article)
    if ground is None:
        ThreadGround.objects.get_or_create(article=article, defaults={"site": article.site})
    threads.update(waiting=F("waiting") + 1)
    # As of the beginning of the request: where others have voted since, the next one is told.
    waiting, votes = (ground.waiting, ground.votes) if ground is not None else (0, 0)
    most = max(LEAST_WAITING, int(votes * PART_WAITING))
    if waiting + 1 >= most and threads.filter(waiting__gte=most).update(waiting=0):
        ground_refreshing.refresh_thread.enqueue(article.pk)
