"""The operations of Perspective's API, and one of our own beside them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from parley import access, perspective
from parley.actions import quotas, suggesting
from parley.api.perspective import discovery, requests, scores
from parley.api.perspective.answers import endpoint
from parley.api.perspective.reading import read
from parley.errors import NotFound, ParleyError
from parley.models.api_key import ApiKey


@endpoint("POST", response="AnalyzeCommentResponse")
def analyze(request: HttpRequest) -> dict[str, Any]:
    """Scores of one comment."""
    key = access.api_key_of(request)
    quotas.take(key, 1, now=timezone.now())
    return _analyze(read(request.body), key)


@endpoint("POST", response="BatchAnalyzeCommentsResponse")
def batch_analyze(request: HttpRequest) -> dict[str, Any]:
    """Scores of many comments. What one of them lacks does not touch the others."""
    key = access.api_key_of(request)
    bodies = requests.batch(read(request.body))
    now = timezone.now()
    granted = quotas.take(key, len(bodies), now=now)
    responses = [_outcome(body, key) for body in bodies[:granted]]
    responses += [_error(quotas.exceeded(key, now=now))] * (len(bodies) - granted)
    return {"responses": responses}


@endpoint("POST", response="SuggestCommentScoreResponse")
def suggest_score(request: HttpRequest) -> dict[str, Any]:
    """Keep what moderators elsewhere think that a comment should have scored."""
    key = access.api_key_of(request)
    now = timezone.now()
    quotas.take(key, 1, now=now)
    given = requests.suggestions(read(request.body))
    comment = given.comment
    suggesting.suggest_scores(
        key,
        given.scores,
        text="" if given.do_not_store else comment.text,
        community_id=given.community_id,
        now=now,
    )
    return {
        "requestedLanguages": list(comment.languages),
        "detectedLanguages": [scores.detected_in(comment)],
        **scores.token_of(comment),
    }


@endpoint("GET", cache="public, max-age=300")
def describe(request: HttpRequest) -> dict[str, Any]:
    """The discovery document. It is no secret, so that no key is needed."""
    if request.GET.get("version", discovery.VERSION) != discovery.VERSION:
        raise NotFound("Discovery document not found for this version.")
    return discovery.document(settings.BASE_URL)


def _analyze(body: object, key: ApiKey) -> dict[str, Any]:
    return scores.answer(requests.analysis(body), key.site.site_rules, now=timezone.now())


def _outcome(body: object, key: ApiKey) -> dict[str, Any]:
    """One of a batch: its response, or the error that it would have had by itself."""
    try:
        return {"response": _analyze(body, key)}
    except ParleyError as error:
        return _error(error)


def _error(error: ParleyError) -> dict[str, Any]:
    return perspective.error_document(error)
