"""Publisher sign-on: the site's keys, a place to try a token, and code for the publisher."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parley import desk_access
from parley.actions import signing_on
from parley.actions.sign_on_keys import (
    LONGEST_PEM,
    Made,
    Wanted,
    make_key,
    revoke_key,
    rotate_key,
)
from parley.console.desk import Desk, desk_of
from parley.errors import BadField, Conflict, SignOnRefused
from parley.models.permission import Permission
from parley.models.sign_on import SignOnAlgorithm, SignOnKey
from parley.publisher_token import MOST_BYTES
from parley.snapshots import moments

# Where no key is there yet, what the code shows in its place.
NO_KID = "…"


class Grace(models.TextChoices):
    """How long the old key still serves after a new one was made."""

    HOUR = "1", gettext_lazy("1 hour")
    DAY = "24", gettext_lazy("1 day")
    WEEK = "168", gettext_lazy("7 days")
    MONTH = "720", gettext_lazy("30 days")

    @property
    def span(self) -> timedelta:
        return timedelta(hours=int(self.value))


class KeyForm(forms.Form):
    """What the new key is to be."""

    algorithm = forms.ChoiceField(
        choices=SignOnAlgorithm.choices,
        initial=SignOnAlgorithm.EDDSA,
        label=gettext_lazy("Kind"),
    )
    public_key = forms.CharField(
        required=False,
        max_length=LONGEST_PEM,
        label=gettext_lazy("Public key"),
        help_text=gettext_lazy(
            "In PEM, for EdDSA, if you have made a pair yourself. Empty, we make one."
        ),
        widget=forms.Textarea(
            attrs={"rows": 4, "class": "code", "dir": "ltr", "spellcheck": "false"}
        ),
    )
    label = forms.CharField(
        required=False,
        max_length=80,
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("For you to tell keys apart, such as “web server”."),
    )
    vouches_for_email = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("An address that its tokens call verified counts as verified here"),
    )


class TokenForm(forms.Form):
    """A token to look at."""

    token = forms.CharField(
        # As long as the rule takes, and some more, so that it can say what is wrong.
        max_length=2 * MOST_BYTES,
        label=gettext_lazy("Token"),
        widget=forms.Textarea(
            attrs={"rows": 6, "class": "code", "dir": "ltr", "spellcheck": "false"}
        ),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_on(request: HttpRequest) -> HttpResponse:
    """The keys; POST makes one, and shows this once what we do not keep."""
    desk = _desk(request)
    form = KeyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, desk, form=form)
    wanted = Wanted(
        **form.cleaned_data | {"algorithm": SignOnAlgorithm(form.cleaned_data["algorithm"])}
    )
    try:
        made = make_key(desk.viewer, wanted, now=timezone.now())
    except BadField as error:
        form.add_error(error.field, error.detail)
        return _page(request, desk, form=form)
    return _page(request, desk, made=made)


@never_cache
@require_POST
def rotate(request: HttpRequest, kid: str) -> HttpResponse:
    """A new key in place of this one, which ends after the grace that was chosen."""
    desk = _desk(request)
    key = desk_access.sign_on_key_of_site(desk.viewer, kid)
    grace = request.POST.get("grace", "")
    try:
        span = Grace(grace if grace in Grace.values else Grace.DAY).span
        made = rotate_key(desk.viewer, key, grace=span, now=timezone.now())
    except Conflict as error:
        messages.error(request, error.detail)
        return _back(desk)
    return _page(request, desk, made=made)


@require_POST
def revoke(request: HttpRequest, kid: str) -> HttpResponse:
    """End a key at once."""
    desk = _desk(request)
    key = desk_access.sign_on_key_of_site(desk.viewer, kid)
    revoke_key(desk.viewer, key, now=timezone.now())
    messages.success(request, _("Revoked. No token by this key is taken any more."))
    return _back(desk)


@never_cache
@require_POST
def examine(request: HttpRequest) -> HttpResponse:
    """Say of each part of a token whether it is right; nobody is signed on by it."""
    desk = _desk(request)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, token_form=form)
    token = form.cleaned_data["token"].strip()
    findings = signing_on.examine(
        _key_of(desk, token), token, audience=desk.site.domain, now=timezone.now()
    )
    return _page(request, desk, token_form=form, findings=findings)


def _desk(request: HttpRequest) -> Desk:
    desk = desk_of(request)
    desk.viewer.require(Permission.MANAGE_SIGN_ON)
    return desk


def _key_of(desk: Desk, token: str) -> SignOnKey | None:
    """Another site's key is as if unknown."""
    try:
        key = signing_on.key_named_by(token)
    except SignOnRefused:
        return None
    return key if key.site_id == desk.site.pk else None


def _back(desk: Desk) -> HttpResponse:
    return HttpResponseRedirect(reverse("moderate-sign-on") + desk.query)


def _page(request: HttpRequest, desk: Desk, **shown: Any) -> HttpResponse:
    """`shown` is what a request adds: the context of a template is free."""
    now = timezone.now()
    keys = list(SignOnKey.objects.filter(site=desk.site))
    made: Made | None = shown.get("made")
    in_use = made.key if made else next((key for key in keys if _lives(key, now)), None)
    findings = shown.get("findings")
    context = {
        "desk": desk,
        "form": KeyForm(),
        "token_form": TokenForm(),
        "keys": [_row(desk, key, now=now) for key in keys],
        "graces": Grace.choices,
        "grace": Grace.DAY,
        "snippets": snippets(in_use, desk.site.domain),
        "faults": sum(1 for each in findings if each.fault) if findings else 0,
    }
    forms_shown = (shown.get("form"), shown.get("token_form"))
    wrong = any(form is not None and form.errors for form in forms_shown)
    return render(
        request, "parley/console/sign_on.html", context | shown, status=422 if wrong else 200
    )


def _lives(key: SignOnKey, now: datetime) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)


def _row(desk: Desk, key: SignOnKey, *, now: datetime) -> dict[str, Any]:
    """A key with its moments as people read them; None where there was none."""
    zone = desk.site.zone
    named = ("created_at", "last_used_at", "expires_at", "revoked_at")
    told = {
        name: getattr(key, name) and moments.printed(getattr(key, name), zone) for name in named
    }
    return {"key": key, "lives": _lives(key, now), **told}


def snippets(key: SignOnKey | None, domain: str) -> list[tuple[str, str]]:
    """Code for the publisher's server, by language, that signs with this key."""
    context = {
        "kid": key.kid if key else NO_KID,
        "domain": domain,
        "shared": key is not None and key.algorithm == SignOnAlgorithm.HS256,
    }
    languages = (("Python", "python"), ("PHP", "php"))
    # Stripped, it is a plain text again, which the page has to escape.
    return [
        (title, render_to_string(f"parley/console/sign_on_{name}.txt", context).strip())
        for title, name in languages
    ]
