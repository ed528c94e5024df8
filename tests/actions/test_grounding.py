"""A vote moves its camp's tally; readers see what comes of it once it reveals nobody's."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from parley.actions import drawing, ground_refreshing, ground_showing, voting
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.common_ground import CampTally, CommentFooting, ThreadGround
from parley.models.outbox import Change
from parley.models.site import Site
from parley.models.user import User
from parley.models.vote import Vote
from tests import factories
from tests.actions import camps

pytestmark = pytest.mark.django_db

# Queries of one vote, the two of the tests' own transaction among them, and two that ask for
# bans: of a reader who is not placed, and of readers who are.
COSTS = [14, 20, 19, 22, 19]


@pytest.fixture
def article(site: Site) -> Article:
    return factories.article(site)


@pytest.fixture
def comment(article: Article) -> Comment:
    return factories.comment(article)


@pytest.fixture
def ground(article: Article) -> ThreadGround:
    """The site has an axis of two camps, and the discussion enough to order by."""
    camps.axis(article.site)
    return ThreadGround.objects.create(
        article=article,
        site=article.site,
        enough=True,
        rates=[0.5, 0.5],
        votes=1_000,
        axis_version=1,
    )


def reader(site: Site, camp: int | None) -> User:
    who = newcomer(site, days=30)
    camps.placed(site, who, camp)
    return who


def newcomer(site: Site, *, days: int = 0) -> User:
    """Somebody whose account is so old."""
    created_at = timezone.now() - timedelta(days=days)
    return factories.user(accepted=site, created_at=created_at)


def vote(who: User, on: Comment, value: int | None, *, now: datetime | None = None) -> None:
    comment = Comment.objects.with_facts().get(pk=on.pk)
    viewer = factories.viewer(comment.site, who)
    voting.cast_vote(viewer, comment, value=value, now=now or timezone.now())


def shown(comment: Comment) -> tuple[float | None, bool]:
    comment.refresh_from_db()
    return comment.ground, comment.common_ground


def test_a_placed_readers_vote_moves_their_camps_tally(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    vote(reader(site, 1), comment, 1)
    assert camps.tally_of(comment) == {1: (1, 0, 0)}


def test_a_vote_that_changes_moves_from_one_column_to_another(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    who = reader(site, 0)
    for value, tally in ((1, (1, 0, 0)), (-1, (0, 1, 0)), (0, (0, 0, 1)), (None, (0, 0, 0))):
        vote(who, comment, value)
        assert camps.tally_of(comment) == {0: tally}


def test_votes_by_chance_are_counted_apart_as_well(site: Site, article: Article) -> None:
    camps.axis(site)
    author = factories.author(site)
    roots = [factories.comment(article, author) for _ in range(12)]
    who = reader(site, 0)
    article.refresh_from_db()
    # Shortly after midnight what was drawn on the day before counts as well.
    noon = (timezone.now() + timedelta(days=1)).replace(hour=12)
    for root in roots:
        vote(who, root, 1, now=noon)
    assert set(CampTally.objects.values_list("respect", flat=True)) == {1}
    by_chance = CampTally.objects.filter(respect_by_chance=1).values_list("comment", flat=True)
    assert set(by_chance) == set(drawing.shown_by_chance(who, article, now=noon))


def test_who_is_not_placed_moves_no_tally(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    vote(factories.user(accepted=site), comment, 1)
    vote(reader(site, None), comment, 1)
    assert not CampTally.objects.exists()


def test_nor_does_who_is_placed_elsewhere(comment: Comment, ground: ThreadGround) -> None:
    vote(reader(factories.site("other.example"), 0), comment, 1)
    assert not CampTally.objects.exists()


def test_nor_does_who_has_come_since_the_discussion_began(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    late = newcomer(site)
    camps.placed(site, late, 0)
    vote(late, comment, 1)
    assert not CampTally.objects.exists()
    ground_refreshing.refresh(comment.article_id, now=timezone.now())
    assert not CampTally.objects.exists()


def test_nor_where_the_site_wants_none(site: Site, comment: Comment, ground: ThreadGround) -> None:
    Site.objects.update(common_ground=False)
    vote(reader(site, 0), comment, 1)
    assert not CampTally.objects.exists()


def test_nor_in_a_discussion_of_long_ago(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    Article.objects.update(published_at=timezone.now() - ground_showing.FROZEN_AFTER)
    vote(reader(site, 0), comment, 1)
    assert not CampTally.objects.exists()


def test_a_tally_never_falls_below_nothing(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    who = newcomer(site, days=30)
    vote(who, comment, 1)
    camps.placed(site, who, 0)
    vote(who, comment, None)
    assert camps.tally_of(comment) == {0: (0, 0, 0)}


# --- what readers see, and when ---


def test_nobody_sees_a_score_move_before_three_have_voted(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    for count in range(1, 4):
        vote(reader(site, count % 2), comment, 1)
        assert (camps.footing_of(comment).score is not None, shown(comment)[0] is not None) == (
            True,
            count == 3,
        )
    assert shown(comment)[0] == round(camps.footing_of(comment).score or 0, 2)


def test_the_same_reader_counts_once(site: Site, comment: Comment, ground: ThreadGround) -> None:
    who = reader(site, 0)
    for value in (1, -1, None, 1, 0, None, -1, 1):
        vote(who, comment, value)
    assert shown(comment) == (None, False)
    assert camps.footing_of(comment).waiting == 1


def test_so_does_one_whose_vote_was_shown_already(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    who = reader(site, 0)
    for voter in (who, reader(site, 1), reader(site, 0)):
        vote(voter, comment, 1)
    before = shown(comment)
    for value in (None, 1, None, 1, -1, None):
        vote(who, comment, value)
    assert camps.footing_of(comment).waiting <= 1
    assert shown(comment) == before


def test_readers_who_are_not_placed_hide_nobody(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    vote(reader(site, 0), comment, 1)
    for _ in range(5):
        vote(factories.user(accepted=site), comment, 1)
    assert shown(comment) == (None, False)


def test_a_badge_that_comes_is_announced(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    for camp in (0, 1):
        CampTally.objects.create(
            site=site,
            article=comment.article,
            comment=comment,
            camp=camp,
            respect=40,
            respect_by_chance=10,
        )
    for camp in (0, 1, 0):
        vote(reader(site, camp), comment, 1)
    assert shown(comment)[1]
    assert Change.objects.filter(kind="update", comment_id=comment.pk).count() == 1


def test_where_there_is_not_enough_only_tallies_move(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    ThreadGround.objects.update(enough=False)
    for camp in (0, 1, 0, 1):
        vote(reader(site, camp), comment, 1)
    assert camps.tally_of(comment) == {0: (2, 0, 0), 1: (2, 0, 0)}
    assert not CommentFooting.objects.exists()
    assert shown(comment) == (None, False)


# --- the discussion as a whole ---


def test_ten_votes_have_a_discussion_looked_at_again(site: Site, comment: Comment) -> None:
    camps.axis(site)
    for count in range(1, 21):
        vote(reader(site, count % 2), comment, 1)
        assert DBTaskResult.objects.count() == count // 10


def test_a_long_discussion_waits_for_a_twentieth(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    ThreadGround.objects.update(waiting=48)
    vote(reader(site, 0), comment, 1)
    assert not DBTaskResult.objects.exists()
    vote(reader(site, 0), comment, 1)
    assert DBTaskResult.objects.count() == 1


def test_looking_again_counts_from_the_votes(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    one, two = reader(site, 0), reader(site, 1)
    vote(one, comment, 1)
    vote(two, comment, 0)
    CampTally.objects.update(respect=99, disagree=99)
    ground_refreshing.refresh(comment.article_id, now=timezone.now())
    assert camps.tally_of(comment) == {0: (1, 0, 0), 1: (0, 0, 1)}


def test_imported_readers_count_when_it_is_looked_at(site: Site, comment: Comment) -> None:
    camps.axis(site)
    old = factories.imported_author(site)
    camps.placed(site, old, 1)
    factories.vote_brought(comment, old, value=-1)
    ground_refreshing.refresh(comment.article_id, now=timezone.now())
    assert camps.tally_of(comment) == {1: (0, 1, 0)}


def test_looking_again_shows_no_comment_that_one_or_two_have_voted_on(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    """Those look as if nobody had."""
    fresh = factories.comment(comment.article)
    vote(reader(site, 0), comment, 1)
    vote(reader(site, 1), comment, 1)
    ground_refreshing.refresh(comment.article_id, now=timezone.now())
    assert shown(comment) == shown(fresh)
    assert shown(fresh)[0] is not None

    vote(reader(site, 1), comment, 1)
    ground_refreshing.refresh(comment.article_id, now=timezone.now())
    assert shown(comment) != shown(fresh)


def test_a_discussion_of_long_ago_keeps_what_it_has(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    Comment.objects.update(ground=0.6, common_ground=True)
    later = timezone.now() + ground_showing.FROZEN_AFTER + timedelta(minutes=1)
    ground_refreshing.refresh(comment.article_id, now=later)
    assert shown(comment) == (0.6, True)


# --- what it costs ---


def queries_of(who: User, comment: Comment) -> int:
    row = Comment.objects.with_facts().get(pk=comment.pk)
    viewer = factories.viewer(row.site, who)
    with CaptureQueriesContext(connection) as captured:
        voting.cast_vote(viewer, row, value=1, now=timezone.now())
    return len(captured)


def test_a_vote_costs_as_many_queries_however_many_others_there_are(
    site: Site, comment: Comment, ground: ThreadGround
) -> None:
    author = factories.author(site)
    for _ in range(11):
        factories.comment(comment.article, author)
    costs = [
        queries_of(newcomer(site, days=30), comment),
        # Begins a footing, by a look whether it is there.
        queries_of(reader(site, 0), comment),
        queries_of(reader(site, 0), comment),
        # The score is shown.
        queries_of(reader(site, 0), comment),
        queries_of(reader(site, 0), comment),
    ]
    assert costs == COSTS


def test_who_votes_faster_than_anybody_reads_is_left_out(
    site: Site, article: Article, ground: ThreadGround
) -> None:
    author, fast, calm = factories.author(site), reader(site, 0), reader(site, 1)
    comments = [factories.comment(article, author) for _ in range(30)]
    now = timezone.now()
    Vote.objects.bulk_create(
        Vote(
            site=site,
            article=article,
            comment=comment,
            user=who,
            value=1,
            cast_at=now + pause * number,
        )
        for who, pause in ((fast, timedelta(seconds=0.4)), (calm, timedelta(seconds=20)))
        for number, comment in enumerate(comments)
    )
    ground_refreshing.refresh(article.pk, now=now)
    assert camps.tally_of(comments[0]) == {1: (1, 0, 0)}
