"""Brigades that try to lift or to sink one comment of a made-up discussion."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bench.ground_world import (
    DAY,
    HISTORY_MEDIAN,
    HOUR,
    JOINED_WITHIN,
    LENIENCE,
    Bools,
    Cast,
    Floats,
    Ints,
    Order,
    Visits,
    World,
    answers,
    by_respect,
    hold,
    honest_visits,
    make_past,
    make_world,
    moments,
    past_comments,
    together,
)
from parley.ranking.votes import DISAGREE, RESPECT, VoteTable

# A brigade's accounts, as a share of the honest readers.
BRIGADE = 0.1
# How long after the article its call goes out, and how long its accounts take to come.
CALL, FOLLOWS = 4 * HOUR, 6 * HOUR
# How many days the patient come back for another draw.
PATIENCE = 3
# Clones: this many histories to copy, of which each account changes every tenth vote.
TEMPLATES, CHANGED = 10, 0.1
# A program votes on this many other comments, one every tenth of a second.
SCRIPT_VOTES, SCRIPT_PAUSE = 30, 0.1


class Past(StrEnum):
    """What a brigade's accounts have voted elsewhere."""

    NONE = "none"
    ONE_CAMP = "one camp"
    ALL_CAMPS = "all camps"
    COPIED = "copied"


class Aim(StrEnum):
    """The comment that a brigade is after."""

    BAD = "bad"
    LIFTED = "lifted"
    GOOD = "good"


class Joined(StrEnum):
    """When its accounts were made."""

    LONG_AGO = "long ago"
    TOGETHER = "together"
    NEWER = "newer than the article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """`ordinary`: its accounts also vote in the discussion as readers do; `patient`: they come
    back for draws and vote on their target only where it is drawn, and at last in any case;
    `slow`: they come as honest readers do rather than within six hours; `share`: how many they
    are, of the honest readers."""

    past: Past = Past.ALL_CAMPS
    aim: Aim = Aim.BAD
    verdict: int = RESPECT
    joined: Joined = Joined.LONG_AGO
    ordinary: bool = False
    patient: bool = False
    slow: bool = False
    script: bool = False
    share: float = BRIGADE


ATTACKS: dict[str, Attack | None] = {
    "none": None,
    # What becomes of the same good comment where nobody comes for it.
    "left-alone": Attack(aim=Aim.GOOD, share=0),
    "naive": Attack(past=Past.NONE),
    "onecamp": Attack(past=Past.ONE_CAMP, aim=Aim.LIFTED),
    "allcamps": Attack(),
    "raise-good": Attack(aim=Aim.GOOD),
    "sink-good": Attack(aim=Aim.GOOD, verdict=DISAGREE),
    "answers": Attack(patient=True),
    "answers-sink-good": Attack(aim=Aim.GOOD, verdict=DISAGREE, patient=True),
    "new-accounts": Attack(joined=Joined.NEWER),
    "made-together": Attack(joined=Joined.TOGETHER, ordinary=True),
    "clones": Attack(past=Past.COPIED, ordinary=True, slow=True),
    "script": Attack(script=True),
    "burst": Attack(ordinary=True),
    "burst-sink-good": Attack(aim=Aim.GOOD, verdict=DISAGREE, ordinary=True),
    "hidden": Attack(ordinary=True, slow=True),
    "hidden-answers": Attack(ordinary=True, slow=True, patient=True),
    "hidden-raise-good": Attack(aim=Aim.GOOD, ordinary=True, slow=True),
    "hidden-sink-good": Attack(aim=Aim.GOOD, verdict=DISAGREE, ordinary=True, slow=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that is settled before the first vote: who will come, and what they voted elsewhere."""

    name: str
    seed: tuple[int, ...]
    world: World
    past: VoteTable
    joined: Floats
    target: int
    lenience: Floats
    visits: Visits

    @property
    def honest(self) -> Bools:
        """Who is not of the brigade; shape (readers,)."""
        return np.arange(len(self.joined)) < self.world.readers

    def play(self, order: Order) -> Cast:
        """The votes that this discussion gets while its comments stand in this order."""
        rng = np.random.default_rng(self.seed)
        cast = hold(rng, self.world, visits=self.visits, lenience=self.lenience, order=order)
        plan = ATTACKS[self.name]
        script = plan is not None and plan.script
        return _by_program(rng, cast, first=self.world.readers) if script else cast


