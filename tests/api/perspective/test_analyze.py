"""POST /v1alpha1/comments:analyze: scores as Google's Perspective gave them."""

from typing import Any

import pytest

from parley.models.site import Site
from parley.models.suggestion import ScoreSuggestion
from parley.policy.attribute_names import ANSWERED
from parley.policy.decision import Attribute
from tests.api.perspective.conftest import INSULT, KINDNESS, Program, kind_of

pytestmark = pytest.mark.either_database

# One character for a reader, two units in UTF-16.
GRIN = "\N{GRINNING FACE}"


def value_of(answer: Any, name: str = "TOXICITY") -> float:
    value: float = answer["attributeScores"][name]["summaryScore"]["value"]
    return value


def covered(text: str, spans: list[dict[str, Any]]) -> list[str]:
    """What spans name, cut as JavaScript cuts."""
    units = text.encode("utf-16-le")
    return [units[2 * each["begin"] : 2 * each["end"]].decode("utf-16-le") for each in spans]


def test_an_insult_scores_higher_than_a_kindness(program: Program) -> None:
    assert value_of(program.analyze(INSULT)) > 0.5 > value_of(program.analyze(KINDNESS)) >= 0


@pytest.mark.parametrize("name", list(Attribute))
def test_every_score_of_ours_can_be_asked_for(program: Program, name: str) -> None:
    assert 0 <= value_of(program.analyze(INSULT, name), name) <= 1


def test_the_answer_has_googles_form(program: Program) -> None:
    answer = program.analyze(languages=["en"])
    value = value_of(answer)
    score = {"value": value, "type": "PROBABILITY"}
    assert answer == {
        "attributeScores": {
            "TOXICITY": {
                "spanScores": [{"begin": 0, "end": len(INSULT), "score": score}],
                "summaryScore": score,
            }
        },
        "languages": ["en"],
        "detectedLanguages": ["en"],
    }


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("INSULT_EXPERIMENTAL", "INSULT"),
        ("SEVERE_TOXICITY_EXPERIMENTAL", "SEVERE_TOXICITY"),
        ("TOXICITY_FAST", "TOXICITY"),
        ("OBSCENE", "PROFANITY"),
        ("ATTACK_ON_COMMENTER", "PERSONAL_ATTACK"),
        ("TOXICITY@6", "TOXICITY"),
    ],
)
def test_a_name_of_perspectives_own_is_answered_by_our_nearest_score(
    program: Program, theirs: str, ours: str
) -> None:
    answer = program.analyze(INSULT, theirs, ours)
    assert value_of(answer, theirs) == value_of(answer, ours)


@pytest.mark.parametrize("name", [name for name, ours in ANSWERED.items() if not ours])
def test_what_only_perspective_scored_is_refused_as_in_an_unknown_language(
    program: Program, name: str
) -> None:
    error = program.analyze(INSULT, "TOXICITY", name)
    assert kind_of(error) == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    about = error["error"]["details"][0]["languageNotSupportedByAttributeError"]
    assert about["attribute"] == name


def test_what_is_not_supported_can_be_dropped_instead(program: Program) -> None:
    answer = program.analyze(INSULT, "TOXICITY", "FLIRTATION", dropUnsupportedAttributes=True)
    assert list(answer["attributeScores"]) == ["TOXICITY"]


def test_a_name_that_is_nobodys_is_refused(program: Program) -> None:
    error = program.analyze(INSULT, "GRUMPINESS")["error"]
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"] == "Unknown requested attribute: GRUMPINESS"


def test_spans_name_the_words_that_caused_the_score(program: Program) -> None:
    answer = program.analyze(INSULT, spanAnnotations=True)
    words = covered(INSULT, answer["attributeScores"]["TOXICITY"]["spanScores"])
    assert any("idiot" in each for each in words)
    assert words != [INSULT]


def test_spans_are_counted_in_utf_16(program: Program) -> None:
    text = f"{GRIN}{GRIN} Hello! {INSULT}"
    plain = program.analyze(INSULT, spanAnnotations=True, languages="en")
    wide = program.analyze(text, spanAnnotations=True, languages="en")
    of_plain, of_wide = (
        covered(each, answer["attributeScores"]["TOXICITY"]["spanScores"])
        for each, answer in ((INSULT, plain), (text, wide))
    )
    assert set(of_plain) <= set(of_wide)


def test_the_whole_comment_is_the_span_where_none_is_asked_for(program: Program) -> None:
    text = f"{GRIN} {INSULT}"
    spans = program.analyze(text, languages="en")["attributeScores"]["TOXICITY"]["spanScores"]
    assert covered(text, spans) == [text]


@pytest.mark.parametrize("languages", [["en"], "en", ["en-GB"], ["EN"]])
def test_languages_may_be_a_list_or_one_and_have_regions(
    program: Program, languages: object
) -> None:
    answer = program.analyze(languages=languages)
    assert answer["languages"] == (languages if isinstance(languages, list) else [languages])


def test_without_languages_the_text_tells(program: Program) -> None:
    assert program.analyze(KINDNESS)["languages"] == ["en"]


