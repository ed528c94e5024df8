"""Exchanges a publisher's token for one of our accounts: known, joined or made for it.

A token only ever says who somebody is. It makes readers, never anything more, and takes over
no account by an e-mail address: an account that was here before is joined when its owner,
signed in here, has agreed to it on a page of ours.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from parley import names, publisher_token
from parley.actions import renaming
from parley.actions.sealing import unseal
from parley.errors import BadField, Conflict, SignOnRefused
from parley.models.sign_on import SignOnAlgorithm, SignOnIdentity, SignOnKey, UsedToken
from parley.models.site import digest
from parley.models.user import Role, User, no_address
from parley.publisher_token import LEEWAY, Claims, Fault, Finding, Key, TokenRefused

# Two tokens of one reader, or two readers of one name, at the same moment.
ATTEMPTS = 3
# `last_used_at` tells an administrator which key still serves; to the minute is enough, and
# a thousand readers a minute do not wait for one row.
NOTED_EVERY = timedelta(minutes=1)


def key_named_by(token: str) -> SignOnKey:
    """The key that the token says it is signed by. Raises SignOnRefused."""
    try:
        kid = publisher_token.kid_of(token)
    except TokenRefused as refused:
        raise SignOnRefused(refused.fault, refused.detail) from refused
    key = SignOnKey.objects.select_related("site").filter(kid=kid).first()
    if key is None:
        raise SignOnRefused(Fault.UNKNOWN_KEY, _("No key of this name is in force."))
    return key


def exchange(key: SignOnKey, token: str, *, agreed: User | None, now: datetime) -> User:
    """The account of whom the token names; the token is used up by it.

    `agreed` is a signed-in user who wants to be signed in by the publisher from now on.
    Raises SignOnRefused; nothing has been changed then.
    """
    try:
        claims = publisher_token.accept(token, _as_rule(key), audience=key.site.domain, now=now)
    except TokenRefused as refused:
        raise SignOnRefused(refused.fault, refused.detail) from refused
    if not key.vouches_for_email:
        claims = replace(claims, email="")
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                _use_up(key, claims)
                user = _account(key, claims, agreed=agreed, now=now)
        except IntegrityError:
            continue
        _note_use(key, now)
        return user
    raise Conflict(_("Others signed on at the same moment. Please try again."))


def part(user: User, identity: str) -> None:
    """Take back one's word that a publisher may sign one on; `identity` is its number."""
    if identity.isdecimal():
        user.sign_on_identities.exclude(linked_at=None).filter(pk=identity).delete()


def examine(key: SignOnKey | None, token: str, *, audience: str, now: datetime) -> list[Finding]:
    """What is right and wrong with a token, which is not used up by it."""
    rule = _as_rule(key) if key else None
    return list(_with_replay(key, publisher_token.examine(token, rule, audience=audience, now=now)))


def _with_replay(key: SignOnKey | None, findings: Iterator[Finding]) -> Iterator[Finding]:
    for finding in findings:
        if key is not None and finding.part == "jti" and not finding.fault:
            used = UsedToken.objects.filter(site=key.site, jti_digest=digest(finding.value))
            if used.exists():
                yield replace(finding, fault=Fault.REPLAYED, note=_replayed().detail)
                continue
        yield finding


def _as_rule(key: SignOnKey) -> Key:
    shared = key.algorithm == SignOnAlgorithm.HS256
    return Key(
        kid=key.kid,
        algorithm=key.algorithm,
        material=unseal(key.secret_sealed) if shared else key.public_key,
        expires_at=key.expires_at,
        revoked_at=key.revoked_at,
    )


def _use_up(key: SignOnKey, claims: Claims) -> None:
    """Unique in the database, so a token serves once whatever the number of processes."""
    try:
        with transaction.atomic():
            UsedToken.objects.create(
                site=key.site,
                jti_digest=digest(claims.jti),
                expires_at=claims.expires_at + LEEWAY,
            )
    except IntegrityError as error:
        raise _replayed() from error


def _replayed() -> SignOnRefused:
    return SignOnRefused(
        Fault.REPLAYED, _("This token was used before: make a new one, with a new jti, each time.")
    )


