"""The form of errors that Perspective's clients know."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from parley import errors, perspective
from tests.test_errors import every_fault

# What some kinds of faults need to be made.
MADE: dict[type[errors.ParleyError], Callable[[], errors.ParleyError]] = {
    errors.BadField: lambda: errors.BadField("what", "why"),
    errors.Malformed: lambda: errors.Malformed("what", "why"),
    errors.Unscorable: lambda: errors.Unscorable("what", "why"),
    errors.SignOnRefused: lambda: errors.SignOnRefused("sso_expired", "why"),
    errors.ClaimTooNew: lambda: errors.ClaimTooNew(datetime(2026, 1, 1, tzinfo=UTC)),
    errors.PolicyRefused: lambda: errors.PolicyRefused({}),
    errors.QuotaExceeded: lambda: errors.QuotaExceeded(
        timedelta(seconds=9), per="day", limit=7, consumer="paper.example"
    ),
    errors.TooMany: lambda: errors.TooMany(timedelta(seconds=9)),
}


def made(kind: type[errors.ParleyError]) -> errors.ParleyError:
    """A fault of this kind, whatever it needs to be made."""
    return MADE.get(kind, kind)()


@pytest.mark.parametrize("kind", every_fault(errors.ParleyError))
def test_every_fault_has_googles_form_with_details(kind: type[errors.ParleyError]) -> None:
    error = perspective.error_document(made(kind))["error"]
    assert set(error) == {"code", "message", "status", "details"}
    assert error["code"] == perspective.status_of(made(kind))
    assert error["message"]
    assert error["status"] != "UNKNOWN"
    assert all(each["@type"].startswith("type.googleapis.com/google.") for each in error["details"])
    assert error["details"]


def test_the_older_form_has_what_googles_first_clients_read() -> None:
    error = perspective.error_document(errors.NotFound("None."), older=True)["error"]
    assert error["errors"] == [{"message": "None.", "domain": "global", "reason": "notFound"}]


def test_a_quota_says_when_it_is_worth_another_try() -> None:
    fault = errors.QuotaExceeded(
        timedelta(seconds=9), per="minute", limit=7, consumer="paper.example"
    )
    details = perspective.error_document(fault)["error"]["details"]
    assert details[1]["retryDelay"] == "9s"


@pytest.mark.parametrize(
    ("path", "has"),
    [
        ("/v1alpha1/comments:analyze", True),
        ("/$discovery/rest", True),
        ("/v1alpha1", False),
        ("/api/v1/check", False),
        ("/x/v1alpha1/comments:analyze", False),
    ],
)
def test_an_address_is_known_by_how_it_begins(path: str, has: bool) -> None:
    assert perspective.has_address(path) == has
