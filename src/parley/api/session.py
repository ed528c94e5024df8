"""Signing on by a publisher's token, and out again.

The exchange asks for no CSRF token: whoever calls has no session yet that one could belong
to. What a CSRF token would prevent, somebody else's page signing a reader on as a person of
its choice, is prevented thrice: the page must be one of the site's own (Origin), the body
must be JSON, which other origins send only after we have allowed it, and a token of a
publisher serves once. The session that begins has a new key, so none can be prepared.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Router, Status

from parley import access
from parley.actions import agreeing, limits, signing_on
from parley.api import schemas
from parley.api.me import user_out
from parley.errors import BadInput
from parley.models.author import Author
from parley.models.viewer import Viewer, role_of

router = Router(tags=["session"])

# The publisher's page renews it unseen; signed out over there, one is soon signed out here.
SESSION = timedelta(hours=12)


@router.post("/session/sso", response=schemas.SignedOnOut, auth=None)
def sign_on(
    request: HttpRequest, response: HttpResponse, *, given: schemas.SignOnIn
) -> dict[str, Any]:
    """Exchange a token that the publisher's server has signed for a session here."""
    response["Cache-Control"] = "private, no-store"
    if request.content_type != "application/json":
        raise BadInput("Send the token as application/json.")
    limits.may_sign_on(access.address_of(request))
    key = signing_on.key_named_by(given.token)
    access.check_origin(request, key.site)
    now = timezone.now()
    agreed = agreeing.agreed_user(request, key.site, now=now)
    user = signing_on.exchange(key, given.token, agreed=agreed, now=now)
    agreeing.forget(request)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.set_expiry(SESSION)
    viewer = Viewer(site=key.site, user=user, role=role_of(user, key.site))
    author = Author.objects.writing_as(viewer.site, user).first()
    return {"user": user_out(viewer, author), "csrf": get_token(request)}


@router.delete("/session", response={204: None})
def sign_out(request: HttpRequest) -> Status[None]:
    """Sign out, as a publisher's page does for a reader who signs out there."""
    logout(request)
    return Status(204, None)
