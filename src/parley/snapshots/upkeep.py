"""One background thread for what need not keep readers waiting."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

Job = Callable[[], None]

logger = logging.getLogger(__name__)


class Upkeep:
    """Runs jobs after a delay, one at a time. The thread starts with the first job,
    so that a process may fork before."""

    def __init__(self) -> None:
        self._jobs: list[tuple[float, int, Job]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def later(self, delay: float, job: Job) -> None:
        """Run the job in `delay` seconds, or soon after."""
        with self._changed:
            heapq.heappush(self._jobs, (time.monotonic() + delay, next(self._numbers), job))
            self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="parley-upkeep", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            job = self._next()
            try:
                job()
            except Exception:
                # One job's fault must not end the upkeep of every other thread.
                logger.exception("An upkeep job failed.")

    def _next(self) -> Job:
        with self._changed:
            while True:
                wait = self._jobs[0][0] - time.monotonic() if self._jobs else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._jobs)[2]
                self._changed.wait(wait)
