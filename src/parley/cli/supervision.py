"""Keeps the processes of `parley serve` together: they begin, serve and end as one."""

import gc
import importlib
import logging
import multiprocessing
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.context import ForkContext, ForkProcess
from typing import Any

from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from parley.policy.decide import decide
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission

logger = logging.getLogger(__name__)

# All processes have ended so many seconds after they were told to; whoever has not by
# then is killed a second earlier.
END_SECONDS = 10
GRACE_SECONDS = END_SECONDS - 1
# A worker that is told to end in the moment in which it begins to serve forgets it, and is
# told once more after so many seconds.
AGAIN_SECONDS = 1
# A job worker that dies at once is not started again at once.
RESTART_PAUSE = 1.0
# Granian lets so many connections in, idle ones included. With its default, a plain read
# timed out behind 1,100 live connections (research/platform.md 1b).
BACKPRESSURE = 16_000
BACKLOG = 4_096
# Clients that dribble their headers are cut off after so many milliseconds.
HEADER_TIMEOUT = 5_000
# Every log line goes to stderr: stdout belongs to the line that says we are ready.
_STDERR = {"class": "logging.StreamHandler", "formatter": "generic"}

# What is served, by the name under which it can be asked for alone.
APPLICATIONS = {None: "parley.asgi", "perspective": "parley.perspective_asgi"}

# The one word that a lifeline brings.
_END = b"."


class Lifeline:
    """A connection whose other end only the parent holds. It brings one word, that all are
    to end; when it breaks without a word, the parent has died."""

    def __init__(self) -> None:
        self._far_end, near_end = socket.socketpair()
        self._near_end: socket.socket | None = near_end

    def cut(self) -> None:
        """In the parent: everybody is to end. A signal handler may call it."""
        near_end, self._near_end = self._near_end, None
        if near_end is not None:
            near_end.send(_END)
            near_end.close()

    def follow(self, end: Callable[[bool], None]) -> None:
        """In a child, once: have `end` called when the lifeline is cut, with whether the
        parent has died. Whoever is still there when the time is over leaves without manners."""
        if self._near_end is not None:
            self._near_end.close()
        threading.Thread(target=self._wait, args=(end,), name="lifeline", daemon=True).start()

    def _wait(self, end: Callable[[bool], None]) -> None:
        # Only looked at, because the other children are to see the word too.
        word = self._far_end.recv(len(_END), socket.MSG_PEEK)
        end(word != _END)
        time.sleep(GRACE_SECONDS)
        os._exit(os.EX_TEMPFAIL)


class JobProcess:
    """The background worker's process, started again whenever it dies."""

    def __init__(self, lifeline: Lifeline) -> None:
        self._lifeline = lifeline
        # Forked, it shares what this process has loaded, and starts in no time.
        self._context: ForkContext = multiprocessing.get_context("fork")
        self._ending = threading.Event()
        self._process: ForkProcess | None = None
        self._worker_id: str | None = None
        # Only this thread waits for the process: of two that wait for one child, the one
        # that comes second is told that it is still there.
        self._guard = threading.Thread(target=self._watch, name="parley-guard", daemon=True)

    def start(self) -> None:
        predecessor = self._worker_id
        self._worker_id = f"{socket.gethostname()}-{secrets.token_hex(8)}"
        self._process = self._context.Process(
            target=_do_jobs,
            args=(self._lifeline, self._worker_id),
            kwargs={"predecessor": predecessor},
        )
        self._process.start()

    def guard(self) -> None:
        """Watch over it from a thread."""
        self._guard.start()

    def expect_end(self) -> None:
        """From now on its end is no accident."""
        self._ending.set()

    def end(self, deadline: float) -> None:
        """The lifeline was cut: wait for it until then, a monotonic time; then kill."""
        if self._process is None or not self._guard.is_alive():
            return
        self._guard.join(max(0.0, deadline - time.monotonic()))
        if self._guard.is_alive():
            logger.warning("The job worker did not end in time and was killed.")
            self._process.kill()
            self._guard.join()

    def _watch(self) -> None:
        while self._process is not None:
            self._process.join()
            if self._ending.wait(RESTART_PAUSE):
                return
            logger.error("The job worker died; another takes over.")
            self.start()


