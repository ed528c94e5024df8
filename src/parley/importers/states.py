"""The words by which systems without documented states say where a comment stands."""

from parley.importers.record import SourceState, Trouble
from parley.importers.values import Unusable, line_of

_WORDS = {
    SourceState.PUBLISHED: "published approved approve visible live public accepted posted active",
    SourceState.HELD: (
        "held pending unapproved waiting awaiting moderation inmoderation inreview onhold flagged"
        " reported queued premod new pendingmoderation pendingreview awaitingmoderation"
    ),
    SourceState.REJECTED: "rejected reject disapproved declined denied blocked hidden unpublished",
    SourceState.SPAM: "spam junk",
    SourceState.DELETED: "deleted delete trash trashed removed",
}
_STATES = {word: state for state, words in _WORDS.items() for word in words.split()}


def state_of(word: str) -> SourceState | None:
    """None for a word that nobody has said the meaning of."""
    return _STATES.get("".join(letter for letter in word.lower() if letter.isalnum()))


def known_state(word: str) -> SourceState:
    """What cannot be told is never taken for public."""
    found = state_of(word)
    if found is None:
        shown = line_of(word)[:80]
        raise Unusable(Trouble.BAD_FLAG, f"The status is {shown!r}, which means nothing to Parley.")
    return found
