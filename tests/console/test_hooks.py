"""The page of hooks: who is told what, what became of it, and who judges outside."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings
from standardwebhooks import Webhook

from parley.actions import hooking
from parley.actions.hooking import Event
from parley.actions.sealing import unseal
from parley.models.audit import AuditEntry
from parley.models.hook import Delivery, DeliveryState, Hook, HookKind, OutsidePhase
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories, hooks
from tests.receiver import Receiver, receiver

pytestmark = pytest.mark.either_database

PATH = "/moderate/hooks/"
OUTSIDE = "/moderate/outside/"


@pytest.fixture
def administrator(site: Site) -> User:
    return factories.member(site, Role.ADMINISTRATOR, "Anil Kapur")


@pytest.fixture
def desk(administrator: User) -> Client:
    return factories.browser(administrator)


@pytest.fixture
def server(settings: Settings) -> Iterator[Receiver]:
    settings.PRIVATE_TARGETS = True
    with receiver() as running:
        yield running


def add(desk: Client, **fields: Any) -> Any:
    given = {"form": "standard", "name": "Archive", "target": hooks.PUBLIC, "every_minutes": 15}
    return desk.post(PATH, given | fields)


def text(answer: Any) -> str:
    html: str = answer.content.decode()
    return html


def secret_in(answer: Any) -> str:
    found = re.search(r"whsec_[A-Za-z0-9+/=]+", text(answer))
    assert found
    return found[0]


def a_delivery(site: Site, article_of: Site | None = None) -> Delivery:
    comment = factories.comment(factories.article(article_of or site, headline="Metro opens"))
    event = Event(kind=HookKind.PUBLISHED, comment=comment)
    hooking.tell(site, event, now=timezone.now())
    delivery: Delivery = Delivery.objects.latest("pk")
    return delivery


# --- setting up ---


def test_a_hook_is_added_and_its_secret_shown_once(desk: Client) -> None:
    answer = add(desk, kinds=["comment.held"])
    hook = Hook.objects.get()
    assert unseal(hook.secret_sealed) == secret_in(answer)
    assert "no-store" in answer["Cache-Control"]
    assert hook.kinds == ["comment.held"]
    assert "whsec_" not in text(desk.get(PATH))
    assert "whsec_" not in text(desk.get(f"{PATH}{hook.pk}/"))
    assert AuditEntry.objects.get(verb="add_hook").object_id == hook.pk


@pytest.mark.parametrize(
    ("form", "target", "said"),
    [
        ("standard", "http://hooks.news.example/", "https://"),
        ("standard", "https://192.168.0.7/hook", "public internet"),
        ("chat", "hooks.slack.example", "whole address"),
        ("mail", "https://hooks.news.example/", "e-mail address"),
        ("mail", "a@b.example, c@d.example", "e-mail address"),
    ],
)
def test_an_address_that_will_not_do_is_explained(
    desk: Client, form: str, target: str, said: str
) -> None:
    answer = add(desk, form=form, target=target)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in text(answer)
    assert not Hook.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"form": "fax"}, {"name": ""}, {"kinds": ["comment.eaten"]}, {"every_minutes": 14}]
)
def test_what_makes_no_sense_is_refused(desk: Client, wrong: dict[str, Any]) -> None:
    assert add(desk, **wrong).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Hook.objects.exists()


def test_a_hook_is_changed(desk: Client) -> None:
    add(desk)
    hook = Hook.objects.get()
    form = {"name": "Mirror", "target": hooks.PUBLIC + "2", "every_minutes": 20}
    desk.post(f"{PATH}{hook.pk}/", form | {"kinds": ["comment.held", "comment.published"]})
    hook.refresh_from_db()
    assert (hook.name, hook.target) == ("Mirror", hooks.PUBLIC + "2")
    assert hook.kinds == ["comment.held", "comment.published"]
    refused = desk.post(f"{PATH}{hook.pk}/", form | {"target": "https://10.0.0.1/"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_new_secret_is_shown_once(desk: Client) -> None:
    first = secret_in(add(desk))
    hook = Hook.objects.get()
    second = secret_in(desk.post(f"{PATH}{hook.pk}/roll/"))
    assert first != second
    assert "former secret" in text(desk.get(f"{PATH}{hook.pk}/"))


def test_a_chat_has_no_secret_to_renew(desk: Client) -> None:
    assert "whsec_" not in text(add(desk, form="chat"))
    hook = Hook.objects.get()
    assert "not signed" in text(desk.post(f"{PATH}{hook.pk}/roll/", follow=True))


def test_a_hook_is_turned_off_and_on(site: Site, desk: Client) -> None:
    add(desk)
    hook = Hook.objects.get()
    waiting = a_delivery(site)
    desk.post(f"{PATH}{hook.pk}/disable/")
    waiting.refresh_from_db()
    assert waiting.state == DeliveryState.DEAD
    assert "Turn it on first" in text(desk.post(f"{PATH}{hook.pk}/test/", follow=True))
    desk.post(f"{PATH}{hook.pk}/enable/")
    assert Hook.objects.get().disabled_at is None


def test_a_hook_is_removed_with_its_deliveries(site: Site, desk: Client) -> None:
    add(desk)
    a_delivery(site)
    desk.post(f"{PATH}{Hook.objects.get().pk}/remove/")
    assert not Hook.objects.exists()
    assert not Delivery.objects.exists()


def test_there_are_not_more_than_can_be_told_quickly(site: Site, desk: Client) -> None:
    for _ in range(20):
        hooks.hook(site)
    add(desk)
    assert "20 hooks already" in text(desk.get(PATH))
    assert Hook.objects.count() == 20


# --- deliveries ---


def test_a_test_arrives_signed(desk: Client, server: Receiver) -> None:
    secret = secret_in(add(desk, target=server.url))
    desk.post(f"{PATH}{Hook.objects.get().pk}/test/")
    hooks.attempt_due()
    [request] = server.received
    assert Webhook(secret).verify(request.body, request.headers)["type"] == "hook.test"


def test_a_delivery_is_shown_as_it_stands_and_as_it_is_sent(
    site: Site, desk: Client, server: Receiver
) -> None:
    add(desk, target=server.url)
    server.reply(503)
    delivery = a_delivery(site)
    hooks.attempt_due()
    listed = text(desk.get(f"{PATH}{delivery.hook_id}/"))
    assert "1 attempt." in listed
    assert "It answered 503." in listed
    page = desk.get(f"/moderate/deliveries/{delivery.pk}/")
    assert page.context["body"].encode() == server.received[0].body
    assert "Metro opens" in text(page)


def test_one_is_sent_again(site: Site, desk: Client, server: Receiver) -> None:
    add(desk, target=server.url)
    delivery = a_delivery(site)
    hooks.attempt_due()
    desk.post(f"/moderate/deliveries/{delivery.pk}/replay/")
    hooks.attempt_due()
    assert len(server.received) == 2


def test_all_that_was_given_up_lately_is_sent_again(
    site: Site, desk: Client, server: Receiver
) -> None:
    add(desk, target=server.url)
    hook = Hook.objects.get()
    for _ in range(2):
        a_delivery(site)
    Delivery.objects.update(state=DeliveryState.DEAD, next_at=None)
    answer = desk.post(f"{PATH}{hook.pk}/replay/", {"days": "7"}, follow=True)
    assert "2 are sent again" in text(answer)
    hooks.attempt_due()
    assert len(server.received) == 2
    refused = desk.post(f"{PATH}{hook.pk}/replay/", {"days": "many"}, follow=True)
    assert "Say since when" in text(refused)


def test_deliveries_are_filtered_by_how_they_stand(site: Site, desk: Client) -> None:
    add(desk)
    dead, waiting = a_delivery(site), a_delivery(site)
    Delivery.objects.filter(pk=dead.pk).update(state=DeliveryState.DEAD, next_at=None)
    found = text(desk.get(f"{PATH}{dead.hook_id}/?state=dead"))
    assert dead.message in found
    assert waiting.message not in found


def test_queries_do_not_grow_with_rows(site: Site, desk: Client) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            desk.get(path)
        return len(caught)

    add(desk)
    hook = Hook.objects.get()
    a_delivery(site)
    paths = (PATH, f"{PATH}{hook.pk}/")
    few = [queries(path) for path in paths]
    for _ in range(8):
        a_delivery(site)
        hooks.hook(site, HookKind.WAITING)
    assert [queries(path) for path in paths] == few


# --- the outside phase ---


def test_a_program_is_set_up_and_its_secret_shown_once(desk: Client) -> None:
    form = {"url": "https://judge.news.example/", "timeout_ms": 800, "active": "on"}
    secret = secret_in(desk.post(OUTSIDE, form))
    phase = OutsidePhase.objects.get()
    assert (unseal(phase.secret_sealed), phase.timeout_ms) == (secret, 800)
    again = desk.post(OUTSIDE, form | {"signed_answers": "on"}, follow=True)
    assert "whsec_" not in text(again)
    phase.refresh_from_db()
    assert phase.signed_answers
    assert unseal(phase.secret_sealed) == secret
    assert secret_in(desk.post(OUTSIDE + "roll/")) != secret
    desk.post(OUTSIDE + "remove/")
    assert not OutsidePhase.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"url": "http://judge.news.example/"}, {"timeout_ms": 3_001}, {"timeout_ms": 99}],
)
def test_a_program_that_will_not_do_is_explained(desk: Client, wrong: dict[str, Any]) -> None:
    form: dict[str, Any] = {"url": "https://judge.news.example/", "timeout_ms": 800}
    answer = desk.post(OUTSIDE, form | wrong)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not OutsidePhase.objects.exists()


def test_its_last_failure_is_shown(site: Site, desk: Client) -> None:
    OutsidePhase.objects.create(
        site=site,
        url="https://judge.news.example/",
        failures=2,
        last_failure="It answered 502.",
        last_failed_at=timezone.now(),
    )
    page = text(desk.get(PATH))
    assert "It answered 502." in page
    assert "2 times in a row" in page
