"""Whose newsroom is asked for: the site that one of the staff works on now."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from parley import desk_access
from parley.models.site import Site
from parley.models.user import Role, User
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
    """Raises as `desk_access.viewer_at_work`."""
    return newsdesk_for(desk_access.viewer_at_work(request, Role.STAFF))


def newsdesk_for(viewer: Viewer) -> Newsdesk:
    """The same for a viewer who is known to be of the staff."""
    return Newsdesk(viewer=viewer, sites=desk_access.sites_of(viewer.require_user(), Role.STAFF))
