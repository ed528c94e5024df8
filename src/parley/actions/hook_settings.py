"""Sets up a site's hooks: where its events are told, of which kinds, and by which secret."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing, delivering, mailboxes, sending, signatures
from parley.actions.auditing import Deed
from parley.actions.sealing import seal
from parley.errors import BadField, Conflict
from parley.models.hook import TEST_KIND, Delivery, DeliveryState, Hook, HookForm, HookKind
from parley.models.mailbox import Mailbox, check_address
from parley.models.permission import Permission
from parley.models.viewer import Viewer

# More than a newsroom has programs, and few enough that telling them all stays quick.
MOST_HOOKS = 20
# The longest that a publisher is known to take to change a secret over a weekend.
GRACE = timedelta(days=3)
MOST_REPLAYED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a hook is to be; `kinds` empty means all of them."""

    form: HookForm
    name: str
    target: str
    kinds: tuple[HookKind, ...] = ()
    every_minutes: int = 15

    def checked_target(self) -> str:
        """Raises BadField."""
        target = self.target.strip()
        if self.form != HookForm.MAIL:
            return sending.check_target(target, field="target")
        try:
            check_address(target)
        except ValidationError as error:
            raise BadField("target", _("Write an e-mail address.")) from error
        return target


def add(viewer: Viewer, wanted: Wanted, *, now: datetime) -> tuple[Hook, str]:
    """A new hook, and the secret of what it signs, to be shown this once; "" for what signs
    nothing. Raises NotAllowed, BadField, Conflict when there are too many."""
    user = viewer.require(Permission.MANAGE_HOOKS)
    target = wanted.checked_target()
    secret = signatures.new_secret() if wanted.form == HookForm.STANDARD else ""
    with transaction.atomic():
        if Hook.objects.filter(site=viewer.site).count() >= MOST_HOOKS:
            raise Conflict(_("There are %(most)d hooks already.") % {"most": MOST_HOOKS})
        hook = Hook.objects.create(
            site=viewer.site,
            form=wanted.form,
            name=wanted.name.strip(),
            target=target,
            kinds=[kind.value for kind in wanted.kinds],
            every_minutes=wanted.every_minutes,
            secret_sealed=seal(secret),
            created_at=now,
            created_by=user,
        )
        _ask_owner(hook, now)
        _audit(viewer, hook, verb="add_hook", now=now, after=_told(hook))
    return hook, secret


def change(viewer: Viewer, hook: Hook, *, wanted: Wanted, now: datetime) -> Hook:
    """Another name, target or choice of kinds; its form stays. Raises NotAllowed, BadField."""
    viewer.require(Permission.MANAGE_HOOKS)
    target = wanted.checked_target()
    with transaction.atomic():
        row = Hook.objects.select_for_update(no_key=True).get(pk=hook.pk)
        before = _told(row)
        row.name, row.target = wanted.name.strip(), target
        row.kinds = [kind.value for kind in wanted.kinds]
        row.every_minutes = wanted.every_minutes
        row.save(update_fields=["name", "target", "kinds", "every_minutes"])
        _ask_owner(row, now)
        _audit(viewer, row, verb="change_hook", now=now, before=before, after=_told(row))
    return row


def disable(viewer: Viewer, hook: Hook, *, now: datetime) -> None:
    """Tell it nothing more; what waited is given up, and can be replayed. Raises NotAllowed,
    Conflict."""
    viewer.require(Permission.MANAGE_HOOKS)
    with transaction.atomic():
        row = Hook.objects.select_for_update(no_key=True).get(pk=hook.pk)
        if row.disabled_at is not None:
            raise Conflict(_("It is turned off already."))
        row.disabled_at, row.disabled_why = now, ""
        row.save(update_fields=["disabled_at", "disabled_why"])
        delivering.bury(row, _("The hook was turned off."), now=now)
        _audit(viewer, row, verb="disable_hook", now=now)


def enable(viewer: Viewer, hook: Hook, *, now: datetime) -> None:
    """Tell it again from now on, as if it had never failed. Raises NotAllowed."""
    viewer.require(Permission.MANAGE_HOOKS)
    with transaction.atomic():
        row = Hook.objects.select_for_update(no_key=True).get(pk=hook.pk)
        row.disabled_at, row.disabled_why = None, ""
        row.failures, row.failing_since, row.resting_until = 0, None, None
        row.save()
        _audit(viewer, row, verb="enable_hook", now=now)


