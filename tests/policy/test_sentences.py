"""Sentences: what the surface of a comment shows, and what it is given the benefit of."""

from pathlib import Path

import pytest

from parley.policy.decision import Outcome, Rule, Severity
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts
from tests.policy.submissions import codes, judged, marked, only
from training.evaluation import sentences

ONLY_SENTENCES = dict.fromkeys(Rule, Severity.OFF) | {Rule.SENTENCES: Severity.REVISE}
RULES = SiteRules(severities=ONLY_SENTENCES)


@pytest.mark.parametrize(
    "text",
    [
        "THE GOVERNMENT MUST RESIGN AT ONCE.",
        "THIS IS A SHAME!",
        "I DON'T TRUST THE BJP.",
        "RUBBISH!",
        "ПРАВИТЕЛЬСТВО ДОЛЖНО УЙТИ НЕМЕДЛЕННО.",
    ],
)
def test_a_comment_in_capitals_is_refused(text: str) -> None:
    assert codes(judged(text, RULES)) == ["all_capitals"]


@pytest.mark.parametrize(
    "text",
    [
        "NATO!",
        "The BJP, the AAP and the TMC agree.",
        "BJP, AAP, TMC, DMK.",
        "He is NOT right about that.",
        "Read A TALE of two cities again.",
        "JAI HIND!",
        "I!",
    ],
)
def test_initials_and_a_word_stressed_are_no_shouting(text: str) -> None:
    assert codes(judged(text, RULES)) == []


def test_a_shouted_passage_is_marked_and_calmed() -> None:
    text = "I agree. BUT WHY DOES NOBODY ASK THE BJP ABOUT IT in the house?"
    reason = only(judged(text, RULES))
    assert (reason.code, marked(text, reason), reason.suggestion) == (
        "shouting",
        "BUT WHY DOES NOBODY ASK THE BJP ABOUT IT",
        "But why does nobody ask the BJP about it",
    )


def test_capitals_that_the_article_uses_are_no_shouting() -> None:
    article = ArticleFacts(headline="What the ABCDEF, the GHIJKL, the MNOPQR and the STUVWX want")
    text = "The ABCDEF GHIJKL MNOPQR STUVWX talks have failed."
    assert codes(judged(text, RULES, article=article)) == []


@pytest.mark.parametrize("text", ["the council is right. they should vote.", "nice article."])
def test_a_comment_without_capitals_is_refused(text: str) -> None:
    assert codes(judged(text, RULES)) == ["all_lower_case"]


def test_sentences_that_begin_small_are_refused_despite_a_name() -> None:
    assert codes(judged("the council of Ilmenau is right.", RULES)) == ["no_capital"]


@pytest.mark.parametrize(
    "text",
    [
        "iPhone users are angry again.",
        "…and then they left.",
        "@ramesh you are right.",
        "https://paper.example says so.",
        "यह सही है।",
        "这是一篇很好的文章。",
        "საქართველო ჩემი სამშობლოა.",
        "هذا مقال جيد جدا.",
    ],
)
def test_what_has_no_capital_to_begin_with_is_left_alone(text: str) -> None:
    assert codes(judged(text, RULES)) == []


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("The council is right", "."),
        ("Why does the council wait", "?"),
        ("Is it true that they voted", "?"),
        ("The council is right 👍", "."),
        ("He said “never again”", "."),
        ("यह सही है", "।"),
        ("这是一篇很好的文章", "。"),
    ],
)
def test_a_last_sentence_without_an_end_is_shown_its_mark(text: str, mark: str) -> None:
    reason = only(judged(text, RULES))
    assert (reason.code, reason.suggestion) == ("no_end_mark", mark)


def test_the_end_mark_belongs_before_the_emoji() -> None:
    text = "The council is right 👍"
    assert judged(text, RULES).suggested_text == "The council is right. 👍"


@pytest.mark.parametrize(
    "text",
    [
        "The council is right!",
        "He said: “Never again.”",
        "(The council is right.)",
        "**The council is right.**",
        "The council is right. 👍👍",
        "The council is right. :-)",
        "The council can wait...",
        "The council can wait…",
        "Read it at https://paper.example/report",
        "यह सही है।",
        "کیا یہ درست ہے؟",
        "یہ درست ہے۔",
        "这是一篇很好的文章。",
        "นี่เป็นบทความที่ดีมาก",
        "Three things matter:\n- the cost\n- the time",
        "The council is right.\n\nRegards,\nRamesh Kumar",
        "Hello everyone,\n\nI agree with the council.",
        "“The only thing we have to fear is fear itself.” — Franklin D. Roosevelt",
        '"I measure progress by what women have achieved." - B. R. Ambedkar, 1942',
        "The council is right.\n> Is it really",
    ],
)
def test_an_end_may_take_many_forms(text: str) -> None:
    assert codes(judged(text, RULES)) == []


@pytest.mark.parametrize(
    "text", ["👍👍👍", "100%", "???", "+1", "https://paper.example/", "> I agree."]
)
def test_a_comment_without_words_of_its_own_is_refused(text: str) -> None:
    assert "no_words" in codes(judged(text, RULES))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("This is asdfghjkl and more.", "asdfghjkl"),
        ("This is sdkfjhsdf and more.", "sdkfjhsdf"),
        ("This is aaaaaaaaaaaa and more.", "aaaaaaaaaaaa"),
        ("This is jkljkljkljkl and more.", "jkljkljkljkl"),
    ],
)
def test_mashed_keys_are_marked(text: str, word: str) -> None:
    found = judged(text, RULES).reasons
    assert [(reason.code, marked(text, reason)) for reason in found] == [("mashing", word)]


@pytest.mark.parametrize("word", ["Knightsbridge", "catchphrase", "hmmm", "qwerty", "rhythms"])
def test_odd_words_are_words(word: str) -> None:
    assert codes(judged(f"They said {word} again.", RULES)) == []


def test_advice_about_marks_stops_nothing() -> None:
    decision = judged("What a disgrace!!!", RULES)
    assert (decision.outcome, codes(decision)) == (Outcome.PUBLISH, ["repeated_marks"])


def test_a_long_list_of_faults_is_cut_short() -> None:
    assert len(judged("I said u " * 500 + ".", RULES).reasons) <= 30


@pytest.mark.shared
def test_it_keeps_the_full_sentences_of_a_treebank(shared: Path) -> None:
    told, *_ = sentences.rows()
    # For -rP: docs/policy.md gives this figure.
    print(told)  # noqa: T201
    assert told.value <= 0.03
