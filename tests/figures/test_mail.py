"""The week's figures go out once a week, at the newspaper's own hour."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django_tasks_db.models import DBTaskResult

from parley.actions import desk_settings, figures_mail
from parley.actions.figures_mail import due_at, enqueue_due, send_weekly
from parley.errors import BadField
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.sections.figures import Figures
from parley.models.site import Site
from parley.models.user import User
from parley.models.weekly_mail import WeeklyMail
from tests import factories, hooks
from tests.figures import story
from tests.figures.story import DAY, HOUR

# 7 o'clock of a Monday in Kolkata.
DUE = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def to(site: Site, *addresses: str, **fields: Any) -> None:
    site.desk = {"figures": {"weekly_mail_to": list(addresses), **fields}}
    site.save()


def jobs() -> int:
    found = DBTaskResult.objects.filter(task_path=send_weekly.module_path)
    return int(found.count())


def test_it_is_off_without_an_address(site: Site) -> None:
    enqueue_due(DUE)
    assert due_at(site, DUE) is None
    assert jobs() == 0


def test_it_is_due_at_the_hour_and_no_second_earlier(site: Site) -> None:
    to(site, "editor@paper.example")
    enqueue_due(DUE - 3 * DAY)
    enqueue_due(DUE - timedelta(seconds=1))
    assert jobs() == 0
    enqueue_due(DUE)
    assert jobs() == 1


def test_it_is_sent_once_a_week_however_often_one_looks(site: Site) -> None:
    to(site, "editor@paper.example")
    for hours in range(0, 14 * 24, 5):
        enqueue_due(DUE + hours * HOUR)
    assert jobs() == 2
    assert WeeklyMail.objects.count() == 2


def test_what_fails_for_one_newspaper_keeps_no_other_from_its_mail(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = factories.site("a.example")
    for each in (broken, site):
        to(each, "editor@paper.example")
    due = figures_mail.due_at

    def fail(asked: Site, now: datetime) -> datetime | None:
        if asked == broken:
            raise ArithmeticError
        return due(asked, now)

    monkeypatch.setattr(figures_mail, "due_at", fail)
    enqueue_due(DUE)
    assert WeeklyMail.objects.get().site == site


def test_an_address_longer_than_one_can_be_is_refused() -> None:
    domain = ".".join(["a" * 60] * 4)
    with pytest.raises(BadField):
        Figures.read({"weekly_mail_to": [f"{'b' * 20}@{domain}.example"]})
    Figures.read({"weekly_mail_to": [f"b@{domain}"]})


def test_another_day_in_the_same_week_is_no_second_mail(site: Site) -> None:
    to(site, "editor@paper.example")
    enqueue_due(DUE)
    to(site, "editor@paper.example", weekday="wednesday")
    enqueue_due(DUE + 2 * DAY)
    assert jobs() == 1


def test_after_a_long_standstill_it_waits_for_next_week(site: Site) -> None:
    to(site, "editor@paper.example")
    enqueue_due(DUE + 3 * DAY)
    assert jobs() == 0


@pytest.mark.parametrize(
    ("now", "hour", "due"),
    [
        # Summer time begins on 29 March 2026 at 2, and ends on 25 October at 3.
        (datetime(2026, 3, 29, 12, tzinfo=UTC), 7, datetime(2026, 3, 29, 5, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, tzinfo=UTC), 7, datetime(2026, 3, 22, 6, tzinfo=UTC)),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), 2, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 0, tzinfo=UTC), 2, datetime(2026, 10, 25, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 2, datetime(2026, 10, 25, 0, tzinfo=UTC)),
    ],
)
def test_the_hour_is_the_newspapers_across_daylight_saving(
    db: None, now: datetime, hour: int, due: datetime
) -> None:
    site = factories.site("zeitung.example", timezone="Europe/Berlin")
    to(site, "editor@paper.example", weekday="sunday", hour=hour)
    assert due_at(site, now) == due


def test_the_job_sends_one_mail_to_each_and_never_again(
    site: Site, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    to(site, "editor@paper.example", "desk@paper.example")
    for address in ("editor@paper.example", "desk@paper.example"):
        hooks.said_yes(site, address)
    mail = WeeklyMail.objects.create(site=site, week=DUE.date())
    for _attempt in range(2):
        send_weekly.func(mail.pk)
    assert [each.to for each in mailoutbox] == [["editor@paper.example"], ["desk@paper.example"]]
    mail.refresh_from_db()
    assert mail.sent_at is not None


def test_it_compares_the_last_seven_days_with_those_before(
    site: Site, article: Article, moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    for days in (0, 1, 7, 8, 9):
        story.posted(article, DUE - days * DAY)
    story.rejected(story.posted(article, DUE - DAY, "abuse"), decided_by=moderator)
    story.posted(article, DUE - DAY, "spam")

    figures_mail.send_now(factories.viewer(site, moderator), now=DUE)

    (mail,) = mailoutbox
    assert mail.to == [moderator.email]
    assert mail.subject == "The Paper: the discussions of 16–22 Nov 2026"
    # Today is not over; of the other six, four are this week's.
    assert "Comments: 4 (2)" in mail.body
    assert "Refused or removed: 1 (0)" in mail.body
    assert "Half of the decisions within: 1 h (–)" in mail.body
    assert "1 comment is waiting, for 24 h." in mail.body
    assert "/moderate/settings/?site=paper.example" in mail.body
    assert moderator.display_name not in mail.body
    (html, kind) = mail.alternatives[0]
    assert kind == "text/html"
    assert "16–22 Nov 2026" in str(html)


def test_a_newspapers_name_is_no_markup(
    site: Site, moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    Site.objects.update(name="<b>Paper")
    figures_mail.send_now(factories.viewer(Site.objects.get(), moderator), now=DUE)
    assert "<b>Paper" not in str(mailoutbox[0].alternatives[0][0])
    assert "<b>Paper" in mailoutbox[0].body


def test_one_may_have_it_now_and_that_is_audited(
    site: Site, moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    answer = factories.browser(moderator).post("/moderate/figures/mail/", follow=True)
    assert f"It is on its way to {moderator.email}." in answer.content.decode()
    assert [mail.to for mail in mailoutbox] == [[moderator.email]]
    assert AuditEntry.objects.get().verb == "mail_figures"


def test_readers_get_no_mail(site: Site, mailoutbox: list[EmailMultiAlternatives]) -> None:
    reader = factories.user(accepted=site)
    assert factories.browser(reader).post("/moderate/figures/mail/").status_code == 404
    assert mailoutbox == []


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(BadField):
        Figures.read({"weekly_mail_to": ["editor"]})


def test_settings_that_cannot_be_read_stop_nobody_elses_mail(site: Site) -> None:
    to(site, "editor")
    other = factories.site("other.example", timezone="Asia/Kolkata")
    to(other, "editor@other.example")
    enqueue_due(DUE)
    assert WeeklyMail.objects.get().site == other


def test_all_figures_are_reckoned_once_and_before_anything_is_locked(
    site: Site, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    addresses = [f"editor{number}@paper.example" for number in range(3)]
    for address in addresses:
        hooks.said_yes(site, address)
    to(site, *addresses, addresses[0].upper())
    reckon, depths = figures_mail._context, list[int]()

    def counted(of: Site, now: datetime) -> dict[str, object]:
        depths.append(len(connection.savepoint_ids))
        return reckon(of, now)

    monkeypatch.setattr(figures_mail, "_context", counted)
    outside = len(connection.savepoint_ids)
    send_weekly.func(WeeklyMail.objects.create(site=site, week=DUE.date()).pk)
    assert depths == [outside]
    assert [mail.to for mail in mailoutbox] == [[address] for address in addresses]


def test_switched_on_after_its_hour_it_waits_for_next_week(site: Site) -> None:
    to(site, "editor@paper.example")
    for hours in (1, 2, 40):
        enqueue_due(DUE + hours * HOUR)
    assert jobs() == 0
    enqueue_due(DUE + 7 * DAY)
    assert jobs() == 1


def test_who_has_not_said_yes_is_asked_and_gets_no_figures(
    site: Site, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    to(site, "stranger@mail.example")
    enqueue_due(DUE)
    send_weekly.func(WeeklyMail.objects.get().pk)
    [question] = mailoutbox
    assert question.to == ["stranger@mail.example"]
    assert "may we send you mail" in question.subject


def test_the_audit_keeps_no_address(site: Site) -> None:
    viewer = hooks.administrator(site)
    for addresses in (["editor@paper.example"], ["editor@paper.example", "desk@paper.example"]):
        section = Figures.read({"weekly_mail_to": addresses})
        desk_settings.set_section(viewer, section, now=DUE)
    entry = AuditEntry.objects.latest("pk")
    assert entry.before["weekly_mail_to"] == 1
    assert entry.after["weekly_mail_to"] == 2
