"""The operators' pages: who may enter, and that they act by the same actions."""

from typing import Any

import pytest
from django.test import Client

from parley.actions import word_lists
from parley.models.common_ground import ThreadGround
from parley.models.site import Site, SiteKey, digest
from parley.models.site_words import WordsKind
from parley.models.user import Membership, Role, User
from tests import factories


@pytest.fixture
def operator(asha: User) -> Client:
    asha.is_staff = asha.is_superuser = True
    asha.save()
    return factories.browser(asha)


def test_signing_in_goes_by_the_readers_page_and_its_limits(site: Site) -> None:
    answer = Client().get("/admin/login/?next=/admin/")
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_readers_may_not_enter(asha: User) -> None:
    assert factories.browser(asha).get("/admin/login/?next=/admin/").status_code == 403


def test_a_role_granted_here_shows_its_badge(operator: Client, site: Site) -> None:
    user = factories.user()
    author = factories.author(site, user)
    form = {"user": user.pk, "site": site.pk, "role": Role.STAFF.value}
    operator.post("/admin/parley/membership/add/", form)
    author.refresh_from_db()
    assert author.badge == "Staff"


def test_a_role_taken_here_takes_its_badge(operator: Client, site: Site) -> None:
    user = factories.member(site, Role.STAFF)
    author = factories.author(site, user, badge="Staff")
    membership = Membership.objects.get(user=user)
    operator.post(f"/admin/parley/membership/{membership.pk}/delete/", {"post": "yes"})
    author.refresh_from_db()
    assert author.badge == ""


def test_the_last_administrator_stays(operator: Client, site: Site) -> None:
    user = factories.member(site, Role.ADMINISTRATOR)
    membership = Membership.objects.get(user=user)
    operator.post(f"/admin/parley/membership/{membership.pk}/delete/", {"post": "yes"})
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_a_new_key_is_shown_once_and_kept_hashed(operator: Client, site: Site) -> None:
    form = {"action": "issue_key", "_selected_action": site.pk}
    page = operator.post("/admin/parley/site/", form, follow=True).content.decode()
    key = next(word for word in page.replace("<", " ").split() if word.startswith("parley_site_"))
    assert SiteKey.objects.filter(site=site, digest=digest(key)).exists()


def test_a_key_can_be_revoked(operator: Client, site: Site) -> None:
    factories.site_key(site)
    row = SiteKey.objects.get()
    operator.post("/admin/parley/sitekey/", {"action": "revoke", "_selected_action": row.pk})
    row.refresh_from_db()
    assert row.revoked_at is not None


@pytest.mark.parametrize(
    "path", ["site", "sitekey", "apitoken", "membership", "user", "guidelines", "importrun"]
)
def test_every_list_opens(operator: Client, site: Site, path: str) -> None:
    factories.token(site, factories.member(site, Role.MODERATOR))
    factories.site_key(site)
    assert operator.get(f"/admin/parley/{path}/").status_code == 200


def test_closing_an_account_here_leaves_its_name_and_address(operator: Client, site: Site) -> None:
    user = factories.user("Jonas Weber")
    operator.post(f"/admin/parley/user/{user.pk}/change/", {"display_name": "Somebody"})
    user.refresh_from_db()
    assert (user.display_name, user.is_active) == ("Jonas Weber", False)


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ('{"max_link": 2}', "There is no site rule “max_link”."),
        ('{"suspect_words": ["/(scam/"]}', "is not a valid pattern"),
        ('{"banned_words": ["*"]}', "would stop"),
        ('{"severities": {"language": "of"}}', "is not a rule and a severity"),
    ],
)
def test_rules_that_cannot_be_judged_by_are_not_kept(
    operator: Client, site: Site, rules: str, told: str
) -> None:
    page = save_site(operator, site, rules).content.decode()
    site.refresh_from_db()
    assert told in page
    assert site.rules == {}


def test_rules_can_be_set(operator: Client, site: Site) -> None:
    assert save_site(operator, site, '{"suspect_words": ["scam*"]}').status_code == 302
    site.refresh_from_db()
    assert word_lists.lists_of(site)[WordsKind.SUSPECT] == ("scam*",)


def test_common_ground_can_be_switched_off(operator: Client, site: Site) -> None:
    article = factories.article(site)
    ThreadGround.objects.create(article=article, site=site, enough=True)
    assert save_site(operator, site, "{}").status_code == 302

    site.refresh_from_db()
    assert not site.common_ground
    # Whoever reads is shown the discussion without it.
    before = article.rev
    article.refresh_from_db()
    assert article.rev == before + 1


def test_what_a_later_release_has_set_may_stay(operator: Client, site: Site) -> None:
    Site.objects.update(rules={"hold_links": 3})
    save_site(operator, site, '{"hold_links": 3, "max_links": 7}')
    site.refresh_from_db()
    assert site.rules == {"hold_links": 3, "max_links": 7}


def save_site(operator: Client, site: Site, rules: str) -> Any:
    """Saves the operators' form of the site with other rules."""
    form = {
        "domain": site.domain,
        "name": site.name,
        "language": "en",
        "timezone": "UTC",
        "edit_window": "00:05:00",
        "rules": rules,
        "domains-TOTAL_FORMS": 0,
        "domains-INITIAL_FORMS": 0,
    }
    return operator.post(f"/admin/parley/site/{site.pk}/change/", form)
