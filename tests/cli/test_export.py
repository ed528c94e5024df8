"""`parley export`: a site leaves whole, and an empty one takes it back."""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from django.utils import timezone

from parley.actions import reporting, voting
from parley.importers import disqus
from parley.importers.record import ImportedArticle, ImportedComment, SourceState
from parley.importers.source import Options
from parley.models import Article, Author, Comment, Membership, Report, Site, User, Vote
from parley.models.comment import CommentState, Revision
from parley.models.report import ReportReason
from parley.models.user import Role
from tests import factories

Run = Callable[..., Result]

pytestmark = pytest.mark.django_db

NEWSROOM = Path(__file__).parent.parent / "data" / "disqus" / "newsroom.xml"


@pytest.fixture
def site(parley: Run) -> Site:
    """With what was written here, and what came from Disqus."""
    made = factories.site(
        timezone="Asia/Kolkata", rules={"max_links": 7}, close_after=timedelta(days=90)
    )
    article = factories.article(made, "/bridge/", publisher_id="story-1", headline="The bridge")
    asha, dinesh = factories.user("Asha Rao"), factories.user("Dinesh Patil")
    first = factories.comment(article, factories.author(made, asha))
    answer = factories.comment(article, parent=first, text="It **should**, “soon” & safely.")
    viewer, now = factories.viewer(made, dinesh), timezone.now()
    voting.cast_vote(viewer, answer, value=1, now=now)
    reporting.report_comment(
        viewer, answer, reason=ReportReason.OFF_TOPIC, detail="Read it.", now=now
    )
    Revision.objects.create(comment=answer, text="It shuold.", replaced_at=now)
    gone = factories.comment(article, state=CommentState.DELETED, text="")
    factories.comment(article, parent=gone, state=CommentState.HELD)
    assert parley("import", "disqus", str(NEWSROOM), "--site", made.domain).exit_code == 0
    return made


@pytest.fixture
def empty() -> Site:
    return factories.site("other.example")


@pytest.fixture
def export(parley: Run, tmp_path: Path) -> Callable[..., bytes]:
    def exported(of: Site, name: str = "export.jsonl", *options: str) -> bytes:
        file = tmp_path / name
        result = parley("export", str(file), "--site", of.domain, *options)
        assert result.exit_code == 0, (result.output, result.exception)
        data = file.read_bytes()
        return gzip.decompress(data) if name.endswith(".gz") else data

    return exported


def taken_back(parley: Run, file: Path, site: Site) -> dict[str, Any]:
    result = parley("import", "parley", str(file), "--site", site.domain, "--json")
    assert result.exit_code == 0, (result.output, result.exception)
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def test_what_was_exported_comes_back_byte_for_byte(
    parley: Run, site: Site, empty: Site, *, export: Callable[..., bytes], tmp_path: Path
) -> None:
    first = export(site)
    report = taken_back(parley, tmp_path / "export.jsonl", empty)
    assert report["quarantine"] == []
    again = export(empty, "again.jsonl.gz")
    assert sorted(again.splitlines()) == sorted(first.splitlines())


def test_votes_reports_and_earlier_texts_come_back(
    parley: Run, site: Site, empty: Site, *, export: Callable[..., bytes], tmp_path: Path
) -> None:
    export(site)
    taken_back(parley, tmp_path / "export.jsonl", empty)
    comment = Comment.objects.get(site=empty, text__contains="safely")
    assert (comment.respect, comment.open_reports) == (1, 1)
    assert Vote.objects.get(comment=comment).author == Author.objects.get(
        site=empty, display_name="Dinesh Patil"
    )
    assert Report.objects.get(comment=comment).detail == "Read it."
    assert comment.revisions.get().text == "It shuold."


def test_an_empty_site_takes_the_settings(
    parley: Run, site: Site, empty: Site, *, export: Callable[..., bytes], tmp_path: Path
) -> None:
    export(site)
    taken_back(parley, tmp_path / "export.jsonl", empty)
    empty.refresh_from_db()
    assert (empty.timezone, empty.rules) == ("Asia/Kolkata", {"max_links": 7})
    assert empty.close_after == timedelta(days=90)


def test_a_site_with_articles_keeps_its_settings(
    parley: Run, site: Site, empty: Site, *, export: Callable[..., bytes], tmp_path: Path
) -> None:
    factories.article(empty, "/here/")
    export(site)
    taken_back(parley, tmp_path / "export.jsonl", empty)
    empty.refresh_from_db()
    assert empty.timezone == "UTC"


