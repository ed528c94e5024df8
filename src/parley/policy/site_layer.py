"""What a site's own moderators add to the scores: learnt from their decisions, kept as numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from math import exp
from types import MappingProxyType
from typing import Any

from parley.errors import BadField
from parley.policy.first_tier import Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLayer:
    """A logistic model over the first tier's logits and the presence of words.

    Its probability is that of a moderator's rejection; from `threshold` on a comment waits
    for one. `logits` follow the attributes of the first tier.
    """

    intercept: float
    logits: tuple[float, ...]
    words: Mapping[str, float]
    threshold: float

    def probability(self, judged: Judged) -> float:
        told = (self.words.get(word, 0.0) for word in words_of(judged))
        weighed = (w * float(x) for w, x in zip(self.logits, judged.logits, strict=True))
        return 1 / (1 + exp(-max(-30.0, min(30.0, self.intercept + sum(weighed) + sum(told)))))

    def as_json(self) -> dict[str, Any]:
        return {
            "intercept": self.intercept,
            "logits": list(self.logits),
            "words": dict(self.words),
            "threshold": self.threshold,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "SiteLayer":
        """Raises BadField for what `as_json` did not make."""
        if set(stored) != {each.name for each in fields(cls)}:
            raise BadField("layer", "This is not the layer of a site. Please train it anew.")
        return cls(
            intercept=float(stored["intercept"]),
            logits=tuple(map(float, stored["logits"])),
            words=MappingProxyType({str(k): float(v) for k, v in stored["words"].items()}),
            threshold=float(stored["threshold"]),
        )


def words_of(judged: Judged) -> Sequence[str]:
    """The words that a comment has, each once, in the order of their first use."""
    return tuple(dict.fromkeys(token.text for token in judged.tokens if token.is_word))
