"""The law's paperwork at the desk: the list with its deadlines, a case, the decision."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import legal_cases
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.legal import CaseOutcome, LegalCase
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories, legal


@pytest.fixture
def desk(moderator: User) -> Client:
    return factories.browser(moderator)


@pytest.fixture
def comment(article: Article) -> Comment:
    return factories.comment(article, text="She stole it.")


def listed(desk: Client, query: str = "") -> str:
    response = desk.get(f"/moderate/law/{query}")
    assert response.status_code == 200
    return response.content.decode()


def post(desk: Client, case: LegalCase, verb: str, **form: Any) -> Any:
    return desk.post(f"/moderate/law/{case.pk}/{verb}/", form)


REMOVAL = {
    "outcome": "removed",
    "answer": "It was taken down.",
    "legal_ground": "§ 186 StGB",
    "note": "It claims a crime that nobody has shown.",
}


def test_the_list_begins_with_what_is_due_first(desk: Client, site: Site, comment: Comment) -> None:
    notice, grievance = legal.notice(comment), legal.grievance(site)
    html = listed(desk)
    assert html.index(grievance.reference) < html.index(notice.reference)
    assert "acknowledge by" in html


def test_what_is_late_is_marked(desk: Client, site: Site) -> None:
    legal.grievance(site)
    assert "overdue" not in listed(desk)
    legal.grievance(site, from_email="other@mail.example", now=timezone.now() - timedelta(hours=25))
    assert listed(desk).count('class="tag rejected">overdue') == 1


def test_deadlines_are_told_in_the_sites_zone(desk: Client, site: Site) -> None:
    site.timezone = "Asia/Kolkata"
    site.save()
    legal.switch_on(site, it_rules={"grievances": True, "automatic_counts": True})
    legal.grievance(site)
    assert "11:59 pm IST" in listed(desk)


def test_a_kind_can_be_chosen_and_what_is_settled(
    desk: Client, site: Site, comment: Comment
) -> None:
    notice, grievance = legal.notice(comment), legal.grievance(site)
    assert notice.reference not in listed(desk, "?kind=grievance")
    legal_cases.decide(legal.moderator(site), notice, verdict=legal.kept(), now=timezone.now())
    assert notice.reference not in listed(desk)
    settled = listed(desk, "?state=settled")
    assert notice.reference in settled
    assert grievance.reference not in settled


def test_its_queries_do_not_grow_with_the_cases(desk: Client, article: Article) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            listed(desk)
        return len(captured)

    legal.notice(factories.comment(article))
    listed(desk)
    few = queries()
    for number in range(8):
        legal.notice(factories.comment(article), from_email=f"r{number}@mail.example")
    assert queries() == few


def test_a_case_shows_the_paper_and_the_thread_around(desk: Client, article: Article) -> None:
    parent = factories.comment(article, text="Who took the money?")
    comment = factories.comment(article, parent=parent, text="She stole it.")
    factories.comment(article, parent=comment, text="Can you prove it?")
    case = legal.notice(comment, ground="§ 186 StGB")
    html = desk.get(f"/moderate/law/{case.pk}/").content.decode()
    for words in ("This is slander.", "§ 186 StGB", "Who took", "She stole it.", "prove it"):
        assert words in html


def test_removing_takes_the_comment_down_by_the_law(desk: Client, comment: Comment) -> None:
    case = legal.notice(comment)
    assert post(desk, case, "decide", **REMOVAL).status_code == 302
    comment.refresh_from_db()
    case.refresh_from_db()
    assert comment.state == CommentState.REJECTED
    assert Decision.objects.get(comment=comment).legal_ground == "§ 186 StGB"
    assert case.outcome == CaseOutcome.REMOVED
    assert "It was taken down." in str(mail.outbox[-1].body)


def test_what_is_missing_is_said_and_what_was_typed_stays(desk: Client, comment: Comment) -> None:
    case = legal.notice(comment)
    response = post(desk, case, "decide", **REMOVAL | {"note": ""})
    assert response.status_code == 422
    assert "It was taken down." in response.content.decode()
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED


def test_the_second_of_two_moderators_is_told(desk: Client, comment: Comment) -> None:
    case = legal.notice(comment)
    post(desk, case, "decide", outcome="kept", answer="It is an opinion.")
    response = post(desk, case, "decide", **REMOVAL)
    assert "decided about this already" in desk.get(response["Location"]).content.decode()
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED


def test_acknowledging_and_assigning(desk: Client, site: Site, moderator: User) -> None:
    case = legal.grievance(site)
    post(desk, case, "acknowledge")
    post(desk, case, "assign", to=moderator.pk)
    case.refresh_from_db()
    assert case.acknowledged_at is not None
    assert case.assigned_to == moderator
    post(desk, case, "assign", to="")
    case.refresh_from_db()
    assert case.assigned_to is None


def test_it_is_not_assigned_to_a_reader(desk: Client, site: Site) -> None:
    case = legal.grievance(site)
    post(desk, case, "assign", to=factories.user().pk)
    case.refresh_from_db()
    assert case.assigned_to is None


@pytest.mark.parametrize("verb", ["", "decide/", "acknowledge/", "assign/"])
def test_the_case_of_another_newspaper_is_as_if_absent(desk: Client, verb: str) -> None:
    other = factories.comment(factories.article(factories.site("other.example")))
    case = legal.notice(other)
    address = f"/moderate/law/{case.pk}/{verb}?site=paper.example"
    answer = desk.post(address, REMOVAL) if verb else desk.get(address)
    assert answer.status_code == 404
    other.refresh_from_db()
    assert other.state == CommentState.PUBLISHED


@pytest.mark.parametrize("role", [None, Role.STAFF])
def test_the_desk_is_for_moderators(site: Site, role: Role | None) -> None:
    who = factories.member(site, role) if role else factories.user(accepted=site)
    assert factories.browser(who).get("/moderate/law/").status_code == 404
