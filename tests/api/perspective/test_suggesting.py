"""POST /v1alpha1/comments:suggestscore: what moderators elsewhere think is kept."""

from typing import Any

import pytest

from parley.models.suggestion import ScoreSuggestion
from tests.api.perspective.conftest import INSULT, KINDNESS, Program, kind_of


def suggestion(value: object = 1, *, name: str = "TOXICITY", **fields: Any) -> dict[str, Any]:
    scores = {name: {"summaryScore": {"value": value}}}
    return {"comment": {"text": INSULT}, "attributeScores": scores, **fields}


def test_it_is_kept_with_the_comment_for_the_keys_site(program: Program) -> None:
    program.post("suggestscore", suggestion(0.25, communityId="/forum/movies"))
    kept = ScoreSuggestion.objects.get()
    assert (kept.site, kept.key, kept.text) == (program.key.site, program.key, INSULT)
    assert (kept.attribute, kept.value, kept.community_id) == ("TOXICITY", 0.25, "/forum/movies")


def test_the_answer_has_googles_form(program: Program) -> None:
    body = suggestion(languages=["en"], clientToken="comment-53922")
    assert program.post("suggestscore", body).json() == {
        "requestedLanguages": ["en"],
        "detectedLanguages": ["en"],
        "clientToken": "comment-53922",
    }


def test_what_is_not_to_be_stored_leaves_only_the_score(program: Program) -> None:
    program.post("suggestscore", suggestion(doNotStore=True))
    assert ScoreSuggestion.objects.get().text == ""


def test_each_attribute_is_kept(program: Program) -> None:
    body = suggestion()
    body["attributeScores"]["INSULT"] = {"summaryScore": {"value": 0.5, "type": "PROBABILITY"}}
    program.post("suggestscore", body)
    kept = ScoreSuggestion.objects.values_list("attribute", "value").order_by("attribute")
    assert list(kept) == [("INSULT", 0.5), ("TOXICITY", 1.0)]


@pytest.mark.parametrize("name", ["APPROVED", "DELETED"])
def test_what_coral_sends_when_a_moderator_decides_is_kept(program: Program, name: str) -> None:
    body = {
        "comment": {"text": KINDNESS},
        "context": {"entries": [{"text": '{"url":"https://paper.example/a?commentID=7"}'}]},
        "attributeScores": {name: {"summaryScore": {"value": 1}}},
        "languages": ["en"],
        "communityId": "Coral:https://coral.paper.example",
        "clientToken": "comment:7",
    }
    answer = program.post("suggestscore", body)
    assert answer.json()["clientToken"] == "comment:7"
    assert ScoreSuggestion.objects.get().attribute == name


def test_of_spans_without_a_summary_the_highest_is_kept(program: Program) -> None:
    spans = [
        {"begin": 0, "end": 4, "score": {"value": each, "type": "PROBABILITY"}}
        for each in (0.25, 0.75)
    ]
    body = {"comment": {"text": INSULT}, "attributeScores": {"INSULT": {"spanScores": spans}}}
    program.post("suggestscore", body)
    assert ScoreSuggestion.objects.get().value == 0.75


def test_a_zero_may_be_left_out_as_googles_libraries_do(program: Program) -> None:
    body = {**suggestion(), "attributeScores": {"TOXICITY": {"summaryScore": {}}}}
    program.post("suggestscore", body)
    assert ScoreSuggestion.objects.get().value == 0


def test_a_text_in_any_language_is_taken(program: Program) -> None:
    body = suggestion(comment={"text": "Der Bürgermeister hat gestern lange geredet."})
    assert program.post("suggestscore", body).json()["detectedLanguages"] == ["de"]


def test_a_null_byte_is_stored_as_what_it_is_not(program: Program) -> None:
    program.post("suggestscore", suggestion(comment={"text": "Two\0parts of it."}))
    assert ScoreSuggestion.objects.get().text == "Two\ufffdparts of it."


@pytest.mark.parametrize("value", [1.5, -0.1, "much", None])
def test_what_is_no_probability_is_refused(program: Program, value: object) -> None:
    answer = program.post("suggestscore", suggestion(value if value is not None else [1]))
    assert answer.status_code == 400
    assert not ScoreSuggestion.objects.exists()


@pytest.mark.parametrize("name", ["", "two words", "x" * 65, "1ST", "<b>"])
def test_what_is_no_name_is_refused(program: Program, name: str) -> None:
    assert program.post("suggestscore", suggestion(name=name)).status_code == 400


@pytest.mark.parametrize("scores", [{}, {"TOXICITY": {}}, None])
def test_a_suggestion_without_a_score_is_refused(program: Program, scores: object) -> None:
    answer = program.post("suggestscore", {**suggestion(), "attributeScores": scores})
    assert answer.status_code == 400


def test_a_community_too_long_to_be_stored_is_refused(program: Program) -> None:
    assert program.post("suggestscore", suggestion(communityId="x" * 256)).status_code == 400


def test_an_empty_comment_is_refused(program: Program) -> None:
    answer = program.post("suggestscore", suggestion(comment={}))
    assert kind_of(answer.json()) == "COMMENT_EMPTY"
