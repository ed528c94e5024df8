"""Registering: an address, a name of one's own, and the guidelines read and accepted."""

from typing import TYPE_CHECKING, Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.internal import flows
from allauth.core import context
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.socialaccount.forms import SignupForm as AllauthSocialSignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from parley.accounts.newspaper import site_for
from parley.actions import banning, guidelines, renaming
from parley.errors import BadField
from parley.models.guidelines import Guidelines
from parley.models.user import User
from parley.names import MAX_CODE_POINTS

if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object


class NameTaken(Exception):
    """Somebody else registered a name like this in the same moment; nothing was stored."""


class ReaderFields(_Form):
    """What every registration asks beyond allauth's own fields, by whatever way it comes."""

    field_order = ("email", "display_name", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # allauth passes what its views pass
        super().__init__(*args, **kwargs)
        self.fields["display_name"] = forms.CharField(
            label=_("Display name"),
            max_length=MAX_CODE_POINTS,
            help_text=_("Shown beside your comments. It may be a pen name; you can change it."),
            widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        )
        if "password1" in self.fields:
            self.fields["password1"].help_text = _(
                "At least 10 characters, and no common word. A short sentence is good."
            )
        if self.guidelines is not None:
            self.fields[_acceptance_of(self.guidelines)] = forms.BooleanField(
                label=format_html(
                    '{} <a href="{}" target="_blank">{}</a>',
                    _("I have read and accept the"),
                    reverse("guidelines"),
                    _("community guidelines"),
                ),
                error_messages={"required": _("Please read and accept the guidelines.")},
            )
        self.order_fields(self.field_order)

    @cached_property
    def guidelines(self) -> Guidelines | None:
        site = site_for(context.request)
        return guidelines.current(site) if site else None

    def clean_email(self) -> str:
        """A newspaper may keep a whole domain of mailboxes out."""
        email: str = super().clean_email()  # type: ignore[misc]  # of the mixed-in form
        site = site_for(context.request)
        if site is not None and not banning.may_register(site, email, now=timezone.now()):
            raise forms.ValidationError(
                _("Accounts with this kind of address cannot be made here. Try another address.")
            )
        return email

    def clean_display_name(self) -> str:
        try:
            return renaming.check_free(self.cleaned_data["display_name"])
        except BadField as error:
            raise forms.ValidationError(error.detail) from error

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """allauth's hook, called once the user is stored."""
        super().custom_signup(request, user)  # type: ignore[misc]  # of the mixed-in form
        if self.guidelines is not None:
            guidelines.accept(user, self.guidelines, now=timezone.now())

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new user, or the answer that stands for one where the address is known.

        Both ways hash the password once, so that time does not tell what the page does
        not. Raises NameTaken.
        """
        if self.account_already_exists:  # type: ignore[attr-defined]  # of the mixed-in form
            return self._as_if_new(request)
        try:
            with transaction.atomic():
                return super().try_save(request)  # type: ignore[misc,no-any-return]
        except IntegrityError as error:
            if not User.objects.filter(email=self.cleaned_data["email"]).exists():
                raise NameTaken from error
            # The same address twice in one moment: its hash was made before the clash.
            return None, self._exists_answer(request)

    def _as_if_new(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        if "password1" in self.cleaned_data:
            make_password(self.cleaned_data["password1"])
        return None, self._exists_answer(request)

    def _exists_answer(self, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = flows.signup.prevent_enumeration(
            request, email=self.cleaned_data["email"]
        )
        return answer


def _acceptance_of(version: Guidelines) -> str:
    """The box's name tells the version: one ticked before a change does not count."""
    return f"accept_guidelines_{version.pk}"


class SignupForm(ReaderFields, AllauthSignupForm):
    """Registering with an e-mail address and a password."""


class SocialSignupForm(ReaderFields, AllauthSocialSignupForm):
    """The last step of registering through Google or an OpenID Connect provider."""


class PasskeyForm(AddWebAuthnForm):
    """Adding a passkey; one that signs in by itself unless its owner wants otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # allauth passes what its views pass
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call it")
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.label = _("It signs me in by itself")
        alone.help_text = _("Without this it is only a second step after the password.")
