"""Which addresses are the same page, which are not, and which are none."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.canonical import MAX_LENGTH, normal_host, normalise
from parley.errors import BadInput

_PAGE = "paper.example/news/story"


@pytest.mark.parametrize(
    "url",
    [
        "http://paper.example/news/story",
        "https://paper.example/news/story",
        "HTTPS://Paper.Example/news/story",
        "https://www.paper.example/news/story",
        "https://paper.example./news/story",
        "https://paper.example:443/news/story",
        "http://paper.example:80/news/story",
        "https://paper.example/news/story/",
        "https://paper.example/news/story/index.html",
        "https://paper.example/news/story#comments",
        "https://paper.example/news/story?utm_source=x&fbclid=y&GCLID=z&ref=home&cb=1",
        "https://paper.example/news/story?",
        "https://paper.example/news/./a/../story",
        "https://paper.example/n%65ws/%73tory",
        "  https://paper.example/news/story\n",
    ],
)
def test_these_are_one_page(url: str) -> None:
    assert normalise(url).key == _PAGE


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/news/story?p=1",
        "https://paper.example/news/story?p=2",
        "https://paper.example/news/story?p=",
        "https://paper.example/news/story#!/2",
        "https://paper.example:8443/news/story",
        "https://m.paper.example/news/story",
        "https://paper.example/News/Story",
        "https://paper.example/news%2Fstory",
        "https://paper.example/news/story/index.html/more",
    ],
)
def test_these_are_other_pages(url: str) -> None:
    assert normalise(url).key != _PAGE


def test_the_order_of_the_query_does_not_matter() -> None:
    assert normalise("http://a.example/?b=2&a=1").key == normalise("http://a.example/?a=1&b=2").key


def test_the_order_of_a_repeated_name_does() -> None:
    assert normalise("http://a.example/?a=2&a=1").key != normalise("http://a.example/?a=1&a=2").key


def test_a_unicode_path_equals_its_encoded_form() -> None:
    assert (
        normalise("https://paper.example/சென்னை?q=é").key
        == normalise(
            "https://paper.example/%E0%AE%9A%E0%AF%86%E0%AE%A9%E0%AF%8D%E0%AE%A9%E0%AF%88?q=%C3%A9"
        ).key
    )


def test_a_unicode_host_equals_its_ascii_form() -> None:
    assert (
        normalise("https://बीबीसी.example/").host
        == normalise("https://xn--p2ba0b4abb.example/").host
    )


def test_bytes_that_are_no_utf_8_stay_apart() -> None:
    assert normalise("http://a.example/?q=%E9").key != normalise("http://a.example/?q=%E8").key


def test_the_root_has_a_key_and_a_path() -> None:
    root = normalise("https://www.paper.example")
    assert (root.key, root.host, root.path) == ("paper.example", "paper.example", "/")


def test_www_is_kept_where_nothing_else_names_the_site() -> None:
    assert normalise("https://www.example/").host == "www.example"


def test_an_odd_port_belongs_to_the_host() -> None:
    assert normalise("http://localhost:4000/blog/").host == "localhost:4000"


def test_the_address_to_link_to_loses_only_what_tracks() -> None:
    assert normalise("https://WWW.paper.example/a/?utm_medium=x&id=7#top").url == (
        "https://www.paper.example/a/?id=7"
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "paper.example/story",
        "//paper.example/story",
        "ftp://paper.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https:///story",
        "https://user@paper.example/",
        "https://user:secret@paper.example/",
        "https://paper.example\\@other.example/",
        "https://paper.example/a\x00b",
        "https://paper.example/a\nb",
        "https://paper.example:port/",
        "https://paper.example:99999/",
        "https://[::1/",
        "https://[nonsense]/",
        "https://pa per.example/",
        "https://-/",
        "https://\ud800.example/",
        "https://paper.example/" + "a" * MAX_LENGTH,
        "https://paper.example/" + "ஆ" * 300,
    ],
)
def test_these_are_no_addresses_of_articles(url: str) -> None:
    with pytest.raises(BadInput):
        normalise(url)


@pytest.mark.parametrize("typed", ["paper.example", "www.Paper.example", "https://paper.example/x"])
def test_a_domain_may_be_typed_in_several_ways(typed: str) -> None:
    assert normal_host(typed) == "paper.example"


_component = st.text(max_size=12)


@given(st.sampled_from(["http", "https"]), _component, _component, _component)
def test_normalising_twice_changes_nothing(scheme: str, path: str, query: str, end: str) -> None:
    url = f"{scheme}://www.Paper.example:8080/{path}?{query}#!{end}"
    try:
        once = normalise(url)
    except BadInput:
        return
    twice = normalise(once.url)
    assert (twice.key, twice.url) == (once.key, once.url)
    assert once.key.isascii()


@given(st.text(max_size=60))
def test_anything_else_is_refused_by_its_own_error(url: str) -> None:
    with suppress(BadInput):
        normalise(url)
