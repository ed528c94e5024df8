"""Where a reader may be sent after signing in: to us, or back to a registered site's page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from parley import access


def own_host() -> str:
    """Our host as the operator configured it, with its port where that is an odd one."""
    return urlsplit(settings.BASE_URL).netloc.lower()


def is_allowed(url: str) -> bool:
    """Whether the address is a path of ours, or on our host or a registered domain."""
    return is_ours(url) or _is_of_a_site(url)


def is_ours(url: str) -> bool:
    """Whether the address is a path of ours or on our own host."""
    return url_has_allowed_host_and_scheme(
        url, allowed_hosts={own_host()}, require_https=settings.HTTPS
    )


def next_of(request: HttpRequest) -> str:
    """Where a form says in `next` to go on, if that is a path of ours; "" otherwise."""
    wanted = request.POST.get("next", "")
    # Relative ones would depend on where the form was sent to.
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if local else ""


def send_to(request: HttpRequest, url: str) -> HttpResponse:
    """Answer a form by sending the reader there; the address must have been allowed.

    Browsers hold the page's `form-action 'self'` against redirects too, so what leads to
    another host goes by way of a page that moves on by itself.
    """
    if is_ours(url):
        return HttpResponseRedirect(url)
    return render(request, "parley/leaving.html", {"url": url, "host": urlsplit(url).netloc})


def _is_of_a_site(url: str) -> bool:
    """Django's parser decides what the host is, the one that guards against tricks."""
    host = urlsplit(url).netloc
    return url_has_allowed_host_and_scheme(
        url, allowed_hosts={host}, require_https=settings.HTTPS
    ) and access.is_registered(url)
