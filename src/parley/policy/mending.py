"""The whole comment as the author might post it: the same words, with the surface mended."""

from collections.abc import Mapping
from dataclasses import replace

import regex

from parley.policy.endings import end_mark, missing_end, repeated_marks
from parley.policy.languages import in_a_language_of_the_site, may_be_english
from parley.policy.recasing import recased
from parley.policy.sentence_starts import begins_sentence
from parley.policy.sentences import in_full_sentences, names_around
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission
from parley.policy.text_speak import abbreviations, in_place

# One round may uncover what the next one mends: "PLZ" is written out only once the
# comment is no longer in capitals. What three rounds leave is not for us to guess.
_ROUNDS = 3

_MARKS_BEHIND = regex.compile(r"\A[\s,.!?]+")


def mended(submission: Submission, rules: SiteRules) -> str | None:
    """None: nothing to mend, or no wording that the rules would then accept."""
    names = names_around(submission)
    text = submission.text
    for _ in range(_ROUNDS):
        before, text = text, _round(text, rules, names)
        if text == before:
            break
    better = replace(submission, text=text)
    still_wrong = any(in_full_sentences(better, rules)) or any(
        in_a_language_of_the_site(better, rules)
    )
    return None if text == submission.text or still_wrong else text


def _round(text: str, rules: SiteRules, names: Mapping[str, str]) -> str:
    text = recased(text, names)
    if may_be_english(text, rules):
        text = _written_out(text)
    for start, end, mark in reversed(tuple(repeated_marks(text))):
        text = text[:start] + mark + text[end:]
    offset = missing_end(text)
    if offset is not None:
        text = text[:offset] + end_mark(text, offset) + text[offset:]
    return text


def _written_out(text: str) -> str:
    for found in reversed(abbreviations(text)):
        before, after = text[: found.start], text[found.end :]
        if found.full is None:
            # The comma or the space beside it goes too, and what follows may begin
            # the sentence now.
            if begins_sentence(text, found.start):
                after = _MARKS_BEHIND.sub("", after)
                after = after[:1].upper() + after[1:]
            elif not after[:1].isalnum():
                before = before.rstrip(" ,")
        text = before + in_place(text, found) + after
    return text.strip()
