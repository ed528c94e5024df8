"""Pages for when something cannot be shown, in the words of `parley.errors`."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from parley.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    ParleyError,
    SecondFactorNeeded,
    SignInNeeded,
)
from parley.models.user import User


class ErrorPages:
    """Middleware: a fault that a page's view raised on purpose becomes a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """None leaves what was not raised on purpose to Django."""
        if not isinstance(error, ParleyError):
            return None
        if isinstance(error, SignInNeeded) and request.method == "GET":
            target = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{target}")
        return error_page(request, error)


def error_page(request: HttpRequest, error: ParleyError) -> HttpResponse:
    """The page for one fault, with its status and headers."""
    context = {"error": error, "detail": error.detail or ""}
    if isinstance(error, SecondFactorNeeded) and isinstance(request.user, User):
        context["second_factor"] = _where_to_show_it(request, request.user)
    response = render(request, "parley/error.html", context, status=error.status)
    for name, value in error.headers().items():
        response[name] = value
    return response


def _where_to_show_it(request: HttpRequest, user: User) -> dict[str, str]:
    """Where the reader confirms with a second factor of theirs, or sets one up."""
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    back = urlencode({"next": request.get_full_path()})
    if Authenticator.Type.TOTP in kinds:
        return {"confirm": f"{reverse('mfa_reauthenticate')}?{back}"}
    if Authenticator.Type.WEBAUTHN in kinds:
        return {"confirm": f"{reverse('mfa_reauthenticate_webauthn')}?{back}"}
    return {"set_up": reverse("mfa_index")}


# Django passes these arguments by name, so they cannot be renamed to what says "unused".


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return error_page(request, BadInput())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return error_page(request, NotAllowed())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return error_page(request, NotFound(_("There is no page at this address.")))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The reason is for developers and stays out of the page."""
    detail = _(
        "This form was open for too long, or your browser kept no cookie for it. "
        "Nothing was sent: go back, reload the page and try again."
    )
    return error_page(request, NotAllowed(detail))


def fault(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A fault of ours. Whatever broke may be what a page needs, so this one needs nothing."""
    return HttpResponse(render_to_string("parley/broken.html"), status=500)
