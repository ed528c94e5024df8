"""Trains the network that `parley.policy.fragments` runs: by hand, in NumPy, from a seed.

Two things at once are learnt for each sentence: the tag of every piece, and whether the whole
is a fragment. Adam (Kingma and Ba 2014) with decoupled decay of weights (Loshchilov and Hutter
2017); rarer words are forgotten at times, so that endings and neighbours have to do without.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parley.policy.fragments import LEAST_LIKELY, SECOND_WIDTH, WIDTH, windows

# Found on the treebank's training part, by models that had not seen the documents.
SIZE, FILTERS = 40, 64
EPOCHS, BATCH = 10, 48
RATE, LEAST_RATE, WARM_UP, DECAY = 2e-3, 0.02, 200, 0.02
FORGOTTEN = 0.25
KEPT_OF_VECTORS, KEPT_OF_FILTERS = 0.9, 0.7

# Between two sentences, so that neither is the other's neighbour.
_GAP = 2
NO_TAG = -1
NOT_RARE = 10**9

Array = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]
Parameters = dict[str, Array]


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """`rows` of shape (pieces, NAMES_OF_A_PIECE); `tags` and `seen`, how often each piece
    stands in the treebank, of shape (pieces). `weight` 0: only its tags are learnt.
    """

    rows: Indices
    tags: Indices
    seen: Indices
    aim: float
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Sentences one after another, with gaps; `live` is 0 in these, `starts` has their places."""

    rows: Indices
    tags: Indices
    seen: Indices
    live: Array
    starts: Indices
    owners: Indices
    aims: Array
    weights: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Dropped:
    vectors: Array
    filters: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    around: Array
    first: Array
    first_output: Array
    around_second: Array
    second: Array
    seen: Array
    likely: Array


