"""Keeps filters of the queue under a name, for oneself or for everybody on the site."""

from datetime import datetime
from urllib.parse import parse_qs

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing
from parley.actions.auditing import Deed
from parley.errors import BadField, Conflict
from parley.models.permission import Permission
from parley.models.queue import SavedView
from parley.models.viewer import Viewer

LONGEST_NAME = 60
LONGEST_QUERY = 1_000
# More are no shortcut any more.
MOST = 40


def save(viewer: Viewer, *, name: str, query: str, shared: bool, now: datetime) -> SavedView:
    """Keep a filter; one of the same name and owner is replaced.

    `query` is the desk's query string. Raises BadField, Conflict where there are too many.
    """
    user = viewer.require(Permission.READ_QUEUE)
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadField("name", _("Give the view a name of at most 60 characters."))
    if len(query) > LONGEST_QUERY:
        raise BadField("query", _("This filter is too long to be kept."))
    with transaction.atomic():
        own = SavedView.objects.filter(site=viewer.site, user=None if shared else user)
        if own.exclude(name=name).count() >= MOST:
            raise Conflict(_("There are too many views; remove one first."))
        own.filter(name=name).delete()
        view = SavedView.objects.create(
            site=viewer.site,
            user=None if shared else user,
            name=name,
            query=query,
            created_at=now,
        )
        auditing.write(viewer, Deed(verb="save_view", of=view, after=_audited(view)), now=now)
    return view


def remove(viewer: Viewer, view: SavedView, *, now: datetime) -> None:
    """Forget a view of one's own or of everybody's."""
    viewer.require(Permission.READ_QUEUE)
    with transaction.atomic():
        deed = Deed(verb="remove_view", of=view, before=_audited(view))
        auditing.write(viewer, deed, now=now)
        view.delete()


def _audited(view: SavedView) -> dict[str, object]:
    """By what it filters, and not for what: a name or a search may be a reader's."""
    return {"shared": view.user_id is None, "filters": sorted(parse_qs(view.query))}
