"""The form of errors that Perspective's clients know."""

from datetime import timedelta

import pytest

from parley import errors, perspective
from tests.test_errors import every_fault


def made(kind: type[errors.ParleyError]) -> errors.ParleyError:
    """A fault of this kind, whatever it needs to be made."""
    match kind:
        case errors.BadField | errors.Malformed | errors.Unscorable:
            return kind("what", "why")
        case errors.PolicyRefused:
            return kind({})
        case errors.QuotaExceeded:
            return kind(timedelta(seconds=9), per="day", limit=7, consumer="paper.example")
        case errors.TooMany:
            return kind(timedelta(seconds=9))
    return kind()


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
