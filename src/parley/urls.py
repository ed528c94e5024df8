"""Every address that Django answers; the read path in front answers the hot ones."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from parley.api.app import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    path("accounts/", include("parley.accounts.urls")),
    path("admin/", admin.site.urls),
    path("moderate/", include("parley.console.urls")),
    path("", include("parley.pages.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("", include("demo.urls")))

handler403 = "parley.pages.errors.forbidden"
handler404 = "parley.pages.errors.not_found"
handler500 = "parley.pages.errors.fault"
