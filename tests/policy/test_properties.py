"""What holds for any text whatever."""

from dataclasses import replace

import pytest
import regex
from hypothesis import assume, example, given
from hypothesis import strategies as st

from parley.policy.decision import Outcome, Rule
from parley.policy.disguise import plain
from parley.policy.scoring import first_tier
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts, Earlier
from tests.growth import grows_less_than_squarely
from tests.policy.pieces import DISGUISED, comments, forms
from tests.policy.submissions import NOW, codes, judged, marked

STRICT = SiteRules(
    max_links=0,
    max_length=60,
    banned_words=("idiot", "scam*", "f*l", "free money"),
    suspect_words=("/v[i1]agra/", "傻瓜"),
)
ARTICLE = ArticleFacts(
    headline="À İstanbul: the Café Ångström",
    body="We met José Núñez in Bogotá, and then Ångström at the Élysée.",
    writers=("José Núñez",),
)
ANYTHING = st.text(alphabet=st.characters(exclude_categories=()))
COMMENTS = comments() | ANYTHING
# A length of 60 would end most comments' judgement with their length.
ROOMY = replace(STRICT, max_length=5_000)

# Found in any surroundings, for nothing but the words themselves makes them so.
PLANTED = [
    ("banned_words", "free money"),
    ("banned_words", "idiot"),
    ("email_address", "asha.k@mail.example"),
    ("phone_number", "+91 98765 43210"),
    ("card_number", "4111 1111 1111 1111"),
]

# What a span must hold to be of its rule at all; the others may be about any words.
NAMED = {
    "no_end_mark": r"",
    "repeated_marks": r"[\p{P}\p{S}]{2,}",
    "small_i": r"i(?:['’](?:m|ve|ll|d))?",
    "shouting": r"\p{Lu}.*\p{Lu}\p{M}*",
    "email_address": r".*\w.*(?:@|＠|at|AT|At).*\w.*",
    "phone_number": r".*(?:\p{N}|nine).*",
    "postal_address": r".*\p{N}.*",
    "card_number": r".*\p{N}.*\p{N}.*",
    "too_many_links": r"\S.*\S",
    "no_links": r"\S.*\S",
    "stacked_marks": r"\p{M}{10,}",
}


@given(COMMENTS)
@example("\ud800")
@example("a" + "\u0301" * 5_000)
def test_no_check_fails_on_any_text(text: str) -> None:
    earlier = (Earlier(text=text[::-1], created_at=NOW),)
    assert "check_failed" not in codes(judged(text, STRICT, earlier=earlier, parent_text=text))


@given(COMMENTS, st.sampled_from([STRICT, ROOMY]))
def test_spans_lie_in_the_text(text: str, rules: SiteRules) -> None:
    for reason in judged(text, rules).reasons:
        if reason.start is not None:
            assert reason.end is not None
            assert 0 <= reason.start <= reason.end <= len(text)


@given(comments())
@example("idiot idiot U idiot\r\nidiot\r\n")
@example("the the ``` ")
def test_spans_hold_words_and_no_half_letters(text: str) -> None:
    edges = {0, *(found.end() for found in regex.finditer(r"\X", text))}
    for reason in judged(text, ROOMY).reasons:
        if reason.start is None:
            continue
        said = marked(text, reason)
        assert {reason.start, reason.end} <= edges
        assert said == said.strip()
        assert bool(said) is (reason.code != "no_end_mark")


@given(comments())
def test_spans_cover_what_their_rule_names(text: str) -> None:
    for reason in judged(text, ROOMY).reasons:
        if reason.start is not None and reason.code in NAMED:
            said = marked(text, reason)
            assert regex.fullmatch(NAMED[reason.code], said, regex.DOTALL), (reason.code, said)


@given(comments(most=8), st.sampled_from(PLANTED), comments(most=8))
@example("", ("phone_number", "+91 98765 43210"), "Chennai 600004")
def test_what_is_planted_in_a_comment_is_covered(
    before: str, planted: tuple[str, str], after: str
) -> None:
    code, words = planted
    opening = f"{before}\nPlease read "
    decision = judged(f"{opening}{words} now.\n{after}", ROOMY)
    # What is rejected as severe abuse is not looked at any further.
    assume("severe_abuse" not in codes(decision))
    # With a street before it and a town behind, a number is part of an address.
    known = {code} | ({"postal_address"} if code != "banned_words" else set())
    assert any(
        reason.start <= len(opening) and len(opening + words) <= reason.end
        for reason in decision.reasons
        if reason.code in known and reason.start is not None and reason.end is not None
    )


@given(comments(), st.sampled_from(DISGUISED), comments())
def test_a_disguised_word_is_marked_as_it_was_written(
    before: str, disguised: str, after: str
) -> None:
    watched = first_tier().watched
    opening = f"{before}\n\n"
    alone = plain(disguised, watched)
    read = plain(f"{opening}{disguised}\n\n{after}", watched)
    spans = {read.folded.span(*found) for found in read.found}
    for start, end in (alone.folded.span(*found) for found in alone.found):
        assert (len(opening) + start, len(opening) + end) in spans


@given(comments())
def test_one_suggestion_taken_over_mends_what_it_was_for(text: str) -> None:
    for reason in judged(text, ROOMY).reasons:
        if reason.start is None or reason.end is None or reason.suggestion is None:
            continue
        mended = text[: reason.start] + reason.suggestion + text[reason.end :]
        end = reason.start + max(1, len(reason.suggestion))
        for other in judged(mended, ROOMY).reasons:
            if other.code == reason.code and other.start is not None and other.end is not None:
                assert not (other.start < end and reason.start < other.end)


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


@given(COMMENTS, st.sampled_from([STRICT, ROOMY]))
@example("Café, Café, I ", ROOMY)
@example("👍\n\n‘u’  ‘u’👍\r\né. ‘u’  ", ROOMY)
@example("i.d.i.o.t. good b4\tstupid\n\n\u022b  u  b4\nI. BJP\t", ROOMY)
def test_the_form_in_which_letters_are_composed_does_not_matter(
    text: str, rules: SiteRules
) -> None:
    composed, decomposed = (
        judged(form, rules, article=ARTICLE, parent_author="Zoë", others=("José Núñez",))
        for form in forms(text)
    )
    assert composed.outcome is decomposed.outcome
    assert codes(composed) == codes(decomposed)


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
