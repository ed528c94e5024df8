"""Polis' groups: readers pooled, and pools put together."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from parley.ranking.polis_groups import base_clusters, find_groups, nearest
from parley.ranking.silhouette import silhouette


def _clouds(*sizes: int) -> NDArray[np.float64]:
    """Readers around places ten apart from each other, none farther than one from it."""
    chance = np.random.default_rng(3)
    places = np.array([[0, 0], [10, 0], [0, 10], [10, 10], [20, 5]])
    return np.concatenate(
        [
            place + chance.uniform(-0.7, 0.7, (size, 2))
            for place, size in zip(places, sizes, strict=False)
        ]
    )


def _everyone(positions: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.ones(len(positions), np.bool_)


def test_each_of_few_readers_is_a_base_cluster() -> None:
    positions = _clouds(3, 2)
    base = base_clusters(positions, np.array([True, True, False, True, True]))
    assert base.of_reader.tolist() == [0, 1, -1, 2, 3]
    assert base.centres == pytest.approx(positions[[0, 1, 3, 4]])


def test_readers_in_the_same_place_share_a_base_cluster() -> None:
    positions = np.array([[1.0, 2.0], [3.0, 0.0], [1.0, 2.0 + 1e-13]])
    base = base_clusters(positions, _everyone(positions))
    assert base.of_reader.tolist() == [0, 1, 0]
    assert base.sizes.tolist() == [2, 1]


def test_many_readers_are_pooled_into_at_most_a_hundred() -> None:
    positions = _clouds(200, 150)
    base = base_clusters(positions, _everyone(positions))
    assert len(base.sizes) <= 100
    assert base.sizes.sum() == 350
    members = positions[base.of_reader == 7]
    assert base.centres[7] == pytest.approx(members.mean(axis=0))


@pytest.mark.parametrize("sizes", [(20, 10), (20, 10, 15), (70, 20, 40, 30), (160, 90, 200)])
def test_as_many_groups_are_found_as_there_are(sizes: tuple[int, ...]) -> None:
    positions = _clouds(*sizes)
    groups = find_groups(positions, base_clusters(positions, _everyone(positions)))
    assert groups.sizes.tolist() == sorted(sizes, reverse=True)
    first = np.cumsum([0, *sizes])[:-1]
    assert len(set(groups.of_reader[first].tolist())) == len(sizes)


def test_the_number_of_groups_can_be_given() -> None:
    positions = _clouds(20, 10, 15)
    base = base_clusters(positions, _everyone(positions))
    assert [len(find_groups(positions, base, camps=camps).sizes) for camps in (1, 2, 4)] == [
        1,
        2,
        4,
    ]


@pytest.mark.parametrize("seed", range(8))
def test_of_all_numbers_of_groups_the_clearest_is_found(seed: int) -> None:
    """Readers who stand anywhere; each is a base cluster, so that nothing moves afterwards."""
    positions = np.random.default_rng(seed).normal(size=(60, 2)) * [2, 1]
    base = base_clusters(positions, _everyone(positions))
    given = [find_groups(positions, base, camps=camps).of_reader for camps in range(2, 6)]
    distances = cdist(positions, positions)
    clearest = max(given, key=lambda labels: silhouette(distances, labels.astype(np.int64)))
    assert find_groups(positions, base).of_reader.tolist() == clearest.tolist()


def test_a_dozen_readers_make_at_most_three_groups() -> None:
    positions = _clouds(3, 3, 3, 3)
    assert len(find_groups(positions, base_clusters(positions, _everyone(positions))).sizes) == 3


def test_readers_not_admitted_are_in_no_group() -> None:
    positions = _clouds(5, 5)
    admitted = np.arange(10) != 4
    assert find_groups(positions, base_clusters(positions, admitted)).of_reader[4] == -1


def test_groups_do_not_depend_on_the_order_of_readers() -> None:
    positions = _clouds(160, 90, 200)
    turned = positions[::-1]
    groups = find_groups(positions, base_clusters(positions, _everyone(positions)))
    others = find_groups(turned, base_clusters(turned, _everyone(turned)))
    assert groups.of_reader[::-1].tolist() == others.of_reader.tolist()


def test_readers_end_in_the_nearest_group() -> None:
    chance = np.random.default_rng(8)
    positions = chance.standard_normal((400, 2))
    groups = find_groups(positions, base_clusters(positions, _everyone(positions)), camps=3)
    assert groups.of_reader.tolist() == nearest(positions, groups.centres).tolist()


def test_there_are_no_groups_where_all_stand_in_one_place() -> None:
    positions = np.ones((40, 2))
    groups = find_groups(positions, base_clusters(positions, _everyone(positions)))
    assert len(groups.sizes) == 0
    assert set(groups.of_reader.tolist()) == {-1}


def test_silhouette_compares_the_own_group_with_the_nearest() -> None:
    points = np.array([[0.0, 0], [1, 0], [10, 0], [11, 0]])
    value = silhouette(cdist(points, points), np.array([0, 0, 1, 1]))
    # Outer points: 1 within and 10.5 apart; inner points: 1 and 9.5.
    assert value == pytest.approx((9.5 / 10.5 + 8.5 / 9.5) / 2)


def test_a_point_alone_counts_nothing() -> None:
    points = np.array([[0.0, 0], [1, 0], [10, 0]])
    value = silhouette(cdist(points, points), np.array([0, 0, 1]))
    assert value == pytest.approx((9 / 10 + 8 / 9 + 0) / 3)


def test_a_weighted_silhouette_counts_readers() -> None:
    points = np.array([[0.0, 0], [1, 0], [10, 0], [12, 1]])
    labels, weights = np.array([0, 0, 1, 1]), np.array([3, 1, 2, 5])
    each = np.repeat(points, weights, axis=0)
    assert silhouette(cdist(points, points), labels, weights=weights) == pytest.approx(
        silhouette(cdist(each, each), np.repeat(labels, weights))
    )
