"""Answers as Google's services give them: standard parameters, errors, other origins."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from parley import perspective
from parley.api.perspective import fields
from parley.api.perspective.discovery import SCHEMAS
from parley.api.perspective.fields import Tree
from parley.errors import (
    BadInput,
    Malformed,
    MethodNotAllowed,
    ParleyError,
    TooLarge,
    Unavailable,
)

View = Callable[[HttpRequest], dict[str, Any]]

_CALLBACK = re.compile(r"[A-Za-z0-9_$.\[\]]{1,200}")
# What an answer says is never markup, whatever takes it for a page.
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
_FLAGS = {"true": True, "1": True, "false": False, "0": False}
_HEADER_NAMES = re.compile(r"[A-Za-z0-9-]+(?:\s*,\s*[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the standard parameters ask of an answer."""

    tree: Tree = field(default_factory=dict)
    callback: str | None = None
    pretty: bool = True
    older_errors: bool = False


def endpoint(
    method: str, *, response: str | None = None, cache: str = "no-store"
) -> Callable[[View], Callable[[HttpRequest], HttpResponse]]:
    """Makes a view of a function that gives the JSON. `response` is its schema.

    Any page may call, for who calls is told by a key, never by a cookie.
    """

    def decorate(view: View) -> Callable[[HttpRequest], HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest) -> HttpResponse:
            if request.method == "OPTIONS":
                return _preflight(request, method)
            wishes = Wishes()
            try:
                wishes = _wishes(request.GET, response)
                if request.method != method:
                    raise MethodNotAllowed("Method not found.")
                found = _attempt(view, request)
            except ParleyError as error:
                return refuse(error, wishes)
            return _response(200, fields.select(found, wishes.tree), wishes=wishes, cache=cache)

        return answered

    return decorate


def refuse(error: ParleyError, wishes: Wishes | None = None) -> HttpResponse:
    """The answer for a fault. A selection of fields does not touch it."""
    wishes = wishes or Wishes()
    document = perspective.error_document(error, older=wishes.older_errors)
    answer = _response(perspective.status_of(error), document, wishes=wishes)
    told = error.headers()
    if answer.status_code == Unavailable.status:
        told.setdefault("Retry-After", "2")
    for name, value in told.items():
        answer[name] = value
    return answer


def _attempt(view: View, request: HttpRequest) -> dict[str, Any]:
    """What Django and the database raise by themselves becomes a fault of ours."""
    try:
        return view(request)
    except RequestDataTooBig as fault:
        raise TooLarge("Request payload size exceeds the limit: 1000000 bytes.") from fault
    except UnreadablePostError as fault:
        raise BadInput("The request was not completed.") from fault
    except (OperationalError, InterfaceError) as fault:
        raise Unavailable from fault


def _wishes(parameters: Mapping[str, str], response: str | None) -> Wishes:
    """Parameters that are not Google's are passed over, like those of caches. Raises Malformed."""
    if parameters.get("alt", "json") != "json":
        raise Malformed("Invalid value for alt: only 'json' is supported.", "alt")
    format_ = parameters.get("$.xgafv", "2")
    if format_ not in {"1", "2"}:
        raise Malformed("Invalid value for $.xgafv: it is '1' or '2'.", "$.xgafv")
    callback = parameters.get("callback") or None
    if callback is not None and not _CALLBACK.fullmatch(callback):
        raise Malformed(
            "Invalid JSONP callback name; only alphabet, number, '_', '$', '.', '[' and ']' "
            "are allowed.",
            "callback",
        )
    pretty = _FLAGS.get(parameters.get("prettyPrint", "true").lower())
    if pretty is None:
        raise Malformed("Invalid value for prettyPrint: it is 'true' or 'false'.", "prettyPrint")
    mask = parameters.get("fields", "")
    tree = fields.parse(mask) if mask else {}
    if response is not None:
        fields.check(tree, SCHEMAS[response], schemas=SCHEMAS)
    return Wishes(tree, callback, pretty=pretty, older_errors=format_ == "1")


def _response(
    status: int, document: Any, *, wishes: Wishes, cache: str = "no-store"
) -> HttpResponse:
    shape: dict[str, Any] = {"indent": 2} if wishes.pretty else {"separators": (",", ":")}
    # ASCII also spares JavaScript the two line breaks that JSON does not know for such.
    body = json.dumps(document, **shape).translate(_ESCAPED)
    if wishes.callback is None:
        answer = HttpResponse(body + "\n", "application/json; charset=UTF-8", status)
    else:
        # The comment keeps the caller's word from being the first of a file, and the name
        # keeps the file from being opened as anything else.
        script = f"/**/{wishes.callback}({body});\n"
        answer = HttpResponse(script, "text/javascript; charset=UTF-8", status)
        answer["Content-Disposition"] = 'attachment; filename="f.txt"'
    answer["Cache-Control"] = cache
    return _open(answer)


def _preflight(request: HttpRequest, method: str) -> HttpResponse:
    """Any page may ask, with any headers: none of them carries a right but the key's."""
    answer = HttpResponse(status=204)
    answer["Access-Control-Allow-Methods"] = f"{method}, OPTIONS"
    asked = request.headers.get("Access-Control-Request-Headers", "")
    if _HEADER_NAMES.fullmatch(asked):
        answer["Access-Control-Allow-Headers"] = asked
    answer["Access-Control-Max-Age"] = "3600"
    answer["Vary"] = "Access-Control-Request-Headers"
    return _open(answer)


def _open(answer: HttpResponse) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Expose-Headers"] = "Retry-After"
    # Of a script it would forbid the use by other sites' pages.
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
