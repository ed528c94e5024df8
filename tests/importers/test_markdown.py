"""Comments stored as HTML elsewhere say the same, with the same marks, as our Markdown."""

import re
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.importers import markdown
from parley.importers.markdown import _by_parser, from_html
from parley.markup import ALLOWED_TAGS, render


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One.<br>Two.</p>", "One.\nTwo."),
        ("One.<br><br><br><br>Two.", "One.\n\nTwo."),
        ("  <p> One  and\n two </p>\n ", "One and two"),
        ("<b>bold</b> and <i>slanted</i> and <s>gone</s>", "**bold** and *slanted* and ~~gone~~"),
        ("<b> spaced </b>out", "**spaced** out"),
        ("<b>Note:</b>this", "**Note**:this"),
        ("<b>one<br>two</b>", "**one\ntwo**"),
        ("<b></b>x<i> </i>y", "x y"),
        ("<blockquote><p>He</p><p>said</p></blockquote>No.", "> He\n>\n> said\n\nNo."),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n\n  - c"),
        ("<ol>\n<li>a</li>\n<li>b</li>\n</ol>", "1. a\n2. b"),
        ("<pre><code>if x:\n\n\n    y</code></pre>", "```\nif x:\n\n\n    y\n```"),
        ("run <code>a `b`</code> now", "run `` a `b` `` now"),
        ('<a href="https://x.example/a">words</a>', "[words](https://x.example/a)"),
        ('<a href="https://x.example/(a)">words</a>', "[words](<https://x.example/(a)>)"),
        ('<a href="javascript:alert(1)">words</a>', "words"),
        ('<a href="/relative">words</a>', "words"),
        ('<a href="https://x.example/"> </a>x', "x"),
        ('<img src="https://x.example/a.png" alt="A cat">', "[A cat](https://x.example/a.png)"),
        ('<img src="data:image/png;base64,x" alt="A cat">', "A cat"),
        (
            '<a href="https://x.example/"><img src="https://x.example/a.png"></a>',
            "[https://x.example/a.png](https://x.example/)",
        ),
        (
            '<a href="https://x.example/"><img src="https://x.example/a.png" alt="A cat"></a>',
            "[A cat](https://x.example/)",
        ),
        ("see https://x.example/a-b?c=d.", "see https://x.example/a-b?c=d."),
        ("see https://x.example/a_b_c", "see <https://x.example/a_b_c>"),
        ("<script>alert(1)</script><style>p{}</style>x", "x"),
        ("<h2>Title</h2><div>text</div>", "Title\n\ntext"),
        ("<u>plain</u> <span class=x>words</span>", "plain words"),
        ("1984. What a year", "1984\\. What a year"),
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("snake_case 2 * 3 * 4", "snake_case 2 * 3 * 4"),
        ("plain\ntext\n\nwith lines", "plain\ntext\n\nwith lines"),
        ("", ""),
        ("<![bogus [<<p>x", "x"),
    ],
)
def test_it_says_the_same_in_markdown(html: str, markdown: str) -> None:
    assert from_html(html) == markdown


def _words(html: str) -> str:
    """The words that a reader sees, with whitespace only where there is some to see."""
    html = re.sub(r"</?(?:b|i|s|strong|em|del|a|code)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


# Nothing that cleaning removes: this is about Markdown, not about invisible characters.
_text = st.text(
    alphabet=st.one_of(
        st.sampled_from("*_~`[]()<>&#!-+.:|\\/1 \n"),
        st.characters(categories=["L", "Nd", "P", "Zs"], exclude_characters="@"),
    ),
    max_size=24,
).filter(lambda text: "www" not in text.lower())


@given(_text)
def test_any_text_is_shown_as_it_was(text: str) -> None:
    assert _words(render(from_html(f"<p>{escape(text)}</p>"))) == " ".join(text.split())


_plain = st.lists(
    st.one_of(
        st.sampled_from([*"abc \n.,-!_*1'", "<p>", "</p>", "<br>", "</p><p>", "https://"]),
        st.characters(exclude_categories=["Cs"]),
    )
).map("".join)
_paragraphs = st.lists(
    st.text("ab é\u093f\u0966\u0df41,.!?'’-:/#\n\xa0", max_size=12), min_size=1, max_size=4
).map(lambda texts: "".join(f"<p>{text}</p>" for text in texts))


@settings(max_examples=400)
@given(st.one_of(_paragraphs, _paragraphs.map(lambda html: html.replace(" ", "<br>")), _plain))
def test_the_short_way_for_plain_words_leads_to_the_same(html: str) -> None:
    assert from_html(html) == _by_parser(html)


@pytest.mark.parametrize(
    "html",
    ["Plain words, and more.", "<p>One line.<br>Two.</p><p>Three: “x”.</p>", "One.\n\nTwo\nthree."],
)
def test_plain_words_go_the_short_way(html: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_by_parser", None)
        short = from_html(html)
    assert short == _by_parser(html)


_html = st.recursive(
    _text.map(escape),
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from(["p", "b", "i", "s", "blockquote", "code", "li", "div", "h1"]), inner
        ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
        inner.map(lambda html: f'<a href="https://x.example/a_b?c=(d)">{html}</a>'),
        inner.map(lambda html: f"<ul><li>{html}</li></ul>"),
        st.lists(inner, max_size=3).map("<br>".join),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=12,
)


@given(st.one_of(_html, st.text(max_size=80)))
def test_any_html_becomes_safe_html(html: str) -> None:
    shown = render(from_html(html))
    assert set(re.findall(r"<([a-z]+)", shown)) <= ALLOWED_TAGS
    assert all(re.match("https?:|mailto:", url) for url in re.findall(r'href="([^"]*)', shown))


@given(_html)
def test_no_word_is_lost_and_no_mark_is_left_over(html: str) -> None:
    shown = _words(render(from_html(html)))
    assert shown.replace(" ", "") == _words(html).replace(" ", "")


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<b>0]</b>0", "<p><strong>0]</strong> 0</p>"),
        ("0<i><code>x</code></i>", "<p>0 <em><code>x</code></em></p>"),
        ("so <b>this)</b>, then", "<p>so <strong>this)</strong>, then</p>"),
    ],
)
def test_emphasis_with_punctuation_at_its_edge_stands_apart_from_letters(
    html: str, shown: str
) -> None:
    assert render(from_html(html)).strip() == shown


def test_deep_nesting_keeps_the_words() -> None:
    assert "deep" in from_html("<blockquote>" * 2000 + "deep" + "</blockquote>" * 2000)
