"""Discussions made up to try common ground: what the other tests rely on."""

import numpy as np
import pytest

from bench.ground_attacks import ATTACKS, BRIGADE, Scene, scene
from bench.ground_threads import TOP, Asked, Outcome, play
from bench.ground_world import COMMENTS, Cast, Floats

READERS = 400
# Of 500 comments. With so few readers a good one need not stand among the first in any case.
LAST = 450


def unordered(cast: Cast) -> Floats:
    return np.zeros(cast.votes.comments)


def made_up(attack: str, *, seed: int = 1) -> Scene:
    return scene(seed, readers=READERS, shares=(0.6, 0.4), attack=attack)


def test_the_same_seed_makes_the_same_discussion() -> None:
    one, other = made_up("hidden").play(unordered), made_up("hidden").play(unordered)
    assert np.array_equal(one.votes.value, other.votes.value)
    assert np.array_equal(one.at, other.at)


def test_a_tenth_of_the_votes_is_on_comments_shown_by_chance() -> None:
    cast = made_up("none").play(unordered)
    assert cast.votes.by_chance.mean() == pytest.approx(0.1, abs=0.03)


@pytest.mark.parametrize("attack", [name for name, plan in ATTACKS.items() if plan and plan.share])
def test_every_account_of_a_brigade_votes_on_its_target(attack: str) -> None:
    made = made_up(attack)
    votes = made.play(unordered).votes
    aimed = (votes.comment == made.target) & ~made.honest[votes.reader]
    assert aimed.sum() == READERS * BRIGADE
    assert len(set(votes.value[aimed])) == 1


def test_visits_come_in_the_order_of_time() -> None:
    assert (np.diff(made_up("none").visits.at) >= 0).all()


def test_what_is_left_alone_is_what_others_attack() -> None:
    """The same comment, so that the ranks of both can be compared."""
    alone, sunk = made_up("left-alone"), made_up("sink-good")
    assert alone.target == sunk.target
    assert alone.honest.all()


def test_the_planted_comments_are_respected_in_every_camp() -> None:
    world = made_up("none").world
    assert world.respect[:, world.planted].min() > 0.7
    assert world.respect.shape == (2, COMMENTS)


def played(attack: str, *, seed: int) -> dict[str, Outcome]:
    asked = Asked(readers=1_000, shares=(0.6, 0.4), known=False)
    return {outcome.order: outcome for outcome in play(seed, attack=attack, asked=asked)}


@pytest.mark.parametrize("attack", ["allcamps", "answers"])
def test_a_brigade_with_a_history_gets_nothing_into_the_first_ten(attack: str) -> None:
    found = played(attack, seed=11)
    assert found["ours, undefended"].rank <= TOP
    assert found["Wilson"].rank <= TOP
    assert found["ours"].rank > TOP
    assert not found["ours"].badged


def test_a_brigade_sent_against_a_good_comment_does_not_sink_it() -> None:
    found = played("sink-good", seed=11)
    assert found["ours, undefended"].rank > LAST
    assert found["ours"].rank < LAST / 2


def test_without_an_attack_the_defence_takes_no_common_ground_away() -> None:
    found = played("none", seed=11)
    assert found["ours"].planted >= found["ours, undefended"].planted - 1
    assert found["ours"].wrong == 0
