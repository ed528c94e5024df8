"""What has had its time is deleted, and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from parley import jobs
from parley.models.ban import KEEP_ADDRESSES, SeenAddress
from parley.models.outbox import Change, ChangeKind
from tests import factories
from tests.jobs import work

pytestmark = pytest.mark.django_db


def change(age: timedelta) -> Change:
    article = factories.article(factories.site(f"{Change.objects.count()}.example"))
    return Change.objects.create(
        site=article.site,
        article_id=article.pk,
        kind=ChangeKind.COUNTS,
        created_at=timezone.now() - age,
    )


def test_old_changes_go() -> None:
    change(jobs.KEEP_CHANGES * 2)
    recent = change(timedelta(hours=1))
    jobs.tidy(timezone.now())
    assert list(Change.objects.all()) == [recent]


def test_the_newest_change_stays_however_old() -> None:
    change(jobs.KEEP_CHANGES * 3)
    newest = change(jobs.KEEP_CHANGES * 2)
    jobs.tidy(timezone.now())
    assert list(Change.objects.all()) == [newest]


def test_many_old_changes_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    for _ in range(5):
        change(jobs.KEEP_CHANGES * 2)
    jobs.tidy(timezone.now())
    assert Change.objects.count() == 1


@pytest.mark.parametrize(("status", "left"), [("SUCCESSFUL", 0), ("FAILED", 1), ("READY", 1)])
def test_done_jobs_go_and_failed_ones_stay_to_be_seen(status: str, left: int) -> None:
    work.note.enqueue("x")
    long_ago = timezone.now() - jobs.KEEP_DONE * 2
    DBTaskResult.objects.update(status=status, finished_at=long_ago)
    jobs.tidy(timezone.now())
    assert DBTaskResult.objects.count() == left


def test_expired_sessions_go() -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now)
    Session.objects.create(
        session_key="live", session_data="", expire_date=now + timedelta(hours=1)
    )
    jobs.tidy(now + timedelta(minutes=1))
    assert list(Session.objects.values_list("session_key", flat=True)) == ["live"]


def test_expired_cache_entries_go() -> None:
    call_command("createcachetable", verbosity=0)
    cache.set("short", 1, 60)
    cache.set("long", 1, 7200)
    jobs.tidy(timezone.now() + timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM parley_cache")
        assert [key for (key,) in cursor.fetchall()] == [":1:long"]


def test_where_somebody_wrote_from_is_forgotten_after_a_month() -> None:
    author = factories.author(factories.site())
    now = timezone.now()
    for name, age in (("old", KEEP_ADDRESSES * 2), ("new", timedelta(days=1))):
        SeenAddress.objects.create(
            site=author.site, author=author, digest=name, last_seen=now - age
        )
    jobs.tidy(now)
    assert SeenAddress.objects.get().digest == "new"
