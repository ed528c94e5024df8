"""Perspective's names for what a score is about, and which of our scores answers them."""

import re

from parley.errors import Unscorable
from parley.policy.decision import Attribute

# Languages in which our scores have been tested.
LANGUAGES = frozenset({"en"})

_OURS = {attribute.value: (attribute,) for attribute in Attribute}
_EXPERIMENTAL = {
    f"{attribute}_EXPERIMENTAL": (attribute,)
    for attribute in (
        Attribute.TOXICITY,
        Attribute.SEVERE_TOXICITY,
        Attribute.INSULT,
        Attribute.PROFANITY,
        Attribute.THREAT,
        Attribute.IDENTITY_ATTACK,
    )
}
# Perspective's names for what we call otherwise; of several scores the highest answers.
_LIKE_OURS = {
    "TOXICITY_FAST": (Attribute.TOXICITY,),
    "ATTACK_ON_AUTHOR": (Attribute.PERSONAL_ATTACK,),
    "ATTACK_ON_COMMENTER": (Attribute.PERSONAL_ATTACK,),
    "INFLAMMATORY": (Attribute.TOXICITY,),
    "OBSCENE": (Attribute.PROFANITY,),
    "LIKELY_TO_REJECT": (Attribute.TOXICITY, Attribute.PERSONAL_ATTACK, Attribute.SPAM),
}
# Perspective had scores for these, and we have none: they are refused as Google refuses an
# attribute in a language that it has no model for, which clients know how to bear.
_NOT_OURS = (
    "AFFINITY_EXPERIMENTAL",
    "ALIENATION_EXPERIMENTAL",
    "COMPASSION_EXPERIMENTAL",
    "CURIOSITY_EXPERIMENTAL",
    "FEARMONGERING_EXPERIMENTAL",
    "FLIRTATION",
    "GENERALIZATION_EXPERIMENTAL",
    "INCOHERENT",
    "MORAL_OUTRAGE_EXPERIMENTAL",
    "NUANCE_EXPERIMENTAL",
    "PERSONAL_STORY_EXPERIMENTAL",
    "POWER_APPEAL_EXPERIMENTAL",
    "REASONING_EXPERIMENTAL",
    "RESPECT_EXPERIMENTAL",
    "SCAPEGOATING_EXPERIMENTAL",
    "SEXUALLY_EXPLICIT",
    "UNSUBSTANTIAL",
)
ANSWERED = {**_OURS, **_EXPERIMENTAL, **_LIKE_OURS, **dict.fromkeys(_NOT_OURS, ())}

# "TOXICITY@6" asks for a version of the model. We have one, and answer with it.
_VERSION = re.compile(r"@\d{1,9}$")


def scores_for(name: str) -> tuple[Attribute, ...]:
    """Which of our scores answer to a name; none, where Perspective had one and we have
    not. Raises Unscorable for a name that is nobody's."""
    known = ANSWERED.get(without_version(name))
    if known is None:
        raise Unscorable(f"Unknown requested attribute: {name[:80]}")
    return known


def without_version(name: str) -> str:
    return _VERSION.sub("", name)
