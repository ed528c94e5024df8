"""The image of a discussion's common ground."""

import re
import struct
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.site import Site
from parley.snapshots.ground import poster
from tests import ground
from tests.snapshots.test_ground_pictures import HOSTILE, scene

pytestmark = pytest.mark.either_database

# What could load something, or run.
ACTIVE = {"image", "use", "script", "style", "foreignObject", "a", "feImage", "animate"}

PNG = b"\x89PNG\r\n\x1a\n"


def ask(article: Article, **headers: Any) -> Any:
    return Client().get(f"/discussion/{article.pk}/ground.png", headers=headers)


def words_of(drawn: str) -> list[str]:
    return [str(text.text) for text in etree.fromstring(drawn).iter("{*}text")]


def test_it_is_an_image_of_the_size_that_networks_show(site: Site) -> None:
    answer = ask(ground.discussion(site))

    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(PNG)
    assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)


def test_the_page_names_it(site: Site) -> None:
    article = ground.discussion(site)
    html = Client().get(f"/discussion/{article.pk}/ground/").content.decode()
    found = re.search(r'<meta property="og:image" content="([^"]+)">', html)

    assert found is not None
    assert found[1].startswith("http")
    assert found[1].endswith(f"/discussion/{article.pk}/ground.png")


def test_the_page_says_in_words_what_all_respect(site: Site) -> None:
    html = Client().get(f"/discussion/{ground.discussion(site).pk}/ground/").content.decode()
    assert 'property="og:description" content="What all sides respect: “Whatever is' in html


def test_where_there_is_no_picture_there_is_no_image(article: Article) -> None:
    assert ask(article).status_code == 404
    html = Client().get(f"/discussion/{article.pk}/ground/").content.decode()
    assert "og:image" not in html


def test_who_has_it_is_not_sent_it_again(site: Site) -> None:
    article = ground.discussion(site)
    first = ask(article)
    assert ask(article, if_none_match=first["ETag"]).status_code == 304


def test_it_is_made_once(site: Site) -> None:
    article = ground.discussion(site)
    ask(article)
    made = poster._png.cache_info().misses
    ask(article)
    assert poster._png.cache_info().misses == made


def test_a_removed_comment_is_not_quoted_any_more(site: Site) -> None:
    article = ground.discussion(site)
    before = ask(article).content
    Comment.objects.filter(pk=ground.first_agreed(article)).update(state=CommentState.REJECTED)
    Article.objects.filter(pk=article.pk).update(rev=article.rev + 1)

    assert ask(article).content != before


def test_it_quotes_with_quotation_marks_and_names() -> None:
    words = words_of(poster.poster_svg(scene(text="The bridge is old.", author="Asha Menon")))

    assert "“The bridge is old.”" in words
    assert any(line.startswith("Asha Menon · respected by ") for line in words)
    assert {"Common ground", "The bridge", "The Paper"} <= set(words)


@pytest.mark.parametrize("payload", HOSTILE)
def test_nothing_that_is_written_becomes_part_of_the_drawing(payload: str) -> None:
    attacked = replace(scene(text=payload, author=payload), headline=payload, site_name=payload)
    root = etree.fromstring(poster.poster_svg(attacked))
    tags = {etree.QName(one).localname for one in root.iter()}

    assert tags & ACTIVE == set()
    assert not [one for one in root.iter() if any("href" in str(name) for name in one.attrib)]


@pytest.mark.parametrize("payload", HOSTILE[::12])
def test_whatever_is_written_can_be_drawn(payload: str) -> None:
    attacked = replace(scene(text=payload, author=payload), headline=payload, site_name=payload)
    assert poster.poster_png(attacked).startswith(PNG)


def test_without_the_packaged_font_the_machines_own_are_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(poster, "_FONTS", "no_such_package")
    poster._png.cache_clear()
    assert poster.poster_png(scene()).startswith(PNG)


@pytest.mark.parametrize("text", ["W" * 400, "東" * 400, "a b " * 200, "हिन्दी " * 99, "🏳️‍🌈" * 99])
def test_no_line_is_wider_than_its_column(text: str) -> None:
    lines = list(poster._wrapped(text, size=44, lines=3))

    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(poster._width(line, 44) <= 560 for line in lines)


def test_a_short_text_is_whole() -> None:
    assert list(poster._wrapped("A bridge", size=44, lines=3)) == ["A bridge"]


def test_a_cut_quotation_keeps_its_mark() -> None:
    lines = list(poster._wrapped("“" + "word " * 80 + "end.”", size=27, lines=4))
    assert lines[-1].endswith("…”")
