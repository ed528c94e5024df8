"""Links: found however they are written, and counted against the site's limit."""

import pytest

from parley.policy.decision import Outcome
from parley.policy.links import links_in
from parley.policy.site_rules import SiteRules
from parley.policy.submission import AuthorFacts, Standing
from tests.policy.submissions import codes, judged, marked, only

NONE_ALLOWED = SiteRules(max_links=0)


def hosts(text: str) -> list[str]:
    return [link.host for link in links_in(text)]


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Read https://news.example/a?b=c#d.", "news.example"),
        ("Read (http://news.example:8080/a_(b)).", "news.example"),
        ("Read www.news.example today.", "www.news.example"),
        ("Read news.co.uk, please.", "news.co.uk"),
        ("Read bit.ly/3xyz now.", "bit.ly"),
        ("Read t.me/channel now.", "t.me"),
        ("Read hxxp://news.example now.", "news.example"),
        ("Read hxxps://news[.]com now.", "news.com"),
        ("Read news[.]com now.", "news.com"),
        ("Read news (dot) com now.", "news.com"),
        ("Read news dot com now.", "news.com"),
        ("Read ne\u200bws.com now.", "news.com"),
        ("Read ｎｅｗｓ．ｃｏｍ now.", "news.com"),
        ("Read [this](https://news.example/a).", "news.example"),
        ("Read HTTPS://NEWS.EXAMPLE/A now.", "news.example"),
        ("Read समाचार.भारत now.", "समाचार.भारत"),
    ],
)
def test_it_finds_an_address(text: str, host: str) -> None:
    assert hosts(text) == [host]


@pytest.mark.parametrize(
    "text",
    [
        "That is the end.Then it began again.",
        "I agree.in my view it is wrong.",
        "Write to editor@news.com about it.",
        "See README.md, main.py and node.js, e.g. version 3.14.",
        "The U.S. and the U.K. met at 5 p.m. today.",
        "Rs.500 was paid to Mr.Rao.",
        "R. K. Narayan wrote it... and so on.",
    ],
)
def test_it_takes_no_prose_for_an_address(text: str) -> None:
    assert hosts(text) == []


def test_two_links_are_fine_by_default() -> None:
    decision = judged("Compare https://a.example and https://b.example before you judge.")
    assert decision.outcome is Outcome.PUBLISH


def test_the_first_link_above_the_limit_is_marked() -> None:
    text = "I compared https://a.example, https://b.example and https://c.example."
    reason = only(judged(text))
    assert (reason.code, marked(text, reason)) == ("too_many_links", "https://c.example")


def test_links_to_the_sites_own_pages_are_free() -> None:
    rules = SiteRules(max_links=0, own_domains=("Paper.example",))
    text = "It was in https://paper.example/a and in https://archive.paper.example/b too."
    assert judged(text, rules).outcome is Outcome.PUBLISH


@pytest.mark.parametrize(
    "address",
    [
        "https://paper.example.evil.example/",
        "https://paper.example@evil.example/",
        "https://evilpaper.example/",
        "https://evil.example\\@paper.example/",
        "https://evil.example/?https://paper.example",
    ],
)
def test_an_address_that_only_looks_like_the_sites_own_counts(address: str) -> None:
    rules = SiteRules(max_links=0, own_domains=("paper.example",))
    assert codes(judged(f"The new timetable is printed at {address} already.", rules)) == [
        "no_links"
    ]


def test_trusted_authors_may_link_freely() -> None:
    author = AuthorFacts(standing=Standing.TRUSTED)
    decision = judged("It was at https://a.example last week.", NONE_ALLOWED, author=author)
    assert decision.outcome is Outcome.PUBLISH


def test_offsets_are_those_of_the_original_text() -> None:
    text = "👩‍👧 Ａ e\u0301 ne\u200bws.com is where it was."
    assert marked(text, only(judged(text, NONE_ALLOWED))) == "ne\u200bws.com"
