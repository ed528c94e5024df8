"""What Google settled about the Perspective-compatible endpoint: addresses, form of errors."""

from typing import Any

from parley.errors import KeyInvalid, Malformed, ParleyError, QuotaExceeded, Unscorable

_PREFIXES = ("/v1alpha1/", "/$discovery/")
# Clients compare these with Google's own values.
_DOMAIN, _SERVICE = "googleapis.com", "commentanalyzer.googleapis.com"
_RPC = "type.googleapis.com/google.rpc."

_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
# Where Google has one status for what elsewhere we tell apart.
_GOOGLES = {405: 404, 408: 400, 413: 400, 422: 400}
# The names of the older form, where they differ from "backendError".
_REASONS = {
    400: "badRequest",
    403: "forbidden",
    404: "notFound",
    429: "rateLimitExceeded",
}


def has_address(path: str) -> bool:
    """Whether a path, percent-decoded, belongs to this endpoint."""
    return path.startswith(_PREFIXES)


def status_of(error: ParleyError) -> int:
    """The HTTP status with which Google reports such an error."""
    return _GOOGLES.get(error.status, error.status)


def error_document(error: ParleyError, *, older: bool = False) -> dict[str, Any]:
    """Google's form of an error; `older` adds what its first form had (`$.xgafv=1`)."""
    status = status_of(error)
    document = {
        "code": status,
        "message": error.detail or error.title,
        "status": _NAMES.get(status, "UNKNOWN"),
        "details": _details(error),
    }
    if older:
        reason = _REASONS.get(status, "backendError")
        document["errors"] = [
            {"message": document["message"], "domain": "global", "reason": reason}
        ]
    return {"error": document}


def _details(error: ParleyError) -> list[dict[str, Any]]:
    """Never empty: PyPerspective reads the first of them, whatever went wrong."""
    match error:
        case Unscorable():
            kind = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
            return [{"@type": kind, "errorType": error.kind, **error.about}]
        case Malformed():
            violation = {"description": error.detail}
            violation |= {"field": error.field} if error.field else {}
            return [{"@type": _RPC + "BadRequest", "fieldViolations": [violation]}]
        case KeyInvalid():
            return [_info("API_KEY_INVALID", service=_SERVICE)]
        case QuotaExceeded():
            return _quota(error)
    return [_info(error.code.upper(), service=_SERVICE)]


def _quota(error: QuotaExceeded) -> list[dict[str, Any]]:
    seconds = error.headers()["Retry-After"]
    return [
        _info(
            "RATE_LIMIT_EXCEEDED",
            service=_SERVICE,
            consumer=error.consumer,
            quota_metric="CommentAnalyzerService/analyze_requests",
            quota_limit=f"AnalyzeRequestsPer{error.per.capitalize()}PerProject",
            quota_limit_value=str(error.limit),
            quota_location="global",
        ),
        {"@type": _RPC + "RetryInfo", "retryDelay": f"{seconds}s"},
    ]


def _info(reason: str, **metadata: str) -> dict[str, Any]:
    info = {"reason": reason, "domain": _DOMAIN, "metadata": metadata}
    return {"@type": _RPC + "ErrorInfo", **info}
