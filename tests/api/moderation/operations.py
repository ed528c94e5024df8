"""Every operation of the desk's API, and a request to each that is in order."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone

from parley.actions import deciding
from parley.api.app import api
from parley.models.comment import CommentState
from parley.models.site import Site
from parley.models.user import Role, User
from parley.policy.decision import Outcome
from tests import factories
from tests.access.objects import objects_of

SCHEMA = api.get_openapi_schema()

# Of which kind of `objects_of` the number in an address is.
KINDS = {
    "comments": "comment",
    "authors": "author",
    "articles": "article",
    "appeals": "appeal",
    "bans": "ban",
    "reviews": "sample",
    "cases": "case",
    "claims": "claim",
    "hooks": "hook",
    "deliveries": "delivery",
}
NAMES = {"settings": "staff", "figures": "outcomes", "transparency": "4_notices.csv"}
DAYS = "?from=2026-01-01&to=2026-01-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """`name` as "GET /moderation/queue"; `body` is the example that its description gives."""

    name: str
    scope: str
    body: Any

    @property
    def method(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def resource(self) -> str:
        return self.name.split("/")[2].partition("?")[0]

    @property
    def about(self) -> str:
        """The kind of the object that it is about; "" for what is about the site."""
        if "{pk}" not in self.name:
            return ""
        return "public" if self.name.endswith("/answer") else KINDS[self.resource]

    def path(self, objects: dict[str, Any]) -> str:
        path = "/api/v1" + self.name.partition(" ")[2]
        if self.about:
            path = path.replace("{pk}", str(objects[self.about].pk))
        if "{name}" in path:
            path = path.replace("{name}", NAMES[self.resource]) + DAYS
        return path

    def filled(self, objects: dict[str, Any], batch: str) -> Any:
        """The example, about something that there is."""
        match self.name:
            case "POST /moderation/decide":
                return self.body | {"comments": [{"id": objects["comment"].pk, "seen": 0}]}
            case "POST /moderation/undo":
                return {"batch": batch}
            case "POST /moderation/claims/{pk}/grant":
                return self.body | {"authors": [objects["claim"].author_id]}
        return self.body


def _operations() -> Iterator[Operation]:
    for path, methods in SCHEMA["paths"].items():
        for method, described in methods.items():
            if "/moderation/" in path:
                name = f"{method.upper()} {path.removeprefix('/api/v1')}"
                scope = described.get("x-scope", "")
                yield Operation(name=name, scope=scope, body=_example(described))


def _example(described: dict[str, Any]) -> Any:
    content = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    if "example" in content or not content:
        return content.get("example")
    name = content["schema"]["$ref"].rpartition("/")[2]
    return SCHEMA["components"]["schemas"][name]["examples"][0]


OPERATIONS = list(_operations())


@dataclass(frozen=True, slots=True, kw_only=True)
class Newspaper:
    """A site with an object of each kind, and something that was just decided."""

    site: Site
    objects: dict[str, Any]
    batches: dict[int, str]

    @classmethod
    def of(cls, site: Site) -> "Newspaper":
        return cls(site=site, objects=objects_of(site), batches={})

    def member(self, role: Role) -> User:
        """Somebody of the staff, who can undo what they have decided; or a reader."""
        if role == Role.READER:
            return factories.user(accepted=self.site)
        who = factories.member(self.site, role)
        viewer = factories.viewer(self.site, who)
        if role in {Role.MODERATOR, Role.ADMINISTRATOR}:
            held = factories.comment(self.objects["article"], state=CommentState.HELD)
            done = deciding.decide(
                viewer,
                [deciding.Choice(held.pk, 0)],
                outcome=Outcome.PUBLISH,
                why=None,
                now=timezone.now(),
            )
            self.batches[who.pk] = done.batch
        return who

    def batch_of(self, who: User) -> str:
        """What they may undo; else what a colleague may."""
        return self.batches.get(who.pk) or next(iter(self.batches.values()), "0" * 32)


def send(
    operation: Operation,
    newspaper: Newspaper,
    *,
    batch: str = "0" * 32,
    secret: str = "",
    client: Client | None = None,
) -> Any:
    """A request that is in order, about the newspaper's objects."""
    body = operation.filled(newspaper.objects, batch)
    return (client or Client()).generic(
        operation.method,
        operation.path(newspaper.objects),
        b"" if body is None else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"} if secret else {},
    )


@contextmanager
def undone() -> Iterator[None]:
    """What is done in it is not done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
