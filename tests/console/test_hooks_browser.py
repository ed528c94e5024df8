"""The pages of hooks as people meet them: accessible, narrow, dark, right to left."""

from django.utils import timezone
from playwright.sync_api import Page

from parley.models.hook import Delivery, Hook, OutsidePhase
from parley.models.site import Site
from parley.models.user import Membership, Role, User
from tests.accounts.browsing import (
    asha,
    base_url,
    context,
    look,
    newspaper,
    page,
    sign_in,
)
from tests.console.test_hooks import a_delivery

__all__ = ["asha", "base_url", "context", "newspaper", "page"]


def test_the_pages_of_hooks_have_no_fault(page: Page, base_url: str, asha: User) -> None:
    site = Site.objects.get()
    Membership.objects.create(site=site, user=asha, role=Role.ADMINISTRATOR)
    hook = Hook.objects.create(
        site=site,
        form="standard",
        name="x" * 80,
        target="https://hooks.news.example/" + "a" * 200,
        failures=2,
        created_at=timezone.now(),
    )
    delivery = a_delivery(site)
    Delivery.objects.filter(pk=delivery.pk).update(error="It answered 500.", attempts=2)
    OutsidePhase.objects.create(site=site, url="https://judge.news.example/", last_failure="No.")
    sign_in(page, base_url)
    paths = [
        "/moderate/hooks/",
        f"/moderate/hooks/{hook.pk}/",
        f"/moderate/deliveries/{delivery.pk}/",
    ]
    assert look(page, [base_url + path for path in paths]) == {}
