"""Whatever goes wrong is told in Google's form, with details, and without the key."""

import json
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from parley.actions.operating import revoke_api_key
from parley.models.site import Site
from parley.policy import scoring
from tests.api.perspective.conftest import INSULT, Program, kind_of, program_of

BODY = {"comment": {"text": INSULT}, "requestedAttributes": {"TOXICITY": {}}}
VERBS = ["analyze", "suggestscore", "batchAnalyze"]


def error_of(answer: Any) -> dict[str, Any]:
    """The error of an answer that has Google's form."""
    error: dict[str, Any] = answer.json()["error"]
    assert answer["Content-Type"].startswith("application/json")
    assert error["code"] == answer.status_code
    assert error["details"]
    assert all(each["@type"].startswith("type.googleapis.com/") for each in error["details"])
    return error


@pytest.mark.parametrize("verb", VERBS)
def test_a_call_without_a_key_is_refused(site: Site, verb: str) -> None:
    answer = Client().post(f"/v1alpha1/comments:{verb}", BODY, "application/json")
    assert error_of(answer)["status"] == "PERMISSION_DENIED"


@pytest.mark.parametrize("verb", VERBS)
def test_pyperspective_reads_that_its_key_is_not_valid(site: Site, verb: str) -> None:
    """It posts an empty body, and looks at the first of the details."""
    error = error_of(Client().post(f"/v1alpha1/comments:{verb}?key=wrong"))
    assert (error["code"], error["details"][0]["reason"]) == (400, "API_KEY_INVALID")


def test_pyperspective_reads_that_its_key_is_valid(program: Program) -> None:
    error = error_of(program.post("analyze"))
    assert "reason" not in error["details"][0]
    assert error["message"] == "Comment must be non-empty."


def test_a_revoked_key_is_not_valid(program: Program) -> None:
    revoke_api_key(program.key, timezone.now())
    assert error_of(program.post("analyze", BODY))["details"][0]["reason"] == "API_KEY_INVALID"


def test_the_key_may_come_in_a_header(program: Program) -> None:
    answer = Client().post(
        "/v1alpha1/comments:analyze",
        json.dumps(BODY),
        "application/json",
        headers={"X-Goog-Api-Key": program.secret},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("verb", VERBS)
def test_a_key_that_has_used_up_its_minute_is_told_to_wait(site: Site, verb: str) -> None:
    program = program_of(site, per_minute=1)
    program.analyze()
    answer = program.post(
        verb, {**BODY, "requests": [BODY]} if verb != "batchAnalyze" else {"requests": [BODY]}
    )
    error = error_of(answer)
    assert (error["code"], error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert error["details"][0]["metadata"]["quota_limit_value"] == "1"
    assert 0 < int(answer["Retry-After"]) <= 60


def test_a_key_that_has_used_up_its_day_is_told_so(site: Site) -> None:
    program = program_of(site, per_day=1)
    program.analyze()
    error = error_of(program.post("analyze", BODY))
    assert error["details"][0]["metadata"]["quota_limit"] == "AnalyzeRequestsPerDayPerProject"


@pytest.mark.either_database
@pytest.mark.parametrize("text", ["", "  \n", None])
@pytest.mark.parametrize("verb", ["analyze", "suggestscore"])
def test_an_empty_comment_is_refused(program: Program, verb: str, text: str | None) -> None:
    answer = program.post(verb, {"comment": {"text": text}})
    assert error_of(answer)["message"] == "Comment must be non-empty."
    assert kind_of(answer.json()) == "COMMENT_EMPTY"


@pytest.mark.either_database
@pytest.mark.parametrize("character", ["a", "é", "\N{GRINNING FACE}"])
def test_twenty_kilobytes_of_text_are_taken_and_a_byte_more_is_not(
    program: Program, character: str
) -> None:
    size = len(character.encode())
    most = "Hey " + character * ((20_480 - 4) // size)
    assert "error" not in program.analyze(most, languages="en")
    error = program.analyze(most + "aaaa", languages="en")
    assert kind_of(error) == "COMMENT_TOO_LONG"
    assert error["error"]["message"] == "Comment text too long."


@pytest.mark.either_database
@pytest.mark.parametrize("attributes", [{}, None])
def test_a_request_for_no_attribute_is_refused(program: Program, attributes: object) -> None:
    answer = program.post("analyze", {**BODY, "requestedAttributes": attributes})
    assert kind_of(answer.json()) == "NO_REQUESTED_ATTRIBUTES"


@pytest.mark.either_database
def test_markup_is_refused(program: Program) -> None:
    answer = program.post("analyze", {**BODY, "comment": {"text": INSULT, "type": "HTML"}})
    expected = "Currently, only 'PLAIN_TEXT' comments are supported"
    assert error_of(answer)["message"] == expected


@pytest.mark.either_database
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"comment": "text"}, "comment"),
        ({"comment": {"text": 5}}, "comment.text"),
        ({"comment": {"text": "x", "type": "MARKDOWN"}}, "comment.type"),
        ({"comment": {"text": "half \ud83d a face"}}, "comment.text"),
        ({"languages": [5]}, "languages"),
        ({"languages": {"en": True}}, "languages"),
        ({"doNotStore": "perhaps"}, "doNotStore"),
        ({"spanAnnotations": 1}, "spanAnnotations"),
        ({"clientToken": 7}, "clientToken"),
        ({"requestedAttributes": ["TOXICITY"]}, "requestedAttributes"),
        ({"context": {"entries": [{"text": []}]}}, "context.entries[0].text"),
        (
            {"requestedAttributes": {"TOXICITY": {"scoreThreshold": "high"}}},
            "requestedAttributes['TOXICITY'].scoreThreshold",
        ),
        (
            {"requestedAttributes": {"TOXICITY": {"scoreThreshold": True}}},
            "requestedAttributes['TOXICITY'].scoreThreshold",
        ),
    ],
)
def test_a_field_of_another_kind_is_named(
    program: Program, change: dict[str, Any], field: str
) -> None:
    error = error_of(program.post("analyze", {**BODY, **change}))
    assert error["details"][0]["fieldViolations"][0]["field"] == field


