"""Brings the discussions of another system here: all of an export that can be read, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import IntegrityError
from django.utils import timezone

from parley.actions import import_identity
from parley.actions.import_matching import plan_articles
from parley.actions.import_planning import plan_authors, plan_comments
from parley.actions.import_staging import BATCH, Import, Staging
from parley.actions.import_storing import Progress, store
from parley.errors import Conflict, ImportFailed
from parley.importers.record import (
    MAX_RAW,
    Damage,
    ImportedArticle,
    ImportedComment,
    Kind,
    Quarantined,
    Record,
    SourceState,
)
from parley.importers.report import MAX_LISTED, Fate, Report
from parley.models.import_run import ImportRun, QuarantinedRecord
from parley.models.site import Site


@dataclass(frozen=True, slots=True)
class Export:
    """What another system handed out: its records, as an importer reads them."""

    source: str
    records: Iterable[Record]
    file_name: str = ""


def _silently(_count: int) -> None:
    """The progress of an import that nobody watches."""


def import_records(
    site: Site,
    export: Export,
    *,
    now: datetime,
    dry_run: bool = False,
    progress: Progress = _silently,
) -> Report:
    """Reads everything, plans everything, and only then stores; a dry run stops before.

    What is here already stays as it is, with whatever moderators have decided since. Raises
    ImportFailed, with nothing changed, when a record is missing from the account, and Conflict
    when somebody else imports the same: then running it again carries on. `progress` is told
    how many comments were stored.
    """
    report = Report(format=export.source, dry_run=dry_run)
    with Staging.open() as staging:
        task = Import(site, export.source, staging, report.warnings)
        _stage(task, export.records, report=report)
        plan_articles(task)
        plan_comments(task)
        plan_authors(task)
        _close_accounts(task, report)
        if not dry_run:
            run = ImportRun.objects.create(
                site=site, format=export.source, file_name=export.file_name[:255], started_at=now
            )
            try:
                store(task, now, progress=progress)
            except IntegrityError as error:
                raise Conflict(
                    "Somebody has just stored the same records. Run the import again to finish it."
                ) from error
            _finish(run, task, report=report)
    return report


def _stage(task: Import, records: Iterable[Record], *, report: Report) -> None:
    for record in records:
        match record:
            case ImportedArticle():
                report.accounts[Kind.ARTICLE].read += 1
                task.staging.add_article(record)
            case ImportedComment():
                report.accounts[Kind.COMMENT].read += 1
                _stage_comment(task, record)
            case Quarantined():
                report.accounts[record.kind].read += 1
                report.accounts[record.kind].quarantined += 1
                task.staging.quarantine(record)
            case Damage():
                report.warnings.append(record.detail)


def _stage_comment(task: Import, comment: ImportedComment) -> None:
    if comment.state is SourceState.DELETED:
        task.staging.add_comment(comment, author_key="")
        return
    key = import_identity.source_id(comment.author)
    task.staging.add_author(key, comment.author)
    task.staging.add_comment(comment, author_key=key)


def _close_accounts(task: Import, report: Report) -> None:
    for kind, account in report.accounts.items():
        for fate, count in task.staging.fates(kind).items():
            account.add(fate, count)
        account.add(Fate.MERGED, task.staging.repeated[kind])
    # Authors are no records of their own: one is read where a comment that is taken names one.
    authors = report.accounts[Kind.AUTHOR]
    authors.read = authors.imported + authors.unchanged
    report.quarantine.extend(islice(task.staging.quarantined(), MAX_LISTED))
    unbalanced = report.unbalanced()
    if unbalanced:
        raise ImportFailed(f"The account of {', '.join(unbalanced)} does not balance.")


def _finish(run: ImportRun, task: Import, *, report: Report) -> None:
    records = task.staging.quarantined()
    while batch := list(islice(records, BATCH)):
        QuarantinedRecord.objects.bulk_create(_kept(run, record) for record in batch)
    run.report = report.as_dict()
    run.finished_at = timezone.now()
    run.save(update_fields=["report", "finished_at"])


def _kept(run: ImportRun, record: Quarantined) -> QuarantinedRecord:
    return QuarantinedRecord(
        run=run,
        kind=record.kind,
        record=record.record[:300],
        line=record.line,
        reason=record.trouble,
        detail=record.detail,
        # PostgreSQL stores no zero character.
        raw=record.raw[:MAX_RAW].replace("\0", ""),
    )
