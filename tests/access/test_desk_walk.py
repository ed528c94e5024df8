"""Walks every page of the desk as everybody: who may, may, and nobody else learns anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from parley.models.audit import AuditEntry
from parley.models.comment import Comment
from parley.models.permission import LEAST
from parley.models.site import Site
from parley.models.user import RANK, Role, User
from tests import factories
from tests.access.addresses import DESK, Address, desk_addresses
from tests.access.objects import objects_of

pytestmark = pytest.mark.either_database

ADDRESSES = desk_addresses()
METHODS = ("get", "post")
# To whom a page does not exist, or is not allowed, or who has to sign in first.
KEPT_OUT = {302, 401, 403, 404, 405}


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """A site's people by role, and one object of each kind."""

    site: Site
    people: dict[Role, User]
    objects: dict[str, Any]


@pytest.fixture
def newsroom(site: Site) -> Newsroom:
    return newsroom_of(site)


@pytest.fixture
def other() -> Newsroom:
    """Another newspaper on the same server."""
    return newsroom_of(factories.site("other.example"))


def newsroom_of(site: Site) -> Newsroom:
    people: dict[Role, User] = {Role.READER: factories.user(accepted=site)}
    people |= {role: factories.member(site, role) for role in Role if role != Role.READER}
    return Newsroom(site=site, people=people, objects=objects_of(site))


@contextmanager
def undone() -> Iterator[None]:
    """What is done in it is not done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(who: User | None, method: str, path: str) -> HttpResponse:
    browser: Any = factories.browser(who)
    with undone():
        answer: HttpResponse = getattr(browser, method)(path, {})
    return answer


def traces() -> tuple[object, ...]:
    """What a deed would have changed."""
    comments = Comment.objects.order_by("pk").values_list("state", "picked", "pinned")
    return AuditEntry.objects.count(), tuple(comments)


def test_every_page_says_what_it_needs() -> None:
    assert {address.name for address in ADDRESSES} == set(DESK)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda each: each.name)
def test_whoever_may_gets_in_and_everybody_else_is_kept_out(
    newsroom: Newsroom, address: Address
) -> None:
    least = LEAST[DESK[address.name]]
    path = address.of(newsroom.objects)
    before = traces()
    for role, who in newsroom.people.items():
        statuses = [ask(who, method, path).status_code for method in METHODS]
        if RANK[role] >= RANK[least]:
            assert not {401, 403, 404} & set(statuses), (role, statuses)
        else:
            assert set(statuses) <= {403, 404, 405}, (role, statuses)
    assert traces() == before


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda each: each.name)
def test_nobody_and_another_newspapers_staff_are_kept_out(
    newsroom: Newsroom, other: Newsroom, address: Address
) -> None:
    path, named = address.of(newsroom.objects), f"?site={newsroom.site.domain}"
    for who in (None, *other.people.values()):
        for method in METHODS:
            answer = ask(who, method, path + named)
            assert answer.status_code in KEPT_OUT, (who, method, answer.status_code)
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "address", [each for each in ADDRESSES if each.kind], ids=lambda each: each.name
)
def test_an_object_of_another_newspaper_is_as_if_absent(
    newsroom: Newsroom, other: Newsroom, address: Address
) -> None:
    path = address.of(other.objects) + f"?site={newsroom.site.domain}"
    for role in (Role.MODERATOR, Role.ADMINISTRATOR):
        for method in METHODS:
            status = ask(newsroom.people[role], method, path).status_code
            assert status in {403, 404, 405}, (role, method, status)
