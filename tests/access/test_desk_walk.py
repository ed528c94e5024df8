"""Walks every page of the desk as everybody: who may, may, and nobody else learns anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from parley.errors import NotAllowed
from parley.models.audit import AuditEntry
from parley.models.ban import AuthorNote
from parley.models.decision import Decision, Notice
from parley.models.guidelines import Guidelines
from parley.models.hook import OutsidePhase
from parley.models.permission import LEAST
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import RANK, Membership, Role, User
from parley.snapshots import lookup, tickets
from parley.snapshots.lookup import DatabaseSource
from parley.snapshots.tickets import Ticket
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of a request that was undone afterwards."""

    status: int
    location: str
    changed: bool


def ask(who: User | None, method: str, path: str, *, objects: dict[str, Any]) -> Asked:
    browser: Any = factories.browser(who)
    with undone():
        before = traces(objects)
        answer: HttpResponse = getattr(browser, method)(path, {})
        changed = traces(objects) != before
    location = answer.headers.get("Location", "")
    return Asked(status=answer.status_code, location=location, changed=changed)


def traces(objects: dict[str, Any]) -> list[object]:
    """Every row of every kind that a page is about, and what deeds leave behind."""
    kinds = {type(each) for each in objects.values()}
    kinds |= {Site, AuditEntry, Decision, Membership, OutsidePhase, Guidelines, AuthorNote}
    kinds |= {Waiting, Notice}
    ordered = sorted(kinds, key=lambda kind: kind.__name__)
    return [list(kind.objects.order_by("pk").values_list()) for kind in ordered]


def test_every_page_says_what_it_needs() -> None:
    assert {address.name for address in ADDRESSES} == set(DESK)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda each: each.name)
def test_whoever_may_gets_in_and_everybody_else_is_kept_out(
    newsroom: Newsroom, address: Address
) -> None:
    least = LEAST[DESK[address.name]]
    path, objects = address.of(newsroom.objects), newsroom.objects
    for role, who in newsroom.people.items():
        found = [ask(who, method, path, objects=objects) for method in METHODS]
        statuses = [each.status for each in found]
        if RANK[role] >= RANK[least]:
            assert not {401, 403, 404} & set(statuses), (role, statuses)
        else:
            assert set(statuses) <= {403, 404, 405}, (role, statuses)
            assert not any(each.changed for each in found), role


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda each: each.name)
def test_nobody_and_another_newspapers_staff_are_kept_out(
    newsroom: Newsroom, other: Newsroom, address: Address
) -> None:
    path, named = address.of(newsroom.objects), f"?site={newsroom.site.domain}"
    for who in (None, *other.people.values()):
        for method in METHODS:
            answer = ask(who, method, path + named, objects=newsroom.objects)
            assert answer.status in KEPT_OUT, (who, method, answer.status)
            assert not answer.changed, (who, method)
            if answer.status == 302:
                assert answer.location.startswith("/accounts/login/")


@pytest.mark.parametrize(
    "address", [each for each in ADDRESSES if each.kind], ids=lambda each: each.name
)
def test_an_object_of_another_newspaper_is_as_if_absent(
    newsroom: Newsroom, other: Newsroom, address: Address
) -> None:
    path = address.of(other.objects) + f"?site={newsroom.site.domain}"
    for role in (Role.MODERATOR, Role.ADMINISTRATOR):
        for method in METHODS:
            answer = ask(newsroom.people[role], method, path, objects=newsroom.objects)
            assert answer.status in {403, 404, 405}, (role, method, answer.status)
            assert not answer.changed, (role, method)


def test_traces_notice_a_change_of_any_kind(newsroom: Newsroom) -> None:
    values = {"DateTimeField": timezone.now() + timedelta(days=1), "CharField": "x"}
    for name, row in newsroom.objects.items():
        kinds = {field.get_internal_type(): field.name for field in row._meta.fields}
        changed = next({kinds[kind]: value} for kind, value in values.items() if kind in kinds)
        with undone():
            before = traces(newsroom.objects)
            type(row).objects.filter(pk=row.pk).update(**changed)
            assert traces(newsroom.objects) != before, name
    with undone():
        before = traces(newsroom.objects)
        Site.objects.update(desk={"staff": {"second_factor": True}})
        assert traces(newsroom.objects) != before


def test_the_desks_stream_is_for_who_reads_the_queue(
    newsroom: Newsroom, other: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of the threads that read; here it is the test's own connection.
    monkeypatch.setattr(lookup, "close_old_connections", lambda: None)
    site = newsroom.site
    for people in (newsroom.people, other.people):
        for role, who in people.items():
            ticket = tickets.issue(Ticket(site.pk, who.pk))
            if people is newsroom.people and RANK[role] >= RANK[Role.MODERATOR]:
                assert DatabaseSource().desk_of(ticket) == site.pk
            else:
                with pytest.raises(NotAllowed):
                    DatabaseSource().desk_of(ticket)


def test_a_discussion_shows_the_way_to_the_desk_to_moderators_alone(
    newsroom: Newsroom, other: Newsroom
) -> None:
    row = newsroom.objects["public"]
    path = f"/discussion/{row.article_id}/comment/{row.pk}/?site={newsroom.site.domain}"
    for people in (newsroom.people, other.people):
        for role, who in people.items():
            html = factories.browser(who).get(path).content.decode()
            shown = people is newsroom.people and RANK[role] >= RANK[Role.MODERATOR]
            assert (f"/moderate/comment/{row.pk}/" in html) is shown, role
