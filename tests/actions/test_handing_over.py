"""What comes along with an imported author who is claimed, and how it goes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import claiming, handing_over, moderating, voting
from parley.errors import Conflict
from parley.models.article import Article
from parley.models.author import Author
from parley.models.claim import Claim, ClaimState
from parley.models.decision import Notice, NoticeKind
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.vote import Vote
from tests import factories

ADDRESS = "asha@old.example"


@pytest.fixture
def asha(site: Site) -> User:
    return factories.verified(factories.user("Asha Menon", accepted=site), ADDRESS)


@pytest.fixture
def old(site: Site) -> Author:
    return factories.imported_author(site, ADDRESS, display_name="asha_m")


def claim(user: User, *, keep_names: bool = True) -> list[Claim]:
    sites = list(Site.objects.all())
    return claiming.claim(user, sites, keep_names=keep_names, now=timezone.now())


# --- votes ---


def test_votes_come_along(asha: User, old: Author, article: Article) -> None:
    liked = factories.comment(article)
    factories.vote_brought(liked, old)
    claim(asha)
    vote = Vote.objects.get()
    liked.refresh_from_db()
    assert (vote.user, vote.author, liked.respect) == (asha, None, 1)


def test_nobody_votes_twice(asha: User, old: Author, article: Article, site: Site) -> None:
    liked = factories.comment(article)
    factories.vote_brought(liked, old, value=1)
    voting.cast_vote(factories.viewer(site, asha), liked, value=-1, now=timezone.now())
    claim(asha)
    liked.refresh_from_db()
    assert Vote.objects.get().value == -1
    assert (liked.respect, liked.disagree) == (0, 1)


# --- bans ---


def test_a_ban_comes_along(asha: User, old: Author, site: Site) -> None:
    until = timezone.now() + timedelta(days=30)
    Author.objects.filter(pk=old.pk).update(suspended_until=until, suspension_reason="Spam.")
    claim(asha)
    own = Author.objects.writing_as(site, asha).get()
    assert (own.suspended_until, own.suspension_reason) == (until, "Spam.")
    assert Notice.objects.filter(user=asha, kind=NoticeKind.SUSPENDED).exists()


@pytest.mark.parametrize(("here", "there", "counts"), [(7, 30, 30), (30, 7, 30)])
def test_the_later_end_counts(
    asha: User, old: Author, site: Site, here: int, there: int, counts: int
) -> None:
    now = timezone.now()
    own = factories.author(site, asha, suspended_until=now + timedelta(days=here))
    Author.objects.filter(pk=old.pk).update(suspended_until=now + timedelta(days=there))
    claim(asha)
    own.refresh_from_db()
    assert own.suspended_until == now + timedelta(days=counts)


def test_a_ban_that_is_over_suspends_nobody(asha: User, old: Author, site: Site) -> None:
    past = timezone.now() - timedelta(days=1)
    Author.objects.filter(pk=old.pk).update(suspended_until=past)
    claim(asha)
    assert not Author.objects.writing_as(site, asha).exclude(suspended_until=None).exists()


def test_suspending_a_claimed_author_suspends_the_reader(
    asha: User, old: Author, site: Site
) -> None:
    claim(asha)
    old.refresh_from_db()
    moderator = factories.viewer(site, factories.member(site, Role.MODERATOR))
    now = timezone.now()
    moderating.suspend(moderator, old, until=now + timedelta(days=1), reason="No.", now=now)
    assert Author.objects.writing_as(site, asha).get().suspended_at(now)


# --- taking it back ---


def take_back(made: Claim) -> None:
    handing_over.take_back(made, by=None, note="", now=timezone.now())


def test_the_name_comes_back(asha: User, old: Author, article: Article) -> None:
    factories.comment(article, old)
    [made] = claim(asha, keep_names=False)
    take_back(made)
    old.refresh_from_db()
    assert (old.user, old.display_name) == (None, "asha_m")


def test_votes_go_back(asha: User, old: Author, article: Article) -> None:
    liked = factories.comment(article)
    factories.vote_brought(liked, old)
    [made] = claim(asha)
    take_back(made)
    vote = Vote.objects.get()
    liked.refresh_from_db()
    assert (vote.user, vote.author, liked.respect) == (None, old, 1)


def test_a_vote_that_went_is_there_again(
    asha: User, old: Author, article: Article, site: Site
) -> None:
    liked = factories.comment(article)
    factories.vote_brought(liked, old)
    voting.cast_vote(factories.viewer(site, asha), liked, value=-1, now=timezone.now())
    [made] = claim(asha)
    take_back(made)
    liked.refresh_from_db()
    assert (liked.respect, liked.disagree) == (1, 1)
    assert set(Vote.objects.values_list("user", "author", "value")) == {
        (asha.pk, None, -1),
        (None, old.pk, 1),
    }


@pytest.mark.parametrize(("value", "respect", "disagree"), [(None, 1, 0), (0, 1, 0), (-1, 1, 1)])
def test_what_the_reader_did_with_a_vote_harms_nobody(
    asha: User, old: Author, article: Article, value: int | None, respect: int, disagree: int
) -> None:
    liked = factories.comment(article)
    factories.vote_brought(liked, old)
    [made] = claim(asha)
    viewer = factories.viewer(article.site, asha)
    voting.cast_vote(viewer, liked, value=value, now=timezone.now())
    take_back(made)
    liked.refresh_from_db()
    assert (liked.respect, liked.disagree) == (respect, disagree)
    assert Vote.objects.get(author=old).value == 1


def test_a_ban_that_came_along_goes_again(asha: User, old: Author, site: Site) -> None:
    now = timezone.now()
    own = factories.author(site, asha, suspended_until=now + timedelta(days=2))
    Author.objects.filter(pk=old.pk).update(suspended_until=now + timedelta(days=9))
    [made] = claim(asha)
    take_back(made)
    own.refresh_from_db()
    assert own.suspended_until == now + timedelta(days=2)


def test_nothing_is_taken_back_twice(asha: User, old: Author) -> None:
    [made] = claim(asha)
    take_back(made)
    with pytest.raises(Conflict):
        take_back(made)


def test_the_record_of_it_stays(asha: User, old: Author) -> None:
    [made] = claim(asha)
    take_back(made)
    row = Claim.objects.get()
    assert row.state == ClaimState.REVERSED
    assert row.reversed_at is not None
    assert row.decided_at is not None
