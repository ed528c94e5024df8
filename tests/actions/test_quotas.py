"""Quotas of API keys: never more than the quota, whichever process is asked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from parley.actions import quotas
from parley.actions.operating import create_api_key
from parley.errors import KeyInvalid, QuotaExceeded
from parley.models.api_key import ApiKey
from parley.models.site import Site

NOON = datetime(2026, 11, 27, 12, 0, 10, tzinfo=UTC)


def key_of(site: Site, *, per_minute: int = 3, per_day: int = 1000) -> ApiKey:
    return create_api_key(site, "", per_minute=per_minute, per_day=per_day)[0]


def taken(key: ApiKey, *, now: datetime) -> int:
    """How many calls are answered before one is refused."""
    for count in range(100_000):
        try:
            quotas.take(key, 1, now=now)
        except QuotaExceeded:
            return count
    raise AssertionError("No call was ever refused.")


@pytest.fixture
def another_process() -> Iterator[None]:
    """From here on this process stands for one that has borrowed nothing."""
    mine = dict(quotas._purses)
    quotas._purses.clear()
    yield
    quotas._purses.update(mine)


@pytest.mark.parametrize("per_minute", [1, 3, 250, 1000])
def test_a_key_gets_its_quota_for_a_minute_and_no_more(site: Site, per_minute: int) -> None:
    assert taken(key_of(site, per_minute=per_minute), now=NOON) == per_minute


def test_the_next_minute_brings_the_quota_anew(site: Site) -> None:
    key = key_of(site)
    assert [taken(key, now=NOON + timedelta(minutes=n)) for n in range(3)] == [3, 3, 3]


def test_the_day_has_a_quota_of_its_own(site: Site) -> None:
    key = key_of(site, per_day=7)
    assert [taken(key, now=NOON + timedelta(minutes=n)) for n in range(4)] == [3, 3, 1, 0]


def test_the_next_day_brings_the_days_quota_anew(site: Site) -> None:
    key = key_of(site, per_day=2)
    assert [taken(key, now=NOON + timedelta(days=n)) for n in range(2)] == [2, 2]


def test_several_processes_share_one_quota(site: Site, request: pytest.FixtureRequest) -> None:
    key = key_of(site, per_minute=1000)
    first = sum(quotas.take(key, 1, now=NOON) for _ in range(400))
    request.getfixturevalue("another_process")
    second = taken(key, now=NOON)
    assert first + second <= 1000
    assert first + second >= 990


def test_what_a_process_did_not_spend_is_given_back_to_the_day(site: Site) -> None:
    key = key_of(site, per_minute=1000, per_day=1000)
    for minute in range(150):
        quotas.take(key, 1, now=NOON + timedelta(minutes=minute))
    key.refresh_from_db()
    assert key.used_on_day <= 150 + 1000 // quotas.SHARES


def test_of_several_at_once_as_many_are_granted_as_there_are(site: Site) -> None:
    key = key_of(site, per_minute=5)
    assert [quotas.take(key, 3, now=NOON), quotas.take(key, 3, now=NOON)] == [3, 2]


def test_somebody_refused_is_told_how_long_to_wait(site: Site) -> None:
    key = key_of(site, per_minute=1)
    quotas.take(key, 1, now=NOON)
    with pytest.raises(QuotaExceeded) as refused:
        quotas.take(key, 1, now=NOON)
    assert (refused.value.per, refused.value.limit) == ("minute", 1)
    assert refused.value.retry_after == timedelta(seconds=50)


def test_who_has_used_up_the_day_waits_for_the_next(site: Site) -> None:
    key = key_of(site, per_day=1)
    quotas.take(key, 1, now=NOON)
    with pytest.raises(QuotaExceeded) as refused:
        quotas.take(key, 1, now=NOON)
    assert refused.value.per == "day"
    assert NOON + refused.value.retry_after == datetime(2026, 11, 28, tzinfo=UTC)


def test_calls_beyond_the_quota_cost_no_query(
    site: Site, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = key_of(site, per_minute=1)
    taken(key, now=NOON)
    with django_assert_num_queries(0), pytest.raises(QuotaExceeded):
        quotas.take(key, 1, now=NOON)


def test_a_key_revoked_meanwhile_borrows_no_more(site: Site) -> None:
    key = key_of(site)
    ApiKey.objects.update(revoked_at=NOON)
    with pytest.raises(KeyInvalid):
        quotas.take(key, 1, now=NOON)
