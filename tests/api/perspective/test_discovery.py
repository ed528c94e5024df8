"""GET /$discovery/rest: the description that Google's client libraries build upon."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from parley.api.perspective.discovery import SCHEMAS, document
from tests.api.perspective.conftest import Program

pytestmark = pytest.mark.either_database

DOCUMENT = document("https://comments.paper.example")


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            if name == "$ref":
                yield each
            else:
                yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value is what the description says."""
    schema = SCHEMAS[schema["$ref"]] if "$ref" in schema else schema
    match schema["type"]:
        case "object" if "additionalProperties" in schema:
            return all(fits(each, schema["additionalProperties"]) for each in value.values())
        case "object":
            known = schema["properties"]
            return all(name in known and fits(each, known[name]) for name, each in value.items())
        case "array":
            return all(fits(each, schema["items"]) for each in value)
        case kind:
            kinds = {"string": str, "boolean": bool, "number": float, "integer": int, "any": object}
            return isinstance(value, kinds[kind])


def test_it_needs_no_key(db: None) -> None:
    answer = Client().get("/$discovery/rest?version=v1alpha1")
    assert answer.json()["id"] == "commentanalyzer:v1alpha1"


def test_it_names_this_installation(db: None) -> None:
    answer = Client().get("/$discovery/rest").json()
    assert (answer["rootUrl"], answer["servicePath"]) == ("http://testserver/", "")


def test_of_another_version_there_is_none(db: None) -> None:
    assert Client().get("/$discovery/rest?version=v2").status_code == 404


def test_every_reference_leads_to_a_schema() -> None:
    assert set(references(DOCUMENT)) == set(SCHEMAS)


def test_every_property_is_explained() -> None:
    assert [
        f"{name}.{field}"
        for name, schema in SCHEMAS.items()
        for field, each in schema["properties"].items()
        if not each.get("description")
    ] == []


@pytest.mark.parametrize("name", DOCUMENT["resources"]["comments"]["methods"])
def test_every_operation_that_it_describes_is_there(program: Program, name: str) -> None:
    method = DOCUMENT["resources"]["comments"]["methods"][name]
    assert method["path"] == f"v1alpha1/comments:{name}"
    assert program.post(name).status_code == 400


def test_an_answer_is_as_described(program: Program) -> None:
    answer = program.analyze(spanAnnotations=True, clientToken="t")
    assert fits(answer, {"$ref": "AnalyzeCommentResponse"})


def test_an_error_in_a_batch_is_as_described(program: Program) -> None:
    answer = program.post("batchAnalyze", {"requests": [{}]}).json()
    assert fits(answer, {"$ref": "BatchAnalyzeCommentsResponse"})
