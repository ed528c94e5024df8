"""What chance shows to whom, by a key."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.ranking import draws

KEY, DAY = b"a secret key", date(2026, 11, 28)
ROOTS = list(range(1, 501))


def seed(*, key: bytes = KEY, reader: int = 1, article: int = 1, day: date = DAY) -> bytes:
    return draws.seed(key, reader=reader, article=article, day=day)


def test_the_same_reader_thread_and_day_give_the_same_draw() -> None:
    assert draws.draw(seed(), ROOTS) == draws.draw(seed(), reversed(ROOTS))


@pytest.mark.parametrize(
    "other",
    [seed(key=b"another"), seed(reader=2), seed(article=2), seed(day=DAY + timedelta(days=1))],
)
def test_anything_else_gives_another(other: bytes) -> None:
    assert draws.draw(other, ROOTS) != draws.draw(seed(), ROOTS)


@pytest.mark.parametrize(
    ("roots", "places"), [(0, 0), (11, 0), (12, 3), (39, 3), (49, 4), (50, 5), (10_000, 5)]
)
def test_a_tenth_of_the_first_page_is_drawn(roots: int, places: int) -> None:
    assert len(draws.draw(seed(), range(roots))) == places


def test_every_comment_has_the_same_chance() -> None:
    """3,000 draws of 5 among 50: 300 each, with a standard deviation of 16."""
    counts = [0] * 50
    for reader in range(3_000):
        for root in draws.draw(seed(reader=reader), range(50)):
            counts[root] += 1
    assert max(abs(count - 300) for count in counts) < 5 * 16


def test_a_comment_that_comes_takes_the_place_of_at_most_one() -> None:
    before, after = draws.draw(seed(), ROOTS), draws.draw(seed(), [*ROOTS, 501])
    assert len(set(before) - set(after)) <= 1


NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@given(st.lists(st.integers(0, 300), max_size=90), st.integers(0, 300), st.data())
def test_a_comment_was_drawn_if_it_was_at_any_moment_since(
    minutes: list[int], since: int, data: st.DataObject
) -> None:
    roots = list(enumerate(sorted(minutes)))
    here = [root for root, minute in roots if minute <= since]
    if not here:
        return
    comment = data.draw(st.sampled_from(here))
    moments = [since, *(minute for minute in minutes if minute > since)]
    draws_then = [
        draws.draw(seed(), [root for root, minute in roots if minute <= moment])
        for moment in moments
    ]
    told = draws.was_drawn(
        seed(),
        comment,
        roots=[(root, NOON + timedelta(minutes=minute)) for root, minute in roots],
        since=NOON + timedelta(minutes=since),
    )
    assert told == any(comment in drawn for drawn in draws_then)
