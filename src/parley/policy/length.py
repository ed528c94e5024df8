"""Whether the text can be read at all, and is neither too short nor too long."""

from collections.abc import Iterator

import regex

from parley.policy.decision import Reason
from parley.policy.messages import reason
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission

# Beyond a multiple of what the site allows it is no comment that needs a sentence
# less, and no later check has to bear it. Four code points for each permitted
# character leave room for any script and for emoji.
_TIMES_TOO_LARGE = 4
_NEVER_TOO_LARGE = 1_000

# What no database or page can hold: lone surrogates, and the control characters
# that are not white space.
_UNREADABLE = regex.compile(r"[\p{Cs}\x00-\x08\x0E-\x1B\x7F]")

# Hebrew with cantillation, Tibetan and Khmer need up to five marks on a letter;
# ten and more are only ever used to paint over the neighbouring lines.
_STACKED = regex.compile(r"[\p{Mn}\p{Me}]{10,}")

# What a reader calls a character.
_CLUSTER = regex.compile(r"\X")
_VISIBLE = regex.compile(
    r"[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\N{BRAILLE PATTERN BLANK}]"
)


def fits(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    text = submission.text
    if len(text) > max(_NEVER_TOO_LARGE, _TIMES_TOO_LARGE * rules.max_length):
        yield reason("too_large", rules)
        return
    for code, pattern in (("unreadable", _UNREADABLE), ("stacked_marks", _STACKED)):
        if found := pattern.search(text):
            yield reason(code, rules, span=found.span())
            return
    if not _VISIBLE.search(text):
        yield reason("empty", rules)
        return
    yield from _counted(text, rules)


def _counted(text: str, rules: SiteRules) -> Iterator[Reason]:
    # A character has at least one code point, so most texts need no counting.
    if rules.min_length > 1 and (count := graphemes(text.strip())) < rules.min_length:
        yield reason("too_short", rules, least=rules.min_length, count=count)
    if len(text) > rules.max_length and (count := graphemes(text)) > rules.max_length:
        start = _offset_of(text, rules.max_length)
        yield reason("too_long", rules, span=(start, len(text)), most=rules.max_length, count=count)


def graphemes(text: str) -> int:
    """Characters as a reader counts them: extended grapheme clusters."""
    return sum(1 for _ in _CLUSTER.finditer(text))


def _offset_of(text: str, grapheme: int) -> int:
    """The code point at which the grapheme with this index, counted from 0, begins."""
    clusters = _CLUSTER.finditer(text)
    return next(each.start() for index, each in enumerate(clusters) if index == grapheme)
