"""What has been shown does not change by what one or two readers do, and so tells of nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from parley.actions import axis_fitting, erasing, ground_refreshing, voting
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.reader_axis import ReaderPlace
from parley.models.site import Site
from parley.models.user import User
from tests import factories
from tests.actions import camps
from tests.actions.camps import COMMON, LEFT, NEITHER, RIGHT

pytestmark = pytest.mark.django_db


@pytest.fixture
def voters(site: Site) -> list[User]:
    return camps.readers(site, 60)


@pytest.fixture
def article(site: Site, voters: list[User]) -> Article:
    """A discussion whose votes have all been shown."""
    found, _comments = camps.discussion(site, voters, [LEFT, RIGHT] * 8 + [COMMON, NEITHER])
    axis_fitting.fit(site, now=timezone.now())
    refresh(found)
    return found


def refresh(article: Article) -> None:
    ground_refreshing.refresh(article.pk, now=timezone.now())


def vote(who: User, comment: Comment, value: int | None) -> None:
    row = Comment.objects.with_facts().get(pk=comment.pk)
    voting.cast_vote(factories.viewer(row.site, who), row, value=value, now=timezone.now())


def picture(article: Article) -> dict[str, Any]:
    found: dict[str, Any] | None = camps.ground_of(article).picture
    assert found is not None
    return found


def told(article: Article) -> object:
    """What anybody can see of where readers stand."""
    found = picture(article)
    badges = list(article.comments.order_by("pk").values_list("pk", "common_ground"))
    return {name: found[name] for name in found if name != "votes"}, badges


def first(article: Article) -> Comment:
    return article.comments.earliest("pk")


def newcomer(site: Site, camp: int) -> User:
    who = factories.user(accepted=site, created_at=timezone.now() - timedelta(days=9))
    place = ReaderPlace.objects.filter(camp=camp).earliest("pk")
    camps.placed(site, who, camp)
    ReaderPlace.objects.filter(user=who).update(x=place.x, y=place.y)
    return who


def everywhere(article: Article, who: User, value: int | None) -> None:
    for comment in article.comments.all():
        vote(who, comment, value)


@pytest.mark.parametrize("value", [1, -1, 0, None])
def test_a_vote_that_changes_or_goes_is_not_seen_alone(
    article: Article, voters: list[User], value: int | None
) -> None:
    before, score = told(article), first(article).ground
    for count, who in enumerate(voters[:2], 1):
        everywhere(article, who, value)
        refresh(article)
        assert told(article) == before
        assert first(article).ground == score or camps.footing_of(first(article)).waiting == 0
        assert camps.footing_of(first(article)).waiting <= count
    for who in voters[2:6]:
        everywhere(article, who, value)
    refresh(article)
    assert told(article) != before
    assert camps.footing_of(first(article)).gone == []


def test_who_takes_a_vote_back_and_casts_it_again_counts_once(
    article: Article, voters: list[User]
) -> None:
    for value in (None, 1, None, -1, None):
        vote(voters[0], first(article), value)
        assert camps.footing_of(first(article)).waiting == 1
    refresh(article)
    assert camps.footing_of(first(article)).waiting == 1


def test_the_votes_of_who_is_erased_do_not_go_alone(article: Article, voters: list[User]) -> None:
    before = told(article)
    erasing.erase_user(voters[0], timezone.now())
    refresh(article)
    assert told(article) == before
    footing = camps.footing_of(first(article))
    assert (footing.waiting, footing.gone) == (1, [0])

    erasing.erase_user(voters[1], timezone.now())
    assert camps.footing_of(first(article)).waiting == 1


def test_the_map_waits_for_three_who_are_new(
    site: Site, article: Article, voters: list[User]
) -> None:
    readers = picture(article)["readers"]
    counts = []
    for number in range(3):
        everywhere(article, newcomer(site, number % 2), 1)
        # Others who are there already bring the votes before everybody's eyes.
        for other in voters[number * 4 : number * 4 + 4]:
            for comment in article.comments.order_by("pk")[1:]:
                vote(other, comment, 0)
        refresh(article)
        counts.append(picture(article)["readers"] - readers)
    assert counts == [0, 0, 3]


def test_votes_between_a_fit_and_a_new_look_move_no_score(
    site: Site, article: Article, voters: list[User]
) -> None:
    """Their camps may have other numbers than those that the rates and tallies are of."""
    axis_fitting.fit(site, now=timezone.now())
    score = camps.footing_of(first(article)).score
    for who in voters[:5]:
        vote(who, first(article), 0)
    assert camps.footing_of(first(article)).score == score
    assert camps.footing_of(first(article)).waiting > 2
    refresh(article)
    assert camps.footing_of(first(article)).score != score


def test_a_site_that_wants_it_again_counts_what_was_voted_meanwhile(
    site: Site, article: Article, voters: list[User]
) -> None:
    Site.objects.update(common_ground=False)
    for who in voters[:5]:
        vote(who, first(article), 0)
    assert camps.tally_of(first(article)) != camps.votes_of(first(article))
    site.common_ground = True
    DBTaskResult.objects.all().delete()
    ground_refreshing.switched(site, timezone.now())
    jobs = DBTaskResult.objects.values_list("task_path", "args_kwargs")
    assert [(path, said["args"]) for path, said in jobs] == [
        (ground_refreshing.refresh_thread.module_path, [article.pk])
    ]
    site.save()
    refresh(article)
    assert camps.tally_of(first(article)) == camps.votes_of(first(article))
