"""Whose newsroom is asked for: the site that one of the staff works on now."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from parley import access
from parley.errors import NotFound, SignInNeeded
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.user import Membership, Role, User
from parley.models.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsdesk:
    """One of the staff of `viewer.site`; `sites` are all those they work for.

    `query` is what every link carries so as to stay on this site.
    """

    viewer: Viewer
    sites: tuple[Site, ...]

    @property
    def site(self) -> Site:
        return self.viewer.site

    @property
    def user(self) -> User:
        return self.viewer.require_user()

    @property
    def query(self) -> str:
        return "?" + urlencode({"site": self.site.domain}) if len(self.sites) > 1 else ""


def newsdesk_of(request: HttpRequest) -> Newsdesk:
    """The site named by `?site=`, else the first whose staff the viewer is of.

    Raises SignInNeeded; NotFound for whoever is not of that site's staff.
    """
    if not isinstance(request.user, User):
        raise SignInNeeded
    sites = sites_of(request.user)
    named = request.GET.get("site")
    site = access.site_by_domain(named) if named else next(iter(sites), None)
    viewer = access.viewer_of(request, site) if site else None
    if viewer is None or not viewer.can(Permission.ANSWER_AS_STAFF):
        raise NotFound
    return Newsdesk(viewer=viewer, sites=sites)


def newsdesk_for(viewer: Viewer) -> Newsdesk:
    """The same for a viewer who is known to be of the staff."""
    return Newsdesk(viewer=viewer, sites=sites_of(viewer.require_user()))


def sites_of(user: User) -> tuple[Site, ...]:
    """All whose staff the user is of."""
    staff = Membership.objects.filter(user=user).exclude(role=Role.READER)
    return tuple(Site.objects.filter(pk__in=staff.values("site")))
