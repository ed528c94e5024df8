"""`parley import disqus`: what it prints, what it stores, how it ends."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from parley.models import Article, Comment, Site
from parley.models.comment import CommentState
from tests import factories

Run = Callable[..., Result]

pytestmark = pytest.mark.django_db

NEWSROOM = Path(__file__).parent.parent / "data" / "disqus" / "newsroom.xml"
DAMAGED = NEWSROOM.with_name("damaged.xml")


@pytest.fixture
def site() -> Site:
    return factories.site()


def balances(report: dict[str, dict[str, int]]) -> bool:
    kinds = (report[kind] for kind in ("comments", "articles", "authors"))
    return all(2 * account["read"] == sum(account.values()) for account in kinds)


def test_it_imports_and_accounts_for_every_record(parley: Run, site: Site) -> None:
    result = parley("import", "disqus", str(NEWSROOM), "--site", site.domain, "--json")

    assert result.exit_code == 0, (result.output, result.exception)
    report = json.loads(result.stdout)
    assert report["comments"]["imported"] > 0
    assert balances(report)
    stored = report["comments"]["imported"] + report["comments"]["stubbed"]
    assert Comment.objects.count() >= stored


def test_importing_again_imports_nothing(parley: Run, site: Site) -> None:
    arguments = ("import", "disqus", str(NEWSROOM), "--site", site.domain, "--json")
    parley(*arguments)
    before = list(Comment.objects.order_by("pk").values())

    report = json.loads(parley(*arguments).stdout)
    assert [report[kind]["imported"] for kind in ("comments", "articles", "authors")] == [0, 0, 0]
    assert list(Comment.objects.order_by("pk").values()) == before


def test_a_dry_run_reports_the_same_and_changes_nothing(parley: Run, site: Site) -> None:
    arguments = ("import", "disqus", str(NEWSROOM), "--site", site.domain, "--json")
    planned = json.loads(parley(*arguments, "--dry-run").stdout)
    assert not Comment.objects.exists()

    done = json.loads(parley(*arguments).stdout)
    assert {**planned, "dry_run": False} == done


def test_nothing_is_imported_where_the_report_could_not_be_written(
    parley: Run, site: Site, tmp_path: Path
) -> None:
    missing = str(tmp_path / "missing" / "report.json")
    result = parley("import", "disqus", str(NEWSROOM), "--site", site.domain, "--report", missing)
    assert result.exit_code == 2
    assert not Comment.objects.exists()


def test_the_report_goes_to_a_file_as_well(parley: Run, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    result = parley("import", "disqus", str(DAMAGED), "--site", site.domain, "--report", str(file))

    report = json.loads(file.read_text("utf-8"))
    assert balances(report)
    assert report["quarantine"]
    assert "kept aside" in result.stdout


def test_it_says_where_the_discussions_can_be_read(parley: Run, site: Site) -> None:
    result = parley("import", "disqus", str(NEWSROOM), "--site", site.domain)
    article = Article.objects.order_by("-comment_count", "pk")[0]
    place = f"to read: http://testserver/discussion/{article.pk}/ ({article.comment_count})"
    assert place in result.stdout
    assert factories.browser().get(f"/discussion/{article.pk}/").status_code == 200


def test_a_file_of_another_kind_is_refused(parley: Run, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear editor, this is no export.", "utf-8")

    result = parley("import", "disqus", str(file), "--site", site.domain)
    assert result.exit_code == 2
    assert "no Disqus export" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "livejournal", "x.xml", "--site", "paper.example"),
        ("import", "disqus", "absent.xml", "--site", "paper.example"),
        ("import", "disqus", "--site", "paper.example"),
    ],
)
def test_wrong_usage_ends_with_two(parley: Run, arguments: tuple[str, ...]) -> None:
    assert parley(*arguments).exit_code == 2


def test_an_unknown_site_is_told(parley: Run, site: Site) -> None:
    result = parley("import", "disqus", str(NEWSROOM), "--site", "elsewhere.example")
    assert result.exit_code == 1
    assert "elsewhere.example" in result.stderr


# Live comments, stubs and quarantined records of real exports; see the readmes beside them.
KNOWN = {
    "isso-disqus.xml": (4, 1, 1),
    "disqus-torture.xml": (3, 1, 0),
    "comentario-disqus-ok-single.xml.gz": (1, 0, 0),
}


@pytest.mark.shared
@pytest.mark.parametrize(("name", "counts"), KNOWN.items())
def test_real_exports_are_counted_as_known(
    parley: Run, site: Site, shared: Path, *, name: str, counts: tuple[int, int, int]
) -> None:
    file = shared / "data" / "exports" / name
    report = json.loads(
        parley("import", "disqus", str(file), "--site", site.domain, "--json").stdout
    )

    comments = report["comments"]
    assert balances(report)
    assert (comments["imported"], comments["stubbed"], comments["quarantined"]) == counts


@pytest.mark.shared
def test_a_damaged_real_export_is_read_as_far_as_can_be(
    parley: Run, site: Site, shared: Path
) -> None:
    file = shared / "data" / "exports" / "remark42-disqus.xml"
    report = json.loads(
        parley("import", "disqus", str(file), "--site", site.domain, "--json").stdout
    )

    assert balances(report)
    assert report["comments"]["quarantined"] >= 1
    assert not Comment.objects.filter(state=CommentState.PUBLISHED, text__contains="spam").exists()


def arguments(site: Site, *more: str, form: str = "disqus") -> tuple[str, ...]:
    return ("import", form, str(NEWSROOM), "--site", site.domain, *more)


def test_auto_tells_the_format_by_the_content(parley: Run, site: Site) -> None:
    result = parley(*arguments(site, "--json", form="auto"))
    assert json.loads(result.stdout)["format"] == "disqus"


def test_another_format_than_the_named_one_is_refused_with_the_right_command(
    parley: Run, site: Site
) -> None:
    result = parley(*arguments(site, form="wordpress"))
    assert result.exit_code == 2
    assert "parley import disqus newsroom.xml" in result.stderr
    assert not Comment.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 100, b'{"a": 1}', b"a,b\n1,2\n"])
def test_auto_refuses_what_it_does_not_know(
    parley: Run, site: Site, tmp_path: Path, *, content: bytes
) -> None:
    file = tmp_path / "what"
    file.write_bytes(content)
    result = parley("import", "auto", str(file), "--site", site.domain)
    assert result.exit_code == 2
    assert "no format that Parley knows" in result.stderr


def test_a_dry_run_shows_a_sample_and_stores_nothing(
    parley: Run, site: Site, tmp_path: Path
) -> None:
    sample = tmp_path / "sample.html"
    result = parley(*arguments(site, "--dry-run", "--sample", str(sample)))
    assert result.exit_code == 0, (result.output, result.exception)
    page = sample.read_text("utf-8")
    assert 'class="parley-comment' in page
    assert "default-src 'none'" in page
    assert not Comment.objects.exists()
    assert not Article.objects.exists()


def test_where_nothing_would_be_stored_the_report_says_that_there_is_no_sample(
    parley: Run, site: Site, tmp_path: Path
) -> None:
    parley(*arguments(site))
    sample = tmp_path / "sample.html"
    result = parley(*arguments(site, "--dry-run", "--sample", str(sample)))
    assert result.exit_code == 0
    assert "no sample to show" in result.stdout
    assert not sample.exists()


def test_a_sample_is_only_of_what_is_not_stored(parley: Run, site: Site, tmp_path: Path) -> None:
    result = parley(*arguments(site, "--sample", str(tmp_path / "sample.html")))
    assert result.exit_code == 2


def test_articles_that_have_moved_are_found_where_they_are(
    parley: Run, site: Site, tmp_path: Path
) -> None:
    parley(*arguments(site))
    url = Article.objects.order_by("pk")[0].url
    other = factories.site("other.example")
    moved = tmp_path / "moved.csv"
    moved.write_text(
        f"{url},https://other.example/new-place/\nhttps://a.example/1,https://b.example/1\n"
    )
    result = parley(*arguments(other, "--url-map", str(moved)))
    assert result.exit_code == 0, (result.output, result.exception)
    assert Article.objects.find(other, "https://other.example/new-place/") is not None
    assert Article.objects.find(other, url) == Article.objects.find(
        other, "https://other.example/new-place/"
    )
    assert "1 addresses of the list are of no article" in result.stdout


def test_two_installations_of_one_system_stay_apart(
    parley: Run, site: Site, tmp_path: Path
) -> None:
    parley(*arguments(site))
    before = Comment.objects.count()
    result = parley(*arguments(site, "--as", "sport", "--json"))
    report = json.loads(result.stdout)
    assert report["format"] == "disqus-sport"
    assert report["comments"]["unchanged"] == 0
    assert Comment.objects.count() > before


@pytest.mark.parametrize(
    "option",
    [
        ("--timezone", "Mars/Olympus"),
        ("--map", "Comment"),
        ("--map", "Comment=comment"),
        ("--as", "Two Words"),
        ("--url-map", "/no/such/file"),
    ],
)
def test_a_wrong_option_is_told_and_nothing_imported(
    parley: Run, site: Site, option: tuple[str, str]
) -> None:
    assert parley(*arguments(site, *option)).exit_code == 2
    assert not Comment.objects.exists()
