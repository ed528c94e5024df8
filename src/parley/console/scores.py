"""The policy's scores as a moderator reads them: in words, with the number behind."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from parley.models.rule_names import SCORES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# From which score on one says so; below the last one, nothing is said.
_WORDS = (
    (0.9, _("very likely")),
    (0.7, _("likely")),
    (0.5, _("perhaps")),
    (0.3, _("hardly")),
)
# More would hide what matters.
MOST = 3


class Score(NamedTuple):
    """What it is about, how likely it is in words, and the number, 0 to 1."""

    about: "_StrPromise"
    likely: "_StrPromise"
    value: float


def in_words(scores: Mapping[str, float]) -> tuple[Score, ...]:
    """The highest few, highest first."""
    found = [
        Score(title, words, value)
        for name, title in SCORES.items()
        if (words := _likely(value := scores.get(name, 0.0))) is not None
    ]
    return tuple(sorted(found, key=lambda score: -score.value)[:MOST])


def _likely(value: float) -> "_StrPromise | None":
    return next((words for least, words in _WORDS if value >= least), None)
