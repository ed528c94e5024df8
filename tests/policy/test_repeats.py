"""Repeats: the same thing said again, in any of the author's recent comments."""

from datetime import timedelta

import pytest

from parley.policy.decision import Decision, Outcome
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Earlier
from tests.policy.submissions import NOW, codes, judged

TEXT = (
    "The council has to publish the report before it votes, and it has to explain to all of "
    "us why the library costs more than the new road."
)
REORDERED = (
    "And it has to explain to all of us why the library costs more than the new road. "
    "The council has to publish the report before it votes."
)
OTHERS = tuple(
    Earlier(text=f"Quite another remark number {number} about trains.", created_at=NOW)
    for number in range(30)
)


def after(earlier: str, text: str, *, days: int = 1, rules: SiteRules | None = None) -> Decision:
    first = Earlier(text=earlier, created_at=NOW - timedelta(days=days))
    return judged(text, rules, earlier=(first, *OTHERS))


@pytest.mark.parametrize(
    "text",
    [TEXT, TEXT.replace(",", " ,").replace("The", "THE"), f"**{TEXT}**", TEXT.replace("o", "о")],
)
def test_the_same_words_are_a_repeat_however_old_among_the_recent(text: str) -> None:
    assert "repeated_comment" in codes(after(TEXT, text))


@pytest.mark.parametrize(
    "text",
    [
        "Hello! " + TEXT,
        TEXT + " Please share.",
        TEXT.replace("library", "museum"),
        REORDERED,
    ],
)
def test_almost_the_same_words_are_similar(text: str) -> None:
    decision = after(TEXT, text)
    assert (decision.outcome, codes(decision)) == (Outcome.REVISE, ["similar_comment"])


@pytest.mark.parametrize(
    "text",
    [
        "The library costs more than the road because the council has not published a report.",
        "I have read the report of the council, and the library does not cost more at all.",
    ],
)
def test_another_view_of_the_same_subject_is_new(text: str) -> None:
    assert codes(after(TEXT, text)) == []


def test_two_answers_to_one_passage_may_both_quote_it() -> None:
    quoted = f"> {TEXT * 20}\n\n"
    first, second = (
        "That is what the mayor promised last year.",
        "Who is going to pay for all that?",
    )
    assert codes(after(quoted + first, quoted + second)) == []
    assert codes(after(quoted + first, first)) == ["repeated_comment"]


@pytest.mark.parametrize("text", ["Thank you.", "I agree with you.", "Well said!"])
def test_thanks_may_be_said_again(text: str) -> None:
    assert codes(after(text, text)) == []


def test_a_short_comment_is_a_repeat_only_when_it_is_the_same() -> None:
    assert codes(after("Vote them out this May.", "Vote them out this June.")) == []
    assert codes(after("Vote them out this May.", "Vote them out this May!")) == [
        "repeated_comment"
    ]


def test_after_the_sites_number_of_days_it_may_be_said_again() -> None:
    assert codes(after(TEXT, TEXT, days=31)) == []


def test_a_site_may_set_the_number_of_days() -> None:
    assert codes(after(TEXT, TEXT, days=3, rules=SiteRules(repeat_days=2))) == []
