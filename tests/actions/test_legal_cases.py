"""Notices and grievances: received, confirmed, put before the others, decided and answered."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from parley.actions import legal_cases, moderating, trusted_flaggers
from parley.actions.moderating import Why
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision, Notice, NoticeKind
from parley.models.legal import CaseKind, CaseOutcome, LegalCase
from parley.models.legal_categories import LegalCategory
from parley.models.queue import Waiting
from parley.models.site import Site
from tests import factories, legal


@pytest.fixture
def comment(article: Article) -> Comment:
    author = factories.author(article.site, factories.user("Asha Menon", accepted=article.site))
    return factories.comment(article, author)


def body() -> str:
    return str(mail.outbox[-1].body)


def test_a_notice_is_confirmed_by_mail_with_its_reference(comment: Comment) -> None:
    case = legal.notice(comment)
    assert mail.outbox[-1].to == ["jana@mail.example"]
    assert case.reference in body()
    assert f"?comment={comment.pk}" in body()


def test_nothing_that_the_sender_wrote_is_mailed_to_an_address_they_typed(comment: Comment) -> None:
    legal.notice(comment, text="Buy watches at example.org", from_name="Cheap watches")
    assert "watches" not in body()


def test_a_site_that_has_not_switched_it_on_takes_none(comment: Comment) -> None:
    legal.switch_on(comment.site, digital_services={"notices": True})
    legal.notice(comment)
    legal.switch_on(comment.site, digital_services={})
    paper = legal_cases.Paper(
        kind=CaseKind.NOTICE, text="It is.", from_name="J", from_email="j@mail.example"
    )
    with pytest.raises(NotAllowed):
        legal_cases.receive(legal.passer_by(comment.site), paper, now=timezone.now())


def test_without_a_name_only_offences_against_children_are_taken(comment: Comment) -> None:
    with pytest.raises(BadField):
        legal.notice(comment, from_name="", from_email="")
    case = legal.notice(comment, from_name="", from_email="", category=LegalCategory.MINORS)
    assert case.pk
    assert mail.outbox == []


def test_removing_rejects_the_comment_with_the_law_and_tells_its_author(comment: Comment) -> None:
    case = legal.notice(comment)
    moderator = legal.moderator(comment.site)
    decided = legal_cases.decide(moderator, case, verdict=legal.removed(), now=timezone.now())
    comment.refresh_from_db()
    assert comment.state == CommentState.REJECTED
    decision = Decision.objects.get(comment=comment)
    assert decision.legal_ground == "§ 186 StGB"
    assert decided.facts["basis"] == "law"
    assert decided.facts["decision"] == decision.pk
    assert Notice.objects.get(user=comment.author.user).kind == NoticeKind.REMOVED


def test_the_sender_is_told_the_decision_the_redress_and_that_a_person_decided(
    comment: Comment,
) -> None:
    services = {"notices": True, "out_of_court": "Appeals Centre, example.org"}
    legal.switch_on(comment.site, digital_services=services)
    case = legal.notice(comment)
    legal_cases.decide(
        legal.moderator(comment.site), case, verdict=legal.kept(), now=timezone.now()
    )
    assert "the comment stays" in body()
    assert "It is an opinion." in body()
    assert "Appeals Centre, example.org" in body()
    assert "A person has decided" in body()


def test_who_is_signed_in_reads_it_on_their_page_and_gets_one_mail(comment: Comment) -> None:
    reader = factories.user("Jana Novak", accepted=comment.site)
    case = legal.notice(comment, reader)
    before = len(mail.outbox)
    legal_cases.decide(
        legal.moderator(comment.site), case, verdict=legal.kept(), now=timezone.now()
    )
    assert Notice.objects.get(user=reader).kind == NoticeKind.LEGAL_ANSWERED
    assert len(mail.outbox) == before + 1


def test_a_comment_that_stays_waits_no_more(comment: Comment) -> None:
    case = legal.notice(comment)
    legal_cases.decide(
        legal.moderator(comment.site), case, verdict=legal.kept(), now=timezone.now()
    )
    assert not Waiting.objects.exists()


def test_it_waits_on_while_another_notice_is_open(comment: Comment) -> None:
    reader = factories.verified(factories.user("Jana Novak", accepted=comment.site))
    first = legal.notice(comment, reader)
    second = legal.notice(comment)
    moderator = legal.moderator(comment.site)
    legal_cases.decide(moderator, first, verdict=legal.kept(), now=timezone.now())
    assert Waiting.objects.get(comment=comment).escalated
    legal_cases.decide(moderator, second, verdict=legal.kept(), now=timezone.now())
    assert not Waiting.objects.exists()


def test_what_a_moderator_escalated_stays_so(comment: Comment) -> None:
    legal_cases.escalate(comment, timezone.now())
    reader = factories.verified(factories.user("Jana Novak", accepted=comment.site))
    case = legal.notice(comment, reader)
    legal_cases.decide(
        legal.moderator(comment.site), case, verdict=legal.kept(), now=timezone.now()
    )
    assert Waiting.objects.get(comment=comment).escalated


def test_a_comment_that_is_down_already_is_not_rejected_twice(comment: Comment) -> None:
    case, moderator = legal.notice(comment), legal.moderator(comment.site)
    moderating.reject(moderator, comment, why=Why(note="Rude."), now=timezone.now())
    case = legal_cases.decide(moderator, case, verdict=legal.removed(), now=timezone.now())
    assert Decision.objects.filter(comment=comment).count() == 1
    assert case.facts["basis"] == "terms"


def test_nobody_decides_twice_and_nothing_is_half_done(comment: Comment) -> None:
    case, moderator = legal.notice(comment), legal.moderator(comment.site)
    legal_cases.decide(moderator, case, verdict=legal.kept(), now=timezone.now())
    with pytest.raises(Conflict):
        legal_cases.decide(moderator, case, verdict=legal.removed(), now=timezone.now())
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED


@pytest.mark.parametrize(
    "verdict",
    [
        legal.kept(answer=" "),
        legal.removed(why=None),
        legal.kept(outcome=CaseOutcome.DISCLOSED),
    ],
)
def test_a_verdict_without_its_reasons_is_refused(comment: Comment, verdict: Any) -> None:
    case = legal.notice(comment)
    with pytest.raises(BadField):
        legal_cases.decide(legal.moderator(comment.site), case, verdict=verdict, now=timezone.now())
    assert LegalCase.objects.get().is_open


def test_readers_decide_nothing(comment: Comment) -> None:
    case = legal.notice(comment)
    with pytest.raises(NotAllowed):
        legal_cases.decide(
            factories.viewer(comment.site), case, verdict=legal.kept(), now=timezone.now()
        )


def test_everything_is_audited(comment: Comment) -> None:
    case, moderator = legal.notice(comment), legal.moderator(comment.site)
    legal_cases.assign(moderator, case, to=moderator.user, now=timezone.now())
    legal_cases.decide(moderator, case, verdict=legal.kept(), now=timezone.now())
    verbs = AuditEntry.objects.filter(kind="legalcase").order_by("pk").values_list("verb")
    assert [verb for (verb,) in verbs] == ["receive_case", "assign_case", "decide_case"]


def test_it_is_not_given_to_somebody_who_may_not_handle_it(comment: Comment) -> None:
    case, moderator = legal.notice(comment), legal.moderator(comment.site)
    with pytest.raises(NotAllowed):
        legal_cases.assign(moderator, case, to=factories.user(), now=timezone.now())


def test_a_grievance_has_twenty_four_hours_and_fifteen_days(site: Site) -> None:
    now = timezone.now()
    case = legal.grievance(site, now=now)
    assert case.acknowledge_by == now + timedelta(hours=24)
    assert case.acknowledged_at is None
    assert case.deadline == case.acknowledge_by
    assert case.due_at is not None
    days = case.due_at.astimezone(site.zone).date() - now.astimezone(site.zone).date()
    assert days == timedelta(days=15)


def test_the_automatic_mail_acknowledges_only_where_the_setting_says_so(site: Site) -> None:
    legal.switch_on(site, it_rules={"grievances": True, "automatic_counts": True})
    case = legal.grievance(site)
    assert case.acknowledged_at is not None
    assert case.deadline == case.due_at


def test_acknowledging_sends_a_mail_once(site: Site) -> None:
    case, moderator = legal.grievance(site), legal.moderator(site)
    legal_cases.acknowledge(moderator, case, now=timezone.now())
    assert "was read" in body()
    with pytest.raises(Conflict):
        legal_cases.acknowledge(moderator, case, now=timezone.now())
    assert len(mail.outbox) == 2


def test_a_trusted_flaggers_notice_is_marked_and_goes_first(article: Article) -> None:
    site = article.site
    hotline = factories.verified(factories.user("Hotline", accepted=site), "Desk@hotline.example")
    trusted_flaggers.add(
        legal.administrator(site),
        name="Hotline",
        email="desk@hotline.example",
        expertise="",
        now=timezone.now(),
    )
    earlier = legal.notice(factories.comment(article))
    case = legal.notice(factories.comment(article), hotline)
    assert case.flagger is not None
    assert list(LegalCase.objects.open(site)) == [case, earlier]


def test_who_only_types_a_trusted_address_is_not_trusted(article: Article) -> None:
    trusted_flaggers.add(
        legal.administrator(article.site),
        name="Hotline",
        email="desk@hotline.example",
        expertise="",
        now=timezone.now(),
    )
    reader = factories.user(accepted=article.site)
    case = legal.notice(factories.comment(article), reader, from_email="desk@hotline.example")
    assert case.flagger is None


def test_flaggers_are_kept_by_administrators_and_once(site: Site) -> None:
    given: dict[str, Any] = {"name": "Hotline", "email": "d@hotline.example", "expertise": ""}
    with pytest.raises(NotAllowed):
        trusted_flaggers.add(legal.moderator(site), **given, now=timezone.now())
    administrator = legal.administrator(site)
    flagger = trusted_flaggers.add(administrator, **given, now=timezone.now())
    with pytest.raises(Conflict):
        trusted_flaggers.add(administrator, **given, now=timezone.now())
    trusted_flaggers.remove(administrator, flagger, now=timezone.now())
    assert trusted_flaggers.add(administrator, **given, now=timezone.now()).pk != flagger.pk
