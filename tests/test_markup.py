"""What a reader's Markdown may become, and what it never becomes."""

import re
from html import unescape
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.markup import ALLOWED_TAGS, LINK_REL, MAX_DEPTH, MAX_LENGTH, clean_text, render

# Letters that mean something to Markdown, HTML or a browser, so that examples get interesting.
_SPICE = st.sampled_from(
    [
        *"<>&\"'`*_~[]()!#-+.:\\/ \n\t",
        "javascript:",
        "data:text/html,",
        "<script>",
        "<img src=x onerror=alert(1)>",
        "](",
        "](javascript:alert(1))",
        "&#106;avascript&colon;",
        "&#x202e;",
        "http://x.example/",
        "1984. ",
        "> ",
        "    ",
        "\u202e",
        "\u2066",
        "e\u0301\u0301",
        "\u200d",
        "\x00",
        "\ud800",
    ]
)
_markdown = st.lists(st.one_of(_SPICE, st.text(max_size=8)), max_size=40).map("".join)


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.depth = self.deepest = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.depth += tag != "br"
        self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, _tag: str) -> None:
        self.depth -= 1


@given(_markdown)
def test_it_emits_only_tags_and_attributes_of_the_allow_list(text: str) -> None:
    for tag, attributes in _Tags(render(text)).found:
        assert tag in ALLOWED_TAGS
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())


@given(_markdown)
def test_it_links_only_to_web_and_mail_addresses(text: str) -> None:
    for tag, attributes in _Tags(render(text)).found:
        if tag == "a":
            assert re.match("(https?|mailto):", attributes["href"] or "", re.IGNORECASE)
            assert attributes["rel"] == LINK_REL


@given(_markdown)
def test_its_output_is_what_the_sanitiser_would_leave_anyway(text: str) -> None:
    html = render(text)
    again = nh3.clean(html, tags=set(ALLOWED_TAGS), attributes={"a": {"href"}}, link_rel=LINK_REL)
    assert again == html


@given(_markdown)
def test_it_leaves_no_control_or_reordering_character_even_from_references(text: str) -> None:
    shown = unescape(render(text))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


@given(_markdown)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


def test_a_line_end_is_a_line_end_for_readers() -> None:
    assert render("one\ntwo\r\nthree\u2028four") == "<p>one<br>\ntwo<br>\nthree<br>\nfour</p>"


def test_emphasis_quotes_code_and_lists_are_kept() -> None:
    html = render("**a** *b* ~~c~~ `d`\n\n> e\n\n- f\n\n1. g")
    assert html.replace("\n", "") == (
        "<p><strong>a</strong> <em>b</em> <del>c</del> <code>d</code></p>"
        "<blockquote><p>e</p></blockquote><ul><li>f</li></ul><ol><li>g</li></ol>"
    )


def test_bare_addresses_become_links() -> None:
    rel = f'rel="{LINK_REL}"'
    assert render("See www.paper.example or a@paper.example.") == (
        f'<p>See <a href="http://www.paper.example" {rel}>www.paper.example</a> or '
        f'<a href="mailto:a@paper.example" {rel}>a@paper.example</a>.</p>'
    )


def test_an_image_becomes_a_link_to_it() -> None:
    assert render("![A map](https://x.example/m.png)") == (
        f'<p><a href="https://x.example/m.png" rel="{LINK_REL}">A map</a></p>'
    )


def test_an_image_inside_a_link_leaves_its_words() -> None:
    assert render("[![A map](https://x.example/m.png)](https://y.example/)") == (
        f'<p><a href="https://y.example/" rel="{LINK_REL}">A map</a></p>'
    )


def test_a_link_we_do_not_allow_leaves_its_words() -> None:
    assert render("[a](javascript:alert(1)) [b](/relative) [c](//x.example)") == "<p>a b c</p>"


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert render("<b>x</b> & <script>") == "<p>&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;</p>"


