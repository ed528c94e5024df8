"""Whose desk is asked for: the site that a moderator works on now."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from parley import desk_access
from parley.actions import own_comments, waving
from parley.actions.waving import Surge, Wave
from parley.console.keys import PAGES, Group
from parley.console.places import DAILY, FURTHER, Place
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A moderator of `viewer.site`; `sites` are all those they moderate.

    `query` is what every link of the desk carries so as to stay on this site.
    """

    viewer: Viewer
    sites: tuple[Site, ...]
    query: str

    @property
    def site(self) -> Site:
        return self.viewer.site

    @property
    def daily(self) -> list[tuple[Place, int]]:
        """Where work waits that the viewer may do, and how much."""
        return [
            (place, place.waiting(self.site) if place.waiting else 0)
            for place in DAILY
            if self.viewer.can(place.permission)
        ]

    @property
    def further(self) -> list[Place]:
        """Where else the viewer may go on the desk."""
        return [place for place in FURTHER if self.viewer.can(place.permission)]

    @property
    def wave(self) -> Wave | None:
        """The wave of spam that is under way, which every page tells."""
        return waving.under_way(self.site, timezone.now())

    @property
    def surge(self) -> Surge | None:
        """More spam than usual, for whoever may have everything wait."""
        may = self.viewer.can(Permission.DECIDE)
        return waving.surge(self.site, timezone.now()) if may else None

    @cached_property
    def has_colleague(self) -> bool:
        """Whether somebody else is there to decide about what the viewer wrote."""
        return own_comments.has_colleague(self.site, self.viewer.require_user())

    @property
    def keys(self) -> dict[str, tuple[Group, ...]]:
        """The keys of each page that has any."""
        return PAGES

    @property
    def administers(self) -> bool:
        return self.viewer.may(Role.ADMINISTRATOR)


def desk_of(request: HttpRequest, *, least: Role = Role.MODERATOR) -> Desk:
    """Raises as `desk_access.viewer_at_work`."""
    viewer = desk_access.viewer_at_work(request, least)
    sites = desk_access.sites_of(viewer.require_user(), least)
    query = "?" + urlencode({"site": viewer.site.domain}) if Site.objects.count() > 1 else ""
    return Desk(viewer=viewer, sites=sites, query=query)