def train(examples: Sequence[Example], *, rows: int, tags: int, unknown: int) -> Parameters:
    """`unknown`: the row of words that are not known, or were forgotten."""
    parameters = _started(rows, tags)
    first = {name: np.zeros_like(value) for name, value in parameters.items()}
    second = {name: np.zeros_like(value) for name, value in parameters.items()}
    random = np.random.default_rng(0)
    steps = EPOCHS * -(-len(examples) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        order = random.permutation(len(examples))
        for start in range(0, len(order), BATCH):
            batch = _batch([examples[index] for index in order[start : start + BATCH]])
            forgotten = random.random(len(batch.rows)) < FORGOTTEN * 4 / (4 + batch.seen)
            batch.rows[forgotten & (batch.live > 0), 0] = unknown
            slopes = _slopes(parameters, batch, dropped=_dropped(random, len(batch.rows)))
            step += 1
            rate = RATE * min(1.0, step / WARM_UP) * max(LEAST_RATE, 1 - step / steps)
            for name, slope in slopes.items():
                first[name] += 0.1 * (slope - first[name])
                second[name] += 0.01 * (slope * slope - second[name])
                size = np.sqrt(second[name] / (1 - 0.99**step)) + 1e-8
                move = first[name] / (1 - 0.9**step) / size
                if move.ndim > 1:
                    move = move + DECAY * parameters[name]
                parameters[name] -= (rate * move).astype(np.float32)
            parameters["vectors"][0] = 0
    return parameters


def _started(rows: int, tags: int) -> Parameters:
    random = np.random.default_rng(0)

    def drawn(count: int, across: int, *, scale: float = 1.0) -> Array:
        spread = scale * np.sqrt(2 / count)
        return np.asarray(random.standard_normal((count, across)) * spread, np.float32)

    vectors = (random.standard_normal((rows, SIZE)) * 0.3).astype(np.float32)
    vectors[0] = 0
    return {
        "vectors": vectors,
        "kernel": drawn(WIDTH * SIZE, FILTERS),
        "bias": np.zeros(FILTERS, np.float32),
        "second_kernel": drawn(SECOND_WIDTH * FILTERS, FILTERS),
        "second_bias": np.zeros(FILTERS, np.float32),
        "tags": drawn(FILTERS, tags, scale=0.3),
        "tags_bias": np.zeros(tags, np.float32),
        "head": drawn(2 * FILTERS + tags, 1, scale=0.3),
        "head_bias": np.zeros(1, np.float32),
    }


def _batch(examples: Sequence[Example]) -> _Batch:
    lengths = np.array([len(each.rows) + _GAP for each in examples])
    starts = np.cumsum(lengths) - lengths
    count = int(lengths.sum())
    rows = np.zeros((count, examples[0].rows.shape[1]), np.int64)
    tags, seen = np.full(count, NO_TAG), np.full(count, NOT_RARE)
    live = np.zeros(count, np.float32)
    for start, each in zip(starts, examples, strict=True):
        here = slice(start, start + len(each.rows))
        rows[here], tags[here], seen[here], live[here] = each.rows, each.tags, each.seen, 1
    return _Batch(
        rows=rows,
        tags=tags,
        seen=seen,
        live=live,
        starts=starts,
        owners=np.repeat(np.arange(len(examples)), lengths),
        aims=np.array([each.aim for each in examples], np.float32),
        weights=np.array([each.weight for each in examples], np.float32),
    )


def _dropped(random: np.random.Generator, count: int) -> _Dropped:
    def mask(across: int, kept: float) -> Array:
        return np.asarray(random.random((count, across)) < kept, np.float32) / np.float32(kept)

    return _Dropped(mask(SIZE, KEPT_OF_VECTORS), mask(FILTERS, KEPT_OF_FILTERS))


def _heard(parameters: Mapping[str, Array], batch: _Batch, *, dropped: _Dropped) -> _Heard:
    live = batch.live[:, None]
    around = windows(parameters["vectors"][batch.rows].sum(axis=1) * dropped.vectors, WIDTH)
    first = around @ parameters["kernel"] + parameters["bias"]
    first_output = np.maximum(first, 0) * live * dropped.filters
    around_second = windows(first_output, SECOND_WIDTH)
    second = around_second @ parameters["second_kernel"] + parameters["second_bias"]
    seen = (np.maximum(second, 0) + first_output) * live
    tagged = seen @ parameters["tags"] + parameters["tags_bias"]
    tagged -= tagged.max(axis=1, keepdims=True)
    likely = tagged - np.log(np.exp(tagged).sum(axis=1, keepdims=True))
    return _Heard(around, first, first_output, around_second, second, seen, likely)


def _slopes(parameters: Parameters, batch: _Batch, *, dropped: _Dropped) -> Parameters:
    heard = _heard(parameters, batch, dropped=dropped)
    live = batch.live[:, None]
    slopes, to_seen, to_likely = _of_the_head(parameters, batch, heard=heard)
    probable = np.exp(heard.likely)
    to_tagged = to_likely - probable * to_likely.sum(axis=1, keepdims=True)
    known = batch.tags != NO_TAG
    wrong = probable.copy()
    wrong[np.arange(len(wrong)), batch.tags] -= 1
    to_tagged += np.where(known[:, None], wrong, 0) / known.sum()
    slopes["tags"] = heard.seen.T @ to_tagged
    slopes["tags_bias"] = to_tagged.sum(axis=0)
    to_seen = (to_seen + to_tagged @ parameters["tags"].T) * live
    to_second = to_seen * (heard.second > 0)
    slopes["second_kernel"] = heard.around_second.T @ to_second
    slopes["second_bias"] = to_second.sum(axis=0)
    back = _unwound(to_second @ parameters["second_kernel"].T, SECOND_WIDTH)
    to_first = (back + to_seen) * dropped.filters * live * (heard.first > 0)
    slopes["kernel"] = heard.around.T @ to_first
    slopes["bias"] = to_first.sum(axis=0)
    to_vectors = _unwound(to_first @ parameters["kernel"].T, WIDTH) * dropped.vectors * live
    slopes["vectors"] = np.zeros_like(parameters["vectors"])
    for names in batch.rows.T:
        np.add.at(slopes["vectors"], names, to_vectors)
    slopes["vectors"][0] = 0
    return slopes


def _of_the_head(
    parameters: Parameters, batch: _Batch, *, heard: _Heard
) -> tuple[Parameters, Array, Array]:
    """The head's slopes, and those of `seen` and `likely`."""
    lengths = np.add.reduceat(batch.live, batch.starts)[:, None]
    strongest = np.maximum.reduceat(heard.seen, batch.starts)
    mean = np.add.reduceat(heard.seen, batch.starts) / lengths
    live = batch.live[:, None] > 0
    likeliest = np.maximum.reduceat(np.where(live, heard.likely, -np.inf), batch.starts)
    both = np.concatenate([strongest, mean, np.maximum(likeliest, LEAST_LIKELY)], axis=1)
    logits = (both @ parameters["head"] + parameters["head_bias"])[:, 0]
    errors = (1 / (1 + np.exp(-logits)) - batch.aims) * batch.weights / len(batch.aims)
    slopes = {"head": both.T @ errors[:, None], "head_bias": errors.sum(keepdims=True)}
    back = errors[:, None] @ parameters["head"].T
    owners = batch.owners
    is_strongest = (heard.seen == strongest[owners]) & (heard.seen > 0)
    to_seen = is_strongest * back[owners, :FILTERS]
    to_seen += (back[:, FILTERS : 2 * FILTERS] / lengths)[owners]
    is_likeliest = (heard.likely == likeliest[owners]) & live
    counted = is_likeliest & (likeliest > LEAST_LIKELY)[owners]
    return slopes, to_seen, np.where(counted, back[owners, 2 * FILTERS :], 0)


def _unwound(slopes: Array, width: int) -> Array:
    """Of `windows`, from the slopes of its output those of its input."""
    count, size = len(slopes), slopes.shape[1] // width
    padded = np.zeros((count + width - 1, size), np.float32)
    for start in range(width):
        padded[start : start + count] += slopes[:, start * size : (start + 1) * size]
    return padded[width // 2 : width // 2 + count]