def scene(seed: int, *, readers: int, shares: tuple[float, ...], attack: str) -> Scene:
    """The discussion of this seed under this attack; the honest side does not depend on it."""
    seeds = (seed, readers, len(shares))
    rng = np.random.default_rng(seeds)
    world = make_world(rng, readers=readers, shares=shares)
    plan = ATTACKS[attack]
    accounts = 0 if plan is None else int(readers * plan.share)
    lenience = rng.normal(0, LENIENCE, readers)
    past, visits = make_past(rng, world, lenience=lenience), honest_visits(rng, world)
    joined = world.joined
    aim = Aim.BAD if plan is None else plan.aim
    good = _best_placed(seeds, world, visits=visits, lenience=lenience)
    target = {Aim.BAD: world.bad, Aim.LIFTED: world.lifted, Aim.GOOD: good}[aim]
    if plan is not None:
        lenience = np.concatenate([lenience, rng.normal(0, LENIENCE, accounts)])
        camp = _imitated(rng, world, count=accounts, past=plan.past)
        past = _with_past(rng, world, plan=plan, camp=camp, honest=past)
        joined = np.concatenate([joined, _joined(rng, plan.joined, count=accounts)])
        visits = together(visits, _visits(rng, plan, camp=camp, first=readers, target=target))
    return Scene(
        name=attack,
        seed=seeds,
        world=world,
        past=VoteTable.of(
            past[0],
            past[1],
            value=past[2],
            readers=len(joined),
            comments=world.past_respect.shape[1],
        ),
        joined=joined,
        target=target,
        lenience=lenience,
        visits=visits,
    )


def _best_placed(seeds: tuple[int, ...], world: World, *, visits: Visits, lenience: Floats) -> int:
    """The planted comment that stands first where nobody attacks, in the order by respect."""
    cast = hold(
        np.random.default_rng(seeds), world, visits=visits, lenience=lenience, order=by_respect
    )
    return int(world.planted[np.argmax(by_respect(cast)[world.planted])])


def _imitated(rng: np.random.Generator, world: World, *, count: int, past: Past) -> Ints:
    camps = len(world.shares)
    if past is Past.ONE_CAMP:
        return np.full(count, camps - 1)
    return rng.choice(camps, count, p=np.asarray(world.shares))


def _joined(rng: np.random.Generator, joined: Joined, *, count: int) -> Floats:
    if joined is Joined.LONG_AGO:
        return -rng.uniform(0, JOINED_WITHIN, count)
    began = -30 * DAY if joined is Joined.TOGETHER else 0.0
    return began + rng.uniform(0, CALL, count)


def _with_past(
    rng: np.random.Generator,
    world: World,
    *,
    plan: Attack,
    camp: Ints,
    honest: tuple[Ints, Ints, NDArray[np.int8]],
) -> tuple[Ints, Ints, NDArray[np.int8]]:
    """The honest readers' votes elsewhere, and the brigade's after them."""
    if plan.past is Past.NONE:
        return honest
    accounts = len(camp)
    comment = past_comments(rng, world, count=accounts * HISTORY_MEDIAN)
    value = answers(rng, world.past_respect[np.repeat(camp, HISTORY_MEDIAN), comment], lenience=0.0)
    if plan.past is Past.COPIED:
        copied = rng.integers(0, TEMPLATES, accounts)[:, None] * HISTORY_MEDIAN
        source = (copied + np.arange(HISTORY_MEDIAN)).ravel()
        own = rng.random(len(source)) < CHANGED
        comment = np.where(own, comment, comment[source])
        value = np.where(own, value, value[source]).astype(np.int8)
    reader = np.repeat(world.readers + np.arange(accounts), HISTORY_MEDIAN)
    return (
        np.concatenate([honest[0], reader]),
        np.concatenate([honest[1], comment]),
        np.concatenate([honest[2], value]),
    )


def _visits(
    rng: np.random.Generator, plan: Attack, *, camp: Ints, first: int, target: int
) -> Visits:
    accounts = len(camp)
    at = moments(rng, accounts) if plan.slow else CALL + rng.uniform(0, FOLLOWS, accounts)
    days = PATIENCE if plan.patient else 1
    day = np.repeat(np.arange(days), accounts)
    count = np.where(day == 0, np.tile(rng.integers(0, 10, accounts), days), 0)
    return Visits(
        reader=np.tile(first + np.arange(accounts), days),
        at=np.tile(at, days) + day * DAY,
        votes=count if plan.ordinary else np.zeros(len(day), int),
        aim=np.full(len(day), target),
        verdict=np.full(len(day), plan.verdict),
        patient=day < days - 1,
        camp=np.tile(camp, days),
    )


def _by_program(rng: np.random.Generator, cast: Cast, *, first: int) -> Cast:
    """Each account of the brigade also disagrees with many others, faster than anybody reads."""
    mine = cast.votes.reader >= first
    reader = np.repeat(cast.votes.reader[mine].astype(np.int64), SCRIPT_VOTES)
    pauses = np.tile(np.arange(1, SCRIPT_VOTES + 1) * SCRIPT_PAUSE, int(mine.sum()))
    return cast.and_then(
        reader=reader,
        comment=rng.integers(0, cast.votes.comments, len(reader)),
        value=np.full(len(reader), DISAGREE),
        by_chance=np.zeros(len(reader), np.bool_),
        at=np.repeat(cast.at[mine], SCRIPT_VOTES) + pauses,
    )
