"""The pictures of common ground: true to their table, and harmless whatever was written."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from lxml import etree

from parley.snapshots.ground import svg, words
from parley.snapshots.ground.scene import Kind, Said, Scene, excerpt, shortened
from tests.ranking.pictures import composed, demo, two_camps
from tests.server import ROOT

HOSTILE = [
    line
    for line in (ROOT / "tests/data/xss_payloads.txt").read_text().splitlines()
    if line and not line.startswith("#")
]


def scene(*, text: str = "The bridge is old.", author: str = "Asha", camps: int = 2) -> Scene:
    """Of simulated votes; every comment says the same."""
    found = _picture(camps)
    comments = tuple(
        Said(
            id=one["id"],
            author=author,
            quote=text,
            url=f"https://talk.example/discussion/1/?comment={one['id']}#comment-{one['id']}",
            shares=(one["left"], *one["between"], one["right"]),
            gap=one["gap"],
            votes=one["votes"],
            kind=Kind.AGREED
            if one["id"] in found["agreed"]
            else Kind.DIVIDES
            if one["id"] in found["divides"]
            else Kind.OTHER,
        )
        for one in found["comments"]
    )
    return Scene(
        article_id=1,
        headline="The bridge",
        site_name="The Paper",
        language="en",
        picture=found,
        comments=comments,
        refreshed_at=datetime(2026, 11, 28, tzinfo=UTC),
    )


@cache
def _picture(camps: int) -> dict[str, Any]:
    found = composed(demo(camps=camps, readers=400), camps=camps)
    assert found is not None
    return found


def drawn(**given: str | int) -> etree._Element:
    return etree.fromstring(words.ground_html(scene(**given)))  # type: ignore[arg-type]  # as given


def test_every_picture_is_told_in_words() -> None:
    pictures = [one for one in drawn().iter("g") if one.get("role") == "img"]

    assert len(pictures) == 3
    for picture in pictures:
        title, about = picture[0], picture[1]
        assert (title.tag, about.tag) == ("title", "desc")
        assert title.text
        assert about.text
        assert picture.get("aria-labelledby") == title.get("id")
        assert picture.get("aria-describedby") == about.get("id")


def test_every_comment_is_in_both_pictures_of_comments_and_links_to_itself() -> None:
    made = scene()
    root = etree.fromstring(words.ground_html(made))
    for name in ("parley-sides", "parley-line"):
        links = [a.get("href") for a in root.iterfind(f".//svg[@class='{name}']//a")]
        assert sorted(links, key=str) == sorted(said.url for said in made.comments)


def test_a_mark_says_who_wrote_what_and_what_both_sides_make_of_it() -> None:
    said = scene().comments[0]
    first = drawn().find(".//svg[@class='parley-line']//a/title")

    assert first is not None
    assert first.text == f"“The bridge is old.” — Asha. {svg.in_words(said)}"
    assert f"{said.left}% of side A and {said.right}%" in svg.in_words(said)


def test_the_table_has_the_numbers_of_the_picture() -> None:
    made = scene()
    table = next(etree.fromstring(words.ground_html(made)).iter("table"))
    rows = [[cell.text for cell in row.iter("td")] for row in table.iterfind("tbody/tr")]

    assert rows == [
        [f"{said.left}%", f"{said.right}%", str(said.gap), str(said.votes)]
        for said in made.comments
    ]


def test_marks_stand_where_the_table_says() -> None:
    made = scene()
    plot = etree.fromstring(words.ground_html(made)).find(".//svg[@class='parley-sides']")
    assert plot is not None
    circle = next(
        a.find("circle") for a in plot.iter("a") if a.get("href") == made.listed("agreed")[0].url
    )
    said = made.listed("agreed")[0]

    assert circle is not None
    assert float(circle.get("cx", "")) == pytest.approx(72 + 2.84 * said.left, abs=0.1)
    assert float(circle.get("cy", "")) == pytest.approx(62 + 2.84 * (100 - said.right), abs=0.1)


def test_with_three_camps_the_table_has_a_column_between() -> None:
    table = next(drawn(camps=3).iter("table"))
    assert [head.text for head in table.iterfind("thead/tr/th")][2] == "In between"


def test_dots_on_the_line_do_not_touch() -> None:
    xs = sorted([3.0] * 12 + [4.5, 9.0, 9.1, 50.0])
    dots = list(zip(xs, svg.swarm(xs), strict=True))

    apart = [
        (x - u) ** 2 + (y - v) ** 2 for number, (x, y) in enumerate(dots) for u, v in dots[:number]
    ]
    assert min(apart) >= 81


def test_nobody_is_named_for_what_nobody_respects() -> None:
    made = composed(two_camps(60, respect={0: (30, 30), 1: (0, 0)}))
    assert made is not None
    assert made["unrespected"] == [102]
    heads = [head.text for head in drawn().iter("h3")]
    assert not any("nobody" in str(head) for head in heads)


@pytest.mark.parametrize("payload", HOSTILE)
def test_what_readers_write_is_never_markup(payload: str) -> None:
    words_only = excerpt(payload.replace("<", "&lt;"))
    harmless, attacked = drawn(), drawn(text=words_only, author=words_only)

    def shape(root: etree._Element) -> list[tuple[str, list[str]]]:
        return [(str(one.tag), sorted(map(str, one.attrib))) for one in root.iter()]

    assert shape(attacked) == shape(harmless)


def test_no_style_and_no_script_is_needed() -> None:
    root = drawn()
    assert not [one for one in root.iter() if one.get("style") or one.tag in {"style", "script"}]


def test_from_right_to_left_the_words_turn_and_the_pictures_do_not() -> None:
    root = etree.fromstring(words.ground_html(replace(scene(), language="ar")))

    assert root.get("dir") == "rtl"
    assert {one.get("direction") for one in root.iterfind(".//figure/svg")} == {"ltr"}


def test_where_there_is_nothing_it_says_what_it_takes() -> None:
    html = words.empty_html("en", 1)
    assert "No common ground found here yet." in html
    assert "50 readers" in html


def test_names_are_not_looked_up_twice_in_one_page() -> None:
    ids = [one.get("id") for one in drawn().iter() if one.get("id")]
    assert len(ids) == len(set(ids))


# --- quotations ---


def test_a_quotation_ends_with_a_sentence() -> None:
    text = "<p>One is short. " + "Two is very long indeed " * 12 + ".</p>"
    assert excerpt(text) == "One is short."


def test_two_short_sentences_are_quoted_together() -> None:
    assert excerpt("<p>It is late. Go home!</p><p>" + "Or stay. " * 40).startswith(
        "It is late. Go home! Or stay."
    )


def test_a_long_first_sentence_is_cut_between_words() -> None:
    cut = excerpt("<p>" + "the quick brown fox " * 40 + "</p>")
    assert len(cut) <= 180
    assert cut.endswith(("the…", "quick…", "brown…", "fox…"))


def test_nobody_is_quoted_with_somebody_elses_words() -> None:
    assert excerpt("<blockquote><p>You all lie.</p></blockquote><p>Do we?</p>") == "Do we?"


def test_who_only_quotes_is_quoted_all_the_same() -> None:
    assert excerpt("<blockquote><p>You all lie.</p></blockquote>") == "You all lie."


@pytest.mark.parametrize("text", ["க்ஷ" * 200, "東" * 400, "👩‍👩‍👧‍👦" * 60, "a" * 500])
def test_a_script_without_spaces_is_cut_between_letters(text: str) -> None:
    cut = shortened(text, 100)
    assert len(cut) <= 100
    assert text.startswith(cut[:-1])


def test_a_sentence_of_another_script_ends_with_its_own_mark() -> None:
    assert excerpt("<p>" + "पुल पुराना है। " + "बहुत लंबा वाक्य " * 30 + "</p>") == "पुल पुराना है।"


def test_nothing_gives_nothing() -> None:
    assert excerpt("") == ""
