"""Brings the discussions of another system here: all of an export that can be read, once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from parley.actions import import_identity, import_names
from parley.actions.import_account import close_accounts
from parley.actions.import_matching import plan_articles
from parley.actions.import_people import people, person
from parley.actions.import_planning import plan_authors, plan_comments
from parley.actions.import_settings import plan_settings
from parley.actions.import_staging import BATCH, Import, Staging, without_zeros
from parley.actions.import_standing import plan_standing
from parley.actions.import_storing import Progress, store
from parley.actions.sealing import seal
from parley.errors import Conflict
from parley.importers import encoding
from parley.importers.record import (
    MAX_RAW,
    Damage,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    ImportedSite,
    Kind,
    Quarantined,
    Record,
    SourceState,
)
from parley.importers.report import Report
from parley.models.article import Article
from parley.models.import_run import ImportRun, QuarantinedRecord
from parley.models.site import Site

_SHOWN_DAMAGED = 5
# Kept with a run's options, so that one that was broken off is finished as it began.
_EMPTY = "site_was_empty"


@dataclass(frozen=True, slots=True)
class Export:
    """What another system handed out: its records, as an importer reads them.

    `options` are what the importer was told beside the files, as JSON, to be kept with the run.
    """

    source: str
    records: Iterable[Record]
    file_name: str = ""
    options: dict[str, Any] = field(default_factory=dict)


def _silently(_count: int, _total: int) -> None:
    """The progress of an import that nobody watches."""


Look = Callable[[Import], None]
"""Shows what was planned before anything is stored."""


def _no_look(_task: Import) -> None:
    """Nobody wants to see a sample."""


def import_records(
    site: Site,
    export: Export,
    *,
    now: datetime,
    dry_run: bool = False,
    progress: Progress = _silently,
    look: Look = _no_look,
) -> Report:
    """Reads everything, plans everything, and only then stores; a dry run stops before.

    What is here already stays as it is, with whatever moderators have decided since. Raises
    ImportFailed, with nothing changed, when a record is missing from the account, and Conflict
    when somebody else imports the same: then running it again carries on. `progress` is told
    how many comments were stored, `look` is shown the plan of a dry run.
    """
    report = Report(format=export.source, dry_run=dry_run)
    with Staging.open() as staging:
        task = Import(
            site,
            export.source,
            staging,
            report,
            empty=_begins_empty(site, export),
            bans=bool(export.options.get("bans")),
        )
        _stage(task, export.records)
        plan_articles(task)
        plan_comments(task)
        plan_authors(task)
        plan_standing(task)
        plan_settings(task)
        close_accounts(task)
        if dry_run:
            look(task)
            return report
        _store(task, export, now=now, progress=progress)
    return report


def _begins_empty(site: Site, export: Export) -> bool:
    """Whether no discussions are here but those of the same import, which was broken off."""
    if not Article.objects.filter(site=site).exists():
        return True
    runs = ImportRun.objects.filter(site=site, format=export.source)
    last = runs.filter(file_name=export.file_name[:255]).order_by("-pk").first()
    return last is not None and last.finished_at is None and _EMPTY in last.options


def _store(task: Import, export: Export, *, now: datetime, progress: Progress) -> None:
    run = ImportRun.objects.create(
        site=task.site,
        format=export.source,
        file_name=export.file_name[:255],
        started_at=now,
        options={**export.options, **({_EMPTY: True} if task.empty else {})},
    )
    try:
        store(task, now, progress=progress)
    except IntegrityError as error:
        raise Conflict(
            "Somebody has just stored the same records. Run the import again to finish it."
        ) from error
    _finish(run, task)


def _stage(task: Import, records: Iterable[Record]) -> None:
    accounts, damaged = task.report.accounts, _DamagedText()
    for read in records:
        record = without_zeros(read)
        match record:
            case ImportedArticle():
                accounts[Kind.ARTICLE].read += 1
                task.staging.add_article(record)
                damaged.look_at(record.headline, record.record)
            case ImportedComment():
                accounts[Kind.COMMENT].read += 1
                _stage_comment(task, record)
                damaged.look_at(record.text, record.record)
            case ImportedAuthor():
                key = _stage_author(task, record)
                if import_names.stands_alone(task.site, key, export_source=task.source):
                    task.staging.need_author(key)
            case ImportedSite():
                task.staging.settings = record.settings
            case Quarantined():
                accounts[record.kind].read += 1
                accounts[record.kind].quarantined += 1
                task.staging.quarantine(record)
            case Damage():
                task.warnings.append(record.detail)
    task.warnings.extend(damaged.told())


def _stage_comment(task: Import, comment: ImportedComment) -> None:
    if comment.state is SourceState.DELETED:
        task.staging.add_comment(comment.stub(), author_key="")
        return
    for other in people(comment, task):
        _stage_author(task, other.author)
    task.staging.add_comment(comment, author_key=_stage_author(task, comment.author))


def _stage_author(task: Import, author: ImportedAuthor) -> str:
    key = person(author, task).key
    address = import_identity.email_hash(author.email) if author.email else ""
    task.staging.add_author(key, author, address=address)
    return key


class _DamagedText:
    """Counts texts whose encoding was damaged before they came here."""

    def __init__(self) -> None:
        self._count = 0
        self._named: list[str] = []

    def look_at(self, text: str, record: str) -> None:
        if encoding.is_damaged(text):
            self._count += 1
            if len(self._named) < _SHOWN_DAMAGED:
                self._named.append(record)

    def told(self) -> list[str]:
        if not self._count:
            return []
        named = ", ".join(self._named) + (", …" if self._count > len(self._named) else "")
        told = f"{self._count} texts look as if their encoding was damaged before the export was"
        return [f"{told} written ({named}). They are taken as they are."]


def _finish(run: ImportRun, task: Import) -> None:
    """Keeps what is in quarantine, unless an earlier run of the same export has kept it."""
    records = task.staging.quarantined()
    earlier = QuarantinedRecord.objects.filter(run__site=run.site, run__format=run.format)
    while batch := list(islice(records, BATCH)):
        kept = [_kept(run, record) for record in batch]
        known = set(earlier.filter(record__in={one.record for one in kept}).values_list(*_SAME))
        QuarantinedRecord.objects.bulk_create(
            one for one in kept if tuple(getattr(one, name) for name in _SAME) not in known
        )
    run.report = task.report.as_dict()
    run.finished_at = timezone.now()
    run.save(update_fields=["report", "finished_at"])


# By what a record is the same that was kept aside before.
_SAME = ("kind", "record", "reason", "raw")


def _kept(run: ImportRun, record: Quarantined) -> QuarantinedRecord:
    return QuarantinedRecord(
        run=run,
        kind=record.kind,
        record=record.record[:300],
        line=record.line,
        reason=record.trouble,
        detail=record.detail,
        raw=record.raw[:MAX_RAW],
        email_sealed=seal(record.email),
    )