@pytest.mark.either_database
def test_a_field_that_there_is_not_is_refused(program: Program) -> None:
    error = error_of(program.post("analyze", {**BODY, "langauges": ["en"]}))
    assert 'Unknown name "langauges"' in error["message"]


@pytest.mark.either_database
@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"comment": {"text": "x"}, "requestedAttributes": {"TOXICITY": {"scoreThreshold": NaN}}}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"'" * 100_001,
        b'"\\' * 100_000,
    ],
)
def test_what_is_no_json_object_is_refused(program: Program, body: bytes) -> None:
    assert error_of(program.post("analyze", body))["status"] == "INVALID_ARGUMENT"


@pytest.mark.either_database
def test_a_request_of_more_than_a_megabyte_is_refused(program: Program) -> None:
    error = error_of(program.post("analyze", b" " * 1_000_001))
    assert error["message"] == "Request payload size exceeds the limit: 1000000 bytes."


@pytest.mark.either_database
@pytest.mark.parametrize(
    "path", ["/v1alpha1/comments:frobnicate", "/v1alpha1/", "/$discovery/none"]
)
def test_an_address_where_nothing_is_has_googles_form_too(site: Site, path: str) -> None:
    assert error_of(Client().post(path))["status"] == "NOT_FOUND"


@pytest.mark.either_database
def test_a_get_request_leads_nowhere(program: Program) -> None:
    answer = Client().get(f"/v1alpha1/comments:analyze?key={program.secret}")
    assert error_of(answer)["status"] == "NOT_FOUND"


def test_while_the_database_is_away_it_is_worth_trying_again(program: Program) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("the database is away")

    with connection.execute_wrapper(fail):
        answer = program.post("analyze", BODY)
    assert error_of(answer)["status"] == "UNAVAILABLE"
    assert answer["Retry-After"] == "2"


def test_a_fault_of_ours_has_googles_form_too(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "score", lambda _submission: 1 / 0)
    client = Client(raise_request_exception=False)
    address = f"/v1alpha1/comments:analyze?key={program.secret}"
    answer = client.post(address, json.dumps(BODY), "application/json")
    assert error_of(answer)["status"] == "INTERNAL"
    assert program.secret not in answer.content.decode()


@pytest.mark.either_database
def test_no_answer_repeats_the_key(program: Program) -> None:
    for body in (None, b"{", BODY, {"key": "x"}):
        assert program.secret not in program.post("analyze", body).content.decode()
