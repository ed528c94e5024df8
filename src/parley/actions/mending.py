"""Takes a record out of quarantine: mended and imported, or left out for good."""

import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from parley.actions.import_quarantine import from_raw
from parley.actions.importing import Export, import_records
from parley.actions.sealing import unseal
from parley.errors import BadInput, Conflict
from parley.importers import formats
from parley.importers.record import (
    Damage,
    ImportedAuthor,
    ImportedComment,
    Kind,
    Quarantined,
    Record,
    SourceState,
)
from parley.importers.source import Options
from parley.models.import_run import ImportRun, QuarantinedRecord, Settlement
from parley.models.permission import Permission
from parley.models.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Mended:
    """How many records of a run were imported, and how many are still kept aside."""

    imported: int
    left: int


def retry(viewer: Viewer, record: QuarantinedRecord, *, raw: str, now: datetime) -> str:
    """Import the record as it reads now; "" if that went well, else what is wrong with it still.

    What was changed of it is kept in either case. Raises NotAllowed, BadInput, and Conflict for
    a record that was settled meanwhile.
    """
    user = viewer.require(Permission.MANAGE_IMPORTS)
    _check_open(record)
    found = list(_records(record, raw))
    refused = [one for one in found if isinstance(one, Quarantined)]
    damage = [one.detail for one in found if isinstance(one, Damage)]
    taken = [one for one in found if not isinstance(one, Quarantined | Damage | ImportedAuthor)]
    if refused or len(taken) != 1:
        why = refused[0].detail if refused else " ".join(damage) or "There must be one record."
        _keep(record, raw, why=why, reason=refused[0].trouble if refused else record.reason)
        return why
    run = record.run
    usable = [one for one in found if not isinstance(one, Damage)]
    trial = import_records(run.site, Export(run.format, usable), now=now, dry_run=True)
    if trial.quarantine:
        _keep(record, raw, why=trial.quarantine[0].detail, reason=trial.quarantine[0].trouble)
        return trial.quarantine[0].detail
    import_records(
        run.site, Export(run.format, usable, f"mended: {record.record}", run.options), now=now
    )
    record.raw = raw
    _settle(record, Settlement.IMPORTED, user_id=user.pk, now=now)
    return ""


def retry_all(viewer: Viewer, run: ImportRun, *, now: datetime) -> Mended:
    """Once more all that the run has kept aside: what an article was missing for may go now."""
    viewer.require(Permission.MANAGE_IMPORTS)
    imported = 0
    # Articles first, since comments wait for them; parents were read before their replies.
    waiting = run.quarantine.filter(settlement=Settlement.OPEN)
    for kind in (Kind.ARTICLE, Kind.COMMENT):
        for record in list(waiting.filter(kind=kind).order_by("pk")):
            with suppress(BadInput):
                imported += not retry(viewer, record, raw=record.raw, now=now)
    return Mended(imported, waiting.count())


def dismiss(viewer: Viewer, record: QuarantinedRecord, *, now: datetime) -> None:
    """Leave the record out for good; it stays to be looked at. Raises NotAllowed, Conflict."""
    user = viewer.require(Permission.MANAGE_IMPORTS)
    _check_open(record)
    _settle(record, Settlement.DISMISSED, user_id=user.pk, now=now)


def _check_open(record: QuarantinedRecord) -> None:
    if record.settlement != Settlement.OPEN:
        raise Conflict("Somebody has settled this record meanwhile.")


def _settle(
    record: QuarantinedRecord, settlement: Settlement, *, user_id: int, now: datetime
) -> None:
    with transaction.atomic():
        changed = QuarantinedRecord.objects.filter(pk=record.pk, settlement=Settlement.OPEN).update(
            settlement=settlement, settled_at=now, settled_by=user_id, raw=record.raw
        )
    if not changed:
        raise Conflict("Somebody has settled this record meanwhile.")
    record.settlement = settlement


def _keep(record: QuarantinedRecord, raw: str, *, why: str, reason: str) -> None:
    record.raw, record.detail, record.reason = raw, why, reason
    record.save(update_fields=["raw", "detail", "reason"])


def _records(record: QuarantinedRecord, raw: str) -> Iterable[Record]:
    email = unseal(record.email_sealed)
    for found in _read(record, raw):
        yield _with_address(found, email)


def _read(record: QuarantinedRecord, raw: str) -> Iterable[Record]:
    """As Parley has read it once, or by the importer of its run."""
    kind = Kind(record.kind)
    known = from_raw(kind, raw)
    if known is not None:
        yield known
        return
    run = record.run
    importer = formats.by_title(
        run.options.get("format", run.format), run.options.get("importer", "")
    )
    zone = run.options.get("zone")
    options = Options(
        base_url=f"https://{run.site.domain}",
        zone=ZoneInfo(zone) if zone else None,
        columns=run.options.get("columns", {}),
    )
    with tempfile.TemporaryDirectory(prefix="parley-mending-") as folder:
        file = Path(folder) / "record"
        file.write_bytes(importer.alone(kind, raw))
        yield from list(importer.read([file], options))


def _with_address(found: Record, email: str) -> Record:
    """The author's address was taken out of what a person looks at."""
    if not email or not isinstance(found, ImportedComment) or found.author.email:
        return found
    if found.state is SourceState.DELETED:
        return found
    return replace(found, author=replace(found.author, email=email))
