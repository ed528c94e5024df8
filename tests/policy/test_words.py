"""The site's word lists: what an entry finds, what it leaves alone, and what is no entry."""

import pytest

from parley.errors import BadField
from parley.policy.decision import Outcome, Rule, Severity
from parley.policy.site_rules import SiteRules
from parley.policy.submission import AuthorFacts, Standing
from parley.policy.word_list import WordList
from tests.growth import grows_less_than_squarely
from tests.policy.submissions import codes, judged, marked, only


def found(entry: str, text: str) -> list[str]:
    return [text[start:end] for start, end in WordList([entry]).spans(text)]


@pytest.mark.parametrize(
    ("entry", "text", "words"),
    [
        ("idiot", "An IDIOT, that idiot.", ["IDIOT", "idiot"]),
        ("Idiot", "An idiot.", ["idiot"]),
        ("free money", "Get free\n  money, free-money.", ["free\n  money", "free-money"]),
        ("don't", "They don’t.", ["don’t"]),
        ("scam*", "A scam by scammers.", ["scam", "scammers"]),
        ("*monger", "A fearmonger.", ["fearmonger"]),
        ("*buck*", "He rebucked it.", ["bucked"]),
        ("ab*", "Absolutely, ab, a.", ["Absolutely", "ab"]),
        ("*ly", "Only lyre, ly, y.", ["Only", "ly"]),
        ("scam*", "scam scamp sca scar", ["scam", "scamp"]),
        ("f*l", "Foul and fail.", ["Foul", "fail"]),
        ("f*l*", "The failing team.", ["failing"]),
        ("click here*", "Please click hereby.", ["click hereby"]),
        ("c++", "Is C++ banned?", ["C++"]),
        ("$hit", "Oh $HIT!", ["$HIT"]),
        ("/v[i1]agr[a4]/", "Buy V1AGR4 now.", ["V1AGR4"]),
        ("傻瓜", "你是傻瓜。", ["傻瓜"]),
        ("نمی‌خواهم", "من نمی‌خواهم بروم.", ["نمی‌خواهم"]),
        ("हरामी", "वह हरामी है।", ["हरामी"]),
        ("café", "The cafe\u0301 again.", ["cafe\u0301"]),
    ],
)
def test_an_entry_finds(entry: str, text: str, words: list[str]) -> None:
    assert found(entry, text) == words


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("ass", "The class passed the assessment."),
        ("go home", "I had to go. Home is far."),
        ("scam", "The scampi was fine."),
        ("c++", "Plan C was fine."),
        ("f*l", "The firefly flew well."),
        ("हर", "वह हरामी है।"),
        ("copa", "Россия сора."),
    ],
)
def test_an_entry_leaves_alone(entry: str, text: str) -> None:
    assert found(entry, text) == []


@pytest.mark.parametrize(
    "disguised", ["id\u200bi\u00adot", "idіot", "ｉｄｉｏｔ", "𝐢𝐝𝐢𝐨𝐭", "ІDІОТ", "ⓘⓓⓘⓞⓣ"]
)
def test_disguised_letters_are_seen_through(disguised: str) -> None:
    assert found("idiot", f"👩‍👧 What an {disguised}!") == [disguised]


@pytest.mark.parametrize(
    "entry",
    ["*", "**", "/a*/", "/./", "/e/", "/(/", "/[/", "/((a{100}){10}){10}/", "/(a)\\1/", "x" * 400],
)
def test_an_entry_that_is_broken_or_finds_everything_is_refused(entry: str) -> None:
    with pytest.raises(BadField):
        WordList([entry])


@pytest.mark.parametrize("entry", ["*", "/a*/", "/.+/", "/(idiot)?/"])
def test_what_finds_everything_is_refused_with_an_example(entry: str) -> None:
    with pytest.raises(BadField, match="would stop “The council should publish"):
        WordList([entry])


def test_a_pattern_that_is_too_large_is_refused_as_such() -> None:
    with pytest.raises(BadField, match=r"not a valid pattern: pattern too large"):
        WordList([r"/(\pL{50}x){20}/"])


def test_patterns_that_are_too_large_together_are_refused_as_such() -> None:
    with pytest.raises(BadField, match="too large together"):
        WordList([rf"/x\pL{{1,20}}{number}/" for number in range(9)])


