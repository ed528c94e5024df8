"""A registered reader of the newspaper: the Meridian's own sign-in, as small as it can be.

It stands for the accounts that a newspaper has already, and shows publisher sign-on from its
side: its own cookie, its own page for tokens, a key that Parley's administrators made.
"""

import time
import uuid
from datetime import timedelta

import jwt
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from demo.seed.load import NAME
from parley.actions.sealing import seal, unseal
from parley.models.sign_on import SignOnAlgorithm, SignOnKey
from parley.models.site import Site

COOKIE = "meridian-reader"
SUBJECT, READER = "meridian-2041", "Kamala Subramaniam"
KID = "meridian-demo"
LIFETIME = timedelta(minutes=2)
SIGNED_IN = timedelta(days=1)


def is_signed_in(request: HttpRequest) -> bool:
    """At the newspaper, that is; the cookie is signed, so nobody else can have made it."""
    return request.get_signed_cookie(COOKIE, default="", salt=KID) == SUBJECT


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Become the registered reader, or a stranger again with `leave`."""
    answer = HttpResponseRedirect("/demo/")
    if "leave" in request.POST:
        answer.delete_cookie(COOKIE)
    else:
        answer.set_signed_cookie(
            COOKIE, SUBJECT, salt=KID, max_age=SIGNED_IN, httponly=True, samesite="Lax"
        )
    return answer


@never_cache
@require_safe
def token(request: HttpRequest) -> HttpResponse:
    """What the element's `sign-on-url` asks for, just as docs/sign-on.md has it."""
    site = Site.objects.filter(name=NAME).first()
    if site is None:
        raise Http404
    if not is_signed_in(request):
        return HttpResponse(status=204)
    now = int(time.time())
    claims = {
        "aud": site.domain,
        "iat": now,
        "exp": now + int(LIFETIME.total_seconds()),
        "jti": str(uuid.uuid4()),
        "sub": SUBJECT,
        "name": READER,
    }
    return JsonResponse(
        {"token": jwt.encode(claims, _secret(site), algorithm="HS256", headers={"kid": KID})}
    )


def _secret(site: Site) -> str:
    """Both sides run in one process here, so the newspaper reads it where Parley keeps it."""
    key, _made = SignOnKey.objects.get_or_create(
        kid=KID,
        defaults={
            "site": site,
            "algorithm": SignOnAlgorithm.HS256,
            "secret_sealed": seal(uuid.uuid4().hex + uuid.uuid4().hex),
            "label": "the demonstration",
            "created_at": timezone.now(),
        },
    )
    return unseal(key.secret_sealed)
