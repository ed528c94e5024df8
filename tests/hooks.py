"""Hooks as an administrator has set them up, and deliveries as jobs attempt them."""

from datetime import datetime

from django.utils import timezone

from parley.actions import delivering, hook_settings, mailboxes
from parley.actions.hook_settings import Wanted
from parley.models.hook import Delivery, DeliveryState, Hook, HookForm, HookKind
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from tests import factories

PUBLIC = "https://hooks.news.example/in"


def administrator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.ADMINISTRATOR))


def hook(
    site: Site, *kinds: HookKind, target: str = PUBLIC, form: HookForm = HookForm.STANDARD
) -> tuple[Hook, str]:
    """A hook for these kinds, or for all, and its secret."""
    wanted = Wanted(form=form, name="Our archive", target=target, kinds=kinds)
    if form == HookForm.MAIL:
        said_yes(site, target)
    return hook_settings.add(administrator(site), wanted, now=timezone.now())


def said_yes(site: Site, address: str) -> None:
    """The owner of the address wants the site's mail."""
    now = timezone.now()
    mailboxes.confirm(mailboxes.mailbox_of(site, address, now=now), now)


def attempt_due(now: datetime | None = None) -> None:
    """What the jobs that are due would do."""
    moment = now or timezone.now()
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=moment)
    for delivery in due.order_by("pk"):
        delivering.attempt(delivery.pk, now=moment)