def test_a_block_of_raw_html_keeps_its_lines() -> None:
    assert render("<div>\nx\n</div>") == "<p>&lt;div&gt;<br>\nx<br>\n&lt;/div&gt;</p>"


def test_headings_and_tables_are_plain_paragraphs() -> None:
    assert render("# Loud\n\nquiet\n===\n\na | b\n--|--") == (
        "<p>Loud</p>\n<p>quiet<br>\n===</p>\n<p>a | b<br>\n--|--</p>"
    )


def test_a_year_that_opens_a_comment_does_not_become_a_list() -> None:
    assert render("1984. What a year.\n1985. Another.") == (
        "<p>1984. What a year.</p>\n<p>1985. Another.</p>"
    )


def test_an_item_numbered_from_elsewhere_keeps_its_paragraphs() -> None:
    html = render("7. a\n\n   b\n\n8. c")
    assert html.replace("\n", "") == "<p>7. a<br>b</p><p>8. c</p>"


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم این را بگویم",
        "السَّلَامُ عَلَيْكُمْ وَرَحْمَةُ ٱللَّٰهِ",
        "क्षत्रिय र्‍य हिन्दी में टिप्पणी",
        "சுப்ரமணியம்",
        "שָׁ֣לוֹם",
        "བསྒྲུབས",
        "👩‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️",
        "Vietnamese đặ́ng Ệ",
        "a\u200eb\u200fc\u061c",
    ],
)
def test_legitimate_writing_is_left_alone(text: str) -> None:
    assert clean_text(text) == text


def test_reordering_characters_are_dropped() -> None:
    assert clean_text("abc\u202egpj.exe\u202c \u2067x") == "abcgpj.exe x"


def test_a_reordering_character_written_as_a_reference_is_dropped() -> None:
    assert render("a&#x202e;b &#8238; &#1;") == "<p>ab  </p>"


def test_stacked_marks_are_capped() -> None:
    assert clean_text("Z" + "\u0301\u0302" * 40 + "a") == "Z\u0301\u0302\u0301\u0302a"


def test_joiners_do_not_smuggle_more_marks() -> None:
    assert len(clean_text("Z" + "\u0301\u0301\u0301\u200d" * 40)) <= 1 + 4


def test_unpaired_surrogates_are_replaced() -> None:
    assert render("a\ud800b") == "<p>a\ufffdb</p>"


@pytest.mark.parametrize("text", ["> ", "- ", "1. ", ">", "7. ", "> - "])
def test_nesting_is_bounded(text: str) -> None:
    html = render(text * 300 + "deep")
    assert "deep" in html
    assert _Tags(html).deepest <= MAX_DEPTH


def test_text_beyond_any_reader_is_shown_without_markup() -> None:
    html = render("*a* <b>\n\n" * (MAX_LENGTH // 8))
    assert html.startswith("<p>*a* &lt;b&gt;</p>\n<p>")


@pytest.mark.parametrize("text", ["", " \n\n ", "\x00", "---"])
def test_nothing_gives_nothing(text: str) -> None:
    assert render(text) == ""


def test_what_was_hidden_is_marked_wherever_it_stands() -> None:
    text = "Write to *[gone]* or https://x.example/[gone]/a"
    html = render(text, hidden=[(10, 16), (39, 45)])
    assert html.startswith("<p>Write to <em><mark>[gone]</mark></em> or <a href=")
    assert "<mark>[gone]</mark>/a</a>" in html
    assert "<mark" not in html.partition("href=")[2].partition(">")[0]


def test_the_same_words_elsewhere_are_not() -> None:
    html = render("[gone] and\x00 [gone]", hidden=[(12, 18)])
    assert html == "<p>[gone] and <mark>[gone]</mark></p>"


def test_nobody_writes_such_a_mark() -> None:
    assert "<mark>" not in render("<mark>[gone]</mark> [gone]")
