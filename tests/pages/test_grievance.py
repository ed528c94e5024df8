"""The grievance officer's form, and the points of contact."""

from typing import Any

import pytest
from django.core import mail

from parley.models.article import Article
from parley.models.legal import CaseKind, LegalCase
from parley.models.site import Site
from tests import factories, legal

pytestmark = pytest.mark.either_database

OFFICER = {
    "grievances": True,
    "officer": "Lakshmi Nair",
    "email": "grievance@paper.example",
    "address": "1 Press Road\nKochi",
}
GIVEN = {"text": "My photograph is used.", "from_name": "Ravi", "from_email": "ravi@mail.example"}


@pytest.fixture
def india(site: Site) -> Site:
    return legal.switch_on(site, it_rules=OFFICER)


def send(**changed: Any) -> Any:
    return factories.browser().post("/grievance/", GIVEN | changed)


def test_the_officer_is_named_with_the_address(india: Site) -> None:
    html = factories.browser().get("/grievance/").content.decode()
    assert "Lakshmi Nair" in html
    assert "grievance@paper.example" in html
    assert "Kochi" in html


def test_every_page_and_the_guidelines_lead_there(india: Site) -> None:
    html = factories.browser().get("/guidelines/").content.decode()
    assert html.count('href="/grievance/"') == 2


def test_it_does_not_exist_where_it_is_off(site: Site) -> None:
    assert factories.browser().get("/grievance/").status_code == 404
    assert "/grievance/" not in factories.browser().get("/guidelines/").content.decode()
    assert factories.browser().get("/contact/").status_code == 404


def test_a_ticket_number_comes_at_once_by_mail(india: Site) -> None:
    assert send().status_code == 302
    case = LegalCase.objects.get()
    assert case.kind == CaseKind.GRIEVANCE
    [message] = mail.outbox
    assert message.to == ["ravi@mail.example"]
    assert case.reference in message.body
    assert "Lakshmi Nair" in message.body


def test_a_link_names_the_comment(india: Site, article: Article) -> None:
    comment = factories.comment(article)
    send(link=f"https://comments.example/discussion/{article.pk}/?comment={comment.pk}#c")
    assert LegalCase.objects.get().comment == comment


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "http://[", "?comment=99999999"])
def test_a_link_that_leads_to_no_comment_is_told(india: Site, link: str) -> None:
    response = send(link=link)
    assert response.status_code == 422
    assert GIVEN["text"] in response.content.decode()
    assert not LegalCase.objects.exists()


def test_the_comment_of_another_newspaper_is_no_comment(india: Site) -> None:
    other = factories.comment(factories.article(factories.site("other.example")))
    response = factories.browser().post(
        f"/grievance/?site={india.domain}", GIVEN | {"link": f"/x/?comment={other.pk}"}
    )
    assert response.status_code == 422


def test_a_program_is_thanked_and_nothing_kept(india: Site) -> None:
    assert send(homepage="x").status_code == 302
    assert not LegalCase.objects.exists()


def test_without_an_address_there_is_no_answer_and_so_no_grievance(india: Site) -> None:
    assert send(from_email="").status_code == 422


def test_the_points_of_contact_are_found_from_every_page(site: Site) -> None:
    services = {"authorities_contact": "law@paper.example", "languages": ["Deutsch", "English"]}
    legal.switch_on(site, digital_services=services)
    assert 'href="/contact/"' in factories.browser().get("/guidelines/").content.decode()
    html = factories.browser().get("/contact/").content.decode()
    assert "law@paper.example" in html
    assert "Deutsch" in html
