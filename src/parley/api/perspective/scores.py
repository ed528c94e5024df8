"""Scores as Perspective's clients read them: by their names, with spans in UTF-16."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime
from typing import Any

import regex

from parley.api.perspective.requests import Analysis, Commented, Wanted
from parley.errors import Unscorable
from parley.policy import scoring
from parley.policy.attribute_names import LANGUAGES
from parley.policy.decision import Attribute
from parley.policy.languages import language_of
from parley.policy.site_rules import SiteRules
from parley.policy.spam import spam_score
from parley.policy.submission import ArticleFacts, Submission

# For a language that could not be told, in BCP 47.
UNDETERMINED = "und"
_LETTER = regex.compile(r"\p{L}")
# Google's scores are single-precision numbers.
_DECIMALS = 8


def answer(analysis: Analysis, rules: SiteRules, *, now: datetime) -> dict[str, Any]:
    """The response to a request for analysis. Raises Unscorable, ModelUnavailable."""
    comment = analysis.comment
    detected = language_of(comment.text)
    languages = _languages(comment, detected, rules=rules)
    wanted = _supported(analysis, languages, detected=detected)
    submission = Submission(
        text=comment.text,
        now=now,
        article=ArticleFacts(body=comment.article),
        parent_text=comment.parent,
    )
    given = {
        name: scores
        for name, each in wanted.items()
        if (scores := _scores_of(each, submission, with_words=analysis.spans))
    }
    return {
        **({"attributeScores": given} if given else {}),
        "languages": list(languages),
        "detectedLanguages": [detected or UNDETERMINED],
        **token_of(comment),
    }


def detected_in(comment: Commented) -> str:
    """The language that the comment appears to be in, in BCP 47."""
    return language_of(comment.text) or UNDETERMINED


def token_of(comment: Commented) -> dict[str, str]:
    """The caller's token, for the answer, if there was one."""
    return {} if comment.client_token is None else {"clientToken": comment.client_token}


def _languages(comment: Commented, detected: str | None, *, rules: SiteRules) -> tuple[str, ...]:
    """In which languages the comment is taken to be written.

    A few words, or odd ones, do not show theirs: they are taken for the site's. Raises
    Unscorable where there is not one letter to tell by.
    """
    if comment.languages:
        return comment.languages
    if detected is not None:
        return (detected,)
    if not _LETTER.search(comment.text):
        raise Unscorable("Unable to detect language", "LANGUAGE_DETECTION_FAILED")
    return (rules.languages[0] if rules.languages else min(LANGUAGES),)


def _supported(
    analysis: Analysis, languages: tuple[str, ...], *, detected: str | None
) -> dict[str, Wanted]:
    """What can be scored in these languages. Raises Unscorable, unless the rest is to be
    dropped."""
    foreign = [each for each in languages if each.lower().partition("-")[0] not in LANGUAGES]
    supported = {
        name: each for name, each in analysis.wanted.items() if each.scores and not foreign
    }
    if len(supported) < len(analysis.wanted) and not analysis.drop_unsupported:
        name = next(name for name in analysis.wanted if name not in supported)
        told = foreign or languages
        about: dict[str, Any] = {"attribute": name}
        about |= {"requestedLanguages": list(told)} if analysis.comment.languages else {}
        about |= {"detectedLanguages": [detected]} if detected else {}
        raise Unscorable(
            f"Attribute {name} does not support request languages: {', '.join(told)}",
            "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
            about={"languageNotSupportedByAttributeError": about},
        )
    return supported


def _scores_of(wanted: Wanted, submission: Submission, *, with_words: bool) -> dict[str, Any]:
    """One attribute's scores; none, where the comment's does not reach the threshold."""
    value = max(_value(each, submission) for each in wanted.scores)
    if value < wanted.threshold:
        return {}
    spans: list[tuple[int, int, float]] = []
    if with_words:
        found = {span for each in wanted.scores for span in scoring.score(submission).words(each)}
        spans = sorted((span.start, span.end, span.value) for span in found)
    # Like Google, which has the whole comment for a span where it tells no other:
    # PyPerspective relies on there being one.
    spans = spans or [(0, len(submission.text), value)]
    offset = utf16_offsets(submission.text)
    return {
        "spanScores": [
            {"begin": offset(begin), "end": offset(end), "score": _score(each)}
            for begin, end, each in spans
        ],
        "summaryScore": _score(value),
    }


def _value(attribute: Attribute, submission: Submission) -> float:
    """Advertising is told by other means than abuse."""
    if attribute is Attribute.SPAM:
        return spam_score(submission)
    return scoring.score(submission).scores[attribute]


def _score(value: float) -> dict[str, Any]:
    return {"value": round(float(value), _DECIMALS), "type": "PROBABILITY"}


def utf16_offsets(text: str) -> Callable[[int], int]:
    """From offsets in code points to those in UTF-16 units, in which JavaScript counts."""
    if text.isascii():
        return lambda offset: offset
    # Characters that take two units.
    wide = [place for place, character in enumerate(text) if character > "\uffff"]
    return lambda offset: offset + bisect_left(wide, offset)