def test_patterns_of_a_usual_size_are_not_too_large_together() -> None:
    assert len(WordList([f"/fr[e3]+ *m[o0]ney{number}/" for number in range(1_000)])) == 1_000


def test_a_list_that_cannot_be_compiled_holds_every_comment() -> None:
    decision = judged("I agree with the council.", SiteRules(banned_words=("/(/",)))
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["check_failed"])


def test_no_pattern_makes_it_slow() -> None:
    words = WordList(["/^(a+)+$/"])
    assert list(words.spans("a" * 10_000 + "!")) == []
    assert grows_less_than_squarely(lambda n: list(words.spans("a" * n + "!")), 10_000, 40_000)


def test_a_long_list_is_compiled_in_time() -> None:
    entries = [f"word{number}{'*' if number % 3 else ' more'}" for number in range(50_000)]
    assert list(WordList(entries).spans("A word48more here.")) == [(2, 12)]
    assert grows_less_than_squarely(lambda n: WordList(entries[-n:]), 12_500, 50_000)


def test_banned_words_lead_to_what_the_site_has_set() -> None:
    rules = SiteRules(banned_words=("idiot",), severities={Rule.WORDS: Severity.REJECT})
    assert judged("He is an idiot.", rules).outcome is Outcome.REJECT


def test_by_default_they_hold() -> None:
    text = "The lottery opens on Monday."
    decision = judged(text, SiteRules(banned_words=("lottery",)))
    assert (decision.outcome, marked(text, only(decision))) == (Outcome.HOLD, "lottery")


def test_suspect_words_hold_and_no_more() -> None:
    rules = SiteRules(suspect_words=("lottery",), severities={Rule.WORDS: Severity.REJECT})
    decision = judged("The lottery opens on Monday.", rules)
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["suspect_words"])


def test_trusted_authors_are_spared_suspicion_but_not_bans() -> None:
    rules = SiteRules(suspect_words=("lottery",), banned_words=("casino",))
    author = AuthorFacts(standing=Standing.TRUSTED)
    assert codes(judged("The lottery is near the casino.", rules, author=author)) == [
        "banned_words"
    ]


NUMBER = "Please call my office on 98450 12345 tomorrow."
TEN_DIGITS = ("/[6-9][0-9]{4} ?[0-9]{5}/",)


@pytest.mark.parametrize("severity", [Severity.REVISE, Severity.HOLD])
def test_what_another_rule_says_of_the_same_words_is_told_once(severity: Severity) -> None:
    rules = SiteRules(suspect_words=TEN_DIGITS, severities={Rule.PRIVACY: severity})
    decision = judged(NUMBER, rules)
    assert codes(decision) == ["phone_number"]
    assert decision.outcome == severity.value


@pytest.mark.parametrize("severity", [Severity.OFF, Severity.ADVISE])
def test_a_suspicion_counts_where_the_other_rule_would_let_it_pass(severity: Severity) -> None:
    rules = SiteRules(suspect_words=TEN_DIGITS, severities={Rule.PRIVACY: severity})
    decision = judged(NUMBER, rules)
    assert (decision.outcome, codes(decision)[-1]) == (Outcome.HOLD, "suspect_words")


def test_a_ban_is_told_beside_a_milder_rule() -> None:
    decision = judged(NUMBER, SiteRules(banned_words=TEN_DIGITS))
    assert (decision.outcome, codes(decision)) == (
        Outcome.HOLD,
        ["phone_number", "banned_words"],
    )


def test_other_words_of_the_list_are_told_beside_it() -> None:
    text = "Please call my office on 98450 12345 about the lottery."
    rules = SiteRules(suspect_words=(*TEN_DIGITS, "lottery"))
    reasons = [each for each in judged(text, rules).reasons if each.rule is not Rule.SPAM]
    assert [marked(text, each) for each in reasons] == ["98450 12345", "lottery"]


def test_what_is_said_of_a_whole_sentence_says_nothing_of_its_words() -> None:
    decision = judged("THE LOTTERY OPENS ON MONDAY", SiteRules(suspect_words=("lottery",)))
    assert codes(decision)[-1] == "suspect_words"
