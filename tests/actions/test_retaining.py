"""Words and names go when their time is over; what was decided stays."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from parley.actions import appealing, erasing, legal_cases, moderating, retaining
from parley.actions.moderating import Why
from parley.errors import Conflict
from parley.models.appeal import Appeal
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.ban import Ban, SeenAddress
from parley.models.comment import Comment, CommentState, Redaction, Revision
from parley.models.decision import Decision, Notice
from parley.models.legal import LegalCase
from parley.models.site import Site
from tests import factories, legal

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=400)
LATELY = NOW - timedelta(days=100)


@pytest.fixture
def kept(site: Site) -> Site:
    return legal.switch_on(
        site, retention={"rejected_days": 365, "case_days": 365, "notice_days": 365}
    )


@pytest.fixture
def rejected(kept: Site, article: Article) -> Callable[[datetime], Comment]:
    def make(at: datetime) -> Comment:
        author = factories.author(article.site, factories.user(accepted=kept))
        comment = factories.comment(article, author, created_at=at)
        Revision.objects.create(comment=comment, text="Earlier.", replaced_at=at)
        moderating.reject(
            legal.moderator(kept), comment, why=Why(note="Rude.", rule="abuse"), now=at
        )
        return comment

    return make


def text_of(comment: Comment) -> str:
    comment.refresh_from_db()
    return comment.text


def test_texts_of_rejected_comments_go_and_what_was_decided_stays(
    kept: Site, rejected: Callable[[datetime], Comment]
) -> None:
    old, new = rejected(LONG_AGO), rejected(LATELY)
    retaining.enforce_on(kept, NOW)
    assert text_of(old) == ""
    assert old.html == ""
    assert not old.revisions.exists()
    assert old.state == CommentState.REJECTED
    decision = Decision.objects.get(comment=old)
    assert (decision.note, decision.rule) == ("Rude.", "abuse")
    assert text_of(new) == factories.PROPER


def test_a_suggestion_that_quotes_the_author_goes_too(
    kept: Site, rejected: Callable[[datetime], Comment]
) -> None:
    old = rejected(LONG_AGO)
    Decision.objects.create(
        site=kept,
        comment=old,
        outcome="hold",
        reasons=[{"rule": "abuse", "message": "Be kind.", "suggestion": "You fox"}],
        created_at=LONG_AGO,
    )
    retaining.enforce_on(kept, NOW)
    [reason] = Decision.objects.get(comment=old, outcome="hold").reasons
    assert reason["suggestion"] is None
    assert reason["message"] == "Be kind."


def test_published_comments_are_never_touched(kept: Site, article: Article) -> None:
    comment = factories.comment(article, created_at=LONG_AGO)
    retaining.enforce_on(kept, NOW)
    assert text_of(comment) == factories.PROPER


def test_an_old_comment_that_was_rejected_lately_stays(
    kept: Site, rejected: Callable[[datetime], Comment]
) -> None:
    comment = rejected(LONG_AGO)
    Decision.objects.filter(comment=comment).update(created_at=LATELY)
    retaining.enforce_on(kept, NOW)
    assert text_of(comment) == factories.PROPER


def test_zero_keeps_it_for_ever(kept: Site, rejected: Callable[[datetime], Comment]) -> None:
    comment = rejected(LONG_AGO)
    legal.switch_on(kept, retention={"rejected_days": 0})
    retaining.enforce_on(kept, NOW)
    assert text_of(comment) == factories.PROPER


def test_what_is_appealed_or_at_law_stays(
    kept: Site, rejected: Callable[[datetime], Comment]
) -> None:
    appealed, at_law = rejected(LONG_AGO), rejected(LONG_AGO)
    Appeal.objects.create(
        site=kept,
        comment=appealed,
        decision=Decision.objects.get(comment=appealed),
        text="No.",
        opened_at=NOW,
        due_at=NOW,
    )
    legal.notice(at_law)
    retaining.enforce_on(kept, NOW)
    assert text_of(appealed) == text_of(at_law) == factories.PROPER


def test_nothing_goes_while_the_law_lets_its_author_appeal(
    kept: Site, rejected: Callable[[datetime], Comment]
) -> None:
    comment = rejected(LATELY)
    legal.switch_on(kept, retention={"rejected_days": 30}, digital_services={"complaints": True})
    retaining.enforce_on(kept, NOW)
    assert text_of(comment) == factories.PROPER
    retaining.enforce_on(kept, NOW + timedelta(days=86))
    assert text_of(comment) == ""


def test_an_emptied_comment_is_not_published(
    kept: Site, rejected: Callable[[datetime], Comment]
) -> None:
    comment = rejected(LONG_AGO)
    retaining.enforce_on(kept, NOW)
    with pytest.raises(Conflict):
        moderating.approve(legal.moderator(kept), comment, now=NOW)


def test_settled_cases_lose_names_and_texts_and_keep_the_facts(
    kept: Site, article: Article
) -> None:
    settled = legal.notice(factories.comment(article), ground="§ 186 StGB", now=LONG_AGO)
    moderator = legal.moderator(kept)
    legal_cases.decide(moderator, settled, verdict=legal.removed(), now=LONG_AGO)
    still_open = legal.notice(factories.comment(article), now=LONG_AGO)
    retaining.enforce_on(kept, NOW)
    row = LegalCase.objects.get(pk=settled.pk)
    assert (row.from_name, row.from_email, row.text, row.answer) == ("", "", "", "")
    assert (row.outcome, row.ground, row.facts["basis"]) == ("removed", "§ 186 StGB", "law")
    assert LegalCase.objects.get(pk=still_open.pk).from_name == "Jana Novak"


def test_what_was_hidden_goes_and_that_it_was_hidden_stays(kept: Site, article: Article) -> None:
    redaction = Redaction.objects.create(
        comment=factories.comment(article), before="0171 2", after="…", why="A", made_at=LONG_AGO
    )
    retaining.enforce_on(kept, NOW)
    redaction.refresh_from_db()
    assert (redaction.before, redaction.after, redaction.why) == ("", "…", "A")


def test_old_notices_and_addresses_go(kept: Site) -> None:
    user = factories.user(accepted=kept)
    author = factories.author(kept, user)
    for age in (LONG_AGO, NOW - timedelta(days=3)):
        Notice.objects.create(site=kept, user=user, kind="approved", created_at=age)
        SeenAddress.objects.create(site=kept, author=author, digest=str(age), last_seen=age)
    retaining.enforce_on(kept, NOW)
    assert Notice.objects.count() == 1
    assert SeenAddress.objects.count() == 1


def test_it_goes_on_where_there_is_much_and_ends(
    kept: Site, rejected: Callable[[datetime], Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retaining, "BATCH", 2)
    monkeypatch.setattr(retaining, "BATCHES", 1)
    comments = [rejected(LONG_AGO) for _each in range(3)]
    Notice.objects.all().delete()
    assert retaining.enforce_on(kept, NOW)
    assert not retaining.enforce_on(kept, NOW)
    assert [text_of(comment) for comment in comments] == ["", "", ""]


def test_it_is_audited_once(kept: Site, rejected: Callable[[datetime], Comment]) -> None:
    rejected(LONG_AGO)
    Notice.objects.all().delete()
    retaining.enforce_on(kept, NOW)
    retaining.enforce_on(kept, NOW)
    entry = AuditEntry.objects.get(verb="retain")
    assert entry.after == {"comments": 1}
    assert entry.via == "job"


def test_another_site_keeps_its_own(kept: Site, rejected: Callable[[datetime], Comment]) -> None:
    comment = rejected(LONG_AGO)
    retaining.enforce_on(
        legal.switch_on(factories.site("other.example"), retention={"rejected_days": 1}), NOW
    )
    assert text_of(comment) == factories.PROPER


def test_the_chore_has_a_job_for_every_site(
    kept: Site, rejected: Callable[[datetime], Comment]
) -> None:
    comment = rejected(LONG_AGO)
    other = factories.site("other.example")
    retaining.enqueue(NOW)
    jobs = DBTaskResult.objects.filter(task_path="parley.actions.retaining.enforce")
    asked = [job.args_kwargs["args"] for job in jobs.order_by("enqueued_at")]
    assert asked == [[kept.pk], [other.pk]]
    retaining.enforce.call(kept.pk)
    assert text_of(comment) == ""


def test_whoever_is_erased_is_not_named_in_what_is_settled(kept: Site, article: Article) -> None:
    reader = factories.user("Jana Novak", accepted=kept)
    case = legal.notice(factories.comment(article), reader)
    legal_cases.decide(legal.moderator(kept), case, verdict=legal.kept(), now=NOW)
    erasing.erase_user(reader, NOW)
    case.refresh_from_db()
    assert (case.from_name, case.from_email, case.user) == ("", "", None)


def test_the_words_stay_as_long_as_the_site_takes_appeals(
    kept: Site, rejected: Callable[[datetime], Comment]
) -> None:
    comment = rejected(LATELY)
    legal.switch_on(kept, retention={"rejected_days": 30}, fairness={"appeal_days": 120})
    retaining.enforce_on(kept, NOW)
    assert text_of(comment) == factories.PROPER
    legal.switch_on(kept, retention={"rejected_days": 30}, fairness={"appeals": False})
    retaining.enforce_on(kept, NOW)
    assert text_of(comment) == ""


def test_nobody_appeals_for_words_that_are_gone(
    kept: Site, rejected: Callable[[datetime], Comment]
) -> None:
    comment = rejected(LATELY)
    comment.refresh_from_db()
    assert appealing.hindrance(comment, NOW) == ""
    Comment.objects.filter(pk=comment.pk).update(text="")
    comment.refresh_from_db()
    assert "erased" in appealing.hindrance(comment, NOW)


def test_what_was_said_in_an_appeal_goes_with_the_comment(
    kept: Site, rejected: Callable[[datetime], Comment]
) -> None:
    comment = rejected(LONG_AGO)
    heard = Appeal.objects.create(
        site=kept,
        comment=comment,
        decision=Decision.objects.get(comment=comment),
        text="I said so because of Asha.",
        opened_at=LONG_AGO,
        due_at=LONG_AGO,
        outcome="kept",
    )
    retaining.enforce_on(kept, NOW)
    heard.refresh_from_db()
    assert heard.text == ""


def test_a_ban_that_is_over_keeps_no_digest(kept: Site) -> None:
    ended, runs = (
        Ban.objects.create(
            site=kept,
            kind="address",
            value=f"digest {days}",
            reason="Spam.",
            made_at=LONG_AGO,
            until=NOW + timedelta(days=days),
        )
        for days in (-1, 1)
    )
    retaining.enforce_on(kept, NOW)
    ended.refresh_from_db()
    runs.refresh_from_db()
    assert (ended.value, ended.lifted_at) == ("", ended.until)
    assert runs.value == "digest 1"


def test_of_several_workers_one_makes_a_job_for_a_site(site: Site) -> None:
    for _worker in range(3):
        retaining.enqueue(NOW)
    jobs = DBTaskResult.objects.filter(task_path=retaining.enforce.module_path)
    assert jobs.count() == 1


def test_the_words_stay_to_the_end_of_the_last_day_to_appeal(
    kept: Site, rejected: Callable[[datetime], Comment]
) -> None:
    """Of the site's calendar: a day of 25 hours lies between."""
    Site.objects.filter(pk=kept.pk).update(timezone="Europe/Berlin")
    kept.refresh_from_db()
    legal.switch_on(kept, retention={"rejected_days": 30}, fairness={"appeal_days": 180})
    comment = rejected(datetime(2026, 4, 28, 0, 10, tzinfo=kept.zone))
    # The 180th day is the 25th of October.
    last = datetime(2026, 10, 25, 23, 59, 59, tzinfo=kept.zone)
    comment.refresh_from_db()
    assert appealing.hindrance(comment, last) == ""
    retaining.enforce_on(kept, last)
    assert text_of(comment) == factories.PROPER
    retaining.enforce_on(kept, last + timedelta(seconds=1))
    assert text_of(comment) == ""
