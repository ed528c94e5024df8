"""A site's readers are placed by their votes, and its discussions follow."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from parley import jobs
from parley.actions import axis_fitting, erasing, ground_refreshing
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.reader_axis import ReaderAxis, ReaderPlace
from parley.models.site import Site
from parley.models.vote import Vote
from parley.ranking.axis import Axis, fit_axis
from parley.ranking.sorts import Sort
from parley.snapshots import render
from parley.snapshots.thread import ThreadKey
from tests import factories
from tests.actions import camps
from tests.actions.camps import COMMON, LEFT, NEITHER, RIGHT

pytestmark = pytest.mark.django_db

KINDS = [LEFT, RIGHT] * 8 + [COMMON, COMMON, NEITHER, NEITHER]


def work() -> None:
    """Do what there is to do, jobs that they enqueue too."""
    worker = jobs.JobWorker("test")
    worker.batch = True
    worker.run()


@pytest.fixture
def newsroom(site: Site) -> tuple[Article, list[Comment]]:
    """Sixty readers of two camps, who have all voted on twenty comments."""
    return camps.discussion(site, camps.readers(site, 60), KINDS)


def camp_of(voters: slice) -> set[int | None]:
    places = ReaderPlace.objects.filter(user__isnull=False).order_by("user")
    return set(list(places.values_list("camp", flat=True))[voters])


@pytest.mark.django_db(transaction=True)
def test_readers_who_vote_alike_are_placed_together(site: Site, newsroom: object) -> None:
    fitted = axis_fitting.fit(site, now=timezone.now())

    assert (fitted.votes, fitted.readers, fitted.placed, fitted.camps) == (1_200, 60, 60, 2)
    left, right = camp_of(slice(0, None, 2)), camp_of(slice(1, None, 2))
    assert (len(left), len(right)) == (1, 1)
    assert left != right


@pytest.mark.django_db(transaction=True)
def test_the_discussion_is_ordered_by_what_both_camps_respect(
    site: Site, newsroom: tuple[Article, list[Comment]]
) -> None:
    article, comments = newsroom
    axis_fitting.fit(site, now=timezone.now())
    work()

    assert camps.ground_of(article).enough
    thread = render.render_thread(ThreadKey(article.pk, Sort.GROUND)).page(1)
    assert thread.html.count(b'class="parley-ground"') == 2
    rows = Comment.objects.in_bulk([comment.pk for comment in comments])
    shown = [rows[comment.pk] for comment in comments]
    assert {row.pk for row in shown if row.common_ground} == {row.pk for row in shown[16:18]}
    assert min(row.ground or 0 for row in shown[16:18]) > max(row.ground or 0 for row in shown[:16])
    assert DBTaskResult.objects.failed().count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_second_fit_keeps_the_camps(site: Site, newsroom: object) -> None:
    axis_fitting.fit(site, now=timezone.now())
    before = list(ReaderPlace.objects.order_by("user").values_list("user", "camp"))
    axis_fitting.fit(site, now=timezone.now())

    assert list(ReaderPlace.objects.order_by("user").values_list("user", "camp")) == before
    assert ReaderAxis.objects.get().version > 1


@pytest.mark.django_db(transaction=True)
def test_imported_voters_are_placed_too(
    site: Site, newsroom: tuple[Article, list[Comment]]
) -> None:
    old = factories.imported_author(site)
    for comment in newsroom[1][:10]:
        factories.vote_brought(comment, old, value=1 if comment.pk % 2 else -1)
    axis_fitting.fit(site, now=timezone.now())
    assert ReaderPlace.objects.get(author=old).camp is not None


@pytest.mark.django_db(transaction=True)
def test_who_voted_too_little_has_no_place(
    site: Site, newsroom: tuple[Article, list[Comment]]
) -> None:
    axis_fitting.fit(site, now=timezone.now())
    quiet = ReaderPlace.objects.order_by("user").first()
    assert quiet is not None
    kept = [comment.pk for comment in newsroom[1][:7]]
    Vote.objects.filter(user=quiet.user).exclude(comment__in=kept).delete()

    axis_fitting.fit(site, now=timezone.now())
    assert not ReaderPlace.objects.filter(user=quiet.user).exists()
    assert ReaderPlace.objects.count() == 59


@pytest.mark.django_db(transaction=True)
def test_votes_of_another_season_do_not_count(site: Site, newsroom: object) -> None:
    Vote.objects.update(cast_at=timezone.now() - axis_fitting.LATELY - timedelta(hours=1))
    fitted = axis_fitting.fit(site, now=timezone.now())
    assert (fitted.votes, fitted.placed) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_of_each_reader_the_latest_votes_count(
    site: Site, newsroom: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(axis_fitting, "MOST_OF_READER", 12)
    assert axis_fitting.fit(site, now=timezone.now()).votes == 60 * 12


@pytest.mark.django_db(transaction=True)
def test_other_sites_readers_have_no_part_in_it(site: Site, newsroom: object) -> None:
    other = factories.site("other.example")
    assert axis_fitting.fit(other, now=timezone.now()).votes == 0
    assert not ReaderPlace.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_site_is_fitted_by_itself(site: Site, newsroom: tuple[Article, list[Comment]]) -> None:
    axis_fitting.enqueue_due(timezone.now())
    axis_fitting.enqueue_due(timezone.now())
    assert DBTaskResult.objects.ready().count() == 1
    work()

    assert ReaderAxis.objects.get().placed == 60
    assert camps.ground_of(newsroom[0]).enough
    axis_fitting.enqueue_due(timezone.now() + axis_fitting.INTERVAL)
    assert DBTaskResult.objects.ready().count() == 0


@pytest.mark.django_db(transaction=True)
def test_jobs_that_run_twice_do_no_harm(
    site: Site, newsroom: tuple[Article, list[Comment]]
) -> None:
    for _ in range(2):
        axis_fitting.fit_site.enqueue(site.pk)
    work()
    ground, axis = camps.ground_of(newsroom[0]), ReaderAxis.objects.get()
    assert axis.version == 1

    article = Article.objects.get(pk=newsroom[0].pk)
    ground_refreshing.refresh(article.pk, now=timezone.now())
    again = camps.ground_of(article)
    assert (again.enough, again.rates, again.votes) == (ground.enough, ground.rates, ground.votes)
    assert Article.objects.get(pk=article.pk).rev == article.rev


@pytest.mark.django_db(transaction=True)
def test_a_site_may_do_without(site: Site, newsroom: object) -> None:
    Site.objects.update(common_ground=False)
    axis_fitting.enqueue_due(timezone.now())
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_site_too_large_for_a_job_is_left_to_the_command(
    site: Site, newsroom: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(axis_fitting, "MOST_BY_JOB", 1_000)
    axis_fitting.enqueue_due(timezone.now())
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_account_that_goes_takes_its_place_along(site: Site, newsroom: object) -> None:
    axis_fitting.fit(site, now=timezone.now())
    place = ReaderPlace.objects.order_by("user").first()
    assert place is not None
    assert place.user is not None
    erasing.erase_user(place.user, timezone.now())
    assert ReaderPlace.objects.count() == 59


@pytest.mark.django_db(transaction=True)
def test_an_account_that_goes_leaves_the_tallies(
    site: Site, newsroom: tuple[Article, list[Comment]]
) -> None:
    axis_fitting.fit(site, now=timezone.now())
    work()
    [first, *_rest] = newsroom[1]
    assert sum(sum(tally) for tally in camps.tally_of(first).values()) == 60
    place = ReaderPlace.objects.order_by("user").first()
    assert place is not None
    assert place.user is not None
    erasing.erase_user(place.user, timezone.now())
    work()
    assert sum(sum(tally) for tally in camps.tally_of(first).values()) == 59


@pytest.mark.django_db(transaction=True)
def test_imported_people_who_go_have_no_place(
    site: Site, newsroom: tuple[Article, list[Comment]]
) -> None:
    old = factories.imported_author(site)
    camps.placed(site, old, 1)
    erasing.erase_authors([old], timezone.now())
    assert not ReaderPlace.objects.filter(author=old).exists()


@pytest.mark.django_db(transaction=True)
def test_an_imported_reader_who_is_erased_during_a_fit_gets_no_place(
    site: Site, newsroom: tuple[Article, list[Comment]], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = factories.imported_author(site)
    for comment in newsroom[1]:
        factories.vote_brought(comment, old, value=1)

    def meanwhile(*args: Any, **options: Any) -> Axis:
        fitted = fit_axis(*args, **options)
        erasing.erase_authors([old], timezone.now())
        return fitted

    monkeypatch.setattr(axis_fitting, "fit_axis", meanwhile)
    axis_fitting.fit(site, now=timezone.now())
    assert not ReaderPlace.objects.filter(author=old).exists()
    assert ReaderPlace.objects.exists()