@pytest.mark.parametrize("text", ["Idiot!", "You fool"])
def test_a_text_too_short_to_tell_is_taken_for_the_sites_language(
    program: Program, text: str
) -> None:
    answer = program.analyze(text)
    assert "attributeScores" in answer
    assert (answer["languages"], answer["detectedLanguages"]) == (["en"], ["und"])


@pytest.mark.parametrize("text", ["!!!", "12345", GRIN])
def test_where_there_is_no_letter_no_language_can_be_told(program: Program, text: str) -> None:
    error = program.analyze(text)
    assert kind_of(error) == "LANGUAGE_DETECTION_FAILED"
    assert error["error"]["message"] == "Unable to detect language"


@pytest.mark.parametrize("languages", [["de"], "de", ["en", "de"], ["hi-Latn"]])
def test_a_language_that_was_never_tested_is_refused(program: Program, languages: object) -> None:
    error = program.analyze(languages=languages)
    assert kind_of(error) == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    about = error["error"]["details"][0]["languageNotSupportedByAttributeError"]
    assert about["requestedLanguages"] == [
        each
        for each in ([languages] if isinstance(languages, str) else list(languages))  # type: ignore[call-overload]
        if each != "en"
    ]


def test_a_text_in_such_a_language_is_refused_by_its_name(program: Program) -> None:
    german = "Der Bürgermeister hat gestern ein sehr langes Interview im Fernsehen gegeben."
    error = program.analyze(german)["error"]
    assert error["message"] == "Attribute TOXICITY does not support request languages: de"
    about = error["details"][0]["languageNotSupportedByAttributeError"]
    assert about == {"attribute": "TOXICITY", "detectedLanguages": ["de"]}


def test_a_score_below_the_threshold_is_left_out(program: Program) -> None:
    wanted = {"TOXICITY": {"scoreThreshold": 0.999999}, "INSULT": {"scoreThreshold": "0"}}
    answer = program.analyze(KINDNESS, requestedAttributes=wanted)
    assert list(answer["attributeScores"]) == ["INSULT"]


def test_where_nothing_reaches_its_threshold_there_are_no_scores(program: Program) -> None:
    wanted = {"TOXICITY": {"scoreThreshold": 0.999999}}
    answer = program.analyze(KINDNESS, requestedAttributes=wanted)
    assert answer == {"languages": ["en"], "detectedLanguages": ["en"]}


@pytest.mark.parametrize("kind", ["PERCENTILE", "RAW", "STD_DEV_SCORE"])
def test_only_probabilities_can_be_had(program: Program, kind: str) -> None:
    error = program.analyze(requestedAttributes={"TOXICITY": {"scoreType": kind}})["error"]
    expected = f"Requested score type {kind} is not supported by attribute TOXICITY"
    assert error["message"] == expected


def test_a_probability_may_be_asked_for_by_name(program: Program) -> None:
    wanted = {"TOXICITY": {"scoreType": "PROBABILITY"}}
    assert value_of(program.analyze(requestedAttributes=wanted)) > 0.5


def test_the_token_is_repeated(program: Program) -> None:
    assert program.analyze(clientToken="comment-7")["clientToken"] == "comment-7"


def test_what_else_perspective_took_is_taken(program: Program) -> None:
    answer = program.analyze(
        comment={"text": INSULT, "type": "PLAIN_TEXT"},
        doNotStore=True,
        sessionId="https://forum.example_7",
        communityId="Coral:https://paper.example",
        context=None,
    )
    assert value_of(answer) > 0.5


@pytest.mark.parametrize(
    "context",
    [
        {"entries": [{"text": "The dam is safe."}, {"text": "It is not.", "type": "PLAIN_TEXT"}]},
        {"articleAndParentComment": {"article": {"text": "The dam."}}},
        {
            "articleAndParentComment": {
                "article": {"text": "The dam."},
                "parentComment": {"text": "It is safe."},
            }
        },
        {},
    ],
)
def test_context_is_taken_in_both_of_its_forms(program: Program, context: dict[str, Any]) -> None:
    assert "attributeScores" in program.analyze(context=context)


def test_both_forms_of_context_at_once_are_refused(program: Program) -> None:
    both = {"entries": [{"text": "Yes."}], "articleAndParentComment": {}}
    assert "both fields were populated" in program.analyze(context=both)["error"]["message"]


def test_nothing_that_is_analysed_is_stored(program: Program) -> None:
    program.analyze(doNotStore=False)
    assert not ScoreSuggestion.objects.exists()


def test_names_may_be_written_with_underscores(program: Program) -> None:
    body = {
        "comment": {"text": INSULT},
        "requested_attributes": {"TOXICITY": {"score_threshold": 0.1}},
        "client_token": "t",
    }
    assert program.post("analyze", body).json()["clientToken"] == "t"


def test_the_example_of_perspectives_quickstart_can_be_pasted(program: Program) -> None:
    body = b"""{comment: {text: "what kind of idiot name is foo?"},
        languages: ["en"],
        requestedAttributes: {TOXICITY:{}} }"""
    assert "attributeScores" in program.post("analyze", body).json()


def test_a_site_of_another_language_has_short_texts_refused(program: Program, site: Site) -> None:
    site.rules = {"languages": ["ta"]}
    site.save()
    assert kind_of(program.analyze("Idiot!")) == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
