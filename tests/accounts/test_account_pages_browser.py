"""The account pages as people meet them: accessible, narrow, dark, and under a strict policy."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from parley.models.comment import CommentState
from parley.models.decision import Notice, NoticeKind
from parley.models.site import Site
from parley.models.user import User
from tests import factories
from tests.accounts.browsing import asha, base_url, context, newspaper, page, sign_in
from tests.accounts.conftest import PASSWORD

__all__ = ["asha", "base_url", "context", "newspaper", "page"]

PUBLIC = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/inactive/",
    "/guidelines/",
    "/nowhere/",
]
PRIVATE = [
    "/me/",
    "/me/name/",
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
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found: Any = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def look(page: Page, addresses: list[str]) -> dict[str, object]:
    """What is wrong on these pages, light, dark and at 320 pixels."""
    faults: dict[str, object] = {}
    for address in addresses:
        page.goto(address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if found := violations(page):
                faults[f"{address} {scheme}"] = found
        page.set_viewport_size({"width": 320, "height": 640})
        if is_too_wide(page):
            faults[f"{address} 320"] = "scrolls sideways"
        page.set_viewport_size({"width": 1000, "height": 800})
    return faults


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
