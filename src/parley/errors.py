"""Everything Parley raises on purpose, as one tree.

* ParleyError
  x BadInput 400                the request or file cannot be understood
    · BadField 422              one named field of it is wrong
    · ImportFailed              an export could not be imported; nothing changed
    · KeyInvalid                the API key is unknown or was revoked
    · Malformed                 a field of a request for scores is not what it must be
    · Unscorable                the text, or the attribute, cannot be scored
  x SignInNeeded 401
  x NotAllowed 403
    · Suspended                 until a moment, or for good
    · CsrfFailed                the page is too old to act from
    · GuidelinesNotAccepted     the current version has to be read first
    · SiteNotAllowed            the page belongs to no domain of this site
    · KeyMissing                a request for scores without an API key
    · SecondFactorNeeded        the site asks its staff for one, and this session has none
    · SignOnRefused             a publisher's token is not to be believed, or not for this account
  x NotFound 404
    · UnknownSite               no site is registered for the page's host
  x MethodNotAllowed 405
  x TooSlow 408                 the request did not arrive in time
  x Conflict 409
    · ArticleClosed             the discussion takes no more comments
    · EditWindowOver            the comment can no longer be changed
    · ClaimTooNew               the comment was claimed so lately that it can only be read
  x TooLarge 413
  x PolicyRefused 422           the house policy said revise or reject
  x TooMany 429
    · QuotaExceeded             an API key has used up its minute or its day
  x Unavailable 503             try again later; nothing was changed
    · ModelUnavailable          a file of the policy's models is missing or damaged

A door turns any of them into `application/problem+json` with `as_problem`;
the code is stable and documented, the title and detail are for people.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar


class ParleyError(Exception):
    """A fault that the caller is told about."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "fault"
    title: ClassVar[str] = "Something went wrong on our side."

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.title)
        self.detail = detail

    def members(self) -> dict[str, Any]:
        """Members of the problem document beyond the five every problem has."""
        return {}

    def headers(self) -> dict[str, str]:
        return {}

    def as_problem(self) -> dict[str, Any]:
        """The RFC 9457 document; `Any` because extension members are free JSON."""
        problem: dict[str, Any] = {
            "type": f"urn:parley:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail or self.title,
            "code": self.code,
        }
        return problem | self.members()


class BadInput(ParleyError):
    status = 400
    code = "bad_input"
    title = "The request could not be understood."


class BadField(BadInput):
    status = 422
    code = "bad_field"
    title = "A field of the request is wrong."

    def __init__(self, field: str, detail: str = "") -> None:
        super().__init__(detail)
        self.field = field

    def members(self) -> dict[str, Any]:
        return {"field": self.field}


class ImportFailed(BadInput):
    status = 422
    code = "import_failed"
    title = "The import failed, and nothing was changed."


class KeyInvalid(BadInput):
    code = "key_invalid"
    title = "API key not valid. Please pass a valid API key."


class Malformed(BadInput):
    """`field` is the path to what is wrong, as `comment.text`; empty for all of it."""

    code = "malformed"
    title = "The request could not be read."

    def __init__(self, detail: str, field: str = "") -> None:
        super().__init__(detail)
        self.field = field


