"""Every address that Django answers; the read path in front answers the hot ones."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from parley.api.app import api
from parley.pages.front import front

# Browsers ask for this one whatever a page says.
_ICON = RedirectView.as_view(url=f"{settings.STATIC_URL}parley/mark.svg")

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    path("", include("parley.api.perspective.urls")),
    path("accounts/", include("parley.accounts.urls")),
    path("admin/", admin.site.urls),
    path("moderate/", include("parley.console.urls")),
    path("favicon.ico", _ICON),
    path("", include("parley.pages.urls")),
    # The demo newspaper has a front page of its own.
    path("", include("demo.urls")) if settings.DEMO else path("", front, name="front"),
]

handler403 = "parley.pages.errors.forbidden"
handler404 = "parley.pages.errors.not_found"
handler500 = "parley.pages.errors.fault"
