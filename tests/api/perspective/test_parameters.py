"""The parameters that every service of Google takes."""

import json

import pytest
from django.test import Client

from parley.models.site import Site
from tests.api.perspective.conftest import INSULT, Program
from tests.api.perspective.test_faults import BODY, error_of

pytestmark = pytest.mark.either_database

DISCOVERY = "/$discovery/rest?version=v1alpha1"


def test_an_answer_is_indented_unless_asked_otherwise(program: Program) -> None:
    pretty = program.post("analyze", BODY).content
    program.query = {"prettyPrint": "false"}
    compact = program.post("analyze", BODY).content
    assert json.loads(pretty) == json.loads(compact)
    assert (b'\n  "' in pretty, b" " in compact) == (True, False)


@pytest.mark.parametrize(
    ("mask", "kept"),
    [
        ("languages", {"languages"}),
        ("languages,detectedLanguages", {"languages", "detectedLanguages"}),
        ("*", {"attributeScores", "languages", "detectedLanguages"}),
        ("attributeScores(TOXICITY/summaryScore/value)", {"attributeScores"}),
        ("attribute_scores", {"attributeScores"}),
    ],
)
def test_a_part_of_the_answer_can_be_asked_for(program: Program, mask: str, kept: set[str]) -> None:
    program.query = {"fields": mask}
    assert set(program.analyze()) == kept


def test_an_unknown_field_cannot_be_asked_for(program: Program) -> None:
    program.query = {"fields": "moods"}
    assert error_of(program.post("analyze", BODY))["message"] == "Invalid field selection moods"


def test_an_error_is_whole_whatever_was_asked_for(program: Program) -> None:
    program.query = {"fields": "languages"}
    assert error_of(program.post("analyze"))["message"] == "Comment must be non-empty."


@pytest.mark.parametrize("name", ["f", "window.app.done", "a[0]", "$_x"])
def test_a_callback_is_called_with_the_answer(site: Site, name: str) -> None:
    answer = Client().get(DISCOVERY, {"version": "v1alpha1", "callback": name, "alt": "json"})
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert script.startswith(f"/**/{name}(")
    assert json.loads(script.removeprefix(f"/**/{name}(").removesuffix(");\n"))["kind"]


@pytest.mark.parametrize("name", ["alert(1)//", "a;b", "<script>", "ö", "a b", "x" * 201])
def test_a_callback_that_is_more_than_a_name_is_refused(site: Site, name: str) -> None:
    answer = Client().get(DISCOVERY, {"version": "v1alpha1", "callback": name})
    assert "Invalid JSONP callback name" in error_of(answer)["message"]
    assert name not in answer.content.decode()


def test_an_answer_is_never_markup(program: Program) -> None:
    program.query = {"callback": "f"}
    answer = program.post("analyze", {**BODY, "clientToken": "</script><script>alert(1)"})
    assert "<" not in answer.content.decode()
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("value", ["media", "proto", "xml"])
def test_another_form_than_json_is_refused(program: Program, value: str) -> None:
    program.query = {"alt": value}
    assert error_of(program.post("analyze", BODY))["code"] == 400


@pytest.mark.parametrize(("value", "has"), [("1", True), ("2", False)])
def test_the_older_form_of_errors_can_be_asked_for(program: Program, value: str, has: bool) -> None:
    program.query = {"$.xgafv": value}
    assert ("errors" in error_of(program.post("analyze"))) == has


@pytest.mark.parametrize("query", [{"quotaUser": "7"}, {"alt": "json"}, {"_": "1790000000"}])
def test_what_changes_nothing_is_taken(program: Program, query: dict[str, str]) -> None:
    program.query = query
    assert program.post("analyze", BODY).status_code == 200


@pytest.mark.parametrize("query", [{"prettyPrint": "perhaps"}, {"$.xgafv": "3"}])
def test_a_value_that_means_nothing_is_refused(program: Program, query: dict[str, str]) -> None:
    program.query = query
    assert error_of(program.post("analyze", BODY))["code"] == 400


def test_a_page_of_any_origin_may_call(program: Program) -> None:
    answer = program.post("analyze", BODY, Origin="https://anywhere.example")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer


def test_a_page_may_read_why_it_was_refused(program: Program) -> None:
    answer = program.post("analyze", Origin="https://anywhere.example")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_browser_that_asks_first_is_let_through(site: Site) -> None:
    answer = Client().options(
        "/v1alpha1/comments:analyze",
        headers={
            "Origin": "https://anywhere.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type, x-goog-api-key",
        },
    )
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer["Access-Control-Allow-Methods"]
    assert answer["Access-Control-Allow-Headers"] == "content-type, x-goog-api-key"


def test_no_cookie_is_looked_at(program: Program) -> None:
    answer = program.post("analyze", {**BODY, "comment": {"text": INSULT}})
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