def test_a_site_that_takes_its_own_export_stays_as_it_is(
    parley: Run, site: Site, *, export: Callable[..., bytes], tmp_path: Path
) -> None:
    first = export(site)
    report = taken_back(parley, tmp_path / "export.jsonl", site)
    assert [report[kind]["imported"] for kind in ("comments", "articles", "authors")] == [0, 0, 0]
    assert export(site, "again.jsonl") == first


def test_what_is_missing_comes_back_to_the_same_site(
    parley: Run, site: Site, *, export: Callable[..., bytes], tmp_path: Path
) -> None:
    first = export(site)
    Comment.objects.get(text__contains="safely").delete()
    taken_back(parley, tmp_path / "export.jsonl", site)
    again = export(site, "again.jsonl")
    assert len(again.splitlines()) == len(first.splitlines())
    assert Comment.objects.get(text__contains="safely").parent is not None


def test_nobody_gets_a_role_or_an_account(
    parley: Run, site: Site, empty: Site, *, export: Callable[..., bytes], tmp_path: Path
) -> None:
    factories.comment(
        factories.article(site, "/a/"),
        factories.author(site, factories.member(site, Role.ADMINISTRATOR)),
    )
    users = User.objects.count()
    export(site)
    taken_back(parley, tmp_path / "export.jsonl", empty)
    assert User.objects.count() == users
    assert not Membership.objects.filter(site=empty).exists()
    assert not Author.objects.filter(site=empty).exclude(user=None).exists()


def test_what_is_exported_tells_nothing_of_what_was_deleted(
    site: Site, export: Callable[..., bytes]
) -> None:
    Comment.objects.filter(text__contains="safely").update(
        state=CommentState.DELETED, text="secret", source_text="secret"
    )
    assert b"secret" not in export(site)


def test_the_same_discussions_give_the_same_file(
    site: Site, export: Callable[..., bytes], tmp_path: Path
) -> None:
    export(site, "one.gz")
    export(site, "two.gz")
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()


def test_the_file_is_its_owners(site: Site, export: Callable[..., bytes], tmp_path: Path) -> None:
    export(site)
    assert (tmp_path / "export.jsonl").stat().st_mode & 0o077 == 0


def test_where_it_cannot_write_it_says_so(parley: Run, site: Site, tmp_path: Path) -> None:
    result = parley("export", str(tmp_path / "no" / "x.jsonl"), "--site", site.domain)
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_a_broken_line_is_kept_aside_and_can_be_mended(
    parley: Run, site: Site, empty: Site, *, export: Callable[..., bytes], tmp_path: Path
) -> None:
    lines = export(site).splitlines()
    place = next(n for n, line in enumerate(lines) if b"safely" in line)
    lines[place] = lines[place].replace(b'"published"', b'"well known"')
    file = tmp_path / "export.jsonl"
    file.write_bytes(b"\n".join([*lines, b'{"kind": "comment", "id": ']))
    report = taken_back(parley, file, empty)
    assert [record["line"] for record in report["quarantine"]] == [place + 1, len(lines) + 1]
    assert report["comments"]["quarantined"] == 2


def test_an_export_of_a_later_parley_is_refused(
    parley: Run, site: Site, export: Callable[..., bytes], tmp_path: Path
) -> None:
    file = tmp_path / "later.jsonl"
    file.write_bytes(export(site).replace(b'"parley_export":1', b'"parley_export":2'))
    result = parley("import", "parley", str(file), "--site", site.domain)
    assert result.exit_code == 2
    assert "later Parley" in result.stderr


def test_as_disqus_only_what_is_public_leaves(
    site: Site, export: Callable[..., bytes], tmp_path: Path
) -> None:
    export(site, "export.xml", "--format", "disqus")
    records = list(disqus.read([tmp_path / "export.xml"], Options(base_url="")))
    comments = [record for record in records if isinstance(record, ImportedComment)]
    public = Comment.objects.filter(state__in=(CommentState.PUBLISHED, CommentState.DELETED))
    assert {int(comment.source_id) for comment in comments} == set(
        public.values_list("pk", flat=True)
    )
    assert {comment.state for comment in comments} == {SourceState.PUBLISHED, SourceState.DELETED}
    articles = [record for record in records if isinstance(record, ImportedArticle)]
    assert {article.url for article in articles} == set(
        Article.objects.values_list("url", flat=True)
    )


def test_as_disqus_words_and_places_are_the_same(
    site: Site, export: Callable[..., bytes], tmp_path: Path
) -> None:
    export(site, "export.xml", "--format", "disqus")
    for record in disqus.read([tmp_path / "export.xml"], Options(base_url="")):
        if isinstance(record, ImportedComment):
            comment = Comment.objects.get(pk=record.source_id)
            assert record.text == comment.text
            assert record.created_at == comment.created_at.replace(microsecond=0)
            assert record.parent_id == str(comment.parent_id or "")
