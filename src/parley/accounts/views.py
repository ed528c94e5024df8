"""allauth's views where ours differ, and what all of them have in common."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.views import SignupView as AllauthSignupView
from allauth.socialaccount.internal.flows import signup as social_signup
from allauth.socialaccount.views import SignupView as AllauthSocialSignupView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from parley import destinations
from parley.accounts.forms import NameTaken, SignupForm, SocialSignupForm
from parley.actions import renaming

# Long enough for every limit that is counted by the minute.
RETRY_AFTER_SECONDS = 60

View = Callable[..., HttpResponse]


def account_page(view: View) -> View:
    """Any of allauth's views, made safe for us.

    allauth makes links in mails and the keys of its limits from the request's Host
    header, which anybody may forge; these pages only ever know the configured host.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.META["HTTP_HOST"] = destinations.own_host()
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        if request.method == "POST" and isinstance(response, HttpResponseRedirect):
            return _leave(request, response)
        return response

    return wrapped


def _leave(request: HttpRequest, response: HttpResponseRedirect) -> HttpResponse:
    """Cookies and all, the redirect takes the form that browsers let a form lead to."""
    answer = destinations.send_to(request, response.url)
    answer.cookies = response.cookies
    return answer


class SignupView(AllauthSignupView):
    """Registering with an e-mail address."""

    def form_valid(self, form: SignupForm) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except NameTaken:
            form.add_error(renaming.FIELD, renaming.taken().detail)
            answer = self.form_invalid(form)
        return answer


class SocialSignupView(AllauthSocialSignupView):
    """Registering through a provider."""

    def form_valid(self, form: SocialSignupForm) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except NameTaken:
            # allauth has put the provider's answer aside already; the form needs it again.
            social_signup.redirect_to_signup(self.request, self.sociallogin)
            form.add_error(renaming.FIELD, renaming.taken().detail)
            answer = self.form_invalid(form)
        return answer
