"""An operator's list of old and new addresses."""

from pathlib import Path

import pytest

from parley.errors import BadInput
from parley.importers import url_map
from parley.importers.record import ImportedArticle


def article(url: str, *other: str) -> ImportedArticle:
    return ImportedArticle(source_id="t", url=url, other_urls=other)


def read(folder: Path, text: str) -> url_map.UrlMap:
    file = folder / "map.csv"
    file.write_text(text, "utf-8")
    return url_map.read(file)


@pytest.mark.parametrize("between", [",", ";", "\t", " ", ", "])
def test_an_article_moves_and_keeps_its_old_address(tmp_path: Path, between: str) -> None:
    found = read(tmp_path, f"http://old.example/a/{between}https://paper.example/news/a\n")
    [moved] = found.applied(iter([article("https://www.old.example/a?utm_source=x")]))
    assert isinstance(moved, ImportedArticle)
    assert moved.url == "https://paper.example/news/a"
    assert moved.other_urls == ("https://www.old.example/a?utm_source=x",)
    assert found.unused == 0


def test_an_article_is_found_by_another_of_its_addresses(tmp_path: Path) -> None:
    found = read(tmp_path, "https://a.example/1,https://paper.example/1")
    [moved] = found.applied(iter([article("https://b.example/x", "https://a.example/1")]))
    assert isinstance(moved, ImportedArticle)
    assert moved.url == "https://paper.example/1"


def test_other_articles_stay(tmp_path: Path) -> None:
    found = read(tmp_path, "https://a.example/1,https://paper.example/1")
    other = article("https://a.example/2")
    assert list(found.applied(iter([other]))) == [other]
    assert found.unused == 1


def test_lines_with_one_address_or_none_change_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "https://a.example/1\n\nhttps://a.example/2,\n").new == {}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("https://a.example/1,nonsense", "line 1"),
        ("https://a.example/1,https://b.example/1,https://c.example/1", "3 addresses"),
        (
            "\nhttps://a.example/1,https://b.example/1\nhttps://a.example/1,https://c.example/",
            "line 3",
        ),
    ],
)
def test_a_bad_line_is_told_by_its_number(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(BadInput, match=place):
        read(tmp_path, text)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    file.write_bytes(b"\xff\xfe\x00\x81,")
    with pytest.raises(BadInput, match="UTF-8"):
        url_map.read(file)