class Unscorable(BadInput):
    """`kind` is Perspective's own word for the error, `about` what else it tells of it."""

    code = "unscorable"
    title = "This cannot be scored."

    def __init__(
        self, detail: str, kind: str = "INVALID_REQUEST", *, about: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.about = about or {}


class SignInNeeded(ParleyError):
    status = 401
    code = "sign_in_needed"
    title = "Please sign in first."


class NotAllowed(ParleyError):
    status = 403
    code = "not_allowed"
    title = "You may not do this."


class Suspended(NotAllowed):
    code = "suspended"
    title = "You cannot comment at the moment."

    def __init__(self, until: datetime | None = None, detail: str = "") -> None:
        """`until` None means that no end has been set."""
        super().__init__(detail)
        self.until = until

    def members(self) -> dict[str, Any]:
        return {"until": self.until.isoformat() if self.until else None}


class CsrfFailed(NotAllowed):
    """The CSRF token is missing or belongs to another session."""

    code = "csrf_failed"
    title = "Reload the page and try again: it is too old to act from."


class GuidelinesNotAccepted(NotAllowed):
    code = "guidelines_not_accepted"
    title = "Please read and accept our community guidelines first."


class SiteNotAllowed(NotAllowed):
    code = "site_not_allowed"
    title = "This page belongs to no registered site."


class KeyMissing(NotAllowed):
    code = "key_missing"
    title = (
        "Method doesn't allow unregistered callers (callers without established identity). "
        "Please use API Key or other form of API consumer identity to call this API."
    )


class SecondFactorNeeded(NotAllowed):
    code = "second_factor_needed"
    title = "Please sign in with your second factor first."


class SignOnRefused(NotAllowed):
    """`reason` is the code of this refusal, one of those that begin with `sso_`."""

    code = "sso_refused"
    title = "The publisher's sign-on was refused."

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason

    def members(self) -> dict[str, Any]:
        return {"type": f"urn:parley:problem:{self.reason}", "code": self.reason}


class NotFound(ParleyError):
    status = 404
    code = "not_found"
    title = "There is nothing here."


class UnknownSite(NotFound):
    code = "unknown_site"
    title = "No site is registered for this page's host."


class MethodNotAllowed(ParleyError):
    status = 405
    code = "method_not_allowed"
    title = "This address cannot be asked for that."


class TooSlow(ParleyError):
    status = 408
    code = "too_slow"
    title = "The request took too long to arrive."


class Conflict(ParleyError):
    status = 409
    code = "conflict"
    title = "This cannot be done in the present state."


class ArticleClosed(Conflict):
    code = "article_closed"
    title = "This discussion is closed."


class EditWindowOver(Conflict):
    code = "edit_window_over"
    title = "This comment can no longer be changed."


class ClaimTooNew(Conflict):
    code = "claim_too_new"
    title = "This older comment became yours only lately. It cannot be changed yet."

    def __init__(self, full_rights_at: datetime, detail: str = "") -> None:
        """`full_rights_at` is when it can."""
        super().__init__(detail)
        self.full_rights_at = full_rights_at

    def members(self) -> dict[str, Any]:
        return {"full_rights_at": self.full_rights_at.isoformat()}


class TooLarge(ParleyError):
    status = 413
    code = "too_large"
    title = "The request is too large."


class PolicyRefused(ParleyError):
    status = 422
    code = "policy_refused"
    title = "The comment does not meet the house policy yet."

    def __init__(self, decision: Mapping[str, Any], detail: str = "") -> None:
        """`decision` is the contract's object, from `Decision.as_dict()`."""
        super().__init__(detail)
        self.decision = decision

    def members(self) -> dict[str, Any]:
        return {"decision": dict(self.decision)}


class TooMany(ParleyError):
    status = 429
    code = "too_many"
    title = "Too many requests. Please wait a little."

    def __init__(self, retry_after: timedelta, detail: str = "") -> None:
        super().__init__(detail)
        self.retry_after = retry_after

    def headers(self) -> dict[str, str]:
        # Whole seconds, rounded up: a client that obeys must not be refused again.
        return {"Retry-After": str(max(1, -(-self.retry_after // timedelta(seconds=1))))}


class QuotaExceeded(TooMany):
    """`per` is "minute" or "day", `limit` how many comments a key may send in it."""

    code = "quota_exceeded"
    title = "The API key has used up its quota."

    def __init__(
        self, retry_after: timedelta, detail: str = "", *, per: str, limit: int, consumer: str
    ) -> None:
        super().__init__(retry_after, detail)
        self.per = per
        self.limit = limit
        self.consumer = consumer


class Unavailable(ParleyError):
    status = 503
    code = "unavailable"
    title = "This is not available at the moment. Please try again later."


class ModelUnavailable(Unavailable):
    """Nothing can be judged without it, so nothing is let through and nothing starts."""

    code = "model_unavailable"
    title = "A file of the house policy is missing or damaged. Please install Parley anew."
