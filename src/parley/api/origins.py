"""Which other origins' pages may speak to the API: the sites' registered domains."""

from urllib.parse import SplitResult

import corsheaders.middleware
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

from parley import access


class CorsMiddleware(corsheaders.middleware.CorsMiddleware):
    """Answers the pages of registered domains, credentials included, and no others."""

    def _url_in_whitelist(self, url: SplitResult) -> bool:
        return access.is_registered(url.geturl())


class CsrfMiddleware(CsrfViewMiddleware):
    """Accepts a registered domain's Origin for the API, and only there.

    The token is asked for all the same; our own pages' forms take our own origin only.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        if super()._origin_verified(request):  # type: ignore[misc]  # not in the stubs
            return True
        return request.path.startswith("/api/") and access.is_registered(
            request.META["HTTP_ORIGIN"]
        )
