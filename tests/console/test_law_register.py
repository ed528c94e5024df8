"""The register of requests and the trusted flaggers, for administrators."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import legal_cases, trusted_flaggers
from parley.actions.legal_cases import Verdict
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.legal import CaseKind, CaseOutcome, LegalCase, TrustedFlagger
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories, legal

PAPER = {
    "authority": "District Court",
    "number": "12 O 34/26",
    "dated": "2026-11-20",
    "country": "DE",
    "asked": "disclosure",
    "ground": "§ 21 TDDDG",
    "category": "ILLEGAL_OR_HARMFUL_SPEECH",
    "text": "Tell who wrote it.",
    "due": "2026-12-01",
}


@pytest.fixture
def desk(site: Site) -> Client:
    legal.switch_on(site, authorities={"register_requests": True})
    return factories.browser(factories.member(site, Role.ADMINISTRATOR))


def enter(desk: Client, **changed: Any) -> Any:
    return desk.post("/moderate/law/requests/", PAPER | changed)


def test_a_request_is_entered_with_its_deadline_in_the_sites_zone(
    desk: Client, site: Site, article: Article
) -> None:
    comment = factories.comment(article)
    assert enter(desk, comment=comment.pk).status_code == 302
    case = LegalCase.objects.get()
    assert case.kind == CaseKind.REQUEST
    assert case.comment == comment
    assert case.due_at is not None
    assert case.due_at.astimezone(site.zone).isoformat()[:19] == "2026-12-01T23:59:59"
    assert "12 O 34/26" in desk.get(f"/moderate/law/{case.pk}/").content.decode()
    assert case.reference in desk.get("/moderate/law/requests/").content.decode()


def test_the_comment_of_another_newspaper_is_not_known(desk: Client) -> None:
    other = factories.comment(factories.article(factories.site("other.example")))
    address = "/moderate/law/requests/?site=paper.example"
    answer = desk.post(address, PAPER | {"comment": other.pk})
    assert answer.status_code == 422
    assert "Tell who wrote it." in answer.content.decode()
    assert not LegalCase.objects.exists()


def test_without_a_register_there_is_no_page(site: Site) -> None:
    desk = factories.browser(factories.member(site, Role.ADMINISTRATOR))
    assert desk.get("/moderate/law/requests/").status_code == 404


def test_moderators_see_nothing_of_it(desk: Client, moderator: User) -> None:
    enter(desk)
    case = LegalCase.objects.get()
    theirs = factories.browser(moderator)
    assert case.reference not in theirs.get("/moderate/law/").content.decode()
    assert theirs.get(f"/moderate/law/{case.pk}/").status_code == 404
    assert theirs.get("/moderate/law/requests/").status_code == 403
    assert theirs.get("/moderate/law/flaggers/").status_code == 403
    assert theirs.post(f"/moderate/law/{case.pk}/held/").status_code == 403


def test_what_is_held_is_gathered_when_it_is_asked_for(desk: Client, article: Article) -> None:
    asha = factories.user("Asha Menon", accepted=article.site, email="asha@mail.example")
    comment = factories.comment(article, factories.author(article.site, asha))
    enter(desk, comment=comment.pk)
    case = LegalCase.objects.get()
    page = desk.get(f"/moderate/law/{case.pk}/").content.decode()
    assert "asha@mail.example" not in page
    assert not AuditEntry.objects.filter(verb="gather_data").exists()
    answer = desk.post(f"/moderate/law/{case.pk}/held/")
    assert "attachment" in answer["Content-Disposition"]
    assert json.loads(answer.content)["account"]["email"] == "asha@mail.example"
    assert AuditEntry.objects.filter(verb="gather_data").count() == 1


@pytest.mark.parametrize("field", ["asked", "category"])
def test_what_the_paper_is_about_is_chosen_and_not_guessed(desk: Client, field: str) -> None:
    assert "Please choose" in desk.get("/moderate/law/requests/").content.decode()
    assert enter(desk, **{field: ""}).status_code == 422
    assert not LegalCase.objects.exists()


def test_what_is_overdue_is_marked_in_the_register(desk: Client) -> None:
    enter(desk, due="")
    assert "overdue" not in desk.get("/moderate/law/requests/").content.decode()
    LegalCase.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert "overdue" in desk.get("/moderate/law/requests/").content.decode()


def test_its_queries_do_not_grow_with_the_requests(desk: Client, article: Article) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get("/moderate/law/requests/")
        return len(captured)

    enter(desk, comment=factories.comment(article).pk)
    queries()
    few = queries()
    for _each in range(5):
        enter(desk, comment=factories.comment(article).pk)
    assert queries() == few


def test_flaggers_are_added_counted_and_removed(desk: Client, article: Article) -> None:
    given = {"name": "Hotline", "email": "desk@hotline.example", "expertise": "hate speech"}
    assert desk.post("/moderate/law/flaggers/", given).status_code == 302
    assert desk.post("/moderate/law/flaggers/", given).status_code == 422
    hotline = factories.user("Hotline", accepted=article.site, email="desk@hotline.example")
    case = legal.notice(factories.comment(article), factories.verified(hotline))
    verdict = Verdict(outcome=CaseOutcome.UNFOUNDED, answer="It is a recipe.")
    legal_cases.decide(legal.moderator(article.site), case, verdict=verdict, now=timezone.now())
    html = desk.get("/moderate/law/flaggers/").content.decode()
    assert "1 manifestly unfounded" in html
    flagger = TrustedFlagger.objects.get()
    desk.post(f"/moderate/law/flaggers/{flagger.pk}/remove/")
    flagger.refresh_from_db()
    assert flagger.removed_at is not None


def test_the_queries_do_not_grow_with_the_flaggers(desk: Client, article: Article) -> None:
    def name(number: int) -> None:
        address = f"desk{number}@hotline.example"
        trusted_flaggers.add(
            legal.administrator(article.site),
            name=f"Hotline {number}",
            email=address,
            expertise="",
            now=timezone.now(),
        )
        hotline = factories.user(f"Hotline {number}", accepted=article.site)
        legal.notice(factories.comment(article), factories.verified(hotline, address))

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert "since" in desk.get("/moderate/law/flaggers/").content.decode()
        return len(caught)

    name(1)
    queries()
    few = queries()
    for number in range(2, 8):
        name(number)
    assert queries() == few


def test_the_flagger_of_another_newspaper_is_as_if_absent(desk: Client) -> None:
    other = factories.site("other.example")
    flagger = trusted_flaggers.add(
        legal.administrator(other),
        name="Hotline",
        email="desk@hotline.example",
        expertise="",
        now=timezone.now(),
    )
    address = f"/moderate/law/flaggers/{flagger.pk}/remove/?site=paper.example"
    assert desk.post(address).status_code == 404


def test_the_report_is_downloaded_for_a_period(desk: Client, moderator: User) -> None:
    page = desk.get("/moderate/law/transparency/")
    assert page.status_code == 200
    query = "?first=2026-01-01&last=2026-12-31"
    answer = desk.get(f"/moderate/law/transparency/{query}")
    assert answer["Content-Type"] == "application/zip"
    assert "transparency-2026-01-01-2026-12-31.zip" in answer["Content-Disposition"]
    turned = "?first=2026-12-31&last=2026-01-01"
    assert desk.get(f"/moderate/law/transparency/{turned}").status_code == 422
    theirs = factories.browser(moderator).get(f"/moderate/law/transparency/{query}")
    assert theirs.status_code == 403
