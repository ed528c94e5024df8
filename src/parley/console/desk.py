"""Whose desk is asked for: the site that a moderator works on now."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from parley import access
from parley.actions import own_comments, waving
from parley.actions.waving import Surge, Wave
from parley.console.keys import PAGES, Group
from parley.console.places import DAILY, FURTHER, Place
from parley.errors import NotFound, SecondFactorNeeded, SignInNeeded
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.user import RANK, Role, User
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
    """The site named by `?site=`, else the first on which the viewer has at least this role.

    Raises SignInNeeded; SecondFactorNeeded; NotFound for somebody who has a lesser one there.
    """
    roles = [role for role in Role if RANK[role] >= RANK[least]]
    if not isinstance(request.user, User):
        raise SignInNeeded
    sites = tuple(
        Site.objects.filter(
            memberships__user=request.user,
            memberships__role__in=roles,
        )
    )
    named = request.GET.get("site")
    site = access.site_by_domain(named) if named else next(iter(sites), None)
    viewer = access.viewer_of(request, site) if site else None
    if viewer is not None and viewer.withheld in roles:
        raise SecondFactorNeeded
    if viewer is None or not viewer.may(least):
        # Whoever has no business here learns nothing, not even that a site exists.
        raise NotFound
    query = "?" + urlencode({"site": viewer.site.domain}) if Site.objects.count() > 1 else ""
    return Desk(viewer=viewer, sites=sites, query=query)
