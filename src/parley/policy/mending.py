"""The whole comment as the author might post it: the same words, with the surface mended."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import regex

from parley.policy.endings import end_mark, missing_end, repeated_marks
from parley.policy.languages import in_a_language_of_the_site, may_be_english
from parley.policy.recasing import recased, with_capital_starts
from parley.policy.sentence_starts import begins_sentence
from parley.policy.sentences import in_full_sentences, names_around
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission
from parley.policy.text_speak import Abbreviation, abbreviations, in_place

# One round may uncover what the next one mends: "PLZ" is written out only once the
# comment is no longer in capitals. What three rounds leave is not for us to guess.
_ROUNDS = 3

_MARKS_BEHIND = regex.compile(r"[\s,.!?]+")

# Start, end, and what to write there.
_Replacement = tuple[int, int, str]


def mended(submission: Submission, rules: SiteRules) -> str | None:
    """None: nothing to mend, or no wording that the rules would then accept."""
    names = names_around(submission)
    text = submission.text
    for _ in range(_ROUNDS):
        before, text = text, _round(text, rules, names=names)
        if text == before:
            break
    if text == submission.text:
        return None
    better = replace(submission, text=text)
    still_wrong = any(in_full_sentences(better, rules)) or any(
        in_a_language_of_the_site(better, rules)
    )
    return None if still_wrong else text


def _round(text: str, rules: SiteRules, *, names: Mapping[str, str]) -> str:
    written, text = text, recased(text, names)
    if may_be_english(text, rules):
        text = _left_out(_written_out(text, written))
    text = _replaced(text, repeated_marks(text))
    offset = missing_end(text)
    if offset is not None:
        text = text[:offset] + end_mark(text, offset) + text[offset:]
    return text


def _written_out(text: str, written: str) -> str:
    """`written`: the text as it was before its capitals were put right.

    A "d" or "nd" in small letters may be somebody's initials once a sentence begins with it.
    """
    known = {
        found.start: found
        for each in (written, text)
        if len(each) == len(text)
        for found in abbreviations(each)
        if found.full is not None
    }
    return _replaced(
        text,
        ((found.start, found.end, in_place(text, found)) for _, found in sorted(known.items())),
    )


def _left_out(text: str) -> str:
    left_out = [found for found in abbreviations(text) if found.full is None]
    shorter = _replaced(text, (_without(text, found) for found in left_out)).strip()
    # "Lol, he is right" leaves a sentence that begins with what was its second word.
    if any(begins_sentence(text, found.start) for found in left_out):
        shorter = with_capital_starts(shorter)
    return shorter


def _without(text: str, found: Abbreviation) -> _Replacement:
    """The word goes, and the comma or space that only it needed."""
    if begins_sentence(text, found.start):
        behind = _MARKS_BEHIND.match(text, found.end)
        return found.start, behind.end() if behind else found.end, ""
    if text[found.end : found.end + 1].isalnum():
        return found.start, found.end, ""
    start = found.start
    while start and text[start - 1] in " ,":
        start -= 1
    return start, found.end, ""


def _replaced(text: str, replacements: Iterable[_Replacement]) -> str:
    kept: list[str] = []
    copied = 0
    for start, end, better in replacements:
        # Two words left out in a row both claim the comma between them.
        kept += text[copied : max(start, copied)], better
        copied = max(end, copied)
    return "".join(kept) + text[copied:]