def roll(viewer: Viewer, hook: Hook, *, now: datetime) -> str:
    """A new secret; for `GRACE`, messages are signed with the old one as well.

    Raises NotAllowed, Conflict for what signs nothing.
    """
    viewer.require(Permission.MANAGE_HOOKS)
    secret = signatures.new_secret()
    with transaction.atomic():
        row = Hook.objects.select_for_update(no_key=True).get(pk=hook.pk)
        if row.form != HookForm.STANDARD:
            raise Conflict(_("Messages of this form are not signed."))
        row.former_secret_sealed, row.former_until = row.secret_sealed, now + GRACE
        row.secret_sealed = seal(secret)
        row.save(update_fields=["secret_sealed", "former_secret_sealed", "former_until"])
        _audit(viewer, row, verb="roll_hook", now=now)
    return secret


def remove(viewer: Viewer, hook: Hook, *, now: datetime) -> None:
    """For good, with all its deliveries. Raises NotAllowed."""
    viewer.require(Permission.MANAGE_HOOKS)
    with transaction.atomic():
        # Before its deliveries, as whoever attempts one of them.
        row = Hook.objects.select_for_update(no_key=True).get(pk=hook.pk)
        _audit(viewer, row, verb="remove_hook", now=now, before=_told(row))
        row.delete()


def try_out(viewer: Viewer, hook: Hook, *, now: datetime) -> Delivery:
    """Have it told that this is a test, whatever kinds it listens to. Raises NotAllowed,
    Conflict for one that is turned off."""
    viewer.require(Permission.MANAGE_HOOKS)
    if hook.disabled_at is not None:
        raise Conflict(_("Turn it on first."))
    payload = {
        "type": TEST_KIND,
        "timestamp": now.isoformat(),
        "data": {"site": viewer.site.domain},
    }
    with transaction.atomic():
        return delivering.leave(hook, Delivery(kind=TEST_KIND, payload=payload), now=now)


def replay(viewer: Viewer, delivery: Delivery, *, now: datetime) -> None:
    """Attempt it anew, under its old id, whether it had arrived or not. Raises NotAllowed,
    Conflict."""
    viewer.require(Permission.MANAGE_HOOKS)
    with transaction.atomic():
        row = Delivery.objects.select_for_update(of=("self",)).select_related("hook")
        found = row.get(pk=delivery.pk)
        if found.hook.disabled_at is not None:
            raise Conflict(_("Turn it on first."))
        if found.state == DeliveryState.WAITING:
            raise Conflict(_("It is still under way."))
        delivering.again(found, now=now)
        _audit(viewer, found.hook, verb="replay", now=now, after={"message": found.message})


def replay_dead(viewer: Viewer, hook: Hook, *, since: datetime, now: datetime) -> int:
    """Attempt anew all that was given up since a moment; how many these are. Raises NotAllowed,
    Conflict."""
    viewer.require(Permission.MANAGE_HOOKS)
    with transaction.atomic():
        row = Hook.objects.select_for_update(no_key=True).get(pk=hook.pk)
        if row.disabled_at is not None:
            raise Conflict(_("Turn it on first."))
        dead = Delivery.objects.filter(hook=row, state=DeliveryState.DEAD, created_at__gte=since)
        found = list(dead.order_by("created_at", "pk")[:MOST_REPLAYED])
        for delivery in found:
            delivery.hook = row
            delivering.again(delivery, now=now)
        _audit(viewer, row, verb="replay_dead", now=now, after={"count": len(found)})
    return len(found)


def is_confirmed(hook: Hook) -> bool:
    """Whether mail may go where it is to go."""
    found = Mailbox.objects.filter(site=hook.site, address=hook.target.lower()).first()
    return found is not None and mailboxes.may_get(found)


def _ask_owner(hook: Hook, now: datetime) -> None:
    """Of an address to which mail is to go."""
    if hook.form == HookForm.MAIL:
        mailbox = mailboxes.mailbox_of(hook.site, hook.target, now=now)
        mailboxes.may_get_or_ask(mailbox, now)


def _told(hook: Hook) -> dict[str, Any]:
    """What the audit keeps for good: neither a person's address nor a URL with its secrets."""
    is_mail = hook.form == HookForm.MAIL
    host = hook.target.rpartition("@")[2] if is_mail else sending.host_of(hook.target)
    return {"name": hook.name, "form": hook.form, "host": host, "kinds": hook.kinds}


def _audit(
    viewer: Viewer,
    hook: Hook,
    *,
    verb: str,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    deed = Deed(verb=verb, of=hook, before=before or {}, after=after or {})
    auditing.write(viewer, deed, now=now)
