"""Tells whoever has the old address that comments were claimed, and hears that it was not them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from parley.actions import handing_over, notices, sealing
from parley.errors import NotFound
from parley.models.claim import Claim, ClaimState
from parley.models.decision import NoticeKind
from parley.models.user import User

SALT = "parley.claim.not-me"
# Somebody may look into an old mailbox once a season; after that it is for the newspaper.
LINK_LASTS = timedelta(days=90)


def tell_old_addresses(claims: Sequence[Claim], user: User) -> None:
    """One mail to each address that the claimed authors had, with the way to object.

    The claims are of one site. Nobody else learns that there is an address.
    """
    by_address: dict[str, list[Claim]] = {}
    for claim in claims:
        author = claim.author
        address = sealing.unseal(author.email_sealed) if author is not None else ""
        if address:
            by_address.setdefault(address.strip().lower(), []).append(claim)
    for address, theirs in by_address.items():
        context = {
            "site": theirs[0].site,
            "names": list(dict.fromkeys(claim.before["name"] for claim in theirs)),
            "reader": user.display_name,
            "until": theirs[0].full_rights_at,
            "link": f"{settings.BASE_URL}/me/claims/not-me/{token_for(theirs)}/",
        }
        body = render_to_string("parley/mail/claimed.txt", context)
        subject = _("Your older comments at %(site)s") % {"site": theirs[0].site.name}
        send_mail(" ".join(subject.split()), body, None, [address])


def token_for(claims: Sequence[Claim]) -> str:
    """What a link says that only we can have made."""
    return signing.dumps([claim.pk for claim in claims], salt=SALT)


def claims_of(token: str) -> list[Claim]:
    """The claims that a link is about. Raises NotFound for one that is not ours, or too old."""
    try:
        keys = signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature as error:
        raise NotFound(_("This link is incomplete, or too old.")) from error
    return list(Claim.objects.filter(pk__in=keys).select_related("site", "author", "user"))


def object_to(claims: Sequence[Claim], now: datetime) -> bool:
    """The owner of the old address says that it was not them: take back what is still on
    hold, and leave the rest to a moderator. Answers whether all is taken back.

    Either way the authors are to be had from a moderator alone from now on.
    """
    for claim in claims:
        if claim.disputed_at is None:
            Claim.objects.filter(pk=claim.pk).update(disputed_at=now)
        if _is_on_hold(claim, now):
            user = claim.user
            handing_over.take_back(claim, by=None, note="", now=now)
            if user is not None:
                _tell_reader(claim, user, now=now)
    granted = Claim.objects.filter(pk__in=[claim.pk for claim in claims], state=ClaimState.GRANTED)
    return not granted.exists()


def _is_on_hold(claim: Claim, now: datetime) -> bool:
    return (
        claim.state == ClaimState.GRANTED
        and claim.full_rights_at is not None
        and claim.full_rights_at > now
    )


def _tell_reader(claim: Claim, user: User, *, now: datetime) -> None:
    """Nothing of an address, nor of who objected."""
    text = _("If they are yours all the same, ask a moderator: link it on this page.")
    notices.leave(user, claim.site, kind=NoticeKind.CLAIM_REVERSED, text=text, now=now)
