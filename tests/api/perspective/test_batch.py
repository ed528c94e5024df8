"""POST /v1alpha1/comments:batchAnalyze: many comments at once, each with its own outcome."""

from typing import Any

import pytest

from parley.models.site import Site
from tests.api.perspective.conftest import INSULT, KINDNESS, Program, program_of

pytestmark = pytest.mark.either_database


def request(text: str = INSULT, **fields: Any) -> dict[str, Any]:
    return {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}, **fields}


def responses(program: Program, *requests: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = program.post("batchAnalyze", {"requests": list(requests)}).json()[
        "responses"
    ]
    return found


def test_each_is_answered_as_it_would_be_alone(program: Program) -> None:
    together = responses(program, request(INSULT), request(KINDNESS, clientToken="b"))
    alone = [program.analyze(INSULT), program.analyze(KINDNESS, clientToken="b")]
    assert [each["response"] for each in together] == alone


def test_what_one_lacks_does_not_touch_the_others(program: Program) -> None:
    found = responses(program, request(""), request(), "no object", None, request(languages="de"))
    assert [list(each) for each in found] == [
        ["error"], ["response"], ["error"], ["error"], ["error"]
    ]  # fmt: skip
    kinds = [each["error"]["details"][0].get("errorType") for each in found if "error" in each]
    assert kinds == ["COMMENT_EMPTY", None, None, "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"]


def test_a_hundred_are_taken(program: Program) -> None:
    assert len(responses(program, *[request()] * 100)) == 100


@pytest.mark.parametrize("count", [0, 101])
def test_none_and_more_than_a_hundred_are_refused(program: Program, count: int) -> None:
    answer = program.post("batchAnalyze", {"requests": [request()] * count})
    assert answer.json()["error"]["message"] == (f"Send between 1 and 100 requests, not {count}.")


def test_each_counts_towards_the_quota_and_those_beyond_are_told_so(site: Site) -> None:
    found = responses(program_of(site, per_minute=2), *[request()] * 3)
    assert [each.get("error", {}).get("code") for each in found] == [None, None, 429]
