"""Copies: a text that several people post within days is no single person's."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.policy.copies import BANDS, bands, fingerprint
from parley.policy.decision import Decision, Outcome
from parley.policy.submission import AuthorFacts, RecentText, Standing
from tests.policy.submissions import NOW, codes, judged

TEXT = (
    "The bridge has to be built before the monsoon, and every councillor who voted against it "
    "should explain to us why the children of the east bank still go to school by boat."
)
ANOTHER = (
    "The ferry runs every day and costs a tenth of the bridge, which is why I would rather see "
    "the money spent on a second boat and on a proper landing stage for the children."
)


def recent(text: str, author: int, *, days: float = 1) -> RecentText:
    seen = fingerprint(text)
    assert seen is not None
    return RecentText(author=author, fingerprint=seen, created_at=NOW - timedelta(days=days))


def after(*texts: RecentText, text: str = TEXT) -> Decision:
    return judged(text, recent=texts)


def test_what_two_others_have_posted_waits_for_a_moderator() -> None:
    decision = after(recent(TEXT, 1), recent(TEXT, 2))
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["copied_comment"])


@pytest.mark.parametrize(
    "changed",
    [
        TEXT.upper(),
        TEXT.replace(",", " ,"),
        f"**{TEXT}**",
        TEXT.replace("o", "о"),
        f"Friends! {TEXT}",
        f"{TEXT} Ring 98450 00000.",
        TEXT.replace("boat", "ferry"),
    ],
)
def test_small_changes_do_not_hide_a_copy(changed: str) -> None:
    assert codes(after(recent(changed, 1), recent(changed, 2))) == ["copied_comment"]


def test_one_other_is_no_campaign() -> None:
    assert codes(after(recent(TEXT, 1), recent(TEXT, 1, days=2))) == []


def test_what_was_said_a_week_ago_may_be_said_again() -> None:
    assert codes(after(recent(TEXT, 1, days=7.1), recent(TEXT, 2, days=8))) == []


def test_another_text_on_the_same_subject_is_no_copy() -> None:
    assert codes(after(recent(ANOTHER, 1), recent(ANOTHER, 2))) == []


@pytest.mark.parametrize(
    "text",
    ["Well said, I agree with every word of it.", "Thank you for this article!", "Shame on them!"],
)
def test_courtesies_are_nobodys(text: str) -> None:
    assert fingerprint(text) is None


def test_what_is_quoted_is_not_copied() -> None:
    assert fingerprint(f"> {TEXT}\n\nYes.") is None


def test_trusted_authors_are_spared() -> None:
    trusted = AuthorFacts(standing=Standing.TRUSTED)
    twice = (recent(TEXT, 1), recent(TEXT, 2))
    assert judged(TEXT, recent=twice, author=trusted).outcome is Outcome.PUBLISH


@given(st.text(max_size=400))
def test_a_fingerprint_is_64_bits_and_the_same_every_time(text: str) -> None:
    seen = fingerprint(text)
    fingerprint.cache_clear()
    assert seen == fingerprint(text)
    assert seen is None or 0 <= seen < 1 << 64


@given(st.integers(min_value=0, max_value=(1 << 64) - 1))
def test_each_band_has_keys_of_its_own(seen: int) -> None:
    assert [key >> 16 for key in bands(seen)] == list(range(BANDS))


def test_a_fingerprint_does_not_depend_on_the_process() -> None:
    assert fingerprint(TEXT) == 0x54C0BB3214437210
