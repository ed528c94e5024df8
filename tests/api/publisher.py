"""A publisher's server and page: tokens, and how a page hands them over."""

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils import timezone

from parley.models.sign_on import SignOnIdentity, SignOnKey
from parley.models.site import Site
from parley.models.user import User
from tests import signing

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

PRIVATE, PUBLIC = signing.pair()
PAGE = "https://www.paper.example"


def register(site: Site, kid: str = "ed-1", public: str = PUBLIC) -> SignOnKey:
    return SignOnKey.objects.create(
        site=site, kid=kid, algorithm="EdDSA", public_key=public, created_at=timezone.now()
    )


def token(**changed: Any) -> str:
    return signing.token(PRIVATE, "ed-1", **changed)


def post(given: object, client: Client | None = None, origin: str | None = PAGE) -> "Answer":
    return (client or Client(enforce_csrf_checks=True)).post(
        "/api/v1/session/sso",
        json.dumps({"token": given}),
        content_type="application/json",
        headers={"Origin": origin} if origin else {},
    )


def refused(answer: "Answer") -> str:
    """The code of a refusal, which has all that a refusal must have."""
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    code: str = answer.json()["code"]
    assert answer.json()["type"] == f"urn:parley:problem:{code}"
    return code


def user_of(subject: str = "reader-4711") -> User:
    return SignOnIdentity.objects.get(subject=subject).user
