"""Fits django-allauth to Parley: display names, redirects, mail in a newspaper's name."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from parley import destinations, names
from parley.accounts.keys import fernet
from parley.accounts.newspaper import newspaper_name
from parley.models.user import NO_ADDRESS_HOST, User
from parley.names import MAX_CODE_POINTS


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address, known to readers by a display name."""

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        """`commit` is allauth's; the name was checked by the form."""
        user.display_name = form.cleaned_data["display_name"]
        user.name_key = names.fold(user.display_name)
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def is_safe_url(self, url: str | None) -> bool:
        """Signing in that began on an article's page leads back there, and nowhere else."""
        return bool(url) and destinations.is_allowed(str(url))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail says whose discussions it is about; what has no mailbox gets none."""
        if email.endswith(f"@{NO_ADDRESS_HOST}"):
            return
        named = {"newspaper": newspaper_name(self.request), "base_url": settings.BASE_URL}
        super().send_mail(template_prefix, email, named | context)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts that begin at Google or an OpenID Connect provider."""

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """`data` is what every provider has in common; its name for the person is a proposal."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = [data.get("first_name"), data.get("last_name")]
        name = data.get("name") or " ".join(part for part in parts if part)
        user.display_name = name[:MAX_CODE_POINTS]
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, str]:
        initial: dict[str, str] = super().get_signup_form_initial_data(sociallogin)
        return initial | {"display_name": sociallogin.user.display_name}


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are encrypted at rest, their prompts bear our name."""

    @cached_property
    def _fernet(self) -> Fernet:
        return fernet("second factors")

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._fernet.decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  (allauth's name)
        """A proposal, for owners who do not care to think of a name."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("My passkey") if number == 1 else _("My passkey %(n)d") % {"n": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey is bound to our configured host, whatever host a request names."""
        return {"id": settings.BASE_HOST, "name": "Parley"}
