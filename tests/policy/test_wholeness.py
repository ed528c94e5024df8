"""A comment of nothing but fragments is told so; what everybody says without a verb is not."""

import pytest

from parley.policy.decision import Outcome
from parley.policy.fragments import pieces
from tests.policy.submissions import codes, judged, marked


@pytest.mark.parametrize(
    "text",
    [
        "Very bad government in this state.",
        "Totally useless people in the office.",
        "A very expensive bridge for nobody.",
        "No water and no doctor in the whole district. Corruption everywhere in the land office.",
        "No drinking water in the whole district.",
        "Good roads only for the ministers.",
        "Modern buses or the same old trams again?",
        "1. The Prime Minister of India",
        "The full report of the committee: https://paper.example/report",
        "More of it at https://paper.example/report",
        "Meera Nair, A. K. Menon and the whole team of Prof. S. Rao.",
    ],
)
def test_nothing_but_fragments_is_told(text: str) -> None:
    decision = judged(text)
    assert (decision.outcome, codes(decision)) == (Outcome.REVISE, ["fragment"])


@pytest.mark.parametrize(
    "text",
    [
        "The council decides on Monday.",
        "Read the report first.",
        "Who pays for the road?",
        "Thank you for the article.",
        "Well said, as always.",
        "Nice one.",
        "What a catch!",
        "What about his luggage?",
        "A plan without money. I would not vote for it.",
        "Three things:\n- roads\n- schools\n- water for the villages",
        "Thanks to all who stayed so late.",
        "Well done to the whole team!",
        "Yes, and not only in this city.",
        "Good luck to the team in the final.",
        "How about a bus instead of another car park?",
        "Any news from the council on the bridge?",
        "@ramesh Nice one.",
        "@ramesh Exactly the same here.",
        "See https://paper.example/report for the whole of it.",
        "Read the report: https://paper.example/report",
        "Great article: https://paper.example/report",
        "“Equality for all, and no less than that.” — B. R. Ambedkar",
        "The minister called it “a bridge to nowhere in particular”.",
        "R. K. Narayan lived there.",
        "“Equality for all, and no less than that.”",
    ],
)
def test_sentences_and_what_needs_none_are_left_alone(text: str) -> None:
    assert "fragment" not in codes(judged(text))


def test_an_answer_to_a_question_needs_no_verb() -> None:
    text = "Only for the rich people of the city."
    assert "fragment" in codes(judged(text))
    assert "fragment" not in codes(judged(text, parent_text="Which one do you mean?"))


def test_the_first_fragment_is_marked() -> None:
    text = "A very expensive bridge for nobody. Corruption everywhere in the land office."
    (reason,) = judged(text).reasons
    assert marked(text, reason) == "A very expensive bridge for nobody."


def test_a_few_words_are_only_advised() -> None:
    decision = judged("Same old story again.")
    assert (decision.outcome, codes(decision)) == (Outcome.PUBLISH, ["short_fragment"])


def test_what_is_not_known_is_judged_by_its_ending_and_its_neighbours() -> None:
    assert "fragment" in codes(judged("A blorpy frumble of wugged spleens."))
    assert "fragment" not in codes(judged("The frumble blorped the spleens yesterday."))


def test_a_shortened_word_is_two_pieces() -> None:
    assert [each.text for each in pieces("They don’t, it's 3.5")] == [
        "They", "do", "n't", ",", "it", "'s", "3", ".", "5",
    ]  # fmt: skip
