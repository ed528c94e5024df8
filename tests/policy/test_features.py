"""What the first tier hears of a word beside the word: quoted, denied, and of whom it is said."""

from datetime import UTC, datetime

import pytest

from parley.policy.disguise import Watched
from parley.policy.features import Token, tokens_of
from parley.policy.submission import Submission


def tokens(text: str) -> list[Token]:
    submission = Submission(text=text, now=datetime(2026, 1, 1, tzinfo=UTC))
    return tokens_of(submission, Watched.of(()))


def said(text: str, scope: str) -> list[str]:
    return [token.text for token in tokens(text) if token.scope == scope and token.is_word]


@pytest.mark.parametrize("marks", ["“”", "«»", '""', "‘’"])
def test_what_is_quoted_is_told_from_what_is_said(marks: str) -> None:
    before, after = list(marks)
    text = f"He wrote {before}you are a fool{after} and I object."
    assert said(text, "q") == ["you", "are", "a", "fool"]


@pytest.mark.parametrize(
    "text",
    ["He wrote “you are a fool and I object.", "It's the boys’ and the girls’ room.", "“”"],
)
def test_what_no_mark_closes_is_no_quotation(text: str) -> None:
    assert said(text, "q") == []


def test_an_apostrophe_within_a_quotation_does_not_end_it() -> None:
    assert said("She said ‘I don’t lie’ to us.", "q") == ["i", "don't", "lie"]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_an_apostrophe_is_the_same_word_however_it_is_typed(mark: str) -> None:
    assert [token.text for token in tokens(f"I don{mark}t.")] == ["i", "don't", "."]


def test_a_denial_reaches_four_words_and_no_further_than_its_clause() -> None:
    assert said("She is not a liar at all, and you know that.", "n") == ["a", "liar", "at", "all"]
    assert said("He is not well, you fool.", "n") == ["well"]
    assert said("You are not a good man of letters.", "n") == ["a", "good", "man", "of"]


def test_a_word_is_said_of_whoever_was_last_named_in_its_sentence() -> None:
    persons = {token.text: token.person for token in tokens("He says you are kind. It is late.")}
    assert (persons["kind"], persons["late"]) == ("you", "it")
    assert {token.person for token in tokens("Stupid you.")} == {"you"}


def test_each_stands_where_it_was_written() -> None:
    text = "See https://a.example/x?y, she isn’t “mad”!"
    for token in tokens(text):
        assert text[token.start : token.end].casefold().replace("’", "'")[0] == token.text[0]
