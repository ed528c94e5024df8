"""The description from which Google's client libraries build their methods."""

from typing import Any

from parley.api.perspective.requests import MOST_IN_BATCH

VERSION = "v1alpha1"
# Rises whenever the description changes.
REVISION = "20261127"

PARAMETERS: dict[str, dict[str, Any]] = {
    "$.xgafv": {
        "description": "V1 error format.",
        "type": "string",
        "location": "query",
        "enum": ["1", "2"],
        "enumDescriptions": ["v1 error format", "v2 error format"],
    },
    "alt": {
        "description": "Data format for response.",
        "type": "string",
        "default": "json",
        "location": "query",
        "enum": ["json"],
        "enumDescriptions": ["Responses with Content-Type of application/json"],
    },
    "callback": {"description": "JSONP", "type": "string", "location": "query"},
    "fields": {
        "description": "Selector specifying which fields to include in a partial response.",
        "type": "string",
        "location": "query",
    },
    "key": {
        "description": "API key, made by the operator of this installation. Required.",
        "type": "string",
        "location": "query",
    },
    "prettyPrint": {
        "description": "Returns response with indentations and line breaks.",
        "type": "boolean",
        "default": "true",
        "location": "query",
    },
    "quotaUser": {
        "description": "Taken for compatibility. Quotas are those of the key.",
        "type": "string",
        "location": "query",
    },
}


def _text(about: str) -> dict[str, Any]:
    return {"description": about, "type": "string"}


def _flag(about: str) -> dict[str, Any]:
    return {"description": about, "type": "boolean"}


def _number(about: str) -> dict[str, Any]:
    return {"description": about, "type": "number", "format": "float"}


def _whole(about: str) -> dict[str, Any]:
    return {"description": about, "type": "integer", "format": "int32"}


def _ref(name: str, about: str) -> dict[str, Any]:
    return {"$ref": name, "description": about}


def _list(items: dict[str, Any], about: str) -> dict[str, Any]:
    return {"description": about, "type": "array", "items": items}


def _map(name: str, about: str) -> dict[str, Any]:
    return {"description": about, "type": "object", "additionalProperties": {"$ref": name}}


def _choice(about: str, **values: str) -> dict[str, Any]:
    names, meanings = list(values), list(values.values())
    return {"description": about, "type": "string", "enum": names, "enumDescriptions": meanings}


_SCORE_TYPE = {
    "SCORE_TYPE_UNSPECIFIED": "Taken for PROBABILITY.",
    "PROBABILITY": "How likely it is that a reader would say so, from 0 to 1.",
    "STD_DEV_SCORE": "Not supported.",
    "PERCENTILE": "Not supported.",
    "RAW": "Not supported.",
}
_STRINGS = {"type": "string"}
_COMMENT = _ref("TextEntry", "The comment. Required.")
_CONTEXT = _ref("Context", "What the comment was written in answer to.")
_LANGUAGES = _list(
    _STRINGS, "ISO 639 or BCP 47 codes of the comment's languages; detected if absent."
)
_TOKEN = _text("Any text, which is repeated in the response.")
_DETECTED = _list(_STRINGS, "The languages that the comment appears to be in.")
_SESSION = _text("Taken for compatibility, and not used.")

SCHEMAS_OF_REQUESTS: dict[str, dict[str, Any]] = {
    "AnalyzeCommentRequest": {
        "comment": _COMMENT,
        "context": _CONTEXT,
        "requestedAttributes": _map("AttributeParameters", "By name, what to score. Required."),
        "languages": _LANGUAGES,
        "spanAnnotations": _flag("Whether to say which words caused a score."),
        "dropUnsupportedAttributes": _flag(
            "Whether to leave out attributes that do not support the language, "
            "instead of answering with an error."
        ),
        "doNotStore": _flag("Taken for compatibility: nothing that is analyzed is stored."),
        "clientToken": _TOKEN,
        "sessionId": _SESSION,
        "communityId": _text("Taken for compatibility, and not used."),
    },
    "SuggestCommentScoreRequest": {
        "comment": _COMMENT,
        "context": _CONTEXT,
        "attributeScores": _map("AttributeScores", "What it should have scored. Required."),
        "languages": _LANGUAGES,
        "communityId": _text("Whose opinion this is, where there are several communities."),
        "doNotStore": _flag("Whether to keep the score without the comment's text."),
        "clientToken": _TOKEN,
        "sessionId": _SESSION,
    },
    "BatchAnalyzeCommentsRequest": {
        "requests": _list(
            {"$ref": "AnalyzeCommentRequest"}, f"From 1 to {MOST_IN_BATCH} requests. Required."
        )
    },
    "TextEntry": {
        "text": _text("UTF-8 text."),
        "type": _choice(
            "Its kind.",
            TEXT_TYPE_UNSPECIFIED="Taken for PLAIN_TEXT.",
            PLAIN_TEXT="Plain text.",
            HTML="Not supported.",
        ),
    },
    "Context": {
        "entries": _list(
            {"$ref": "TextEntry"}, "A conversation; the comment answers its last entry."
        ),
        "articleAndParentComment": _ref(
            "ArticleAndParentComment", "The article, and the comment that is answered."
        ),
    },
    "ArticleAndParentComment": {
        "article": _ref("TextEntry", "The article under which the comment stands."),
        "parentComment": _ref("TextEntry", "The comment that is answered."),
    },
    "AttributeParameters": {
        "scoreType": _choice("Only PROBABILITY is supported.", **_SCORE_TYPE),
        "scoreThreshold": _number("Scores below this are left out."),
    },
}

