"""The OpenAPI description of what the read path answers itself."""

from typing import Any

from parley.ranking.sorts import DEFAULT, Sort


def _parameter(name: str, about: str, *, schema: dict[str, Any]) -> dict[str, Any]:
    return {"in": "query", "name": name, "description": about, "schema": schema}


WHOLE = {"type": "integer", "minimum": 1}
PLACE = [
    _parameter("url", "The article's address.", schema={"type": "string"}),
    _parameter("article_id", "The publisher's id, beside the address.", schema={"type": "string"}),
    _parameter("article", "Parley's own id, in place of the address.", schema=WHOLE),
]
THREAD = [
    *PLACE,
    _parameter(
        "sort",
        'The order. Where there is not enough for "ground", "respected" is answered.',
        schema={"type": "string", "enum": list(Sort), "default": DEFAULT},
    ),
    _parameter("page", "Which page, from 1.", schema=WHOLE),
    _parameter("all", "1 for everything on one page.", schema={"type": "integer", "enum": [0, 1]}),
    _parameter("comment", "The page on which this comment stands.", schema=WHOLE),
]
PROBLEM = {"description": "A problem document.", "content": {"application/problem+json": {}}}


def _read(summary: str, media: str, *, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "get": {
            "summary": summary,
            "tags": ["reading"],
            "parameters": parameters,
            "responses": {
                "200": {"description": "OK", "content": {media: {}}},
                "304": {"description": "Unchanged since the ETag was given."},
                "400": PROBLEM,
                "404": PROBLEM,
            },
            "security": [],
        }
    }


PATHS: dict[str, Any] = {
    "/api/v1/thread": _read("A page of a discussion", "application/json", parameters=THREAD),
    "/api/v1/thread.html": _read("The same page as HTML", "text/html", parameters=THREAD),
    "/api/v1/counts": _read(
        "How many comments the pages have",
        "application/json",
        parameters=[
            {
                "in": "query",
                "name": "url",
                "description": "An address; may be repeated, 100 at most.",
                "required": True,
                "schema": {"type": "array", "items": {"type": "string"}, "maxItems": 100},
            }
        ],
    ),
    "/api/v1/events": _read(
        "Server-sent events: comment, update, remove, counts",
        "text/event-stream",
        parameters=[_parameter("article", "Parley's own id of the article.", schema=WHOLE)],
    ),
}
