"""What holds for any text whatever."""

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parley.policy.decision import Outcome, Rule
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Earlier
from tests.growth import grows_less_than_squarely
from tests.policy.submissions import NOW, codes, judged

STRICT = SiteRules(
    max_links=0,
    max_length=60,
    banned_words=("idiot", "scam*", "f*l", "free money"),
    suspect_words=("/v[i1]agra/", "傻瓜"),
)
WORDS = [
    "u", "r", "U", "n", "d", "The", "the", "COUNCIL", "IS", "WRONG", "i", "lol", "plz", "2", "b4",
    "right.", "right", "!!!", "?", "…", "“said”", "> quoted", "\n", "- item", "https://a.example/b",
    "example.com", "@asha", "#tag", "`u`", "👍", "👩‍👧", "नहीं", "है।", "می‌خواهم", "é", "e\u0301",
    "NATO", "BJP", "U.S.", "free", "money", "idiot", "asdfghjkl", "(d)", "*", "**", "'", "\u200b",
    "98765", "43210", "nine", "@mail.com", "name", "12", "Road,", "Chennai", "600004", "+91", "９",
    "傻瓜", "ﬁ", "ß", "ŉ", "İ", "lol,", "btw", "OMG", "x" * 30,
]  # fmt: skip
ANYTHING = st.text(alphabet=st.characters(exclude_categories=()))
COMMENTS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | ANYTHING


@given(COMMENTS)
@example("\ud800")
@example("a" + "\u0301" * 5_000)
def test_no_check_fails_on_any_text(text: str) -> None:
    earlier = (Earlier(text=text[::-1], created_at=NOW),)
    assert "check_failed" not in codes(judged(text, STRICT, earlier=earlier, parent_text=text))


@given(COMMENTS)
def test_spans_lie_in_the_text(text: str) -> None:
    for reason in judged(text, STRICT).reasons:
        if reason.start is not None:
            assert reason.end is not None
            assert 0 <= reason.start <= reason.end <= len(text)


@given(COMMENTS)
def test_a_suggestion_passes_the_rules_that_made_it(text: str) -> None:
    suggested = judged(text).suggested_text
    if suggested is not None:
        rules = {reason.rule for reason in judged(suggested).reasons}
        assert not rules & {Rule.SENTENCES, Rule.LANGUAGE}


@given(COMMENTS)
def test_a_suggestion_needs_no_other(text: str) -> None:
    suggested = judged(text).suggested_text
    if suggested is not None:
        assert judged(suggested).suggested_text is None


@given(COMMENTS)
def test_the_form_in_which_letters_are_composed_does_not_matter(text: str) -> None:
    composed, decomposed = judged(normalize("NFC", text)), judged(normalize("NFD", text))
    assert composed.outcome is decomposed.outcome


@given(COMMENTS)
def test_a_decision_is_the_same_every_time(text: str) -> None:
    assert judged(text, STRICT) == judged(text, STRICT)


@given(COMMENTS)
def test_what_is_published_has_no_reason_that_stops_it(text: str) -> None:
    decision = judged(text, STRICT)
    stopped = any(reason.severity.value != "advise" for reason in decision.reasons)
    assert (decision.outcome is Outcome.PUBLISH) is not stopped


@pytest.mark.parametrize(
    "part",
    [
        "u r ",
        "i ",
        "lol, ",
        "www.",
        "a (.) ",
        "a@",
        "a.",
        "!",
        "“",
        "`",
        "> ",
        "é",
        "👩\u200d",
        "\n ",
        "1 ",
        "nine ",
        "58765 ",
        "gb82 ",
        "flat 1 ",
        "600034 a ",
        "12 Gandhi Street, ",
    ],
)
def test_no_repetition_makes_it_slow(part: str) -> None:
    judged("I agree with the council.")  # Loads the language models.

    def judge(characters: int) -> None:
        text = (part * characters)[:characters]
        judged(text, earlier=(Earlier(text=text + "x", created_at=NOW),))

    assert grows_less_than_squarely(judge, 5_000, 20_000)
