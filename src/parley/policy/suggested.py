"""Whether other programs' moderators would reject a comment, by the scores that they suggest."""

from collections.abc import Mapping

from parley.policy.attribute_names import ANSWERED, without_version
from parley.policy.decision import Attribute

# What Coral sends, with 1, when a moderator decides.
APPROVED, DELETED = "APPROVED", "DELETED"

# A suggested score is somebody's opinion, not a model's: more likely than not is a yes.
_YES = 0.5

# Swearing at nobody leads to advice only, so it is no reason to reject.
_NO_REASON = frozenset({Attribute.PROFANITY})


def rejected(scores: Mapping[str, float]) -> bool | None:
    """None: they say neither. What a moderator did counts more than any score.

    One high score is enough to reject. Only a low one for TOXICITY, or for one of the names
    that it answers, is an approval: a comment that insults nobody may be bad for much else.
    """
    named = {without_version(name): value >= _YES for name, value in scores.items()}
    if DELETED in named or APPROVED in named:
        return named.get(DELETED, False) or not named.get(APPROVED, True)
    said = [(frozenset(ANSWERED.get(name, ())) - _NO_REASON, high) for name, high in named.items()]
    if any(high for attributes, high in said if attributes):
        return True
    return False if any(Attribute.TOXICITY in attributes for attributes, _ in said) else None
