"""The orders that are tried on made-up discussions: most liked, most respected, and ours."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.ground_attacks import Scene
from bench.ground_world import Bools, Cast, Floats, Ints, by_respect
from parley.ranking import ground, independence
from parley.ranking.axis import fit_axis
from parley.ranking.camps import Camps
from parley.ranking.copies import copied
from parley.ranking.votes import RESPECT

# In how many discussions the comments elsewhere are.
PAST_DISCUSSION = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """What an order says of each comment; the highest score stands first."""

    score: Floats
    badge: Bools


# Given the votes so far, what an order says of the comments.
Judge = Callable[[Cast], Judged]


def judges(scene: Scene, *, camps: int | None = None) -> dict[str, Judge]:
    """Every order by its name; `camps` is how many there are, where that is known."""
    past = scene.past
    discussion: Ints = np.arange(past.comments) % (past.comments // PAST_DISCUSSION)
    found = fit_axis(past, wanted=camps).camps
    own = fit_axis(past, independent=~copied(past, discussion=discussion), wanted=camps).camps
    return {
        "liked": _most_liked,
        "Wilson": _most_respected,
        "ours, undefended": lambda cast: _common(cast, camps=found, defended=False),
        "ours": lambda cast: _common(defended(scene, cast), camps=own, defended=True),
    }


def counted(scene: Scene, cast: Cast) -> Bools:
    """Which votes count for common ground; shape (votes,)."""
    return independence.counted(cast.votes, cast_at=cast.at, joined=scene.joined, opened=0.0)


def lost(scene: Scene, cast: Cast) -> tuple[float, float]:
    """The share of honest votes that do not count, in all and on the target; of readers who
    were here before the article."""
    before = scene.honest & (scene.joined < 0)
    mine = before[cast.votes.reader]
    left_out = ~counted(scene, cast)
    on_target = mine & (cast.votes.comment == scene.target)
    return float(left_out[mine].mean()), float(left_out[on_target].mean())


def defended(scene: Scene, cast: Cast) -> Cast:
    """The votes that count, and of those by chance only what tells."""
    kept = counted(scene, cast)
    votes = independence.with_chance_of_first_day(cast.votes, cast_at=cast.at)
    return Cast(votes=votes.where(kept), at=cast.at[kept])


def _most_liked(cast: Cast) -> Judged:
    votes = cast.votes
    respect = np.bincount(votes.comment[votes.value == RESPECT], minlength=votes.comments)
    return _without_badge(respect.astype(float))


def _most_respected(cast: Cast) -> Judged:
    return _without_badge(by_respect(cast))


def _without_badge(score: Floats) -> Judged:
    return Judged(score, np.zeros(len(score), np.bool_))


def _common(cast: Cast, *, camps: Camps, defended: bool) -> Judged:
    tally = ground.tally(cast.votes, camps.of_reader, camps=camps.count)
    placed = np.unique(cast.votes.reader[camps.of_reader[cast.votes.reader] >= 0])
    if not ground.enough(tally, placed=len(placed)):
        return _most_respected(cast)
    found = ground.stand_all(tally, rates=ground.rates_of(tally), audited=defended)
    return Judged(found.score, found.badge)
