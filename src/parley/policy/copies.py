"""Whether several people have posted the same text lately, told by fingerprints of it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from zlib import crc32

import regex

from parley.policy.decision import Reason
from parley.policy.fold import folded
from parley.policy.messages import reason
from parley.policy.prose import unquoted
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission

# "Well said, I agree with every word of it" is said by many, and meant by each.
LEAST_WORDS = 12

# How far back somebody's text counts as posted at about the same time.
LATELY = timedelta(days=7)

# One other may have quoted, or have an account for each device. Three make a campaign.
_OTHERS = 2

# MinHash (Broder, 1997): of the hashes of all rows of three words the least one, under
# eight hash functions. As large a share of them agrees as the texts have rows in common;
# of each only eight bits are kept, so unlike texts agree in one out of 256.
_IN_A_ROW = 3
_ALIKE = 4
_KEPT_BITS = 8
_FACTORS = (
    0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93,
    0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3,
)  # fmt: skip
_HASHES = len(_FACTORS)

# Two minima in each: alike texts share some band nearly always, others hardly ever.
BANDS = 4
_BAND_BITS = _HASHES // BANDS * _KEPT_BITS

# The opening tells, and a long text must not cost more than a short one.
_READ = 5_000

_WORD = regex.compile(r"[\p{L}\p{M}]+")


def is_nobody_elses(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    own = fingerprint(submission.text) if submission.recent else None
    if own is None:
        return
    since = submission.now - LATELY
    others = {
        recent.author
        for recent in submission.recent
        if recent.created_at >= since and _agreements(recent.fingerprint, own) >= _ALIKE
    }
    if len(others) >= _OTHERS:
        yield reason("copied_comment", rules)


@lru_cache(maxsize=8)
def fingerprint(text: str) -> int | None:
    """64 bits that alike texts have mostly in common; None where the text is too short.

    Of the author's own words only: two answers may quote one passage. Figures do not
    count, as whoever sends the same text about changes the number to call.
    """
    words = _WORD.findall(folded(unquoted(text[:_READ])))
    if len(words) < LEAST_WORDS:
        return None
    rows = {
        " ".join(words[place : place + _IN_A_ROW]) for place in range(len(words) - _IN_A_ROW + 1)
    }
    hashes = [crc32(row.encode()) for row in rows]
    return int.from_bytes(_least(hashes, factor) for factor in _FACTORS)


def bands(of: int) -> tuple[int, ...]:
    """Keys under which a text like this one is found; each also says which band it is."""
    mask = (1 << _BAND_BITS) - 1
    return tuple(
        (number << _BAND_BITS) | ((of >> (number * _BAND_BITS)) & mask) for number in range(BANDS)
    )


def _least(hashes: list[int], factor: int) -> int:
    """The last bits of the least hash; of a product's 64 bits the upper half is mixed best."""
    least = min(hash_ * factor & 0xFFFFFFFFFFFFFFFF for hash_ in hashes)
    return (least >> 32) & ((1 << _KEPT_BITS) - 1)


def _agreements(one: int, other: int) -> int:
    """In how many of the hashes two fingerprints agree."""
    different = (one ^ other).to_bytes(_HASHES)
    return different.count(0)
