"""Jobs that only tests enqueue."""

import os
import signal

from django_tasks import TaskContext, task


@task()
def note(text: str) -> str:
    return text


@task()
def fail() -> float:
    return 1 / 0


@task()
def kill_own_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@task(takes_context=True)
def kill_own_process_once(context: TaskContext) -> None:
    """The first attempt dies; a later one does not."""
    if len(context.task_result.worker_ids) == 1:
        os.kill(os.getpid(), signal.SIGKILL)


@task()
def be_told_to_end_twice() -> None:
    for _ in range(2):
        os.kill(os.getpid(), signal.SIGTERM)
