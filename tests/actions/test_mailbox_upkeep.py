"""Addresses to which nobody has mail sent are forgotten, and what their owners said is not."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from parley.actions import erasing, exporting, hook_settings, mailbox_upkeep, mailboxes
from parley.models.audit import AuditEntry
from parley.models.hook import Hook, HookForm
from parley.models.mailbox import Mailbox
from parley.models.sections.figures import Figures
from parley.models.site import Site
from parley.models.user import User
from tests import factories, hooks, legal

ADDRESS = "jana@mail.example"
# A suite takes some minutes after this is read.
LATER = timezone.now() + mailbox_upkeep.KEEP_ASKED + timedelta(hours=6)


def add(site: Site, address: str = ADDRESS) -> Hook:
    wanted = hook_settings.Wanted(form=HookForm.MAIL, name="Desk", target=address)
    return hook_settings.add(hooks.administrator(site), wanted, now=timezone.now())[0]


def mailbox(site: Site, address: str = ADDRESS) -> Mailbox:
    return mailboxes.mailbox_of(site, address, now=timezone.now())


@pytest.fixture
def jana(site: Site) -> User:
    return factories.verified(factories.user("Jana Novak", accepted=site, email=ADDRESS))


def test_what_a_hook_or_a_setting_names_stays(site: Site) -> None:
    legal.switch_on(site, figures={"weekly_mail_to": ["Board@mail.example"]})
    mailbox(site, "board@mail.example")
    add(site, "Jana@mail.example")
    mailbox(site, "nobody@mail.example")
    mailbox_upkeep.sweep(LATER)
    kept = set(Mailbox.objects.values_list("address", flat=True))
    assert kept == {"board@mail.example", ADDRESS}


def test_another_newspapers_hook_keeps_nothing(site: Site) -> None:
    add(factories.site("other.example"))
    mailbox(site)
    mailbox_upkeep.sweep(LATER)
    assert not Mailbox.objects.filter(site=site).exists()


def test_settings_that_cannot_be_read_lose_no_answers(site: Site, jana: User) -> None:
    mailbox(site)
    legal.switch_on(site, figures={"weekly_mail_to": "of another release"})
    mailbox_upkeep.sweep(LATER)
    assert Mailbox.objects.exists()
    mailbox_upkeep.forget_user(jana, LATER)
    assert not Mailbox.objects.exists()


def test_of_never_a_digest_stays_by_which_it_holds(
    client: Client, site: Site, mailoutbox: list[EmailMessage]
) -> None:
    mailboxes.stop(mailbox(site), timezone.now())
    link = mailboxes.link_to(Mailbox.objects.get())
    for _each in range(2):
        mailbox_upkeep.sweep(LATER)
    assert ADDRESS not in Mailbox.objects.get().address
    page = client.get(link).content.decode()
    assert "does not keep your address" in page
    assert "digest:" not in page
    add(site)
    assert (Mailbox.objects.get().address, mailoutbox) == (ADDRESS, [])


def test_who_was_asked_is_not_asked_anew_by_naming_them_again(
    site: Site, mailoutbox: list[EmailMessage]
) -> None:
    for _each in range(3):
        add(site).delete()
        mailbox_upkeep.sweep(timezone.now())
        assert ADDRESS not in Mailbox.objects.get().address
    assert len(mailoutbox) == 1
    mailbox_upkeep.sweep(LATER)
    assert not Mailbox.objects.exists()


def test_an_erased_account_is_taken_out_of_hooks_and_figures(site: Site, jana: User) -> None:
    legal.switch_on(site, figures={"weekly_mail_to": ["Jana@mail.example", "board@mail.example"]})
    add(site)
    other = add(site, "board@mail.example")
    mailboxes.confirm(mailbox(site), timezone.now())
    Mailbox.objects.update(asked_at=None)
    erasing.erase_user(jana, timezone.now())
    site.refresh_from_db()
    assert Figures.of(site).weekly_mail_to == ["board@mail.example"]
    assert list(Hook.objects.all()) == [other]
    assert [each.address for each in Mailbox.objects.all()] == ["board@mail.example"]
    entry = AuditEntry.objects.get(verb="forget_mailbox")
    assert entry.after == {"weekly_mail_to": 1, "hooks": 1}


def test_also_where_a_site_has_set_nothing_else(site: Site, jana: User) -> None:
    add(site)
    erasing.erase_user(jana, timezone.now())
    assert not Hook.objects.exists()


def test_nobody_erases_anothers_address_by_claiming_it(site: Site, jana: User) -> None:
    add(site)
    EmailAddress.objects.update(verified=False)
    assert json.loads("".join(exporting.export_of(jana)))["mailboxes"] == []
    erasing.erase_user(jana, timezone.now())
    assert Hook.objects.exists()
    assert Mailbox.objects.get().address == ADDRESS


def test_the_export_tells_of_them(site: Site, jana: User) -> None:
    mailboxes.confirm(mailbox(site), timezone.now())
    [found] = json.loads("".join(exporting.export_of(jana)))["mailboxes"]
    assert (found["site__domain"], found["address"]) == (site.domain, ADDRESS)
    assert found["confirmed_at"]
