"""Real exports of other systems, with the counts that are known of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from parley.actions.importing import Export, import_records
from parley.importers import disqus
from parley.importers.record import Kind, Record
from parley.importers.report import Account, Report
from parley.importers.source import Options
from parley.models import Comment
from tests import factories
from tests.actions.exports import Run

OPTIONS = Options(base_url="https://paper.example")

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Callable[..., Report]:
    site = factories.site()

    def import_these(*records: Record, dry_run: bool = False) -> Report:
        export = Export("disqus", records, "export.xml")
        return import_records(site, export, now=timezone.now(), dry_run=dry_run)

    return import_these


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "comments", "articles"),
    [
        (
            "isso-disqus.xml",
            Account(read=6, imported=4, stubbed=1, quarantined=1),
            Account(read=3, imported=2, quarantined=1),
        ),
        (
            "remark42-disqus.xml",
            Account(read=6, imported=5, quarantined=1),
            Account(read=2, imported=2),
        ),
        (
            "disqus-torture.xml",
            Account(read=4, imported=3, stubbed=1),
            Account(read=2, imported=2),
        ),
        (
            "comentario-disqus-ok-single.xml.gz",
            Account(read=1, imported=1),
            Account(read=1, imported=1),
        ),
    ],
)
def test_real_exports_balance(
    run: Run, shared: Path, file: str, comments: Account, articles: Account
) -> None:
    records = list(disqus.read([shared / "data" / "exports" / file], OPTIONS))
    report = run(*records)
    assert (report.accounts[Kind.COMMENT], report.accounts[Kind.ARTICLE]) == (comments, articles)
    again = run(*records)
    assert all(account.imported == 0 for account in again.accounts.values())


@pytest.mark.shared
def test_issos_sample_gives_five_comments_and_one_orphan(run: Run, shared: Path) -> None:
    report = run(*disqus.read([shared / "data" / "exports" / "isso-disqus.xml"], OPTIONS))
    assert Comment.objects.count() == 5
    orphans = [record for record in report.quarantine if record.kind == Kind.COMMENT]
    named = [(orphan.record, orphan.trouble) for orphan in orphans]
    assert named == [("dsq:id 6", "unknown_thread")]
