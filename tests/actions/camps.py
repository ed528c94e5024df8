"""Two camps of readers, and discussions on which they have voted."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.common_ground import CampTally, CommentFooting, ThreadGround
from parley.models.reader_axis import ReaderAxis, ReaderPlace
from parley.models.site import Site
from parley.models.user import User
from parley.models.vote import Vote
from tests import factories

# What the readers of either camp respect: (left, right) shares.
COMMON, LEFT, RIGHT, NEITHER = (0.95, 0.95), (0.95, 0.05), (0.05, 0.95), (0.1, 0.1)


def readers(site: Site, count: int) -> list[User]:
    """Accounts; the even ones are of one camp, the odd ones of the other."""
    return User.objects.bulk_create(
        User(
            email=f"camp{number}@{site.domain}",
            display_name=f"Camper {number}",
            name_key=f"camper {number} {site.domain}",
            password="!",
            created_at=timezone.now() - timedelta(days=30 + number),
        )
        for number in range(count)
    )


def discussion(
    site: Site, voters: list[User], kinds: Sequence[tuple[float, float]], *, path: str = ""
) -> tuple[Article, list[Comment]]:
    """One comment of each kind, on which every reader has voted, a tenth of them by chance."""
    article = factories.article(site, path)
    author = factories.author(site)
    at = timezone.now() - timedelta(hours=5)
    comments = [factories.comment(article, author, created_at=at) for _ in kinds]
    for number, (comment, kind) in enumerate(zip(comments, kinds, strict=True)):
        poll(comment, voters, kind, seed=number)
    return article, comments


def poll(
    comment: Comment,
    voters: list[User],
    kind: tuple[float, float],
    *,
    seed: int = 0,
    at: datetime | None = None,
) -> None:
    """Everybody's vote, as their camp would have it; the same each time."""
    chance = random.Random(seed)
    at = at or timezone.now() - timedelta(hours=4)
    votes = [
        Vote(
            site_id=comment.site_id,
            article_id=comment.article_id,
            comment=comment,
            user=voter,
            value=1 if chance.random() < kind[number % 2] else -1,
            by_chance=chance.random() < 0.1,
            cast_at=at,
        )
        for number, voter in enumerate(voters)
    ]
    Vote.objects.bulk_create(votes)
    comment.respect = sum(vote.value == 1 for vote in votes)
    comment.disagree = len(votes) - comment.respect
    comment.save()


def axis(site: Site, *, camps: int = 2) -> ReaderAxis:
    """A site's axis without a fit."""
    return ReaderAxis.objects.create(
        site=site, fitted_at=timezone.now(), camps=camps, votes=1_000, placed=10,
        centres=[[-1.0, 0.0], [1.0, 0.0]],
    )  # fmt: skip


def placed(site: Site, who: User | Author, camp: int | None) -> ReaderPlace:
    """A reader in a camp of the axis."""
    whose = {"user": who} if isinstance(who, User) else {"author": who}
    return ReaderPlace.objects.create(site=site, x=camp or 0, y=0, camp=camp, **whose)


def tally_of(comment: Comment) -> dict[int, tuple[int, int, int]]:
    """By camp: respect, disagree, passed."""
    rows = CampTally.objects.filter(comment=comment)
    return {row.camp: (row.respect, row.disagree, row.passed) for row in rows}


def votes_of(comment: Comment) -> dict[int, tuple[int, int, int]]:
    """The same, counted from the votes of users."""
    camp_of = dict(ReaderPlace.objects.values_list("user_id", "camp"))
    found: dict[int, list[int]] = {}
    for user, value in comment.votes.values_list("user_id", "value"):
        found.setdefault(camp_of[user] or 0, [0, 0, 0])[{1: 0, -1: 1, 0: 2}[value]] += 1
    return {camp: (tally[0], tally[1], tally[2]) for camp, tally in found.items()}


def footing_of(comment: Comment) -> CommentFooting:
    return CommentFooting.objects.get(comment=comment)


def ground_of(article: Article) -> ThreadGround:
    return ThreadGround.objects.get(article=article)
