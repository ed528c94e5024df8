"""The widget is served compressed, the loader freshly, its parts for good."""

from pathlib import Path

import brotli
import pytest

from parley.readpath.assets import load_assets
from tests.readpath.newsroom import Answer, Client, Newsroom, read_path
from tests.readpath.newsroom import run as in_loop


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "embed.js").write_text("export const loader = 1;\n" * 40)
    (tmp_path / "thread-B3k9_x2a.js").write_text("export const thread = 1;\n" * 40)
    (tmp_path / "manifest.json").write_text("{}")
    return tmp_path


def ask(folder: Path, path: str, *headers: tuple[str, str]) -> Answer:
    client = Client(read_path(Newsroom(), assets=load_assets(folder)))
    return in_loop(client.ask(path, *headers))


def test_the_loader_is_checked_again_and_again(folder: Path) -> None:
    answer = ask(folder, "/embed.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"].startswith("public, max-age=600")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_part_with_its_hash_is_kept_for_good(folder: Path) -> None:
    answer = ask(folder, "/widget/thread-B3k9_x2a.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_part_may_be_used_by_isolated_pages(folder: Path) -> None:
    answer = ask(folder, "/widget/thread-B3k9_x2a.js")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_it_is_sent_compressed_as_well_as_can_be(folder: Path) -> None:
    answer = ask(folder, "/embed.js", ("Accept-Encoding", "br"))
    assert answer.headers["etag"].endswith('-br-best"')
    assert brotli.decompress(answer.body) == (folder / "embed.js").read_bytes()


def test_who_has_it_already_is_told_so(folder: Path) -> None:
    held = ("If-None-Match", ask(folder, "/embed.js").headers["etag"])
    assert ask(folder, "/embed.js", held).status == 304


@pytest.mark.parametrize(
    "path", ["/widget/manifest.json", "/widget/embed.js", "/widget/other.js", "/widget/"]
)
def test_nothing_else_is_served(folder: Path, path: str) -> None:
    assert ask(folder, path).text.startswith("GET ")


def test_without_a_built_widget_there_are_no_assets(tmp_path: Path) -> None:
    assert load_assets(tmp_path / "missing") == {}
