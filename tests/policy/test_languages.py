"""Language: what is asked of the site's readers, and what is left alone."""

import gzip
import json
from pathlib import Path

import pytest

from parley.policy.decision import Outcome, Rule, Severity
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
    assert reason.code in {"language", "other_language"}
    assert reason.message.endswith(" in English.")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ce n'est pas possible, le gouvernement doit partir.", "French"),
        ("Die Regierung muss endlich zurücktreten.", "German"),
        ("यह सरकार कुछ नहीं करेगी और हम सब जानते हैं।", "Hindi"),
        ("இந்த அரசு எதுவும் செய்யாது.", "Tamil"),
        ("ఈ ప్రభుత్వం ఏమీ చేయదు.", "Telugu"),
        ("এই সরকার কিছুই করবে না।", "Bengali"),
        ("یہ حکومت کچھ نہیں کرے گی۔", "Urdu"),
        ("Это правительство ничего не сделает.", "Russian"),
        ("这是一篇很好的文章。", "Chinese"),
        ("yeh sarkar garibon ke liye kuch nahi karegi", "Hindi or Urdu in Latin letters"),
    ],
)
def test_the_writer_is_told_which_language_it_seems_to_be(text: str, language: str) -> None:
    reason = only(judged(text, ENGLISH))
    assert (reason.code, reason.message) == (
        "other_language",
        f"This seems to be in {language}. Comments here have to be in English.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Blorp zindal kwesti marnoo fleegle.",
        "Merci beaucoup, danke schön, muchas gracias, grazie mille.",
    ],
)
def test_no_language_is_named_where_it_is_not_clear_which(text: str) -> None:
    reason = only(judged(text, ENGLISH))
    assert (reason.code, reason.message) == ("language", "Please write your comment in English.")


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
        "Sab theek hai, but who will pay the bill?",
        "Modi जी is the best leader of our times.",
        "The word धर्म is not the same as religion.",
        "Xi Jinping met Vladimir Putin in Samarkand.",
        "São Paulo and Rio de Janeiro are flooded.",
        "Biryani beats pizza any day.",
    ],
)
def test_english_with_names_and_loan_words_is_english(text: str) -> None:
    assert codes(judged(text, ENGLISH)) == []


@pytest.mark.parametrize(
    "text",
    [
        "wat a nonsense govt yaar",
        "i dont no y ppl r so stoopid",
        "teh goverment shuold resgin",
        "thx 4 ur gud wrk",
        "this is hw they fool ppl evry tym",
        "Gonna be a looong night innit",
        "Hahahahaha so funny!",
    ],
)
def test_english_as_it_is_typed_is_english(text: str) -> None:
    assert codes(judged(text, ENGLISH)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Sonia Gandhi and Rahul Gandhi",
        "Narendra Modi, Amit Shah, Yogi Adityanath.",
        "Dear Mr. Siddaramaiah,",
        "Well played, Jasprit Bumrah!",
    ],
)
def test_names_are_in_no_language(text: str) -> None:
    assert codes(judged(text, ENGLISH)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Et tu, Brute?",
        "Vox populi, vox dei.",
        "Quid pro quo, as usual.",
        "Bharat Mata ki Jai!",
        "Jai Shri Ram!",
        "Modi ji zindabad!",
        "As the French say, plus ça change, plus c'est la même chose.",
        "Bravo! Bravo! Bravo!",
        "No, no, no!",
    ],
)
def test_cheers_and_sayings_do_not_count(text: str) -> None:
    assert codes(judged(text, ENGLISH)) == []


def test_a_cheer_does_not_excuse_what_stands_beside_it() -> None:
    text = "Jai Hind! yeh sarkar kuch nahi karegi"
    assert judged(text, ENGLISH).outcome is Outcome.REVISE


def test_look_alike_letters_do_not_make_another_language() -> None:
    assert codes(judged("thе govеrnmеnt is lying to us all", ENGLISH)) == []


def test_who_only_quotes_is_judged_by_the_quotation_and_not_by_the_speaker() -> None:
    english = "“The only thing we have to fear is fear itself.” — Franklin Delano Roosevelt"
    hindi = "“यह सरकार कुछ नहीं करेगी।” — Ram Manohar Lohia"
    assert codes(judged(english, ENGLISH)) == []
    assert judged(hindi, ENGLISH).outcome is Outcome.REVISE


@pytest.mark.parametrize(
    "text",
    ["Bahut accha!", "बहुत अच्छा", "Merci beaucoup.", "नमस्ते", "Jai Hind!", "Très bien, bien!"],
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
    assert reason.message == ("This seems to be in English. Comments here have to be in Hindi.")


def test_a_language_in_latin_letters_is_not_the_one_in_its_own_script() -> None:
    romanised = SiteRules(severities=ONLY_LANGUAGE, languages=("hi-Latn",))
    text = "yeh sarkar garibon ke liye kuch nahi karegi"
    assert codes(judged(text, romanised)) == []
    assert only(judged(text, HINDI)).message == (
        "This seems to be in Hindi or Urdu in Latin letters. Comments here have to be in Hindi."
    )


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
        ("yeh sarkar kuch nahi karegi", "hi-Latn"),
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
    rows = [row for row in rows if len(row["text"].split()) >= 3][::5]
    taken = [(row["language"] == "en", codes(judged(row["text"], ENGLISH)) == []) for row in rows]
    english = [is_taken for is_english, is_taken in taken if is_english]
    others = [is_taken for is_english, is_taken in taken if not is_english]
    right, wrong = sum(english) / len(english), sum(others) / len(others)
    # For -rP: docs/policy.md gives these figures.
    print(f"English taken: {right:.1%}; others taken: {wrong:.1%}")  # noqa: T201
    assert right > 0.995
    assert wrong < 0.01