SCHEMAS_OF_ANSWERS: dict[str, dict[str, Any]] = {
    "AnalyzeCommentResponse": {
        "attributeScores": _map("AttributeScores", "Scores by the names that were requested."),
        "languages": _list(_STRINGS, "The languages in which the comment was scored."),
        "detectedLanguages": _DETECTED,
        "clientToken": _text("As in the request."),
    },
    "SuggestCommentScoreResponse": {
        "requestedLanguages": _list(_STRINGS, "As in the request."),
        "detectedLanguages": _DETECTED,
        "clientToken": _text("As in the request."),
    },
    "BatchAnalyzeCommentsResponse": {
        "responses": _list({"$ref": "BatchedResponse"}, "One for each request, in their order.")
    },
    "BatchedResponse": {
        "response": _ref("AnalyzeCommentResponse", "Where the comment was scored."),
        "error": _ref("Status", "Where it was not."),
    },
    "Status": {
        "code": _whole("The HTTP status that the request would have had by itself."),
        "message": _text("What is wrong."),
        "status": _text("The same as Google's constant, like INVALID_ARGUMENT."),
        "details": _list(
            {"type": "object", "additionalProperties": {"type": "any"}}, "More of it."
        ),
    },
    "AttributeScores": {
        "summaryScore": _ref("Score", "The score of the whole comment."),
        "spanScores": _list({"$ref": "SpanScore"}, "Scores of its parts."),
    },
    "SpanScore": {
        "begin": _whole("Where the part begins, in UTF-16 code units."),
        "end": _whole("Where it ends: the place after its last unit."),
        "score": _ref("Score", "Its score."),
    },
    "Score": {
        "value": _number("From 0 to 1."),
        "type": _choice("Always PROBABILITY.", **_SCORE_TYPE),
    },
}

SCHEMAS: dict[str, dict[str, Any]] = {
    name: {"id": name, "type": "object", "properties": properties}
    for name, properties in {**SCHEMAS_OF_REQUESTS, **SCHEMAS_OF_ANSWERS}.items()
}


def _method(verb: str, about: str, *, request: str, response: str) -> dict[str, Any]:
    path = f"{VERSION}/comments:{verb}"
    return {
        "id": f"commentanalyzer.comments.{verb}",
        "path": path,
        "flatPath": path,
        "httpMethod": "POST",
        "description": about,
        "parameters": {},
        "parameterOrder": [],
        "request": {"$ref": request},
        "response": {"$ref": response},
    }


METHODS: dict[str, dict[str, Any]] = {
    "analyze": _method(
        "analyze",
        "Analyzes the provided text and returns scores for requested attributes.",
        request="AnalyzeCommentRequest",
        response="AnalyzeCommentResponse",
    ),
    "suggestscore": _method(
        "suggestscore",
        "Suggest comment scores as training data.",
        request="SuggestCommentScoreRequest",
        response="SuggestCommentScoreResponse",
    ),
    "batchAnalyze": _method(
        "batchAnalyze",
        "Analyzes many comments, each with its own scores or its own error.",
        request="BatchAnalyzeCommentsRequest",
        response="BatchAnalyzeCommentsResponse",
    ),
}


def document(base_url: str) -> dict[str, Any]:
    """The description of the service at this address."""
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": f"commentanalyzer:{VERSION}",
        "name": "commentanalyzer",
        "canonicalName": "Comment Analyzer",
        "version": VERSION,
        "version_module": True,
        "revision": REVISION,
        "title": "Perspective Comment Analyzer API",
        "description": "Scores comments on this machine, in the form of Google's Perspective API.",
        "ownerName": "Parley",
        "ownerDomain": base_url.partition("://")[2],
        "icons": {"x16": f"{base_url}/static/parley/mark.svg"},
        "documentationLink": "https://developers.perspectiveapi.com/s/about-the-api-methods",
        "protocol": "rest",
        "rootUrl": f"{base_url}/",
        "servicePath": "",
        "baseUrl": f"{base_url}/",
        "basePath": "",
        "fullyEncodeReservedExpansion": True,
        "parameters": PARAMETERS,
        "schemas": SCHEMAS,
        "resources": {"comments": {"methods": METHODS}},
    }
