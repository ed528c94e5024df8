"""A job ends done or in the dead-letter list, whatever kills its worker."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from parley import jobs
from tests.jobs import work
from tests.server import ROOT

LATE = jobs.LEASE + jobs.CLOCKS_DIFFER


def states() -> list[str]:
    return list(DBTaskResult.objects.values_list("status", flat=True))


def drain(worker_id: str = "other") -> None:
    """Do what there is to do, then stop."""
    worker = jobs.JobWorker(worker_id)
    worker.batch = True
    worker.run()


@pytest.mark.django_db(transaction=True)
def test_a_job_is_done() -> None:
    work.note.enqueue("done")
    drain()
    assert states() == [TaskResultStatus.SUCCESSFUL]


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_transaction_that_fails_never_was() -> None:
    with transaction.atomic():
        work.note.enqueue("never")
        transaction.set_rollback(True)
    assert states() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_is_kept_for_a_person_to_see() -> None:
    work.fail.enqueue()
    drain()
    [row] = DBTaskResult.objects.all()
    assert row.status == TaskResultStatus.FAILED
    assert "ZeroDivisionError" in row.traceback


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_is_killed_is_done_by_another() -> None:
    work.kill_own_process_once.enqueue()
    assert ended_worker("first") == -signal.SIGKILL
    assert states() == [TaskResultStatus.RUNNING]
    assert jobs.reap(timezone.now() + LATE) == 1
    drain()
    assert states() == [TaskResultStatus.SUCCESSFUL]


@pytest.mark.django_db(transaction=True)
def test_the_jobs_of_a_worker_known_to_be_dead_are_free_at_once() -> None:
    work.kill_own_process_once.enqueue()
    assert ended_worker("first") == -signal.SIGKILL
    assert jobs.take_over("first") == 1
    assert states() == [TaskResultStatus.READY]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_kills_every_worker_is_given_up() -> None:
    work.kill_own_process.enqueue()
    for attempt in range(jobs.ATTEMPTS):
        assert ended_worker(f"worker-{attempt}") == -signal.SIGKILL
        jobs.reap(timezone.now() + LATE)
    [row] = DBTaskResult.objects.all()
    assert row.status == TaskResultStatus.FAILED
    assert "Given up after 3 attempts." in row.traceback


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_end_twice_finishes_its_job_and_begins_no_other() -> None:
    work.be_told_to_end_twice.enqueue()
    work.note.enqueue("later")
    assert ended_worker("first") == 0
    assert sorted(states()) == [TaskResultStatus.READY, TaskResultStatus.SUCCESSFUL]


def ended_worker(worker_id: str) -> int:
    """The exit code of a real worker process on this test's database."""
    settings = connection.settings_dict
    script = (
        "import os; from django.conf import settings;"
        f"settings.DATABASES['default']['NAME'] = {str(settings['NAME'])!r};"
        "import django; django.setup(); from parley import jobs; import tests.jobs.work;"
        f"jobs.work({worker_id!r})"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=ROOT, timeout=60, check=False
    )
    return done.returncode


def running(worker_id: str, age: timedelta) -> DBTaskResult:  # type: ignore[type-arg]
    work.note.enqueue("x")
    row = DBTaskResult.objects.get()
    row.claim(worker_id)
    row.started_at = timezone.now() - age
    row.save()
    return row


@pytest.mark.django_db
def test_a_job_within_its_lease_is_left_alone() -> None:
    running("busy", jobs.LEASE)
    assert jobs.reap(timezone.now()) == 0


@pytest.mark.django_db
def test_the_jobs_of_other_workers_are_not_taken_over() -> None:
    running("alive", timedelta(0))
    assert jobs.take_over("dead") == 0


@pytest.mark.django_db(transaction=True)
def test_a_chore_that_fails_leaves_the_watch_to_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done, said = list[str](), list[str]()

    class Enough(BaseException):
        """Ends the watch, which nothing else does."""

    def fail(_now: datetime) -> None:
        done.append("failed")
        raise KeyError("a setting of another release")

    def other(_now: datetime) -> None:
        done.append("other")
        if done.count("other") == 2:
            raise Enough

    monkeypatch.setattr(jobs, "WATCH_INTERVAL", 0.0)
    monkeypatch.setattr(jobs.logger, "exception", said.append)
    chores = (jobs.Chore(timedelta(0), fail), jobs.Chore(timedelta(0), other))
    with pytest.raises(Enough):
        jobs.JobWorker("test", chores).watch()
    assert done == ["failed", "other"] * 2
    assert said == ["A chore failed."] * 2
