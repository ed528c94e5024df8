"""Appeals: who may ask for another moderator, who hears it, and by when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from parley.actions import appealing, calendar, deciding, editing, erasing, moderating, reporting
from parley.actions.deciding import Choice
from parley.actions.moderating import Why
from parley.actions.undo_window import TOLD_AFTER
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.appeal import Appeal
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import Comment, CommentState
from parley.models.decision import Notice
from parley.models.report import Report
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from tests import factories

WHY = Why(note="It is advertising.", rule="spam")
NOW = timezone.now()
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def first(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def second(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def writer(site: Site) -> User:
    return factories.user(accepted=site)


@pytest.fixture
def comment(article: Article, writer: User) -> Comment:
    by = factories.author(article.site, writer)
    return factories.comment(article, by, created_at=NOW - timedelta(hours=1))


@pytest.fixture
def rejected(comment: Comment, first: Viewer) -> Comment:
    return moderating.reject(first, comment, why=WHY, now=NOW)


@pytest.fixture
def opened(rejected: Comment) -> Appeal:
    return appeal(rejected)


def appeal(comment: Comment, text: str = "It names no shop.", now: datetime = LATER) -> Appeal:
    viewer = factories.viewer(comment.site, comment.author.user)
    return appealing.appeal(viewer, comment, text=text, now=now)


def hear(viewer: Viewer, opened: Appeal, *, grant: bool, reason: str = "I read it anew.") -> Appeal:
    return appealing.hear(viewer, opened, grant=grant, reason=reason, now=LATER)


def outcome_of(opened: Appeal) -> str:
    return Appeal.objects.get(pk=opened.pk).outcome


def kinds(who: User) -> list[str]:
    return list(Notice.objects.filter(user=who).order_by("pk").values_list("kind", flat=True))


def test_an_appeal_is_acknowledged_with_its_deadline(opened: Appeal, writer: User) -> None:
    notice = Notice.objects.get(user=writer, kind="appeal_received")
    assert f"{opened.due_at:%Y}" in notice.text
    assert opened.due_at > LATER + timedelta(days=7)


def test_granting_publishes_and_tells_why_in_one_notice(
    opened: Appeal, second: Viewer, writer: User
) -> None:
    hear(second, opened, grant=True)

    opened.refresh_from_db()
    opened.comment.refresh_from_db()
    assert (opened.comment.state, opened.outcome) == ("published", "reversed")
    assert opened.decided_by == second.user
    assert kinds(writer) == ["removed", "appeal_received", "appeal_granted"]
    assert Notice.objects.get(kind="appeal_granted").text == "I read it anew."
    assert opened.comment.author.rejected_count == 0


def test_refusing_leaves_the_decision_and_tells_why(
    opened: Appeal, second: Viewer, writer: User
) -> None:
    hear(second, opened, grant=False, reason="The shop is named in the link.")

    opened.comment.refresh_from_db()
    assert (opened.comment.state, outcome_of(opened)) == ("rejected", "kept")
    assert Notice.objects.get(kind="appeal_kept").text == "The shop is named in the link."


@pytest.mark.parametrize("grant", [True, False])
def test_hearing_is_audited(opened: Appeal, second: Viewer, grant: bool) -> None:
    hear(second, opened, grant=grant)
    entry = AuditEntry.objects.get(verb="hear_appeal")
    assert second.user is not None
    assert (entry.actor_id, entry.why) == (second.user.pk, "")
    assert entry.after["own_decision"] is False


def test_who_decided_first_may_not_hear_it(opened: Appeal, first: Viewer, second: Viewer) -> None:
    with pytest.raises(NotAllowed, match="Another moderator"):
        hear(first, opened, grant=False)
    assert outcome_of(opened) == ""


def test_a_lone_moderator_is_told_to_ask_an_administrator(opened: Appeal, first: Viewer) -> None:
    with pytest.raises(NotAllowed, match="no other moderator"):
        hear(first, opened, grant=True)


def test_a_lone_administrator_hears_their_own_decision_and_it_is_recorded(
    site: Site, comment: Comment
) -> None:
    alone = factories.viewer(site, factories.member(site, Role.ADMINISTRATOR))
    moderating.reject(alone, comment, why=WHY, now=NOW)
    hear(alone, appeal(comment), grant=True)
    assert AuditEntry.objects.get(verb="hear_appeal").after["own_decision"] is True


def test_nobody_hears_their_own_appeal(site: Site, article: Article, second: Viewer) -> None:
    own = factories.member(site, Role.MODERATOR)
    comment = factories.comment(article, factories.author(site, own))
    moderating.reject(second, comment, why=WHY, now=NOW)
    with pytest.raises(NotAllowed, match="your own"):
        hear(factories.viewer(site, own), appeal(comment), grant=True)


def test_a_reader_may_hear_nothing(opened: Appeal, writer: User) -> None:
    with pytest.raises(NotAllowed):
        hear(factories.viewer(opened.site, writer), opened, grant=True)


def test_it_is_heard_once(opened: Appeal, second: Viewer) -> None:
    hear(second, opened, grant=False)
    with pytest.raises(Conflict):
        hear(second, opened, grant=True)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1_001])
def test_a_hearing_without_a_fit_reason_is_refused(
    opened: Appeal, second: Viewer, reason: str
) -> None:
    with pytest.raises(BadField):
        hear(second, opened, grant=True, reason=reason)


def test_one_appeals_once(opened: Appeal) -> None:
    with pytest.raises(Conflict, match="already"):
        appeal(opened.comment)


def test_one_may_not_appeal_against_what_an_appeal_came_to(opened: Appeal, second: Viewer) -> None:
    hear(second, opened, grant=False)
    with pytest.raises(Conflict, match="already"):
        appeal(opened.comment)


def test_a_new_decision_may_be_appealed_against(
    opened: Appeal, first: Viewer, second: Viewer
) -> None:
    hear(second, opened, grant=True)
    later = LATER + timedelta(hours=1)
    moderating.reject(first, opened.comment, why=WHY, now=later)
    again = appeal(opened.comment, now=later + timedelta(hours=1))
    assert again.decision != opened.decision


@pytest.mark.parametrize("state", [CommentState.HELD, CommentState.PUBLISHED])
def test_only_against_a_refusal_can_one_appeal(
    article: Article, writer: User, state: CommentState
) -> None:
    comment = factories.comment(article, factories.author(article.site, writer), state=state)
    with pytest.raises(Conflict):
        appeal(comment)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2_001])
def test_an_appeal_needs_a_text_of_a_fit_length(rejected: Comment, text: str) -> None:
    with pytest.raises(BadField):
        appeal(rejected, text)


def test_half_a_year_later_it_is_too_late(rejected: Comment) -> None:
    with pytest.raises(Conflict, match="over"):
        appeal(rejected, now=NOW + timedelta(days=185))


def test_a_site_may_take_no_appeals(rejected: Comment) -> None:
    rejected.site.desk = {"fairness": {"appeals": False}}
    rejected.site.save()
    with pytest.raises(Conflict, match="no appeals"):
        appeal(rejected)


def test_what_can_still_be_undone_is_not_appealed_against(comment: Comment, first: Viewer) -> None:
    choice = Choice(comment.pk, moderating.last_decision(comment))
    deciding.decide(first, [choice], outcome=Outcome.REJECT, why=WHY, now=NOW)
    with pytest.raises(Conflict):
        appeal(comment, now=NOW + TOLD_AFTER + timedelta(seconds=3))
    assert appeal(comment, now=NOW + timedelta(minutes=1)).outcome == ""


def test_an_approval_by_another_way_closes_it(opened: Appeal, second: Viewer) -> None:
    moderating.approve(second, opened.comment, now=LATER)
    assert outcome_of(opened) == "withdrawn"
    with pytest.raises(Conflict):
        hear(second, opened, grant=True)


def test_undoing_that_approval_opens_it_again(opened: Appeal, second: Viewer) -> None:
    choice = Choice(opened.comment_id, moderating.last_decision(opened.comment))
    done = deciding.decide(second, [choice], outcome=Outcome.PUBLISH, why=None, now=LATER)
    assert outcome_of(opened) == "withdrawn"
    deciding.undo(second, done.batch, now=LATER + timedelta(seconds=5))
    assert outcome_of(opened) == ""


def test_deleting_the_comment_closes_it(opened: Appeal) -> None:
    editing.delete_comment(opened.comment, LATER)
    assert outcome_of(opened) == "withdrawn"


def test_whoever_erases_their_account_leaves_no_appeal(opened: Appeal, writer: User) -> None:
    erasing.erase_user(writer, LATER)
    assert not Appeal.objects.exists()


def test_settled_reports_stay_settled(comment: Comment, first: Viewer, second: Viewer) -> None:
    reader = factories.viewer(comment.site)
    reporting.report_comment(reader, comment, reason="spam", detail="", now=NOW)
    moderating.reject(first, comment, why=WHY, now=NOW)
    hear(second, appeal(comment), grant=True)
    report = Report.objects.get()
    comment.refresh_from_db()
    assert (report.outcome, comment.open_reports) == ("upheld", 0)


def test_an_appeal_says_nothing_any_more_once_the_comment_is_deleted(opened: Appeal) -> None:
    editing.delete_comment(opened.comment, LATER)
    opened.refresh_from_db()
    assert opened.text == ""


@pytest.mark.parametrize(
    ("zone", "opened", "due"),
    [
        # Clocks go forward on 8 March: the day is reached an hour sooner.
        ("America/New_York", "2026-03-05T20:00:00-05:00", "2026-03-13T00:00:00-04:00"),
        # And back on 1 November.
        ("America/New_York", "2026-10-29T20:00:00-04:00", "2026-11-06T00:00:00-05:00"),
        # In UTC it is still the day before.
        ("Asia/Kolkata", "2026-03-02T01:00:00+05:30", "2026-03-10T00:00:00+05:30"),
        # Clocks skip this midnight: the day begins at one.
        ("Asia/Beirut", "2026-03-21T12:00:00+02:00", "2026-03-29T01:00:00+03:00"),
    ],
)
def test_the_deadline_is_the_end_of_the_seventh_day_there(zone: str, opened: str, due: str) -> None:
    start = datetime.fromisoformat(opened).astimezone(UTC)
    last = datetime.fromisoformat(due) - timedelta(seconds=1)
    assert calendar.ending_after(start, 7, zone=ZoneInfo(zone)) == last
