"""Turns everything raised on purpose into `application/problem+json` (RFC 9457)."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from parley import perspective
from parley.api.perspective.answers import refuse
from parley.errors import (
    BadInput,
    MethodNotAllowed,
    NotAllowed,
    NotFound,
    ParleyError,
    TooLarge,
)

TYPE = "application/problem+json"


class ProblemMiddleware:
    """Gives what Django itself refuses below /api/ the same form, and Google's form at
    Google's addresses: no HTML for programs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        ours = response.get("Content-Type", "").startswith(("application/", "text/event-stream"))
        if response.status_code < HTTPStatus.BAD_REQUEST or ours:
            return response
        status = response.status_code
        fault = _REFUSED.get(status, ParleyError)()
        if perspective.has_address(request.path):
            return refuse(fault)
        if not request.path.startswith("/api/"):
            return response
        refused = _response(status, fault.as_problem() | {"status": status})
        for name in response.headers.keys() - {"Content-Type", "Content-Length"}:
            refused[name] = response[name]
        return refused


_REFUSED = {
    each.status: each for each in (BadInput, NotAllowed, NotFound, MethodNotAllowed, TooLarge)
}


def install(api: NinjaAPI) -> None:
    """Have the API answer every fault as a problem document."""
    api.add_exception_handler(ParleyError, _ours)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _plain)
    api.add_exception_handler(RequestDataTooBig, _too_large)


def answer(error: ParleyError) -> HttpResponse:
    """The response for a fault."""
    response = _response(error.status, error.as_problem())
    for name, value in error.headers().items():
        response[name] = value
    return response


def _response(status: int, problem: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(json.dumps(problem), content_type=TYPE, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _ours(_request: HttpRequest, error: ParleyError | type[ParleyError]) -> HttpResponse:
    return answer(error if isinstance(error, ParleyError) else error())


def _too_large(
    _request: HttpRequest, _error: RequestDataTooBig | type[RequestDataTooBig]
) -> HttpResponse:
    """Django refuses to read it, and would call it a bad request without saying why."""
    return answer(TooLarge())


def _invalid(_request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """Pydantic's findings, each with the field it is about."""
    found = error.errors if isinstance(error, ValidationError) else []
    fields = [
        {"field": ".".join(str(part) for part in one["loc"][1:]), "message": one["msg"]}
        for one in found
    ]
    problem = BadInput("; ".join(f"{one['field']}: {one['message']}" for one in fields))
    return _response(422, problem.as_problem() | {"status": 422, "fields": fields})


def _plain(_request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    status = error.status_code if isinstance(error, HttpError) else 500
    problem = BadInput(str(error) if isinstance(error, HttpError) else "")
    return _response(status, problem.as_problem() | {"status": status})
