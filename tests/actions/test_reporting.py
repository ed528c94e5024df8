"""Reports by readers: what they weigh, when they hold a comment, and how they are answered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import deciding, editing, legal_reasons, moderating, reporting
from parley.actions.deciding import Choice
from parley.actions.figures import decisions, rules
from parley.actions.figures.period import Period
from parley.actions.moderating import Why
from parley.actions.undo_window import TOLD_AFTER
from parley.errors import Conflict
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.ban import SeenAddress
from parley.models.comment import Comment
from parley.models.decision import BY_POLICY, Decision, Notice, NoticeKind
from parley.models.queue import Waiting
from parley.models.report import Report, ReportOutcome
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from tests import factories

WHY = Why(note="It is advertising.", rule="spam")
NOW = timezone.now()


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def comment(article: Article) -> Comment:
    author = factories.author(article.site, factories.user(accepted=article.site))
    return factories.comment(article, author, created_at=NOW - timedelta(hours=2))


def reader(site: Site, *, days: float, right: int = 0, wrong: int = 0) -> User:
    """Whose account is so old, and who has reported so often."""
    made = factories.user(accepted=site, created_at=NOW - timedelta(days=days))
    elsewhere = factories.article(site)
    for outcome in [ReportOutcome.UPHELD] * right + [ReportOutcome.DISMISSED] * wrong:
        Report.objects.create(
            site=site,
            comment=factories.comment(elsewhere),
            reporter=made,
            reason="spam",
            created_at=NOW - timedelta(days=1),
            settled_at=NOW - timedelta(hours=20),
            outcome=outcome,
        )
    return made


def good_readers(site: Site, number: int = 5) -> list[User]:
    return [reader(site, days=300 + 3 * each, right=3) for each in range(number)]


def report(comment: Comment, who: User, *, reason: str = "abuse", minutes: float = 0) -> Report:
    return reporting.report_comment(
        factories.viewer(comment.site, who),
        comment,
        reason=reason,
        detail="",
        now=NOW + timedelta(minutes=minutes),
    )


def set_reports(site: Site, **values: object) -> None:
    site.desk = {"reports": values}
    site.save()


def state_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def test_the_weight_of_a_report_is_that_of_the_readers_record(comment: Comment) -> None:
    site = comment.site
    assert report(comment, reader(site, days=300)).weight == 1.0
    assert report(comment, reader(site, days=300, right=4)).weight == pytest.approx(1.5)
    assert report(comment, reader(site, days=300, wrong=4)).weight == pytest.approx(0.5)
    assert report(comment, reader(site, days=1)).weight == 0.25


def test_a_record_on_another_site_does_not_count(comment: Comment) -> None:
    who = reader(factories.site("other.example"), days=300, right=4)
    assert report(comment, who).weight == 1.0


def test_thirty_new_accounts_in_ten_minutes_hold_nothing(comment: Comment) -> None:
    for each in range(30):
        report(comment, reader(comment.site, days=1 + each / 8), minutes=each / 3)
    assert state_of(comment) == "published"
    # They all wait for a moderator none the less.
    assert Waiting.objects.get(comment=comment).reports == 30


def test_thirty_accounts_made_in_one_hour_hold_nothing_weeks_later(comment: Comment) -> None:
    for each in range(30):
        report(comment, reader(comment.site, days=40 + each / 1_000), minutes=each * 70)
    assert state_of(comment) == "published"


def test_five_readers_with_a_good_record_hold_a_comment(comment: Comment) -> None:
    for who in good_readers(comment.site):
        report(comment, who)
    assert state_of(comment) == "held"


def test_two_readers_are_too_few_whatever_they_weigh(comment: Comment) -> None:
    for who in good_readers(comment.site, 2):
        report(comment, who)
    assert state_of(comment) == "published"


def test_readers_of_one_address_are_one(comment: Comment) -> None:
    for who in good_readers(comment.site):
        author = factories.author(comment.site, who)
        SeenAddress.objects.create(site=comment.site, author=author, digest="d1", last_seen=NOW)
        report(comment, who)
    assert state_of(comment) == "published"


def test_readers_who_reported_the_author_together_in_vain_are_one(
    comment: Comment, moderator: Viewer
) -> None:
    readers = good_readers(comment.site)
    earlier = factories.comment(comment.article, comment.author)
    for who in readers:
        report(earlier, who, reason="spam")
    moderating.approve(moderator, earlier, now=NOW)

    for who in readers:
        report(comment, who)
    assert state_of(comment) == "published"


def test_who_has_rightly_reported_the_author_before_still_counts(
    comment: Comment, moderator: Viewer
) -> None:
    readers = good_readers(comment.site)
    earlier = factories.comment(comment.article, comment.author)
    for who in readers:
        report(earlier, who)
    moderating.reject(moderator, earlier, why=WHY, now=NOW)

    for who in readers:
        report(comment, who)
    assert state_of(comment) == "held"


def test_what_was_approved_is_not_held_again_for_the_same_reason(
    comment: Comment, moderator: Viewer
) -> None:
    report(comment, reader(comment.site, days=100))
    moderating.approve(moderator, comment, now=NOW)

    for who in good_readers(comment.site):
        report(comment, who)
    assert state_of(comment) == "published"
    for who in good_readers(comment.site):
        report(comment, who, reason="privacy")
    assert state_of(comment) == "held"


def test_a_changed_text_may_be_held_again(comment: Comment, moderator: Viewer) -> None:
    report(comment, reader(comment.site, days=100))
    moderating.approve(moderator, comment, now=NOW)
    Comment.objects.filter(pk=comment.pk).update(edited_at=NOW + timedelta(minutes=1))

    for who in good_readers(comment.site):
        report(comment, who)
    assert state_of(comment) == "held"


def test_a_trusted_authors_comment_needs_twice_as_much(comment: Comment) -> None:
    comment.author.trusted = True
    comment.author.save()
    for who in good_readers(comment.site, 4):
        report(comment, who)
    assert state_of(comment) == "published"
    report(comment, reader(comment.site, days=500, right=9))
    assert state_of(comment) == "held"


def test_so_does_staffs(article: Article) -> None:
    staff = factories.member(article.site, Role.STAFF)
    comment = factories.comment(article, factories.author(article.site, staff))
    for who in good_readers(article.site, 4):
        report(comment, who)
    assert state_of(comment) == "published"


def test_a_site_may_have_reports_hold_nothing(comment: Comment) -> None:
    set_reports(comment.site, hold_weight=0)
    for who in good_readers(comment.site):
        report(comment, who)
    assert state_of(comment) == "published"


def test_holding_is_a_decision_of_the_machine_with_its_reason(comment: Comment) -> None:
    set_reports(comment.site, hold_weight=1, least_readers=1)
    report(comment, reader(comment.site, days=300))

    decision = Decision.objects.get(comment=comment)
    assert (decision.outcome, decision.by_machine) == (Outcome.HOLD, True)
    assert decision.reasons[0]["code"] == "reported_by_readers"
    assert Waiting.objects.get(comment=comment).held
    assert AuditEntry.objects.get(object_id=comment.pk).verb == "hold"
    comment.article.refresh_from_db()
    assert comment.article.comment_count == 0


def answers(who: User, later: timedelta = timedelta(0)) -> list[str]:
    due = Notice.objects.due(who, NOW + later).filter(kind=NoticeKind.REPORT_ANSWERED)
    return [notice.text for notice in due]


@pytest.fixture
def reported(comment: Comment) -> Report:
    return report(comment, reader(comment.site, days=300))


def test_who_was_right_is_told(reported: Report, moderator: Viewer) -> None:
    moderating.reject(moderator, reported.comment, why=WHY, now=NOW)
    reported.refresh_from_db()
    assert reported.reporter is not None
    assert "agrees with you" in answers(reported.reporter)[0]
    assert (reported.outcome, reported.answered_at) == ("upheld", NOW)


def test_who_was_wrong_is_told_too(reported: Report, moderator: Viewer) -> None:
    moderating.approve(moderator, reported.comment, now=NOW)
    assert reported.reporter is not None
    assert "keeps to our rules" in answers(reported.reporter)[0]


def test_a_site_may_answer_nobody(reported: Report, moderator: Viewer) -> None:
    set_reports(reported.site, answer=False)
    moderating.reject(moderator, reported.comment, why=WHY, now=NOW)
    reported.refresh_from_db()
    assert reported.reporter is not None
    assert (answers(reported.reporter), reported.answered_at) == ([], None)


def test_nobody_is_told_when_the_author_deletes_it(reported: Report) -> None:
    editing.delete_comment(reported.comment, NOW)
    assert reported.reporter is not None
    assert answers(reported.reporter, timedelta(hours=1)) == []


def test_what_was_taken_down_meanwhile_is_not_reported(comment: Comment, moderator: Viewer) -> None:
    """Its page is still open with a reader."""
    moderating.reject(moderator, comment, why=WHY, now=NOW)
    with pytest.raises(Conflict, match="not shown any more"):
        report(comment, reader(comment.site, days=300))
    assert not Report.objects.exists()


def test_whoever_had_reported_it_before_is_answered_as_before(
    reported: Report, moderator: Viewer
) -> None:
    moderating.reject(moderator, reported.comment, why=WHY, now=NOW)
    assert reported.reporter is not None
    viewer = factories.viewer(reported.site, reported.reporter)
    again = reporting.report_comment(viewer, reported.comment, reason="spam", detail="", now=NOW)
    assert again == reported


def test_undoing_takes_the_answer_back(reported: Report, moderator: Viewer) -> None:
    choice = Choice(reported.comment_id, moderating.last_decision(reported.comment))
    done = deciding.decide(moderator, [choice], outcome=Outcome.PUBLISH, why=None, now=NOW)
    assert reported.reporter is not None
    assert answers(reported.reporter) == []
    assert len(answers(reported.reporter, TOLD_AFTER)) == 1

    deciding.undo(moderator, done.batch, now=NOW + timedelta(seconds=3))

    reported.refresh_from_db()
    assert answers(reported.reporter, TOLD_AFTER) == []
    assert (reported.settled_at, reported.outcome, reported.answered_at) == (None, "", None)


def test_many_answers_cost_as_many_queries_as_one(comment: Comment, moderator: Viewer) -> None:
    set_reports(comment.site, hold_weight=0)
    counts = []
    for readers in (1, 30):
        for each in range(readers):
            report(comment, reader(comment.site, days=300 + each))
        with CaptureQueriesContext(connection) as queries:
            moderating.approve(moderator, comment, now=NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Notice.objects.filter(kind=NoticeKind.REPORT_ANSWERED).count() == 31


def test_what_readers_held_is_no_judgement_of_the_policys(
    comment: Comment, moderator: Viewer
) -> None:
    """Neither in the figures nor in the statement of reasons."""
    good_ones = good_readers(comment.site)
    for who in good_ones:
        report(comment, who)
    comment.refresh_from_db()
    why = Why(note="It is abusive.", rule="abuse")
    moderating.reject(moderator, comment, why=why, now=timezone.now())

    period = Period.lately(comment.site, 7, now=timezone.now())
    assert not Decision.objects.filter(BY_POLICY, comment=comment).exists()
    assert decisions.decisions(comment.site, period).stopped.whole == 0
    assert not rules.by_machine(comment.site, period)
    [statement] = legal_reasons.statements_of(comment, now=timezone.now())
    assert not statement.found_by_machine
