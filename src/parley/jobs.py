"""Work for after the response: enqueued in the transaction that needs it, never lost.

A job is a row. A worker claims it, does it, and notes how it ended. The job of a worker
that was killed goes back to the others, at most `ATTEMPTS` times in all; after that it
stays as FAILED, for a person to look at. A job may thus run twice, and has to bear it.
"""

import logging
import os
import signal
import smtplib
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import Policy
from types import FrameType
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django.db.models import Max
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from parley.models.ban import KEEP_ADDRESSES, SeenAddress
from parley.models.comment import Fingerprint
from parley.models.outbox import Change
from parley.models.sign_on import UsedToken
from parley.policy import copies

# The longest that a job may run; what needs longer enqueues its next part.
LEASE = timedelta(minutes=2)
# A worker kills itself when its lease is over. Others wait this much longer, for no two
# machines' clocks agree.
CLOCKS_DIFFER = timedelta(seconds=30)
ATTEMPTS = 3
# Seconds between two looks for work.
POLL = 0.5
WATCH_INTERVAL = 5.0
REAP_INTERVAL = timedelta(seconds=30)
TIDY_INTERVAL = timedelta(minutes=10)

# Mail servers refuse for minutes (greylisting) and fail for hours.
MAIL_RETRIES = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=18),
)

# A live client that was away for longer reads the thread anew.
KEEP_CHANGES = timedelta(days=1)
# Finished mail holds links to reset passwords with: not a minute longer than needed.
KEEP_DONE = timedelta(minutes=10)
KEEP_FAILED = timedelta(days=30)
# A text that was posted longer ago is no part of what goes round now.
KEEP_FINGERPRINTS = copies.LATELY
# Rows in one transaction, so that no writer waits long.
BATCH = 2_000

logger = logging.getLogger(__name__)


class Chore(NamedTuple):
    """What every worker does now and then beside its jobs; several may do it at once."""

    interval: timedelta
    do: Callable[[datetime], object]


class LeaseOver(Exception):
    """The job's worker died, or took too long, as often as it may."""


class QueuedEmailBackend(BaseEmailBackend):
    """Django's mail, sent by a job: a mail server that hangs never holds a reader, and a
    transaction that fails sends nothing."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            # Latin-1 maps every byte to one character and back.
            mime = message.message().as_bytes().decode("latin-1")
            send_mail.enqueue(mime, message.from_email, recipients=message.recipients())
        return len(email_messages)


@task()
def send_mail(mime: str, sender: str, *, recipients: list[str], attempt: int = 0) -> None:
    """Send one message; after a failure, again and again for a day."""
    try:
        _mailer().send_messages([_Sealed(mime.encode("latin-1"), sender, to=recipients)])
    except (OSError, smtplib.SMTPException) as error:
        if attempt == len(MAIL_RETRIES):
            raise
        logger.warning("The mail server did not take a message: %s", error)
        again = send_mail.using(run_after=timezone.now() + MAIL_RETRIES[attempt])
        again.enqueue(mime, sender, recipients=recipients, attempt=attempt + 1)


class _Mime(Message):
    """A parsed message that Django's backends can write out, with their line ends."""

    def as_bytes(
        self, unixfrom: bool = False, policy: Policy | None = None, *, linesep: str = "\n"
    ) -> bytes:
        return super().as_bytes(unixfrom, (policy or self.policy).clone(linesep=linesep))


class _Sealed(EmailMessage):
    """A message exactly as it was when it was enqueued."""

    def __init__(self, mime: bytes, sender: str, *, to: list[str]) -> None:
        super().__init__(from_email=sender, to=to)
        self._mime = message_from_bytes(mime, _class=_Mime)

    def message(self) -> Any:
        """Django's stubs expect one of its own classes, which only make new messages."""
        return self._mime


def _mailer() -> BaseEmailBackend:
    """The backend that really sends, as `PARLEY_EMAIL_URL` says."""
    names = {"host_user": "username", "host_password": "password"}
    given = {key.removeprefix("EMAIL_").lower(): value for key, value in settings.MAILER.items()}
    arguments: dict[str, Any] = {names.get(name, name): value for name, value in given.items()}
    mailer: BaseEmailBackend = get_connection(**arguments)
    return mailer


def reap(now: datetime) -> int:
    """Take back every job whose lease is over; the number of them."""
    late = DBTaskResult.objects.running().filter(started_at__lt=now - LEASE - CLOCKS_DIFFER)
    return _take_back(list(late.values_list("pk", flat=True)))


