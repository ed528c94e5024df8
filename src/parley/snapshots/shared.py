"""The one store of this process, which every door reads from."""

from django.conf import settings
from django.db import close_old_connections, connection

from parley.ranking.sorts import Sort
from parley.snapshots.render import render_thread
from parley.snapshots.store import SnapshotStore
from parley.snapshots.thread import RenderedThread, ThreadKey
from parley.snapshots.upkeep import Upkeep


def thread(article_id: int, sort: Sort, *, at_least: int = 0) -> RenderedThread:
    """The article's thread; `at_least` a revision that the caller has seen.

    Raises NotFound, or Unavailable when there is neither a snapshot nor a database.
    """
    return store.thread(ThreadKey(article_id, sort), at_least=at_least)


def render_apart(key: ThreadKey) -> RenderedThread:
    """Renders in any thread. In the store's own no request begins or ends, which would look
    after the connection; without this, one that broke would stay broken."""
    if connection.in_atomic_block:
        # A caller's own thread, in the midst of a transaction that closing would undo.
        return render_thread(key)
    close_old_connections()
    try:
        return render_thread(key)
    finally:
        close_old_connections()


_upkeep = Upkeep()

store = SnapshotStore(render_apart, capacity=settings.SNAPSHOT_BYTES, later=_upkeep.later)
