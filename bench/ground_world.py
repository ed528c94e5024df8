"""A site and one of its discussions, made up: readers, comments, and how readers come to vote.

The parameters are those of the research on common ground (section 4): 500 comments, one to
ten votes a reader, three in ten readers new to the site, the others with a median of 15 votes
elsewhere; one vote in ten on a comment that was shown by chance.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.ranking.votes import DISAGREE, PASS, RESPECT, VoteTable

COMMENTS = 500
PLANTED = 10
PARTISAN = 0.75
NEW_TO_SITE = 0.3
HISTORY_MEDIAN, HISTORY_SPREAD, HISTORY_MOST = 15, 0.8, 150
BY_CHANCE = 0.1
# The draw: comments put into slots of the first page, for each reader, discussion and day.
DRAWN = 5
# A discussion lasts three days, two thirds of its visits fall on the first; a fifth of those
# who vote more than thrice come back on another day.
HOUR, DAY = 3_600.0, 86_400.0
DAYS = 3
FADES = 0.9 * DAY
RETURN = 0.2
# Seconds between two votes of one reader: two to see a comment, and a mean of thirty to read it.
LOOK, READ = 2.0, 30.0
# Accounts were made over three years; one honest reader in 25 registers to join in here.
JOINED_WITHIN = 3 * 365 * DAY
JOINS_FOR_THIS = 0.04
PASSES = 0.1
# How far one reader's respect, on the logistic scale, differs from their camp's.
LENIENCE = 0.5
# Half of those who read go by "most respected" as it stands, half by another order; how often
# the comment at a rank is met falls as 1 / (rank + 10).
BY_RESPECT = 0.5
LOOKS_AHEAD = 10
# The order by respect changes this many times while the discussion lasts.
STEPS = 24
Z = 1.96

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is true: `respect` and `past_respect` are each camp's probability to respect a
    comment, shape (camps, comments); `camp` is -1 for nobody."""

    shares: tuple[float, ...]
    camp: Ints
    has_past: Bools
    joined: Floats
    respect: Floats
    past_respect: Floats
    planted: Ints
    bad: int
    lifted: int

    @property
    def readers(self) -> int:
        return len(self.camp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """Who opens the discussion when; `votes` is how many comments they will vote on, `aim`
    the comment that they came for or -1, `verdict` what they say of it; `patient` visitors do
    so only where it has been drawn for them."""

    reader: Ints
    at: Floats
    votes: Ints
    aim: Ints
    verdict: Ints
    patient: Bools
    camp: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The votes in a discussion so far, and when each was cast, in seconds since the article."""

    votes: VoteTable
    at: Floats

    @classmethod
    def nothing(cls, readers: int) -> "Cast":
        """No vote yet."""
        return cls(
            votes=VoteTable.of([], [], value=[], readers=readers, comments=COMMENTS),
            at=np.empty(0),
        )

    def and_then(
        self, *, reader: Ints, comment: Ints, value: Ints, by_chance: Bools, at: Floats
    ) -> "Cast":
        """These votes as well, but for those of readers who have voted on the comment before."""
        old = self.votes
        readers = np.concatenate([old.reader, reader])
        comments = np.concatenate([old.comment, comment])
        # Of equal keys, `unique` names the first.
        keys = readers.astype(np.int64) * old.comments + comments
        kept = np.sort(np.unique(keys, return_index=True)[1])
        votes = VoteTable.of(
            readers[kept],
            comments[kept],
            value=np.concatenate([old.value, value])[kept],
            by_chance=np.concatenate([old.by_chance, by_chance])[kept],
            readers=old.readers,
            comments=old.comments,
        )
        return Cast(votes=votes, at=np.concatenate([self.at, at])[kept])


# How an order scores the comments, given the votes so far; the highest stands first.
Order = Callable[[Cast], Floats]


def make_world(rng: np.random.Generator, *, readers: int, shares: Sequence[float]) -> World:
    """A site of `readers` in camps of these shares, and 500 comments under one article."""
    camps = len(shares)
    respect = _opinions(rng, camps=camps, comments=COMMENTS)
    planted = rng.choice(COMMENTS, PLANTED, replace=False)
    respect[:, planted] = rng.uniform(0.72, 0.85, (camps, PLANTED))
    others = np.setdiff1d(np.arange(COMMENTS), planted)
    bad = int(rng.choice(others))
    respect[:, bad] = rng.uniform(0.2, 0.35, camps)
    # Respected by all camps but the smallest, which is therefore the one to imitate.
    gap = respect[:-1].min(axis=0) - respect[-1]
    gap[[*planted, bad]] = -1
    joined = -rng.uniform(0, JOINED_WITHIN, readers)
    fresh = rng.random(readers) < JOINS_FOR_THIS
    joined[fresh] = rng.uniform(0, DAY, int(fresh.sum()))
    return World(
        shares=tuple(shares),
        camp=rng.choice(camps, readers, p=np.asarray(shares)),
        has_past=(rng.random(readers) >= NEW_TO_SITE) & ~fresh,
        joined=joined,
        respect=respect,
        past_respect=_opinions(rng, camps=camps, comments=int(np.clip(readers // 5, 300, 4_000))),
        planted=planted,
        bad=bad,
        lifted=int(np.argmax(gap)),
    )


def _opinions(rng: np.random.Generator, *, camps: int, comments: int) -> Floats:
    """Three comments in four please some camps and not the others, the rest are middling."""
    level = np.tile(rng.uniform(0.2, 0.6, comments), (camps, 1))
    respect = np.clip(level + rng.normal(0, 0.05, (camps, comments)), 0.05, 0.95)
    partisan = np.flatnonzero(rng.random(comments) < PARTISAN)
    # Any set of camps but none and all.
    sides = rng.integers(1, 2**camps - 1, len(partisan))
    likes = (sides[None, :] >> np.arange(camps)[:, None]) & 1 == 1
    shape = (camps, len(partisan))
    respect[:, partisan] = np.where(
        likes, rng.uniform(0.6, 0.9, shape), rng.uniform(0.08, 0.4, shape)
    )
    return respect


def answers(
    rng: np.random.Generator, respect: Floats, *, lenience: Floats | float
) -> NDArray[np.int8]:
    """What readers say of comments that they respect with these probabilities."""
    chance = 1 / (1 + np.exp(-(np.log(respect / (1 - respect)) + lenience)))
    said = np.where(rng.random(respect.shape) < chance, RESPECT, DISAGREE)
    return np.where(rng.random(respect.shape) < PASSES, PASS, said).astype(np.int8)


def make_past(
    rng: np.random.Generator, world: World, *, lenience: Floats
) -> tuple[Ints, Ints, NDArray[np.int8]]:
    """Votes of honest readers in other discussions: readers, comments, values."""
    counts = np.exp(rng.normal(np.log(HISTORY_MEDIAN), HISTORY_SPREAD, world.readers))
    counts = np.clip(np.rint(counts), 1, HISTORY_MOST).astype(int) * world.has_past
    reader = np.repeat(np.arange(world.readers), counts)
    comment = past_comments(rng, world, count=len(reader))
    camp = world.camp[reader]
    value = answers(rng, world.past_respect[camp, comment], lenience=lenience[reader])
    return reader, comment, value


def past_comments(rng: np.random.Generator, world: World, *, count: int) -> Ints:
    """Comments elsewhere, a few of them met far more often than the rest."""
    size = world.past_respect.shape[1]
    weights = 1 / (np.arange(size) + LOOKS_AHEAD)
    return np.asarray(rng.choice(size, count, p=weights / weights.sum()))


def honest_visits(rng: np.random.Generator, world: World) -> Visits:
    """Every reader once, some of them twice, in the order of time."""
    votes = rng.integers(1, 11, world.readers)
    at = moments(rng, world.readers)
    # Who joined for this discussion comes after having joined.
    at = np.maximum(at, world.joined + HOUR / 6)
    twice = np.flatnonzero((votes > 3) & (rng.random(world.readers) < RETURN))
    later = votes[twice] // 2
    votes[twice] -= later
    reader = np.concatenate([np.arange(world.readers), twice])
    nobody = np.full(len(reader), -1)
    return together(
        Visits(
            reader=reader,
            at=np.concatenate([at, at[twice] + rng.uniform(0.6, 1.5, len(twice)) * DAY]),
            votes=np.concatenate([votes, later]),
            aim=nobody,
            verdict=nobody,
            patient=np.zeros(len(reader), np.bool_),
            camp=world.camp[reader],
        )
    )


def moments(rng: np.random.Generator, count: int) -> Floats:
    """When readers come, in seconds since the article: most of them early."""
    last = 1 - np.exp(-DAYS * DAY / FADES)
    return np.asarray(-FADES * np.log(1 - rng.random(count) * last))


def together(*parts: Visits) -> Visits:
    """All these visits in the order of time."""
    order = np.argsort(np.concatenate([part.at for part in parts]), kind="stable")
    return Visits(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])[order]
            for name in ("reader", "at", "votes", "aim", "verdict", "patient", "camp")
        }
    )


def hold(
    rng: np.random.Generator, world: World, *, visits: Visits, lenience: Floats, order: Order
) -> Cast:
    """Let the visits happen, while the comments stand in this order, and see who votes for what.

    The first vote of a reader on a comment stands; to repeat it changes nothing.
    """
    other_order = rng.permutation(COMMENTS)
    cast = Cast.nothing(len(lenience))
    for step in np.array_split(np.arange(len(visits.reader)), STEPS):
        first = np.argsort(-order(cast), kind="stable")
        visit, comment, by_chance, place = _meetings(
            rng, visits, step=step, weights=_attention(first, other_order)
        )
        reader = visits.reader[visit]
        said = answers(rng, world.respect[visits.camp[visit], comment], lenience=lenience[reader])
        pause = rng.exponential(READ, len(visit)) + LOOK
        cast = cast.and_then(
            reader=reader,
            comment=comment,
            value=np.where(comment == visits.aim[visit], visits.verdict[visit], said),
            by_chance=by_chance,
            at=visits.at[visit] + pause + place * (READ + LOOK),
        )
    return cast


def _attention(*orders: Ints) -> Floats:
    """How likely each comment is to be met by who goes by the one order or the other."""
    weights = np.zeros(COMMENTS)
    fall = 1 / (np.arange(COMMENTS) + LOOKS_AHEAD)
    for order, share in zip(orders, (BY_RESPECT, 1 - BY_RESPECT), strict=True):
        weights[order] += share * fall / fall.sum()
    return weights


def _meetings(
    rng: np.random.Generator, visits: Visits, *, step: Ints, weights: Floats
) -> tuple[Ints, Ints, Bools, Ints]:
    """Visits and comments voted on, whether by chance, and as the how many-th of the visit."""
    drawn = rng.integers(0, COMMENTS, (len(step), DRAWN))
    counts = visits.votes[step]
    row = np.repeat(np.arange(len(step)), counts)
    place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    found = rng.choice(COMMENTS, len(row), p=weights)
    offered = rng.random(len(row)) < BY_CHANCE
    comment = np.where(offered, drawn[row, place % DRAWN], found)
    aim = visits.aim[step]
    is_drawn = (drawn == aim[:, None]).any(axis=1)
    aims = np.flatnonzero((aim >= 0) & (is_drawn | ~visits.patient[step]))
    row = np.concatenate([row, aims])
    comment = np.concatenate([comment, aim[aims]])
    place = np.concatenate([place, counts[aims]])
    # As in the product: a vote on one of the day's drawn comments counts as by chance.
    by_chance = (drawn[row] == comment[:, None]).any(axis=1)
    return step[row], comment, by_chance, place


def wilson(respect: Floats, seen: Floats) -> Floats:
    """Wilson's lower bound for whole columns; nothing seen is 0."""
    n = np.maximum(seen, 1)
    share = respect / n
    margin = Z * np.sqrt((share * (1 - share) + Z * Z / (4 * n)) / n)
    return np.asarray(np.where(seen > 0, (share + Z * Z / (2 * n) - margin) / (1 + Z * Z / n), 0.0))


def by_respect(cast: Cast) -> Floats:
    """Wilson's bound of respect among all votes: what stands where there is no common ground."""
    votes = cast.votes
    respect = np.bincount(votes.comment[votes.value == RESPECT], minlength=votes.comments)
    return wilson(respect.astype(float), votes.votes_on_comments().astype(float))