def take_over(worker_id: str) -> int:
    """Take back the jobs of a worker that is known to be dead; the number of them."""
    running = DBTaskResult.objects.running().values_list("pk", "worker_ids")
    return _take_back([pk for pk, workers in running if workers[-1:] == [worker_id]])


def _take_back(jobs: Iterable[UUID]) -> int:
    taken = 0
    for pk in jobs:
        with transaction.atomic():
            job = DBTaskResult.objects.running().filter(pk=pk).get_locked()
            if job is None:
                continue
            taken += 1
            if len(job.worker_ids) < ATTEMPTS:
                job.status = TaskResultStatus.READY
                job.save(update_fields=["status"])
            else:
                job.set_failed(LeaseOver(f"Given up after {ATTEMPTS} attempts."))
                logger.error("The job %s (%s) was given up.", job.pk, job.task_path)
    return taken


def tidy(now: datetime) -> None:
    """Delete what has had its time."""
    newest = Change.objects.aggregate(newest=Max("id"))["newest"] or 0
    # The last row stays, so that a reader of the feed can tell how far it has gone.
    old = Change.objects.filter(created_at__lt=now - KEEP_CHANGES, id__lt=newest)
    while ids := list(old.order_by("id").values_list("id", flat=True)[:BATCH]):
        Change.objects.filter(id__in=ids).delete()
    _tidy_fingerprints(now)
    SeenAddress.objects.filter(last_seen__lt=now - KEEP_ADDRESSES).delete()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    UsedToken.objects.filter(expires_at__lt=now).delete()
    _tidy_cache(now)


def _tidy_fingerprints(now: datetime) -> None:
    """The oldest are first by key too, so this reads no more than it deletes, and a batch."""
    oldest = Fingerprint.objects.order_by("pk").values_list("pk", "created_at")
    while batch := list(oldest[:BATCH]):
        old = [pk for pk, created_at in batch if created_at < now - KEEP_FINGERPRINTS]
        Fingerprint.objects.filter(pk__in=old).delete()
        if len(old) < BATCH:
            return


def _tidy_cache(now: datetime) -> None:
    """Django removes an expired entry only when somebody asks for it."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608


class JobWorker(Worker):
    """One process's worker, with a thread beside it that watches over its lease."""

    def __init__(self, worker_id: str, chores: Sequence[Chore] = ()) -> None:
        super().__init__(
            queue_names=["default"],
            interval=POLL,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        self._began: float | None = None
        self._chores = (Chore(REAP_INTERVAL, reap), Chore(TIDY_INTERVAL, tidy), *chores)

    def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
        self._began = time.monotonic()
        try:
            super().run_task(db_task_result)
        finally:
            self._began = None

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish the job at hand, however often one is told: whoever ends a service may
        signal each process of it, and then the parent passes it on."""
        self.running = False
        if not self.running_task:
            sys.exit(0)

    def watch(self) -> None:
        """Beside the work: end this process when a job hangs, and do the chores."""
        stopped = threading.Event()
        done = dict.fromkeys(self._chores, float("-inf"))
        while not stopped.wait(WATCH_INTERVAL):
            now = time.monotonic()
            if self._began is not None and now - self._began > LEASE.total_seconds():
                logger.error("A job ran longer than its lease; its worker ends.")
                os._exit(os.EX_SOFTWARE)
            for chore in self._chores:
                if now - done[chore] > chore.interval.total_seconds():
                    done[chore] = now
                    _perform(chore)


def work(worker_id: str, *, predecessor: str | None = None, chores: Sequence[Chore] = ()) -> None:
    """Do jobs until SIGTERM, then finish the one at hand. `predecessor` is a worker whose
    process has died and whose jobs are therefore free."""
    worker = JobWorker(worker_id, chores)
    worker.configure_signals()
    # Ctrl-C reaches the whole group of processes; the parent passes on what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if predecessor is not None:
        take_over(predecessor)
    threading.Thread(target=worker.watch, name="parley-watch", daemon=True).start()
    worker.run()


def _perform(chore: Chore) -> None:
    close_old_connections()
    try:
        chore.do(timezone.now())
    except (OperationalError, InterfaceError):
        logger.warning("A chore was put off: the database does not answer.", exc_info=True)
    except Exception:
        # The thread that does it watches over the lease as well, and has to live on.
        logger.exception("A chore failed.")
    finally:
        close_old_connections()
