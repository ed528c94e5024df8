"""A labelled comment, as every source of them is brought to one form."""

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
    that it names.
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
