"""Keeps filters of the queue under a name, for oneself or for everybody on the site."""

from datetime import datetime
from urllib.parse import parse_qs

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing
from parley.actions.auditing import Deed
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.permission import Permission
from parley.models.queue import SavedView
from parley.models.viewer import Viewer

LONGEST_NAME = 60
LONGEST_QUERY = 1_000
# More are no shortcut any more.
MOST = 40


def save(viewer: Viewer, *, name: str, query: str, shared: bool, now: datetime) -> SavedView:
    """Keep a filter; one of the same name and owner is replaced.

    `query` is the desk's query string. Raises BadField, Conflict where there are too many, or
    where a colleague's has the name.
    """
    user = viewer.require(Permission.READ_QUEUE)
    name = _name(name)
    if len(query) > LONGEST_QUERY:
        raise BadField("query", _("This filter is too long to be kept."))
    with transaction.atomic():
        own = SavedView.objects.filter(site=viewer.site, user=None if shared else user)
        if own.exclude(name=name).count() >= MOST:
            raise Conflict(_("There are too many views; remove one first."))
        former = own.filter(name=name)
        if not all(may_change(viewer, each) for each in former):
            raise _taken()
        former.delete()
        view = SavedView.objects.create(
            site=viewer.site,
            user=None if shared else user,
            made_by=user,
            name=name,
            query=query,
            created_at=now,
        )
        auditing.write(viewer, Deed(verb="save_view", of=view, after=_audited(view)), now=now)
    return view


def may_change(viewer: Viewer, view: SavedView) -> bool:
    """Whether the viewer may rename and remove it: their own, and of everybody's those that
    they have made; an administrator, all of everybody's."""
    user = viewer.require(Permission.READ_QUEUE)
    own = view.user_id == user.pk
    shared = view.user_id is None
    return own or (shared and (view.made_by_id == user.pk or viewer.can(Permission.SET_SITE)))


def rename(viewer: Viewer, view: SavedView, *, name: str, now: datetime) -> None:
    """Call it something else. Raises NotAllowed, BadField, or Conflict where another has the
    name."""
    viewer.require(Permission.READ_QUEUE)
    _check(viewer, view)
    name = _name(name)
    with transaction.atomic():
        same = SavedView.objects.filter(site=viewer.site, user=view.user_id, name=name)
        if same.exclude(pk=view.pk).exists():
            raise _taken()
        view.name = name
        view.save(update_fields=["name"])
        deed = Deed(verb="rename_view", of=view, after=_audited(view))
        auditing.write(viewer, deed, now=now)


def remove(viewer: Viewer, view: SavedView, *, now: datetime) -> None:
    """Forget it. Raises NotAllowed."""
    viewer.require(Permission.READ_QUEUE)
    _check(viewer, view)
    with transaction.atomic():
        deed = Deed(verb="remove_view", of=view, before=_audited(view))
        auditing.write(viewer, deed, now=now)
        view.delete()


def _audited(view: SavedView) -> dict[str, object]:
    """By what it filters, and not for what: a name or a search may be a reader's."""
    return {"shared": view.user_id is None, "filters": sorted(parse_qs(view.query))}


def _name(given: str) -> str:
    """Raises BadField."""
    name = " ".join(given.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadField("name", _("Give the view a name of at most 60 characters."))
    return name


def _check(viewer: Viewer, view: SavedView) -> None:
    if not may_change(viewer, view):
        raise NotAllowed(_("Only who made this view, or an administrator, may change it."))


def _taken() -> Conflict:
    return Conflict(_("There is a view of this name already; choose another one."))
