"""What a client accepts, and what it has already (RFC 9110, 12.5.3 and 13.1.2)."""

import re
from functools import lru_cache

from parley.snapshots.variants import Encoding, Variant

_QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)
_ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')
# The same few headers come again and again; strange ones must not push them out for long.
REMEMBERED_HEADERS = 512


@lru_cache(REMEMBERED_HEADERS)
def choose_encoding(accept_encoding: bytes) -> Encoding:
    """The client's favourite among ours; ours among its equals. Without a header, identity.

    A client that accepts none of ours gets identity all the same: RFC 9110 prefers a
    readable answer to an error.
    """
    weights: dict[str, float] = {}
    for part in accept_encoding.decode("latin-1").split(","):
        coding, _, parameters = part.partition(";")
        weights[coding.strip().lower()] = _weight(parameters.strip())
    others = weights.get("*", 0.0)
    offered = [encoding for encoding in Encoding if encoding is not Encoding.IDENTITY]
    best = max(offered, key=lambda encoding: weights.get(encoding, others))
    best_weight = weights.get(best, others)
    accepted = best_weight > 0 and best_weight >= weights.get(Encoding.IDENTITY, 0.0)
    return best if accepted else Encoding.IDENTITY


def _weight(parameters: str) -> float:
    if not parameters:
        return 1.0
    match = _QUALITY.fullmatch(parameters)
    return float(match[1]) if match else 0.0


def matched_tag(if_none_match: bytes, variant: Variant) -> str | None:
    """The validator that makes a 304 right; None when the client has something else.

    Comparison is weak, as the RFC says: a proxy may have weakened the tag.
    """
    if if_none_match.strip() == b"*":
        return variant.etag
    held = _ENTITY_TAG.findall(if_none_match.decode("latin-1"))
    if variant.etag in held:
        return variant.etag
    return next((tag for tag in held if tag in variant.tags), None)
