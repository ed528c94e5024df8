"""Whether the author has said this before, in any of the recent comments."""

from collections.abc import Iterator
from datetime import timedelta

import regex
from rapidfuzz import fuzz

from parley.policy.decision import Reason
from parley.policy.fold import folded
from parley.policy.messages import reason
from parley.policy.prose import unquoted
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission

# "Thank you." and "I agree." are said again and again, in good faith.
_TOO_SHORT = 5

# Below this a changed word makes a different comment of it.
_LONG_ENOUGH = 10

# Share of the characters, out of 100, that are the same and in the same order. A copy
# with another greeting or another link stays above it, a second view of the same
# subject by the same hand below.
_SIMILAR = 85.0

# Likewise, with the words sorted: the same sentences in another order.
_SIMILAR_SORTED = 90.0

# Comparing costs the product of the lengths; the opening of a text tells enough.
_READ = 2_000

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")


def says_something_new(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    since = submission.now - timedelta(days=rules.repeat_days)
    recent = [
        _compared(earlier.text) for earlier in submission.earlier if earlier.created_at >= since
    ]
    if not recent:
        return
    own = _compared(submission.text)
    if len(own) < _TOO_SHORT:
        return
    if own in recent:
        yield reason("repeated_comment", rules)
    elif len(own) >= _LONG_ENOUGH and any(_is_similar(own, other) for other in recent):
        yield reason("similar_comment", rules)


def _compared(text: str) -> list[str]:
    """The author's own words: two answers to one passage may both quote it."""
    own = " ".join(unquoted(text).split())
    return _WORD.findall(folded(own[:_READ]))


def _is_similar(own: list[str], other: list[str]) -> bool:
    if fuzz.ratio(" ".join(own), " ".join(other), score_cutoff=_SIMILAR):
        return True
    ours, theirs = " ".join(sorted(own)), " ".join(sorted(other))
    return fuzz.ratio(ours, theirs, score_cutoff=_SIMILAR_SORTED) > 0