class WebServer(MPServer):
    """Granian, serving the read path and Django in `workers` processes, or `only` a part."""

    def __init__(
        self, host: str, port: int, *, workers: int, lifeline: Lifeline, only: str | None = None
    ) -> None:
        super().__init__(
            target=f"{APPLICATIONS[only]}:application",
            address=host,
            port=port,
            interface=Interfaces.ASGI,
            workers=workers,
            loop=Loops.uvloop,
            websockets=False,
            backlog=BACKLOG,
            backpressure=BACKPRESSURE,
            http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT),
            log_level=LogLevels.warning,
            log_dictconfig={"handlers": {"console": _STDERR, "access": _STDERR}},
            respawn_failed_workers=True,
            workers_kill_timeout=GRACE_SECONDS,
        )
        self._lifeline = lifeline
        self._module = APPLICATIONS[only]
        self._parent = os.getpid()
        self.on_end: Callable[[], None] = lifeline.cut

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        # Loaded by name, as a server does, and before forking, so that the processes share
        # the memory; without the freeze, the garbage collector's marks would part it again.
        application = importlib.import_module(self._module).application
        _warm_up()
        gc.collect()
        gc.freeze()
        self.serve(target_loader=lambda: self.in_child(application), wrap_loader=False)

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        if os.getpid() != self._parent:
            # A worker inherits this, and may be told to end before its own takes over:
            # it serves nobody yet.
            os._exit(os.EX_TEMPFAIL)
        self.on_end()
        super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call]

    def in_child(self, application: Any) -> Any:
        """In a worker that is to serve this: have it end with the others."""

        def end(orphaned: bool) -> None:
            # Granian waits for open connections, and live ones never end by themselves.
            application.end_streams()
            # A parent that lives tells it, and takes an end before that for a crash.
            if not orphaned:
                time.sleep(AGAIN_SECONDS)
            os.kill(os.getpid(), signal.SIGTERM)

        self._lifeline.follow(end)
        return application


def run(host: str, port: int, *, workers: int, only: str | None = None) -> None:
    """Serve, and do jobs beside it, until told to end; then end all of it in time. A part
    that is served alone makes no jobs."""
    lifeline = Lifeline()
    server = WebServer(host, port, workers=workers, lifeline=lifeline, only=only)
    jobs = JobProcess(lifeline)
    ended: list[float] = []

    def end() -> None:
        ended.append(time.monotonic())
        jobs.expect_end()
        lifeline.cut()

    server.on_end = end
    if only is None:
        server.on_startup(jobs.start)
        server.on_startup(jobs.guard)
    try:
        server.run()
    finally:
        end()
        jobs.end(ended[0] + GRACE_SECONDS)


def _warm_up() -> None:
    """The first writer would wait for the language model, in every process anew."""
    decide(Submission(text="Nobody has said this yet.", now=datetime.now(UTC)), SiteRules())


def _do_jobs(lifeline: Lifeline, worker_id: str, *, predecessor: str | None) -> None:
    from parley import jobs
    from parley.actions import (
        axis_fitting,
        figures_mail,
        hook_upkeep,
        mailbox_upkeep,
        queue_alarm,
        queue_upkeep,
        retaining,
    )

    # Until it takes over the signals itself; what it inherited would stop the server.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    lifeline.follow(lambda _orphaned: os.kill(os.getpid(), signal.SIGTERM))
    chores = (
        jobs.Chore(axis_fitting.LOOK_INTERVAL, axis_fitting.enqueue_due),
        jobs.Chore(retaining.LOOK_INTERVAL, retaining.enqueue),
        jobs.Chore(hook_upkeep.SWEEP_INTERVAL, hook_upkeep.sweep),
        jobs.Chore(mailbox_upkeep.INTERVAL, mailbox_upkeep.sweep),
        jobs.Chore(queue_upkeep.INTERVAL, queue_upkeep.mend),
        jobs.Chore(queue_alarm.INTERVAL, queue_alarm.look),
        jobs.Chore(figures_mail.LOOK_INTERVAL, figures_mail.enqueue_due),
    )
    jobs.work(worker_id, predecessor=predecessor, chores=chores)
