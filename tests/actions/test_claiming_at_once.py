"""Several readers claim, object and vote in the same moment: nobody fails, every vote counts."""

import contextlib
from collections.abc import Callable

import pytest
from django.utils import timezone

from parley.actions import handing_over, moderating, voting
from parley.actions.moderating import Why
from parley.errors import Conflict
from parley.models.article import Article
from parley.models.author import Author
from parley.models.claim import Claim, ClaimBasis, ClaimState
from parley.models.comment import Comment
from parley.models.user import Role, User
from parley.models.vote import Vote
from tests import factories
from tests.actions.test_at_once import article, at_once, no_limits, site

__all__ = ["article", "no_limits", "site"]

pytestmark = pytest.mark.django_db(transaction=True)


def claiming_and_returning(user: User, author: Author) -> Callable[[], None]:
    """Takes the author if nobody has it, and gives it back."""

    def do() -> None:
        grant = handing_over.Grant(basis=ClaimBasis.ADDRESS, keep_names=False)
        with contextlib.suppress(Conflict):
            made = handing_over.hand_over(author, user, grant=grant, now=timezone.now())
            handing_over.take_back(made, by=None, note="", now=timezone.now())

    return do


def test_claims_meet_claims_votes_and_decisions(article: Article) -> None:
    author = factories.imported_author(article.site, display_name="asha_m")
    written, liked = factories.comment(article, author), factories.comment(article)
    reply = factories.comment(article, author, parent=liked)
    factories.vote_brought(liked, author)
    factories.vote_brought(reply, author, value=-1)
    readers = [factories.user(accepted=article.site) for _ in range(2)]
    moderator = factories.viewer(article.site, factories.member(article.site, Role.MODERATOR))
    viewer = factories.viewer(article.site, readers[0])

    def vote() -> None:
        for value in (1, -1, 0, None):
            voting.cast_vote(viewer, liked, value=value, now=timezone.now())

    def decide() -> None:
        moderating.reject(moderator, written, why=Why(note="No."), now=timezone.now())
        moderating.approve(moderator, written, now=timezone.now())

    at_once(*[claiming_and_returning(each, author) for each in readers], vote, decide)

    author.refresh_from_db()
    assert (author.user, author.display_name) == (None, "asha_m")
    assert not Claim.objects.filter(state=ClaimState.GRANTED).exists()
    assert set(Vote.objects.values_list("comment", "author", "value")) == {
        (liked.pk, author.pk, 1),
        (reply.pk, author.pk, -1),
    }
    counts = Comment.objects.filter(pk__in=[liked.pk, reply.pk]).order_by("pk")
    assert list(counts.values_list("respect", "disagree")) == [(1, 0), (0, 1)]
