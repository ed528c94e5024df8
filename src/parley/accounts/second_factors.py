"""Hears from allauth that somebody got or lost a second factor; it has no other way to say so."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed

from parley.actions.second_factors import tell_administrators
from parley.models.user import User


def listen() -> None:
    """For the life of the process."""
    authenticator_added.connect(_added, dispatch_uid="parley.second_factors.added")
    authenticator_removed.connect(_removed, dispatch_uid="parley.second_factors.removed")


def _added(*, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Recovery codes come with a factor, and are none by themselves."""
    factors = Authenticator.objects.filter(user=user).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    if authenticator.type != Authenticator.Type.RECOVERY_CODES and factors.count() == 1:
        tell_administrators(user, added=True)


def _removed(*, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        tell_administrators(user, added=False)
