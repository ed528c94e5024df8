"""What is the best of a discussion, of what is known of its comments already."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from parley.ranking.agreed import Agreed, common_ground_first
from parley.ranking.respected import Voted, most_respected_first, wilson_lower_bound

# Below, the votes do not even make it credible that most who voted respect the comment: it
# takes four who do and nobody who does not.
LEAST_RESPECT = 0.5


class Outstanding(Agreed, Protocol):
    @property
    def picked(self) -> bool: ...
    @property
    def common_ground(self) -> bool: ...


V = TypeVar("V", bound=Outstanding)


def best_of(comments: Iterable[V], most: int, *, ground: bool) -> list[V]:
    """The editor's picks, the most respected first; then what readers think best, as far as
    that is credible; `most` in all, and fewer where not so many are good enough.

    `ground`: there is enough to tell common ground. Then what has its badge is good enough as
    well, and the order is that of common ground.
    """
    rest, picked = [], []
    for comment in comments:
        if comment.picked:
            picked.append(comment)
        elif (ground and comment.common_ground) or _is_respected(comment):
            rest.append(comment)
    picked.sort(key=most_respected_first)
    rest.sort(key=common_ground_first if ground else most_respected_first)
    return [*picked, *rest][:most]


def _is_respected(comment: Voted) -> bool:
    bound = wilson_lower_bound(comment.respect, comment.respect + comment.disagree)
    return bound >= LEAST_RESPECT
