"""Language: what is asked of the site's readers, and what is left alone."""

import gzip
import json
from pathlib import Path

import pytest

from parley.policy.decision import Rule, Severity
from parley.policy.site_rules import SiteRules
from tests.policy.submissions import codes, judged, only

ONLY_LANGUAGE = dict.fromkeys(Rule, Severity.OFF) | {Rule.LANGUAGE: Severity.REVISE}
ENGLISH = SiteRules(severities=ONLY_LANGUAGE)
HINDI = SiteRules(severities=ONLY_LANGUAGE, languages=("hi",))


@pytest.mark.parametrize(
    "text",
    [
        "Ce n'est pas possible, le gouvernement doit partir.",
        "Die Regierung muss endlich zurücktreten.",
        "यह सरकार कुछ नहीं करेगी।",
        "இந்த அரசு எதுவும் செய்யாது.",
        "这是一篇很好的文章。",
        "yeh sarkar kuch nahi karegi",
        "Modi ji ne bahut accha kaam kiya hai",
        "intha arasu onnum pannathu, ellam waste",
        "BJP ki sarkar ne garibon ke liye kuch nahi kiya",
        "Ivanga ellam thirundave maatanga",
    ],
)
def test_a_comment_in_another_language_is_asked_for_in_english(text: str) -> None:
    reason = only(judged(text, ENGLISH))
    assert (reason.code, reason.message) == (
        "language",
        "Please write your comment in English.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "The sarkar must act.",
        "What a tamasha this hartal was for the aam aadmi!",
        "Babus in the secretariat want chai-pani for every file.",
        "Lakhs of crores were looted in this scam.",
        "Shri Narendra Modi inaugurated the Sardar Sarovar dam.",
        "Dravida Munnetra Kazhagam will win Tamil Nadu.",
        "Great reporting by The Hindu!",
        "Kudos to Dr. A.P.J. Abdul Kalam.",
        "Shame on all of them.",
        "u r wrong n d govt is corrupt",
        "I AM SICK OF THESE LIES",
        "Well said! 👏👏👏",
    ],
)
def test_english_with_names_and_loan_words_is_english(text: str) -> None:
    assert codes(judged(text, ENGLISH)) == []


def test_who_only_quotes_is_judged_by_the_quotation_and_not_by_the_speaker() -> None:
    english = "“The only thing we have to fear is fear itself.” — Franklin Delano Roosevelt"
    hindi = "“यह सरकार कुछ नहीं करेगी।” — Ram Manohar Lohia"
    assert codes(judged(english, ENGLISH)) == []
    assert codes(judged(hindi, ENGLISH)) == ["language"]


@pytest.mark.parametrize(
    "text", ["Bahut accha!", "बहुत अच्छा", "Merci beaucoup.", "नमस्ते", "Jai Hind!"]
)
def test_two_words_are_never_refused_for_their_language(text: str) -> None:
    assert codes(judged(text, ENGLISH)) == []


@pytest.mark.parametrize(
    "text",
    [
        "> यह सरकार कुछ नहीं करेगी।\nI do not agree with you there.",
        "He said “yeh sarkar kuch nahi karegi” and nobody in the hall objected.",
        "Read https://beispiel.example/die-regierung-muss-zuruecktreten before you judge.",
        "@sarkar_kuch_nahi #KuchNahiKaregi That is simply not true.",
    ],
)
def test_quotations_links_and_handles_do_not_count(text: str) -> None:
    assert codes(judged(text, ENGLISH)) == []


def test_a_site_may_ask_for_another_language() -> None:
    assert codes(judged("यह सरकार कुछ नहीं करेगी।", HINDI)) == []


def test_english_is_refused_where_the_site_does_not_take_it() -> None:
    reason = only(judged("The government should publish the report at once.", HINDI))
    assert reason.message == "Please write your comment in Hindi."


def test_the_region_of_a_language_does_not_matter() -> None:
    rules = SiteRules(severities=ONLY_LANGUAGE, languages=("en-IN",))
    assert codes(judged("The council has to publish the report.", rules)) == []


def test_any_language_of_the_site_will_do() -> None:
    rules = SiteRules(severities=ONLY_LANGUAGE, languages=("en", "hi"))
    assert codes(judged("यह सरकार कुछ नहीं करेगी।", rules)) == []


def test_a_site_without_languages_takes_them_all() -> None:
    rules = SiteRules(severities=ONLY_LANGUAGE, languages=())
    assert codes(judged("Die Regierung muss endlich zurücktreten.", rules)) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council has to publish the report.", "en"),
        ("यह सरकार कुछ नहीं करेगी।", "hi"),
        ("Die Regierung muss endlich zurücktreten.", "de"),
        ("Thanks!", None),
    ],
)
def test_the_decision_names_the_language_where_it_can_tell(text: str, language: str | None) -> None:
    assert judged(text).language == language


@pytest.mark.shared
def test_it_tells_english_from_37_languages(shared: Path) -> None:
    with gzip.open(shared / "data/moderation/language.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    # Every fifth sentence keeps the test to a few seconds.
    rows = [row for row in rows if row["kind"] == "sentences"][::5]
    taken = [(row["language"] == "en", codes(judged(row["text"], ENGLISH)) == []) for row in rows]
    english = [is_taken for is_english, is_taken in taken if is_english]
    others = [is_taken for is_english, is_taken in taken if not is_english]
    right, wrong = sum(english) / len(english), sum(others) / len(others)
    # For -rP: docs/policy.md gives these figures.
    print(f"English taken: {right:.1%}; others taken: {wrong:.1%}")  # noqa: T201
    assert right > 0.98
    assert wrong < 0.02
