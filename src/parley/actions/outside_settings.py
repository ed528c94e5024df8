"""Sets up the program of a publisher's that judges comments too (`actions.outside`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing, outside, sending, signatures
from parley.actions.auditing import Deed
from parley.actions.sealing import seal
from parley.errors import BadField
from parley.models.hook import OutsidePhase
from parley.models.permission import Permission
from parley.models.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the phase is to be; `timeout_ms` is how long a reader may wait for it."""

    url: str
    timeout_ms: int = 1_000
    signed_answers: bool = False
    active: bool = True


def set_phase(viewer: Viewer, wanted: Wanted, *, now: datetime) -> str:
    """From now on; the secret where it is a new one, to be shown this once, else "".

    Raises NotAllowed, BadField.
    """
    viewer.require(Permission.MANAGE_HOOKS)
    url = sending.check_target(wanted.url, field="url")
    if not outside.SHORTEST <= timedelta(milliseconds=wanted.timeout_ms) <= outside.LONGEST:
        raise BadField("timeout_ms", _("Give from 100 to 3000 milliseconds."))
    with transaction.atomic():
        phase = OutsidePhase.objects.select_for_update().filter(site=viewer.site).first()
        before = _told(phase)
        secret = "" if phase else signatures.new_secret()
        phase = phase or OutsidePhase(site=viewer.site, secret_sealed=seal(secret))
        phase.url, phase.timeout_ms = url, wanted.timeout_ms
        phase.signed_answers, phase.active = wanted.signed_answers, wanted.active
        # As if it had never failed: whoever sets it anew has mended it.
        phase.failures = 0
        phase.save()
        deed = Deed(verb="set_outside", of=viewer.site, before=before, after=_told(phase))
        auditing.write(viewer, deed, now=now)
    return secret


def roll(viewer: Viewer, phase: OutsidePhase, *, now: datetime) -> str:
    """A new secret, in force at once: what is signed with the old one is a failure, which
    holds. Raises NotAllowed."""
    viewer.require(Permission.MANAGE_HOOKS)
    secret = signatures.new_secret()
    with transaction.atomic():
        OutsidePhase.objects.filter(pk=phase.pk).update(secret_sealed=seal(secret), failures=0)
        auditing.write(viewer, Deed(verb="roll_outside", of=viewer.site), now=now)
    return secret


def remove(viewer: Viewer, phase: OutsidePhase, *, now: datetime) -> None:
    """Ask nobody any more. Raises NotAllowed."""
    viewer.require(Permission.MANAGE_HOOKS)
    with transaction.atomic():
        deed = Deed(verb="remove_outside", of=viewer.site, before=_told(phase))
        auditing.write(viewer, deed, now=now)
        phase.delete()


def _told(phase: OutsidePhase | None) -> dict[str, object]:
    if phase is None:
        return {}
    names = ("timeout_ms", "signed_answers", "active")
    told = {name: getattr(phase, name) for name in names}
    return told | {"host": sending.host_of(phase.url)}
