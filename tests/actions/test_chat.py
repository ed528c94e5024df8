"""What readers write stays text in a chat, whichever of them it is."""

from typing import Any

import pytest

from parley.actions import chat

OURS = "https://comments.paper.example/discussion/12/#comment-4711"


def payload(*, text: str = "Fine.", headline: str = "Metro opens") -> dict[str, Any]:
    """A delivery as `actions.hooking` makes it."""
    return {
        "type": "comment.published",
        "data": {
            "site": "paper.example",
            "comment": {"url": OURS, "public": {"text": text}},
            "article": {"url": "https://paper.example/metro/", "headline": headline},
        },
    }


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Sign in at https://evil.example/login", "https://evil"),
        ("Sign in at https://evil.example/login", "evil.example"),
        ("or at //evil.example", "//"),
        ("www.evil.example", "www."),
        ("пример.рф", "пример.рф"),
        ("write to me@evil.example", "me@evil"),
        ("[Sign in](https://evil.example)", "[Sign in]("),
        ("![seen](https://evil.example/p.png)", "!["),
        ("<https://evil.example|Sign in>", "<https://evil"),
        ("<!channel> and @here and @everyone", "<!channel>"),
        ("<!channel> and @here and @everyone", "@here"),
        ("<!channel> and @here and @everyone", "@everyone"),
        ("see #general", "#general"),
        ("see ~town-square", "~town"),
        ("*bold* **bolder**", "*bold"),
        ("_leaning_ __under__", "_leaning"),
        ("~gone~ ||hidden||", "||"),
        ("`code` ```more```", "`"),
        ("a\\*b", "\\"),
        ("right \u202eto left", "\u202e"),
    ],
)
def test_what_means_something_to_a_chat_means_nothing_in_a_comment(text: str, never: str) -> None:
    for said in (
        chat.text_of(payload(text=text)).split("\n")[2],
        chat.text_of(payload(headline=text)).split("\n")[1].removeprefix(f"<{OURS}|"),
    ):
        assert never not in said


@pytest.mark.parametrize("broken", ["\n", "\r\n", "\u2028", "\x0b", "\x85"])
def test_no_line_begins_where_a_headline_or_a_comment_breaks(broken: str) -> None:
    said = chat.text_of(payload(headline=f"Metro{broken}> opens", text=f"Fine.{broken}# More"))
    assert len(said.splitlines()) == 3


def test_plain_words_stay_as_they_are() -> None:
    text = "The council's budget (1.5 million) - isn't that too much? Yes: 50% more!"
    assert chat.text_of(payload(text=text)).split("\n")[2] == f"> {text}"


def test_our_own_link_leads_to_the_comment_and_slack_adds_none() -> None:
    message = chat.message_of(payload())
    assert f"<{OURS}|Metro opens>" in message["text"]
    [block] = message["blocks"]
    assert block["text"]["verbatim"]


def test_a_message_is_no_longer_than_slack_takes() -> None:
    said = chat.text_of(payload(text="&" * 5_000, headline="<" * 5_000))
    assert len(said) <= 3_000
