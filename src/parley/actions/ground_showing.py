"""Shows what readers' camps say of comments, once that reveals nobody's vote."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from parley.actions import changes
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.common_ground import CampTally, CommentFooting, ThreadGround
from parley.models.outbox import ChangeKind
from parley.models.site import Site
from parley.models.vote import Vote
from parley.ranking.ground import CampCounts

# What was common ground in a discussion stays so after two weeks, as with Community Notes:
# hardly anybody votes any more but those who come to turn it round.
FROZEN_AFTER = timedelta(days=14)
# So many different readers must have voted on a comment since its score was last shown. Who
# has seen the score move after their vote alone would know their own camp, or another's.
SHOWN_AFTER = 3
# Who was erased, among those whose votes have moved since a score was shown.
ERASED = 0
CHUNK = 500
# Two digits order a page; more of them would tell single votes.
DIGITS = 2


def began(article: Article) -> datetime:
    """When there was something to discuss. Accounts that were made later do not count: whoever
    wants a discussion to come out otherwise would make them."""
    return article.published_at or article.created_at


def is_frozen(article: Article, now: datetime) -> bool:
    """Whether votes change nothing any more of what was found."""
    return began(article) + FROZEN_AFTER <= now


def may_show(footing: CommentFooting) -> bool:
    """Whether the votes of as many have moved since it was last shown as hide each other, or
    nobody's."""
    return footing.waiting == 0 or footing.waiting >= SHOWN_AFTER


def show(comment: Comment, footing: CommentFooting, *, now: datetime) -> bool:
    """Give readers what the comment's footing is now; answers whether that is news.

    Both rows are the caller's to save.
    """
    footing.shown_at, footing.waiting, footing.gone = now, 0, []
    return put(comment, footing.score, badge=footing.badge)


def put(comment: Comment, score: float | None, *, badge: bool) -> bool:
    """Set what readers are shown of the comment; answers whether it differs."""
    score = None if score is None else round(score, DIGITS)
    news = (comment.ground, comment.common_ground) != (score, badge)
    comment.ground, comment.common_ground = score, badge
    return news


def note_erased(votes: QuerySet[Vote]) -> None:
    """Have these votes, which are about to go, count as moved where they have been shown, lest
    their going alone be seen. Nothing is kept of who cast them. With the comments locked."""
    footings = CommentFooting.objects.filter(
        comment__in=votes.values("comment"), shown_at__isnull=False
    )
    noted = []
    for footing in footings.iterator(CHUNK):
        if ERASED not in footing.gone:
            footing.gone = [*footing.gone, ERASED]
            footing.waiting += 1
            noted.append(footing)
    CommentFooting.objects.bulk_update(noted, ["gone", "waiting"], batch_size=CHUNK)


def announce(article: Article, badges: Sequence[Comment], *, now: datetime) -> None:
    """Have the discussion drawn anew, and those comments too whose badge came or went.

    In a transaction that has locked the comments.
    """
    for comment in badges:
        changes.announce(article, ChangeKind.UPDATE, now=now, comment=comment)
    if not badges:
        changes.announce(article, ChangeKind.ARTICLE, now=now)


def redraw(site: Site, now: datetime) -> None:
    """Have every discussion of the site drawn anew that shows common ground, or would."""
    with transaction.atomic():
        grounds = ThreadGround.objects.filter(site=site, enough=True).select_related("article")
        for ground in grounds.order_by("article"):
            announce(ground.article, [], now=now)


def counts_of(tallies: Sequence[CampTally], *, camps: int) -> list[CampCounts]:
    """One comment's tallies as the rules take them; a camp without a row has no votes."""
    by_camp = {tally.camp: tally for tally in tallies}
    return [
        CampCounts(
            respect=tally.respect,
            seen=tally.respect + tally.disagree + tally.passed,
            respect_by_chance=tally.respect_by_chance,
            seen_by_chance=tally.respect_by_chance
            + tally.disagree_by_chance
            + tally.passed_by_chance,
        )
        for tally in (by_camp.get(camp, CampTally(camp=camp)) for camp in range(camps))
    ]
