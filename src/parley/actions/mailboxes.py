"""Asks the owners of addresses whether they want a newspaper's mail, and lets them stop it.

An administrator may name any address, a stranger's too. So nothing but the question goes there
until its owner has said yes, or where it is the verified one of somebody who works there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from parley.errors import NotFound
from parley.models.mailbox import SEALED, Mailbox
from parley.models.site import Site

_SALT = "parley.mailbox"
# Mail gets lost, and people are on holiday; but nobody is to be asked for ever.
ASKED_AGAIN = timedelta(days=7)
MOST_TIMES = 3
# No newspaper has so many new addresses, and nobody can have hundreds of strangers asked.
MOST_A_DAY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`html` may be ""."""

    subject: str
    body: str
    html: str = ""


def mailbox_of(site: Site, address: str, *, now: datetime) -> Mailbox:
    """What is known of the address; from now on, if nothing was."""
    key = address.strip().lower()
    # It was forgotten, and what its owner had said was not.
    Mailbox.objects.filter(site=site, address=sealed(key)).update(address=key, known_since=now)
    found: Mailbox = Mailbox.objects.get_or_create(
        site=site, address=key, defaults={"known_since": now}
    )[0]
    return found


def sealed(address: str) -> str:
    """By which the address, in lower case, is known again without being kept."""
    return SEALED + salted_hmac("parley.mailbox", address, algorithm="sha256").hexdigest()


def may_get(mailbox: Mailbox) -> bool:
    """Whether mail may go there."""
    if mailbox.stopped_at is not None or mailbox.confirmed_at is not None:
        return mailbox.stopped_at is None
    return bool(
        EmailAddress.objects.filter(
            email__iexact=mailbox.address,
            verified=True,
            user__is_active=True,
            user__memberships__site=mailbox.site_id,
        ).exists()
    )


def may_get_or_ask(mailbox: Mailbox, now: datetime) -> bool:
    """The same; where its owner has not answered yet, they are asked now and then."""
    if may_get(mailbox):
        return True
    if mailbox.stopped_at is None:
        _ask(mailbox, now)
    return False


def send(mailbox: Mailbox, letter: Letter) -> None:
    """Mail that says how to stop it, to people and to mail programs (RFC 8058)."""
    message = EmailMultiAlternatives(
        " ".join(letter.subject.split()),
        letter.body,
        to=[mailbox.address],
        headers={
            "List-Unsubscribe": f"<{link_to(mailbox)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    message.send()


def link_to(mailbox: Mailbox) -> str:
    """Where its owner says yes, or no more. It never expires: neither does old mail."""
    token = signing.dumps(mailbox.pk, salt=_SALT)
    return f"{settings.BASE_URL}/mailbox/{token}/"


def mailbox_behind(token: str) -> Mailbox:
    """Raises NotFound for a link that is not ours."""
    try:
        key = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise NotFound(_("This link is incomplete.")) from error
    found = Mailbox.objects.select_related("site").filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is nothing behind this link any more."))
    return found


def confirm(mailbox: Mailbox, now: datetime) -> None:
    """Its owner says yes."""
    Mailbox.objects.filter(pk=mailbox.pk).update(confirmed_at=now, stopped_at=None)


def stop(mailbox: Mailbox, now: datetime) -> None:
    """Its owner wants no mail, whoever names the address again."""
    Mailbox.objects.filter(pk=mailbox.pk).update(confirmed_at=None, stopped_at=now)


def _ask(mailbox: Mailbox, now: datetime) -> None:
    if mailbox.asked >= MOST_TIMES:
        return
    lately = Mailbox.objects.filter(site=mailbox.site, asked_at__gt=now - timedelta(days=1))
    if lately.count() >= MOST_A_DAY:
        return
    due = Mailbox.objects.filter(pk=mailbox.pk, asked=mailbox.asked).exclude(
        asked_at__gt=now - ASKED_AGAIN
    )
    with transaction.atomic(), override(mailbox.site.language):
        # Of several who would ask at once, one does.
        if not due.update(asked=mailbox.asked + 1, asked_at=now):
            return
        context = {"site": mailbox.site, "link": link_to(mailbox)}
        subject = _("%(newspaper)s: may we send you mail?") % {"newspaper": mailbox.site.name}
        body = render_to_string("parley/mail/mailbox.txt", context)
        send_mail(" ".join(subject.split()), body, None, [mailbox.address])
