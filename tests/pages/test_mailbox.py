"""Nobody gets a newspaper's mail who has not said yes, and whoever did can stop it."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from parley.actions import hook_settings, hooking, mailboxes
from parley.actions.hooking import Event
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.hook import Delivery, DeliveryState, Hook, HookForm, HookKind
from parley.models.mailbox import Mailbox
from parley.models.site import Site
from parley.models.user import Role
from tests import factories, hooks

ADDRESS = "stranger@mail.example"
DAY = timedelta(days=1)


def add(site: Site, address: str = ADDRESS) -> Hook:
    wanted = hook_settings.Wanted(form=HookForm.MAIL, name="Desk", target=address)
    return hook_settings.add(hooks.administrator(site), wanted, now=timezone.now())[0]


def happen(site: Site, article: Article, now: datetime | None = None) -> None:
    event = Event(kind=HookKind.PUBLISHED, comment=factories.comment(article))
    hooking.tell(site, event, now=now or timezone.now())
    hooks.attempt_due((now or timezone.now()) + DAY)


def path_in(mail: EmailMessage) -> str:
    found = re.search(r"/mailbox/[^/\s]+/", str(mail.body))
    assert found is not None
    return found[0]


def ask(site: Site, *, now: datetime, address: str = ADDRESS) -> None:
    mailboxes.may_get_or_ask(mailboxes.mailbox_of(site, address, now=now), now)


def test_a_stranger_is_asked_once_and_gets_nothing_else(
    site: Site, article: Article, mailoutbox: list[EmailMessage]
) -> None:
    add(site)
    happen(site, article)
    happen(site, article)
    [question] = mailoutbox
    assert (question.to, "may we send you mail" in question.subject) == ([ADDRESS], True)
    assert {each.state for each in Delivery.objects.all()} == {DeliveryState.DEAD}
    assert "has not said yes" in Delivery.objects.latest("pk").error


def test_to_open_the_link_says_nothing_yet(
    client: Client, site: Site, mailoutbox: list[EmailMessage]
) -> None:
    add(site)
    page = client.get(path_in(mailoutbox[0]))
    assert page.status_code == 200
    assert ADDRESS in page.content.decode()
    # It cannot be said to each kind of mail on its own.
    assert "all mail of this newspaper" in page.content.decode()
    assert "all mail of this newspaper" in str(mailoutbox[0].body)
    assert Mailbox.objects.get().confirmed_at is None


def test_who_says_yes_gets_mail_and_can_stop_it(
    site: Site, article: Article, mailoutbox: list[EmailMessage]
) -> None:
    add(site)
    browser = Client(enforce_csrf_checks=True)
    browser.post(path_in(mailoutbox[0]), {"act": "confirm"})
    happen(site, article)
    told = mailoutbox[1]
    assert "1 events" in told.subject
    link = str(told.extra_headers["List-Unsubscribe"]).strip("<>")
    assert link in told.body
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # As a mail program does it, without a session.
    answer = browser.post(path_in(told), {"List-Unsubscribe": "One-Click"})
    # They take a redirect for a failure.
    assert (answer.status_code, answer.cookies) == (200, {})
    happen(site, article, timezone.now() + DAY)
    ask(site, now=timezone.now() + 30 * DAY)
    assert len(mailoutbox) == 2


def test_who_has_stopped_it_may_want_it_again(
    client: Client, site: Site, mailoutbox: list[EmailMessage]
) -> None:
    add(site)
    path = path_in(mailoutbox[0])
    for act in ("stop", "confirm"):
        client.post(path, {"act": act})
    assert mailboxes.may_get(Mailbox.objects.get())


@pytest.mark.parametrize(("verified", "staff"), [(True, True), (False, True), (True, False)])
def test_the_verified_address_of_ones_own_staff_needs_no_question(
    site: Site, mailoutbox: list[EmailMessage], verified: bool, staff: bool
) -> None:
    user = factories.member(site, Role.STAFF) if staff else factories.user(accepted=site)
    if verified:
        factories.verified(user)
    add(site, user.email.upper())
    assert bool(mailoutbox) is not (verified and staff)


def test_nobody_is_asked_for_ever(site: Site, mailoutbox: list[EmailMessage]) -> None:
    now = timezone.now()
    for days in range(60):
        ask(site, now=now + days * DAY)
    assert len(mailoutbox) == mailboxes.MOST_TIMES


def test_nobody_can_have_hundreds_asked(site: Site, mailoutbox: list[EmailMessage]) -> None:
    now = timezone.now()
    for number in range(mailboxes.MOST_A_DAY + 5):
        ask(site, now=now, address=f"stranger{number}@mail.example")
    assert len(mailoutbox) == mailboxes.MOST_A_DAY


@pytest.mark.parametrize("token", ["x", "1:abc:def"])
def test_a_made_up_link_leads_nowhere(client: Client, site: Site, token: str) -> None:
    assert client.post(f"/mailbox/{token}/", {"act": "confirm"}).status_code == 404


def test_the_audit_keeps_neither_the_address_nor_the_secrets_of_a_url(site: Site) -> None:
    add(site)
    assert AuditEntry.objects.latest("pk").after["host"] == "mail.example"
    hooks.hook(site, target="https://hooks.news.example/in/s3cret?token=s3cret")
    entry = AuditEntry.objects.latest("pk")
    assert entry.after["host"] == "hooks.news.example"
    assert "s3cret" not in str(entry.after)
