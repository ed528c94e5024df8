"""The order by common ground, from scores that are known already.

Apart from `parley.ranking.ground`, which makes them, so that the read path needs no NumPy.
"""

from typing import Protocol

from parley.ranking.respected import Voted, most_respected_first

# Below every score: a comment is scored when the discussion is next looked at as a whole.
_UNKNOWN = -1.0


class Agreed(Voted, Protocol):
    @property
    def ground(self) -> float | None: ...


def common_ground_first(comment: Agreed) -> tuple[float, float, float, int]:
    """A sort key; where the scores say the same, the most respected stands first."""
    score = _UNKNOWN if comment.ground is None else comment.ground
    return -score, *most_respected_first(comment)
