"""Gathers what a hook tells by e-mail, so that it arrives now and then and not all the time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from parley.actions import chat, mailboxes
from parley.actions.mailboxes import Letter
from parley.models.hook import Delivery, DeliveryState, Hook
from parley.models.mailbox import Mailbox

# More than anybody reads in a mail; the rest is counted.
MOST = 50
# Nobody reads mail that comes more often, whatever a hook was set to.
LEAST_MINUTES = 15


def due(hook: Hook, moment: datetime) -> datetime:
    """When something of this moment may leave at the earliest."""
    if hook.told_at is None:
        return moment
    return max(moment, hook.told_at + timedelta(minutes=max(hook.every_minutes, LEAST_MINUTES)))


def send(hook: Hook, now: datetime) -> None:
    """Send all that is due in one mail, unless one has just left; then it waits for the next."""
    with transaction.atomic():
        hook = Hook.objects.select_for_update(no_key=True).get(pk=hook.pk)
        waiting = Delivery.objects.filter(
            hook=hook, state=DeliveryState.WAITING, next_at__lte=now
        ).order_by("created_at", "pk")
        moment = due(hook, now)
        if moment > now:
            # The sweep attempts these again when they are due.
            waiting.update(next_at=moment)
            return
        found = list(waiting)
        if not found:
            return
        mailbox = mailboxes.mailbox_of(hook.site, hook.target, now=now)
        if not mailboxes.may_get_or_ask(mailbox, now):
            why = _("The owner of the address has not said yes to this mail.")
            waiting.update(state=DeliveryState.DEAD, settled_at=now, next_at=None, error=why)
            return
        # The mail is a job of the same transaction: both happen, or neither.
        _mail(hook, found, mailbox=mailbox)
        Delivery.objects.filter(pk__in=[each.pk for each in found]).update(
            state=DeliveryState.DELIVERED, settled_at=now, next_at=None, attempts=1, error=""
        )
        hook.told_at = now
        hook.save(update_fields=["told_at"])


def _mail(hook: Hook, found: list[Delivery], *, mailbox: Mailbox) -> None:
    lines = [(chat.title_of(each.payload), _place(each)) for each in found[:MOST]]
    context = {
        "hook": hook,
        "site": hook.site,
        "lines": lines,
        "more": len(found) - len(lines),
        "base_url": settings.BASE_URL,
        "stop_url": mailboxes.link_to(mailbox),
    }
    subject = _("%(site)s: %(count)d events") % {"site": hook.site.name, "count": len(found)}
    body = render_to_string("parley/mail/hook.txt", context)
    mailboxes.send(mailbox, Letter(subject=subject, body=body))


def _place(delivery: Delivery) -> str:
    """Where to look; of the queue how long it is."""
    data = delivery.payload["data"]
    if "queue" in data:
        return _("%(waiting)d wait, the oldest for %(minutes)d minutes.") % {
            "waiting": data["queue"]["waiting"],
            "minutes": data["queue"]["oldest_minutes"],
        }
    comment = data.get("comment")
    return str(comment["url"]) if comment else ""
