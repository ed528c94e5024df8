"""Who may call an operation: a browser's session with its CSRF token, or a bearer token."""

from django.http import HttpRequest, HttpResponse
from ninja.security.base import AuthBase

from parley import access
from parley.api.origins import CsrfMiddleware
from parley.errors import CsrfFailed

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SessionOrToken(AuthBase):
    """Lets everybody in, signed in or not; a session that writes must carry its token.

    Whether a user is needed at all is the action's to say.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> str:
        if access.bearer(request) is not None:
            return "token"
        if request.method not in SAFE:
            _check_csrf(request)
        return "session"


class SiteKey(AuthBase):
    """The publisher's own server, by the site's secret key."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> object:
        return access.site_by_key(request)


def _check_csrf(request: HttpRequest) -> None:
    """Ninja exempts its views from Django's check, so it is made here."""
    middleware = CsrfMiddleware(_no_answer)
    request.csrf_processing_done = False  # type: ignore[attr-defined]  # as Django's own middleware
    middleware.process_request(request)
    if middleware.process_view(request, _no_answer, (), {}) is not None:
        raise CsrfFailed


def _no_answer(_request: HttpRequest) -> HttpResponse:
    """Stands for the view and the rest of the stack, which are not run a second time."""
    return HttpResponse()
