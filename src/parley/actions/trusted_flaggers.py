"""Keeps the trusted flaggers of a site, and knows their notices."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing
from parley.actions.auditing import Deed
from parley.errors import BadField, Conflict
from parley.models.legal import TrustedFlagger
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.user import User
from parley.models.viewer import Viewer


def add(viewer: Viewer, *, name: str, email: str, expertise: str, now: datetime) -> TrustedFlagger:
    """Notices of a verified account with this address go first from now on.

    Raises NotAllowed, BadField; Conflict for an address that is there already.
    """
    viewer.require(Permission.KEEP_REGISTER)
    address = email.strip().lower()
    if not name.strip():
        raise BadField("name", _("Give the name of the body."))
    if "@" not in address:
        raise BadField("email", _("Give the address from which its account was made."))
    with transaction.atomic():
        flagger, made = TrustedFlagger.objects.get_or_create(
            site=viewer.site,
            email=address,
            removed_at=None,
            defaults={"name": name.strip(), "expertise": expertise.strip(), "added_at": now},
        )
        if not made:
            raise Conflict(_("This address is a trusted flagger's already."))
        auditing.write(viewer, Deed(verb="trust_flagger", of=flagger), now=now)
    return flagger


def remove(viewer: Viewer, flagger: TrustedFlagger, *, now: datetime) -> None:
    """Their notices are like everybody's from now on; what they sent stays marked."""
    viewer.require(Permission.KEEP_REGISTER)
    with transaction.atomic():
        left = TrustedFlagger.objects.filter(pk=flagger.pk, removed_at=None)
        if left.update(removed_at=now):
            auditing.write(viewer, Deed(verb="distrust_flagger", of=flagger), now=now)


def flagger_of(site: Site, user: User | None) -> TrustedFlagger | None:
    """The trusted flagger whose address the user has verified; anybody can type an address."""
    if user is None:
        return None
    verified = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = [address.lower() for address in verified]
    found = TrustedFlagger.objects.filter(site=site, removed_at=None, email__in=addresses)
    return found.first()
