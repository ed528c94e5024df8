"""Forgets addresses to which no newspaper has mail sent any more, and those of erased accounts."""

import logging
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from parley.actions import auditing, mailboxes
from parley.actions.auditing import Deed
from parley.errors import BadField
from parley.models.hook import Hook, HookForm
from parley.models.mailbox import SEALED, Mailbox
from parley.models.sections.figures import Figures
from parley.models.site import Site
from parley.models.user import User

INTERVAL = timedelta(hours=6)
# So long it counts how often somebody was asked, lest who is named again be asked anew.
KEEP_ASKED = timedelta(days=30)

logger = logging.getLogger(__name__)


def sweep(now: datetime) -> None:
    """Forget what no hook and no setting of its site names."""
    for site in Site.objects.filter(pk__in=Mailbox.objects.values("site")):
        # Read before the names: whoever names one does so first, or in one transaction.
        known = list(Mailbox.objects.filter(site=site))
        try:
            named = _named(site)
        except BadField as error:
            logger.warning("%s: it cannot be told who gets mail: %s", site.domain, error)
            continue
        for mailbox in known:
            if mailbox.address not in named:
                _forget(mailbox, now)


def of_user(user: User) -> "QuerySet[Mailbox]":
    """Those of the addresses that are shown to be the user's: others may be a stranger's."""
    addresses = _addresses(user)
    sealed = [mailboxes.sealed(address) for address in addresses]
    found: QuerySet[Mailbox] = Mailbox.objects.filter(address__in=[*addresses, *sealed])
    return found


def forget_user(user: User, now: datetime) -> None:
    """No newspaper sends mail there any more, as a hook or as its figures."""
    addresses = set(_addresses(user))
    if not addresses:
        return
    hooks = Hook.objects.filter(form=HookForm.MAIL).annotate(key=Lower("target"))
    named = Q(pk__in=hooks.filter(key__in=addresses).values("site")) | ~Q(desk={})
    for pk in Site.objects.filter(named).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            _take_out(Site.objects.select_for_update(no_key=True).get(pk=pk), addresses, now=now)
    for mailbox in of_user(user):
        _forget(mailbox, now)


def _take_out(site: Site, addresses: set[str], *, now: datetime) -> None:
    before = _weekly_mail_to(site)
    after = [each for each in before if _key(each) not in addresses]
    if after != before:
        section = {**site.desk[Figures.name], "weekly_mail_to": after}
        site.desk = {**site.desk, Figures.name: section}
        site.save(update_fields=["desk"])
    mail = Hook.objects.filter(site=site, form=HookForm.MAIL).select_for_update(no_key=True)
    hooks = [hook for hook in mail.order_by("pk") if _key(hook.target) in addresses]
    for hook in hooks:
        # A mail to nobody else: nothing of it is left.
        hook.delete()
    taken = {"weekly_mail_to": len(before) - len(after), "hooks": len(hooks)}
    if any(taken.values()):
        deed = Deed(verb="forget_mailbox", of=site, after=taken)
        auditing.write_for_machine(site, deed, via="job", now=now)


def _weekly_mail_to(site: Site) -> list[str]:
    """Nothing where the settings cannot be read: nobody is sent mail by them either."""
    try:
        return Figures.of(site).weekly_mail_to
    except BadField:
        return []


def _forget(mailbox: Mailbox, now: datetime) -> None:
    """Of who wants no mail, and for a while of who was asked, a digest stays."""
    row = Mailbox.objects.filter(pk=mailbox.pk, address=mailbox.address)
    asked = Q(asked_at__gt=now - KEEP_ASKED)
    with transaction.atomic():
        row.filter(stopped_at=None).exclude(asked).delete()
        if not mailbox.address.startswith(SEALED):
            sealed = mailboxes.sealed(mailbox.address)
            row.filter(~Q(stopped_at=None) | asked).update(address=sealed, confirmed_at=None)


def _named(site: Site) -> set[str]:
    """Raises BadField."""
    hooks = Hook.objects.filter(site=site, form=HookForm.MAIL)
    targets = hooks.values_list("target", flat=True)
    return {_key(each) for each in (*targets, *Figures.of(site).weekly_mail_to)}


def _addresses(user: User) -> list[str]:
    shown = EmailAddress.objects.filter(user=user, verified=True)
    return [_key(each) for each in shown.values_list("email", flat=True)]


def _key(address: str) -> str:
    return address.strip().lower()
