"""Imports on the desk: their account, and records that are mended, left out, or left to others."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from parley.actions.importing import Export, import_records
from parley.actions.sealing import seal
from parley.console.sources import SOURCES, Source
from parley.importers import formats
from parley.importers.source import Options
from parley.models import Article, Comment, ImportRun, QuarantinedRecord, Site
from parley.models.import_run import Settlement
from parley.models.user import Role
from tests import factories

pytestmark = pytest.mark.django_db

HEAD = '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
THREAD = '<thread dsq:id="1"><link>https://paper.example/bridge/</link></thread>'


def post(number: int, *, created: str = "2020-01-01T00:00:00Z", thread: str = "1") -> str:
    return (
        f'<post dsq:id="{number}"><message>Comment {number}.</message><createdAt>{created}'
        f"</createdAt><author><email>asha@mail.example</email><name>Asha</name></author>"
        f'<thread dsq:id="{thread}" /></post>'
    )


@pytest.fixture
def administrator(site: Site) -> Client:
    return factories.browser(factories.member(site, Role.ADMINISTRATOR))


@pytest.fixture
def imported(site: Site, tmp_path: Path) -> ImportRun:
    """Two comments, one of which has no time, and one of a thread that is not in the file."""
    file = tmp_path / "export.xml"
    bad = post(2, created="yesterday")
    file.write_text(f"{HEAD}{THREAD}{post(1)}{bad}{post(3, thread='9')}</disqus>", "utf-8")
    importer = formats.choose("disqus", [file])
    records = importer.read([file], Options(base_url="https://paper.example"))
    options = {"importer": importer.title}
    export = Export("disqus", records, "export.xml", options)
    import_records(site, export, now=timezone.now())
    return ImportRun.objects.get()


def record(run: ImportRun, name: str) -> QuarantinedRecord:
    return run.quarantine.get(record=f"dsq:id {name}")


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_an_import_is_listed_with_what_waits(administrator: Client, imported: ImportRun) -> None:
    shown = page(administrator, "/moderate/imports/")
    assert "export.xml" in shown
    assert "2 records to look at" in shown


def test_before_the_first_import_the_page_says_how_to_move(administrator: Client) -> None:
    shown = page(administrator, "/moderate/imports/")
    assert "Nothing has been imported yet." in shown
    assert "parley import auto EXPORT --site paper.example --dry-run" in shown


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.format)
def test_the_guide_says_what_to_ask_each_system_for(administrator: Client, source: Source) -> None:
    shown = page(administrator, f"/moderate/imports/?from={source.format}")
    assert escape(str(source.ask)) in shown
    assert f"parley import {source.format} {source.files} --site paper.example --dry-run" in shown


def test_every_format_that_can_be_imported_is_in_the_guide() -> None:
    assert {source.format for source in SOURCES} == set(formats.NAMES) - {formats.AUTO}


def test_the_account_and_the_records_are_shown(administrator: Client, imported: ImportRun) -> None:
    shown = page(administrator, f"/moderate/imports/{imported.pk}/")
    assert "Its time cannot be read." in shown
    assert "Its article is not known." in shown
    assert "<td>3</td>" in shown


def test_no_address_is_shown(administrator: Client, imported: ImportRun) -> None:
    for name in ("2", "3"):
        shown = page(administrator, f"/moderate/quarantine/{record(imported, name).pk}/")
        assert "asha@mail.example" not in shown


def test_a_record_that_was_mended_is_imported(administrator: Client, imported: ImportRun) -> None:
    row = record(imported, "2")
    mended = row.raw.replace("yesterday", "2020-01-02T00:00:00Z")
    response = administrator.post(f"/moderate/quarantine/{row.pk}/", {"raw": mended})
    assert response.status_code == 302
    comment = Comment.objects.get(source_id="2")
    assert comment.article == Comment.objects.get(source_id="1").article
    row.refresh_from_db()
    assert row.settlement == Settlement.IMPORTED


def test_its_author_is_the_same_person_as_of_the_others(
    administrator: Client, imported: ImportRun
) -> None:
    row = record(imported, "2")
    row.email_sealed = seal("asha@mail.example")
    row.save()
    mended = row.raw.replace("yesterday", "2020-01-02T00:00:00Z")
    administrator.post(f"/moderate/quarantine/{row.pk}/", {"raw": mended})
    assert Comment.objects.get(source_id="2").author == Comment.objects.get(source_id="1").author


def test_what_is_still_wrong_is_told_and_the_change_kept(
    administrator: Client, imported: ImportRun
) -> None:
    row = record(imported, "2")
    mended = row.raw.replace("yesterday", "the day before")
    response = administrator.post(f"/moderate/quarantine/{row.pk}/", {"raw": mended})
    assert response.status_code == 422
    assert "the day before" in response.content.decode()
    row.refresh_from_db()
    assert (row.settlement, "the day before" in row.raw) == (Settlement.OPEN, True)
    assert not Comment.objects.filter(source_id="2").exists()


@pytest.mark.parametrize("raw", ["", "no record", "<post", "{", '{"parley_record": 1}'])
def test_what_is_no_record_changes_nothing(
    administrator: Client, imported: ImportRun, raw: str
) -> None:
    row = record(imported, "3")
    response = administrator.post(f"/moderate/quarantine/{row.pk}/", {"raw": raw})
    assert response.status_code == 422
    assert Comment.objects.count() == 1


def test_what_waited_for_its_article_goes_when_that_is_here(
    administrator: Client, imported: ImportRun, site: Site
) -> None:
    Article.objects.create(site=site, url="https://paper.example/9", source="disqus", source_id="9")
    response = administrator.post(f"/moderate/imports/{imported.pk}/retry/", follow=True)
    assert "1 imported, 1 still kept aside." in response.content.decode()
    assert Comment.objects.get(source_id="3").article.url == "https://paper.example/9"


def test_a_record_can_be_put_under_another_article(
    administrator: Client, imported: ImportRun
) -> None:
    row = record(imported, "3")
    mended = row.raw.replace('"article_id": "9"', '"article_id": "1"')
    administrator.post(f"/moderate/quarantine/{row.pk}/", {"raw": mended})
    comment = Comment.objects.get(source_id="3")
    assert comment.article == Comment.objects.get(source_id="1").article
    assert comment.author == Comment.objects.get(source_id="1").author


def test_a_record_can_be_left_out(administrator: Client, imported: ImportRun) -> None:
    row = record(imported, "2")
    administrator.post(f"/moderate/quarantine/{row.pk}/", {"dismiss": "1"})
    row.refresh_from_db()
    assert (row.settlement, row.settled_by is not None) == (Settlement.DISMISSED, True)
    assert "left out" in page(administrator, f"/moderate/quarantine/{row.pk}/")


def test_what_somebody_has_settled_is_not_settled_again(
    administrator: Client, imported: ImportRun
) -> None:
    row = record(imported, "2")
    administrator.post(f"/moderate/quarantine/{row.pk}/", {"dismiss": "1"})
    mended = row.raw.replace("yesterday", "2020-01-02T00:00:00Z")
    response = administrator.post(f"/moderate/quarantine/{row.pk}/", {"raw": mended}, follow=True)
    assert "meanwhile" in response.content.decode()
    assert not Comment.objects.filter(source_id="2").exists()


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.STAFF, Role.READER])
def test_only_administrators_see_imports(site: Site, imported: ImportRun, role: Role) -> None:
    browser = factories.browser(factories.member(site, role))
    for path in (
        "/moderate/imports/",
        f"/moderate/imports/{imported.pk}/",
        f"/moderate/quarantine/{record(imported, '2').pk}/",
    ):
        assert browser.get(path).status_code in (403, 404)


def test_another_newspapers_import_is_as_if_absent(imported: ImportRun) -> None:
    other = factories.site("other.example")
    browser = factories.browser(factories.member(other, Role.ADMINISTRATOR))
    row = record(imported, "2")
    assert browser.get(f"/moderate/imports/{imported.pk}/?site=other.example").status_code == 404
    assert browser.get(f"/moderate/quarantine/{row.pk}/?site=other.example").status_code == 404