def _note_use(key: SignOnKey, now: datetime) -> None:
    if key.last_used_at is None or key.last_used_at < now - NOTED_EVERY:
        SignOnKey.objects.filter(pk=key.pk).update(last_used_at=now)


def _account(key: SignOnKey, claims: Claims, *, agreed: User | None, now: datetime) -> User:
    known = (
        SignOnIdentity.objects.select_related("user")
        .select_for_update(of=("self",))
        .filter(site=key.site, subject=claims.subject)
        .first()
    )
    identity = known or _new_identity(key, claims, agreed=agreed, now=now)
    if agreed is not None:
        _join(identity, agreed, now=now)
    _check_may_enter(identity)
    if known and identity.linked_at is None:
        _follow(identity, claims, now=now)
    identity.name, identity.last_used_at = claims.name, now
    identity.save(update_fields=["name", "last_used_at"])
    return identity.user


def _new_identity(
    key: SignOnKey, claims: Claims, *, agreed: User | None, now: datetime
) -> SignOnIdentity:
    return SignOnIdentity.objects.create(
        site=key.site,
        subject=claims.subject,
        user=agreed or _new_user(claims),
        created_at=now,
        linked_at=now if agreed else None,
    )


def _new_user(claims: Claims) -> User:
    """A reader without a password, who is asked to accept the guidelines like everybody."""
    name = renaming.free_name(claims.name)
    user = User.objects.create_user(
        no_address(), None, display_name=name, name_key=names.fold(name)
    )
    _give_address(user, claims)
    return user


def _give_address(user: User, claims: Claims) -> None:
    """Whoever has the address already keeps it; neither account learns of the other."""
    if not claims.email or user.mailbox:
        return
    known = User.objects.filter(email__iexact=claims.email).exists()
    if known or EmailAddress.objects.filter(email__iexact=claims.email).exists():
        return
    user.email = claims.email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=claims.email, verified=True, primary=True)


def _join(identity: SignOnIdentity, agreed: User, *, now: datetime) -> None:
    """Let an earlier sign-on lead to this account, where it has left no other one in use."""
    before = identity.user
    if before == agreed:
        identity.linked_at = identity.linked_at or now
        identity.save(update_fields=["linked_at"])
        return
    used = before.authors.exists() or before.votes.exists() or before.reports_made.exists()
    if identity.linked_at is not None or used or _is_privileged(before):
        raise SignOnRefused(
            "sso_already_joined",
            _("This reader of the publisher has another account here, which has been used."),
        )
    identity.user, identity.linked_at = agreed, now
    identity.save(update_fields=["user", "linked_at"])
    before.delete()


def _check_may_enter(identity: SignOnIdentity) -> None:
    """A publisher's word opens the accounts that live by it, and others by their owners' leave.

    Somebody who has set a password by mail may know nothing of a sign-on that once made the
    account in their name: the publisher is not to come and go there.
    """
    user = identity.user
    if not user.is_active:
        raise SignOnRefused("sso_account_inactive", _("This account has been closed."))
    own = _is_privileged(user) or _has_own_way_in(user)
    if (identity.linked_at is None and own) or is_mfa_enabled(user):
        raise SignOnRefused(
            "sso_sign_in_here",
            _("Please sign in to this account directly: it has a role or a sign-in of its own."),
        )


def _has_own_way_in(user: User) -> bool:
    return user.has_usable_password() or SocialAccount.objects.filter(user=user).exists()


def _is_privileged(user: User) -> bool:
    """On any site, for one session serves them all."""
    member = user.memberships.exclude(role=Role.READER).exists()
    return user.is_staff or user.is_superuser or member


def _follow(identity: SignOnIdentity, claims: Claims, *, now: datetime) -> None:
    """Take over a change of name, unless there is none: who chose a name here keeps it."""
    user = identity.user
    _give_address(user, claims)
    if claims.name == identity.name:
        return
    name = renaming.free_name(claims.name, user)
    if name == user.display_name:
        return
    # Taken in this very moment, it stays as it was.
    with contextlib.suppress(BadField):
        renaming.rename(user, name, now=now)
