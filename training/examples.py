"""A labelled comment, as every source of them is brought to one form."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from parley.policy.decision import Attribute
from parley.policy.submission import ArticleFacts, Submission

# What the models learn; spam is judged by features of its own.
LEARNT: tuple[Attribute, ...] = tuple(
    attribute for attribute in Attribute if attribute is not Attribute.SPAM
)

# The policy knows no clock, and nothing that is learnt here depends on the moment.
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """`labels` holds probabilities in 0..1; an attribute that is absent is not known.

    `function` says what is done with words here, for our own text; `term` the identity
    that it names. `origin` is the line that it was made from by filling or varying.
    """

    text: str
    labels: Mapping[Attribute, float]
    source: str
    parent: str | None = None
    parent_author: str | None = None
    writers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    function: str = ""
    term: str = ""
    weight: float = field(default=1.0)
    origin: str = ""

    def is_left_out(self, one_in: int) -> bool:
        """Whether it is kept from a training that is to be measured; with all of its origin."""
        # Another share than the one by which corpora keep comments from training for good.
        return share_of(f"left out: {self.origin or self.text}") < 1 / one_in

    @property
    def submission(self) -> Submission:
        return Submission(
            text=self.text,
            now=_MOMENT,
            article=ArticleFacts(writers=self.writers),
            parent_text=self.parent,
            parent_author=self.parent_author,
            others=self.others,
        )


def share_of(text: str) -> float:
    """A number in 0..1 that only the text decides, for splitting a corpus."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 2**32
