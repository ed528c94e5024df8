"""Remembers for a few minutes that a signed-in reader lets a publisher sign them on.

It is kept in their session and given on a page of ours, so that no publisher's page can
give it for them.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

from parley.models.site import Site
from parley.models.user import User

# Long enough to go back to the newspaper's page and sign in there.
LASTS = timedelta(minutes=15)
_KEPT_AS = "parley_sign_on_agreement"


def agree(request: HttpRequest, site: Site, *, now: datetime) -> None:
    """The signed-in reader agrees, for this site alone."""
    request.session[_KEPT_AS] = {"site": site.pk, "until": (now + LASTS).timestamp()}


def agreed_user(request: HttpRequest, site: Site, *, now: datetime) -> User | None:
    """The signed-in reader, if they have agreed of late that the site may sign them on."""
    kept = request.session.get(_KEPT_AS) or {}
    given = kept.get("site") == site.pk and kept["until"] > now.timestamp()
    return request.user if given and isinstance(request.user, User) else None


def forget(request: HttpRequest) -> None:
    """The agreement has served, or was taken back."""
    request.session.pop(_KEPT_AS, None)
