"""The desk's pages of claims as people meet them: accessible, narrow, dark, right to left."""

import re

from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from parley.actions import claim_requests, claiming
from parley.models.article import Article
from parley.models.claim import Claim
from parley.models.site import Site
from parley.models.user import Membership, Role, User
from tests import factories
from tests.accounts.browsing import (
    asha,
    base_url,
    context,
    look,
    newspaper,
    page,
    sign_in,
)

__all__ = ["asha", "base_url", "context", "newspaper", "page"]


def a_claim(site: Site) -> Claim:
    """A request with a candidate, by a reader who has claimed something already."""
    article: Article = factories.article(site, headline="Metro opens")
    reader = factories.verified(factories.user("Ravi Shenoy", accepted=site))
    known = factories.imported_author(site, reader.email, display_name="ravi.s")
    factories.comment(article, known, source="disqus", source_id="1")
    claiming.claim(reader, [site], keep_names=True, now=timezone.now())
    meant = factories.imported_author(site, display_name="ravi77", source_data={"karma": 12})
    factories.comment(article, meant, source="disqus", source_id="2", text="x" * 200)
    return claim_requests.ask(
        reader, site, name="ravi77", evidence="I wrote about the metro.", now=timezone.now()
    )


def test_the_pages_of_claims_have_no_fault(page: Page, base_url: str, asha: User) -> None:
    site = Site.objects.get()
    Membership.objects.create(site=site, user=asha, role=Role.MODERATOR)
    asked = a_claim(site)
    sign_in(page, base_url)
    granted = Claim.objects.exclude(pk=asked.pk).get()
    Claim.objects.filter(pk=granted.pk).update(disputed_at=timezone.now())
    assert granted.author_id is not None
    paths = [
        "/moderate/claims/",
        f"/moderate/claims/{asked.pk}/",
        f"/moderate/claims/{granted.pk}/",
        f"/moderate/author/{granted.author_id}/",
    ]
    assert look(page, [base_url + path for path in paths]) == {}


def test_a_moderator_grants_a_claim(page: Page, base_url: str, asha: User) -> None:
    site = Site.objects.get()
    Membership.objects.create(site=site, user=asha, role=Role.MODERATOR)
    a_claim(site)
    sign_in(page, base_url)
    page.goto(f"{base_url}/moderate/")
    page.get_by_role("link", name="Claims").click()
    page.get_by_role("link", name="Ravi Shenoy for ravi77").click()
    page.get_by_label("ravi77").check()
    page.get_by_label("A word to the reader").fill("Welcome back.")
    page.get_by_role("button", name="Grant those that are ticked").click()
    expect(page.get_by_text("Granted. The reader was told")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Welcome back.")


def test_the_page_of_an_old_address_has_no_fault(page: Page, base_url: str, asha: User) -> None:
    a_claim(Site.objects.get())
    found = re.search(r"/me/claims/not-me/\S+", "\n".join(str(m.body) for m in mail.outbox))
    assert found is not None
    assert look(page, [base_url + found[0]]) == {}
