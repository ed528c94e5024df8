"""What an operator sets up: sites and their keys, administrators, tokens, API keys."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from parley import names
from parley.canonical import normal_host
from parley.errors import BadField, Conflict, NotFound
from parley.models import permission
from parley.models.api_key import ApiKey
from parley.models.site import Site, SiteDomain, SiteKey, check_zone, digest
from parley.models.user import ApiToken, Membership, Role, User
from parley.policy.site_rules import SiteRules

# The prefix lets people and secret scanners see what has leaked.
KEY_PREFIX, TOKEN_PREFIX, API_KEY_PREFIX = "parley_site_", "parley_token_", "parley_key_"
SECRET_BYTES = 32
# Enough to tell a dozen keys apart, and no help to somebody who guesses the rest.
HINT_LENGTH = 4


def add_site(domain: str, name: str, *, language: str, timezone: str) -> tuple[Site, str]:
    """A publisher's site and its secret key, which is not kept. Operators administer it.

    Raises BadInput for what is no domain, BadField for an unknown zone, Conflict when
    another site has the domain.
    """
    host = normal_host(domain)
    _check("timezone", timezone, validate=check_zone)
    with transaction.atomic():
        if SiteDomain.objects.filter(host=host).exists():
            raise Conflict(_("The site %(domain)s is there already.") % {"domain": host})
        rules = SiteRules(languages=(language.split("-", maxsplit=1)[0],), own_domains=(host,))
        site = Site.objects.create(
            domain=host,
            name=name or host,
            language=language,
            timezone=timezone,
            rules=rules.as_json(),
        )
        SiteDomain.objects.create(site=site, host=host)
        for operator in User.objects.filter(is_superuser=True):
            Membership.objects.create(site=site, user=operator, role=Role.ADMINISTRATOR)
        return site, add_key(site)


def add_key(site: Site) -> str:
    """One more secret key of the site; the earlier ones stay valid."""
    secret = KEY_PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    SiteKey.objects.create(site=site, digest=digest(secret))
    return secret


def create_administrator(email: str, display_name: str, *, password: str) -> User:
    """An operator: administrator of every site, with a verified address.

    Raises BadField for a name, address or password that will not do, Conflict when
    there is an account with the address or the name.
    """
    name, address = names.clean_display_name(display_name), email.strip().lower()
    _check("email", address, validate=validate_email)
    _check("password", password, validate=validate_password)
    with transaction.atomic():
        if User.objects.filter(email=address).exists():
            raise Conflict(_("There is an account with this address already."))
        if User.objects.filter(name_key=names.fold(name)).exists():
            raise Conflict(_("There is an account with this name, or one that looks like it."))
        user = User.objects.create_superuser(
            address, password, display_name=name, name_key=names.fold(name)
        )
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
        for site in Site.objects.all():
            Membership.objects.create(site=site, user=user, role=Role.ADMINISTRATOR)
    return user


def create_token(
    site: Site, email: str, *, role: Role = Role.READER, scopes: Sequence[str] = ()
) -> str:
    """A bearer token for the account on the site; only its hash is kept.

    With `scopes`, names of rights, it may do that alone, and has the least role which may.
    Raises NotFound, BadField for an unknown scope.
    """
    rights = permission.parsed(scopes)
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise NotFound(_("There is no account with the address %(email)s.") % {"email": email})
    secret = TOKEN_PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    ApiToken.objects.create(
        site=site,
        user=user,
        role=permission.least_role(rights) if rights else role,
        scopes=[right.value for right in rights],
        digest=digest(secret),
    )
    return secret


def create_api_key(site: Site, name: str, *, per_minute: int, per_day: int) -> tuple[ApiKey, str]:
    """A key for a program that asks for scores, and its secret, which is not kept."""
    secret = API_KEY_PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    key = ApiKey.objects.create(
        site=site,
        name=name.strip(),
        hint=secret[-HINT_LENGTH:],
        digest=digest(secret),
        per_minute=per_minute,
        per_day=per_day,
    )
    return key, secret


def revoke_api_key(key: ApiKey, now: datetime) -> None:
    """Have the key refused from now on; one that was revoked keeps its moment."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now)


def _check(field: str, value: str, *, validate: Callable[[str], None]) -> None:
    try:
        validate(value)
    except ValidationError as error:
        raise BadField(field, " ".join(error.messages)) from error
