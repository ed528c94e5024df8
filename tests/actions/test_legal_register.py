"""The register of authorities' requests, and what is given to them."""

import json
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from parley.actions import legal_cases, legal_disclosure, legal_register
from parley.actions.legal_cases import Verdict
from parley.actions.legal_register import Asked, Request
from parley.errors import BadField, NotAllowed
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import Comment, CommentState
from parley.models.legal import CaseOutcome, LegalCase
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.viewer import Viewer
from tests import factories, legal


def request(**fields: Any) -> Request:
    given: dict[str, Any] = {
        "authority": "District Court",
        "number": "12 O 34/26",
        "dated": date(2026, 11, 20),
        "country": "de",
        "ground": "§ 21 TDDDG",
        "asked": Asked.DISCLOSURE,
        "text": "Tell who wrote it.",
    }
    return Request(**given | fields)


@pytest.fixture
def administrator(site: Site) -> Viewer:
    legal.switch_on(site, authorities={"register_requests": True})
    return legal.administrator(site)


@pytest.fixture
def comment(article: Article) -> Comment:
    user = factories.user("Asha Menon", accepted=article.site, email="asha@mail.example")
    return factories.comment(article, factories.author(article.site, user))


def record(viewer: Viewer, **fields: Any) -> LegalCase:
    return legal_register.record(viewer, request(**fields), now=timezone.now())


def test_it_keeps_what_the_paper_says(administrator: Viewer, comment: Comment) -> None:
    case = record(administrator, comment=comment)
    assert (case.from_name, case.ground) == ("District Court", "§ 21 TDDDG")
    assert case.facts["dated"] == "2026-11-20"
    assert case.facts["country"] == "DE"
    assert Waiting.objects.get(comment=comment).escalated


def test_only_administrators_write_in_it(site: Site, administrator: Viewer) -> None:
    with pytest.raises(NotAllowed):
        record(legal.moderator(site))


def test_a_site_without_a_register_keeps_none(administrator: Viewer, site: Site) -> None:
    legal.switch_on(administrator.site, authorities={})
    with pytest.raises(NotAllowed):
        record(administrator)


@pytest.mark.parametrize("field", ["authority", "ground", "text"])
def test_it_says_who_asks_by_which_law_and_for_what(administrator: Viewer, field: str) -> None:
    with pytest.raises(BadField):
        record(administrator, **{field: " "})


def test_a_moderator_does_not_decide_about_it(administrator: Viewer, site: Site) -> None:
    case = record(administrator)
    verdict = Verdict(outcome=CaseOutcome.REFUSED, answer="No basis.")
    with pytest.raises(NotAllowed):
        legal_cases.decide(legal.moderator(site), case, verdict=verdict, now=timezone.now())


def test_a_removal_takes_the_comment_down(administrator: Viewer, comment: Comment) -> None:
    case = record(administrator, comment=comment, asked=Asked.REMOVAL)
    legal_cases.decide(administrator, case, verdict=legal.removed(), now=timezone.now())
    comment.refresh_from_db()
    assert comment.state == CommentState.REJECTED


def test_what_was_given_is_written_down_and_nobody_gets_a_mail(
    administrator: Viewer, comment: Comment
) -> None:
    case = record(administrator, comment=comment)
    verdict = Verdict(outcome=CaseOutcome.DISCLOSED, answer="Given by post.")
    with pytest.raises(BadField):
        legal_cases.decide(administrator, case, verdict=verdict, now=timezone.now())
    verdict = Verdict(outcome=CaseOutcome.DISCLOSED, answer="By post.", given="The address.")
    decided = legal_cases.decide(administrator, case, verdict=verdict, now=timezone.now())
    assert decided.facts["given"] == "The address."
    assert mail.outbox == []


def test_the_document_holds_what_this_site_holds_and_no_other(
    administrator: Viewer, comment: Comment
) -> None:
    other = factories.site("other.example")
    elsewhere = factories.author(other, comment.author.user)
    factories.comment(factories.article(other), elsewhere, text="Written at the other paper.")
    case = record(administrator, comment=comment)
    held = legal_disclosure.held(administrator, case, now=timezone.now())
    assert json.loads(held)["account"]["email"] == "asha@mail.example"
    assert [each["id"] for each in json.loads(held)["comments"]] == [comment.pk]
    assert "other paper" not in held


def test_gathering_it_is_audited(administrator: Viewer, comment: Comment) -> None:
    case = record(administrator, comment=comment)
    legal_disclosure.held(administrator, case, now=timezone.now())
    entry = AuditEntry.objects.get(verb="gather_data")
    # Every moderator sees what was done to an author; this is for administrators.
    assert (entry.kind, entry.object_id) == ("legalcase", case.pk)
    assert entry.after == {"author": comment.author_id}


def test_a_notice_discloses_nothing(administrator: Viewer, comment: Comment) -> None:
    case = legal.notice(comment)
    with pytest.raises(BadField):
        legal_disclosure.held(administrator, case, now=timezone.now())
