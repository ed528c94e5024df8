"""The account pages as people meet them: accessible, narrow, dark, and under a strict policy."""

import pytest
from playwright.sync_api import Page, Route, expect

from parley.actions import claiming
from parley.models.comment import CommentState
from parley.models.decision import Notice, NoticeKind
from parley.models.site import Site
from parley.models.user import User
from tests import factories
from tests.accounts.browsing import (
    asha,
    base_url,
    context,
    look,
    newspaper,
    page,
    sign_in,
    violations,
)
from tests.accounts.conftest import PASSWORD

__all__ = ["asha", "base_url", "context", "newspaper", "page"]

PUBLIC = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/inactive/",
    "/me/erase-older/",
    "/guidelines/",
    "/nowhere/",
]
PRIVATE = [
    "/me/",
    "/me/name/",
    "/me/claims/ask/",
    "/me/?q=nothing&older=1",
    "/me/erase/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/totp/activate/",
    "/accounts/3rdparty/",
    "/accounts/reauthenticate/",
]


def test_the_public_pages_have_no_fault(page: Page, base_url: str, newspaper: Site) -> None:
    assert look(page, [base_url + address for address in PUBLIC]) == {}


def test_ones_own_pages_have_no_fault(page: Page, base_url: str, asha: User) -> None:
    site = Site.objects.get()
    article = factories.article(site, headline="Metro opens")
    author = factories.author(site, asha)
    held = factories.comment(article, author, state=CommentState.HELD)
    Notice.objects.create(
        site=site, user=asha, kind=NoticeKind.APPROVED, comment=held, created_at=held.created_at
    )
    claimed = factories.imported_author(site, asha.email, display_name="asha_m")
    claiming.claim(asha, [site], keep_names=True, now=held.created_at)
    offered = factories.imported_author(site, asha.email, display_name="A. Menon")
    for author in (claimed, offered):
        factories.comment(article, author, source="disqus", source_id=str(author.pk))
    sign_in(page, base_url)
    page.goto(f"{base_url}/accounts/reauthenticate/")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Go on").click()
    assert look(page, [base_url + address for address in PRIVATE]) == {}


def test_a_refused_form_has_no_fault(page: Page, base_url: str, newspaper: Site) -> None:
    page.goto(f"{base_url}/accounts/signup/")
    page.fill("#id_display_name", "Adm1n")
    page.get_by_role("main").get_by_role("button", name="Register").click()
    expect(page.get_by_role("alert")).to_contain_text("taken for our staff")
    assert violations(page) == []


def test_signing_in_returns_to_the_article_on_another_host(
    page: Page, base_url: str, asha: User
) -> None:
    article = "https://paper.example/city/metro/#parley-compose"

    def answer(route: Route) -> None:
        route.fulfill(body="<title>Metro opens</title>", content_type="text/html")

    page.context.route("https://paper.example/**", answer)
    page.goto(f"{base_url}/accounts/login/?next={article.replace('#', '%23')}")
    page.fill("#id_login", asha.email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(article)


@pytest.mark.parametrize("path", ["", "parley/membership/add/", "parley/site/"])
def test_the_operators_pages_work_under_the_policy(
    page: Page, base_url: str, asha: User, path: str
) -> None:
    asha.is_staff = asha.is_superuser = True
    asha.save()
    sign_in(page, base_url)
    page.goto(f"{base_url}/admin/{path}")
    expect(page.get_by_role("main")).to_be_visible()
