"""Length: counted as a reader counts, and nothing unreadable goes on."""

import pytest

from parley.policy.decision import Outcome
from parley.policy.site_rules import SiteRules
from tests.policy.submissions import codes, judged, marked, only

SENTENCE = "The council has to publish the report before it votes."


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b\u200d", "\u3164\u2800"])
def test_it_rejects_a_comment_without_anything_visible(text: str) -> None:
    decision = judged(text)
    assert (decision.outcome, codes(decision)) == (Outcome.REJECT, ["empty"])


@pytest.mark.parametrize("character", ["\x00", "\ud800", "\x08", "\x1b"])
def test_it_rejects_what_no_page_can_show(character: str) -> None:
    text = f"The council {character} votes today."
    reason = only(judged(text))
    assert (reason.code, marked(text, reason)) == ("unreadable", character)


def test_it_rejects_ten_megabytes_unread() -> None:
    assert codes(judged("word " * 2_000_000)) == ["too_large"]


def test_it_rejects_a_million_combining_marks() -> None:
    assert judged("a" + "\u0301" * 1_000_000).outcome is Outcome.REJECT


def test_it_rejects_marks_piled_on_one_letter() -> None:
    assert codes(judged("The counc" + "\u0301" * 40 + "il votes.")) == ["stacked_marks"]


@pytest.mark.parametrize(
    "text",
    [
        "बच्चों की शिक्षा पर ध्यान देना चाहिए।",
        "שָׁלוֹם עֲלֵיכֶם לְכֻלָּם.",
        "می‌خواهم بدانم چرا.",
        "Việt Nam đã làm rất tốt.",
        "Well done 👩🏽‍👩🏽‍👧🏽‍👦🏽 to the whole family.",
    ],
)
def test_it_takes_every_script_as_it_is_written(text: str) -> None:
    assert "stacked_marks" not in codes(judged(text))


def test_a_family_emoji_counts_as_one_character() -> None:
    text = SENTENCE + " 👩‍👩‍👧‍👦"
    assert "too_long" not in codes(judged(text, SiteRules(max_length=len(SENTENCE) + 2)))


def test_it_marks_what_is_too_much() -> None:
    text = SENTENCE + " Résumé."
    reason = only(judged(text, SiteRules(max_length=len(SENTENCE))))
    assert (reason.code, marked(text, reason)) == ("too_long", " Résumé.")


def test_it_asks_for_more_when_the_site_does() -> None:
    assert "too_short" in codes(judged("I agree.", SiteRules(min_length=20)))


def test_it_says_how_many_characters_are_allowed() -> None:
    reason = only(judged(SENTENCE, SiteRules(max_length=10)))
    assert (
        reason.message
        == f"Please shorten your comment to 10 characters. It has {len(SENTENCE)} now."
    )
