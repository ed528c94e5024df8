"""What the frame of every page of ours shows: whose discussions these are, and who looks on."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from parley.access import site_of, viewer_of
from parley.errors import ParleyError
from parley.models.decision import Notice
from parley.models.newsroom import Mention
from parley.models.permission import Permission
from parley.models.sections.law import DigitalServices, ItRules
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer

# A sign-in that was asked for from these pages goes on to where it was first meant to go.
_ENTRANCE = "/accounts/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """Head and foot of a page; `site` is None before any site was added.

    `newsroom` is the address of the journalists' page, "" for who has none; `mentions` are their
    unread ones. `grievance_url` and `contact_url` are "" where the site has none to show.
    """

    site: Site | None
    name: str
    home_url: str
    sign_in_url: str
    register_url: str
    guidelines_url: str
    grievance_url: str = ""
    contact_url: str = ""
    takes_notices: bool = False
    moderates: bool = False
    newsroom: str = ""
    mentions: int = 0
    notices: int = 0


def page(request: HttpRequest) -> dict[str, Any]:
    """Template context; nothing is looked up unless the template shows it."""
    return {"masthead": SimpleLazyObject(lambda: masthead_of(request, _site_or_none(request)))}


def masthead_of(request: HttpRequest, site: Site | None) -> Masthead:
    """The frame for a page of this site; a view that knows its site passes it as `masthead`."""
    user = request.user if isinstance(request.user, User) else None
    scheme = "https" if settings.HTTPS else "http"
    here = urlencode({"next": _destination(request)})
    about = "?" + urlencode({"site": site.domain}) if site and "site" in request.GET else ""
    viewer = _viewer(request, site) if user else None
    writes = viewer is not None and viewer.can(Permission.ANSWER_AS_STAFF)
    return Masthead(
        site=site,
        name=site.name if site else _("Parley"),
        home_url=f"{scheme}://{site.domain}/" if site else "/",
        sign_in_url=f"{reverse('account_login')}?{here}",
        register_url=f"{reverse('account_signup')}?{here}",
        guidelines_url=reverse("guidelines") + about,
        **_legal_links(site, about),
        moderates=viewer is not None and viewer.may(Role.MODERATOR),
        newsroom=_newsroom(viewer.site) if viewer is not None and writes else "",
        mentions=_unread(viewer) if viewer is not None and writes else 0,
        notices=_unread_notices(user) if user else 0,
    )


def _legal_links(site: Site | None, about: str) -> dict[str, Any]:
    """What the law asks to be found from every page, where the site has switched it on."""
    if site is None:
        return {}
    services, rules = DigitalServices.of(site), ItRules.of(site)
    contact = services.authorities_contact or services.readers_contact
    return {
        "grievance_url": reverse("grievance") + about if rules.grievances else "",
        "contact_url": reverse("legal-contact") + about if contact else "",
        "takes_notices": services.notices,
    }


def _viewer(request: HttpRequest, site: Site | None) -> Viewer | None:
    """Who looks on, where it makes a difference: as what they have shown themselves to be."""
    try:
        return viewer_of(request, site) if site else None
    except ParleyError:
        return None


def _unread_notices(user: User) -> int:
    due: int = Notice.objects.due(user, timezone.now()).filter(read_at=None).count()
    return due


def _newsroom(site: Site) -> str:
    return f"{reverse('newsroom')}?{urlencode({'site': site.domain})}"


def _unread(viewer: Viewer) -> int:
    """How often the viewer is named without having seen it."""
    mentions = Mention.objects.shown_to(viewer.require_user(), viewer.site)
    return mentions.filter(seen_at=None).order_by().count()


def _destination(request: HttpRequest) -> str:
    """Where to go after signing in: here, or where this very sign-in was to lead."""
    if request.path.startswith(_ENTRANCE):
        return request.POST.get("next") or request.GET.get("next") or "/me/"
    return request.get_full_path()


def _site_or_none(request: HttpRequest) -> Site | None:
    try:
        return site_of(request)
    except ParleyError:
        return None
