"""allauth's addresses below /accounts/, every one of them through `account_page`."""

from collections.abc import Iterable, Iterator

import allauth.urls
from django.urls import URLPattern, URLResolver, path

from parley.accounts.views import SignupView, SocialSignupView, account_page


def _wrapped(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield URLResolver(
                entry.pattern,
                list(_wrapped(entry.url_patterns)),
                entry.default_kwargs,
                entry.app_name,
                entry.namespace,
            )
        else:
            yield URLPattern(
                entry.pattern, account_page(entry.callback), entry.default_args, entry.name
            )


_OURS = (
    path("signup/", SignupView.as_view(), name="account_signup"),
    path("3rdparty/signup/", SocialSignupView.as_view(), name="socialaccount_signup"),
)

# Ours come first: of two patterns for one address the first answers.
urlpatterns = list(_wrapped([*_OURS, *allauth.urls.urlpatterns]))
