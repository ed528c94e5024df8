"""The country in which a site's readers dial."""

import pytest

from parley.policy.regions import home_region


@pytest.mark.parametrize(
    ("language", "timezone", "region"),
    [
        ("en", "Asia/Kolkata", "IN"),
        ("en-AU", "UTC", "AU"),
        ("zh-Hant-HK", "UTC", "HK"),
        ("en-GB", "Asia/Kolkata", "GB"),
        ("en", "America/New_York", "US"),
        ("en", "UTC", None),
    ],
)
def test_it_follows_from_the_language_or_else_the_time_zone(
    language: str, timezone: str, region: str | None
) -> None:
    assert home_region(language, timezone) == region
