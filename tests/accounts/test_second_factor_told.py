"""Administrators hear when a second factor of the staff comes or goes."""

from collections.abc import Sequence

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.core import mail

from parley.models.site import Site
from parley.models.user import Membership, Role, User
from tests import factories

TOTP, CODES = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


@pytest.fixture
def administrator(site: Site) -> User:
    return factories.member(site, Role.ADMINISTRATOR)


@pytest.fixture
def staff(site: Site, administrator: User, asha: User) -> User:
    Membership.objects.create(site=site, user=asha, role=Role.STAFF)
    return asha


def told() -> Sequence[str]:
    """Who got a mail of ours about it."""
    return [each.to[0] for each in mail.outbox if each.subject.startswith("The second factor of")]


def added(user: User, kind: str = TOTP) -> Authenticator:
    row = Authenticator.objects.create(user=user, type=kind, data={})
    authenticator_added.send(sender=Authenticator, request=None, user=user, authenticator=row)
    return row


def test_setting_one_up_tells_administrators(administrator: User, staff: User) -> None:
    added(staff)
    assert told() == [administrator.email]
    assert "has set up a second factor" in mail.outbox[-1].body


def test_a_second_one_is_no_news(administrator: User, staff: User) -> None:
    added(staff)
    added(staff, Authenticator.Type.WEBAUTHN)
    added(staff, CODES)
    assert told() == [administrator.email]


def test_removing_one_tells_them(administrator: User, staff: User) -> None:
    row = Authenticator.objects.create(user=staff, type=TOTP, data={})
    authenticator_removed.send(sender=Authenticator, request=None, user=staff, authenticator=row)
    assert told() == [administrator.email]
    assert "has removed a second factor" in mail.outbox[-1].body


def test_of_a_reader_nobody_hears(administrator: User, asha: User) -> None:
    added(asha)
    assert told() == []


def test_other_newspapers_and_the_account_itself_do_not(site: Site, asha: User) -> None:
    factories.member(factories.site("other.example"), Role.ADMINISTRATOR)
    Membership.objects.create(site=site, user=asha, role=Role.ADMINISTRATOR)
    added(asha)
    assert told() == []
