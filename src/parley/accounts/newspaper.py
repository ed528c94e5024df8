"""For which newspaper somebody signs in: the one whose page they come from."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext as _

from parley import access
from parley.errors import ParleyError
from parley.models.site import Site


def site_for(request: HttpRequest) -> Site | None:
    """The site of the page in `next`, else the house's own; None before any was added."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    try:
        if urlsplit(target).netloc:
            return access.site_by_url(target)
    except (ParleyError, ValueError):
        # An address that is nobody's: allauth will not lead there either.
        pass
    try:
        return access.site_of(request)
    except ParleyError:
        return None


def newspaper_name(request: HttpRequest | None) -> str:
    """As mail and pages call it."""
    site = site_for(request) if request is not None else None
    return site.name if site else _("Parley")
