"""The one-factor model with intercepts."""

from pathlib import Path

import numpy as np
import pytest

from parley.ranking.factor import FACTOR_RIDGE, INTERCEPT_RIDGE, FactorModel, Start, fit
from parley.ranking.votes import VoteTable
from tests.ranking.conversations import conversation
from tests.ranking.sites import site_of

# One reader, one comment, one respect: with f = 0 on both sides the loss is
# (1 - m - i - j)² + .15 (m² + i² + j²), least at m = i = j = 1 / 3.15.
ALONE = 1 / 3.15


def test_one_vote_is_shared_among_the_mean_and_both_intercepts() -> None:
    model = fit(VoteTable.of([0], [0], value=[1]), sweeps=400)
    assert model.reader_factor[0] * model.comment_factor[0] == pytest.approx(0, abs=1e-9)
    assert model.mean == pytest.approx(ALONE)
    assert model.reader_intercept[0] == pytest.approx(ALONE)
    assert model.comment_intercept[0] == pytest.approx(ALONE)


def loss_of(votes: VoteTable, model: FactorModel) -> float:
    """The loss by its definition, with loops."""
    left = [
        (value + 1) / 2
        - model.mean
        - model.reader_intercept[reader]
        - model.comment_intercept[comment]
        - model.reader_factor[reader] * model.comment_factor[comment]
        for reader, comment, value in zip(votes.reader, votes.comment, votes.value, strict=True)
    ]
    intercepts = np.mean(model.reader_intercept**2) + np.mean(model.comment_intercept**2)
    factors = np.mean(model.reader_factor**2) + np.mean(model.comment_factor**2)
    held = INTERCEPT_RIDGE * (intercepts + model.mean**2) + FACTOR_RIDGE * factors
    return float(np.mean(np.square(left)) + held)


def test_the_loss_is_the_mean_error_and_the_mean_of_squares() -> None:
    votes, _camp = site_of((0.6, 0.4))
    model = fit(votes)
    assert model.loss == pytest.approx(loss_of(votes, model))


def test_no_step_away_from_the_model_has_a_lower_loss() -> None:
    votes, _camp = site_of((0.6, 0.4), readers=60, comments=20, votes_each=10)
    model = fit(votes, sweeps=2_000)
    for name in ("reader_intercept", "reader_factor", "comment_intercept", "comment_factor"):
        for step in (-0.01, 0.01):
            moved = getattr(model, name).copy()
            moved[3] += step
            parts = {field: getattr(model, field) for field in FactorModel.__dataclass_fields__}
            assert loss_of(votes, FactorModel(**{**parts, name: moved})) > model.loss


def test_the_factor_tells_the_camps_apart() -> None:
    votes, camp = site_of((0.5, 0.5))
    side = fit(votes).reader_factor > 0
    assert max(np.mean(side == camp), np.mean(side != camp)) > 0.97


def test_a_comment_that_both_camps_respect_has_the_higher_intercept() -> None:
    votes, _camp = site_of((0.8, 0.2))
    intercept = fit(votes).comment_intercept
    assert intercept[::5].min() > np.delete(intercept, np.s_[::5]).max()


def test_from_the_former_model_a_few_rounds_are_enough() -> None:
    votes, _camp = site_of((0.6, 0.4))
    cold = fit(votes, sweeps=200)
    warm = fit(votes, start=Start(cold.mean, cold.reader_intercept, cold.reader_factor))
    assert warm.loss == pytest.approx(cold.loss, abs=1e-9)


def test_new_readers_begin_without_a_past() -> None:
    votes, _camp = site_of((0.6, 0.4))
    cold = fit(votes)
    known = np.arange(votes.readers) < votes.readers // 2
    start = Start(
        cold.mean,
        np.where(known, cold.reader_intercept, np.nan),
        np.where(known, cold.reader_factor, np.nan),
    )
    assert fit(votes, start=start).loss == pytest.approx(cold.loss, abs=1e-3)


@pytest.mark.parametrize(
    "votes",
    [
        VoteTable.of([], [], value=[]),
        VoteTable.of([], [], value=[], readers=3, comments=2),
        VoteTable.of([0, 1], [0, 0], value=[0, 0]),
        VoteTable.of([0, 1], [0, 0], value=[1, 1], readers=5, comments=5),
    ],
)
def test_poor_tables_give_numbers(votes: VoteTable) -> None:
    model = fit(votes)
    assert np.isfinite(model.loss)
    assert np.isfinite(model.comment_intercept).all()
    assert len(model.reader_factor) == votes.readers


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "theirs"), [("15-per-hour-seattle", 0.134131), ("vtaiwan.uberx", 0.132635)]
)
def test_no_lower_loss_is_known(shared: Path, name: str, theirs: float) -> None:
    """What Community Notes' own code reached, on readers with ten votes or more
    (common-ground research, section 2)."""
    votes, _group = conversation(shared, name)
    busy = np.flatnonzero(votes.votes_of_readers() >= 10)
    kept = votes.where(np.isin(votes.reader, busy))
    _used, comment = np.unique(kept.comment, return_inverse=True)
    table = VoteTable.of(np.searchsorted(busy, kept.reader), comment, value=kept.value)
    assert fit(table).loss <= theirs + 1e-4
