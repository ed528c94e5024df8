"""Until when a decision can be undone, and from when on it is told: never both in one moment."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from parley import names
from parley.actions import deciding, legal_reasons, moderating, reporting, verdicts
from parley.actions.deciding import Choice, Decided
from parley.actions.moderating import Why
from parley.actions.undo_window import TOLD_AFTER, UNDO_ENDS, UNDO_WINDOW
from parley.errors import Conflict
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.decision import Notice
from parley.models.hook import Delivery
from parley.models.newsroom import Byline, Mention
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from tests import factories, hooks

NOW = timezone.now()
# A test takes less than a second to undo.
LAST = UNDO_ENDS - timedelta(seconds=1)
WHY = Why(note="It is advertising.", rule="spam")


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def writer(site: Site) -> User:
    return factories.user(accepted=site)


@pytest.fixture
def complainant(site: Site) -> User:
    return factories.user(accepted=site)


@pytest.fixture
def rejected(
    article: Article, writer: User, complainant: User, moderator: Viewer, site: Site
) -> Comment:
    """Just now; a hook wants to know it, and a reader had complained."""
    hooks.hook(site)
    comment = factories.comment(article, factories.author(site, writer))
    viewer = factories.viewer(site, complainant)
    reporting.report_comment(viewer, comment, reason="spam", detail="", now=NOW)
    Delivery.objects.all().delete()
    decide(moderator, [comment])
    return Comment.objects.get(pk=comment.pk)


def decide(moderator: Viewer, comments: list[Comment], *, publish: bool = False) -> Decided:
    return deciding.decide(
        moderator,
        [Choice(comment.pk, moderating.last_decision(comment)) for comment in comments],
        outcome=Outcome.PUBLISH if publish else Outcome.REJECT,
        why=None if publish else WHY,
        now=NOW,
    )


def undo(moderator: Viewer, comment: Comment, *, later: timedelta) -> Decided:
    batch = comment.decisions.get(by_machine=False).batch
    return deciding.undo(moderator, batch, now=NOW + later)


def told(comment: Comment, *readers: User, later: timedelta) -> set[str]:
    """Who or what tells of the decision so long after it."""
    now, found = NOW + later, set[str]()
    for number, reader in enumerate(readers):
        if Notice.objects.due(reader, now).exists():
            found.add(f"notice {number}")
    mails = DBTaskResult.objects.filter(task_path__endswith="mail_notice")
    if mails.filter(run_after__lte=now).exists():
        found.add("mail")
    if verdicts.verdicts_of(comment, now):
        found.add("verdict")
    if legal_reasons.statements_of(comment, now=now):
        found.add("statement")
    if Delivery.objects.filter(next_at__lte=now).exists():
        found.add("hook")
    return found


def test_nobody_is_told_while_it_can_be_undone(
    rejected: Comment, writer: User, complainant: User, moderator: Viewer
) -> None:
    assert told(rejected, writer, complainant, later=UNDO_ENDS) == set()
    assert undo(moderator, rejected, later=LAST).decided == (rejected.pk,)


def test_from_then_on_everybody_is_told_and_it_stands(
    rejected: Comment, writer: User, complainant: User, moderator: Viewer
) -> None:
    everybody = {"notice 0", "notice 1", "mail", "verdict", "statement", "hook"}
    assert told(rejected, writer, complainant, later=TOLD_AFTER) == everybody
    with pytest.raises(Conflict):
        undo(moderator, rejected, later=TOLD_AFTER)


def test_undoing_is_over_a_moment_before_anybody_is_told(
    rejected: Comment, moderator: Viewer
) -> None:
    assert UNDO_ENDS < TOLD_AFTER
    with pytest.raises(Conflict):
        undo(moderator, rejected, later=UNDO_ENDS)


def test_what_had_to_wait_for_others_too_long_is_not_undone(
    rejected: Comment, moderator: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, locked = [0.0], deciding._locked

    def locks(*args: object, **kwargs: object) -> object:
        clock[0] += UNDO_ENDS.total_seconds()
        return locked(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(deciding, "_locked", locks)
    monkeypatch.setattr(deciding, "monotonic", lambda: clock[0])
    with pytest.raises(Conflict):
        undo(moderator, rejected, later=timedelta(seconds=1))
    rejected.refresh_from_db()
    assert (rejected.state, Notice.objects.filter(batch="").exists()) == ("rejected", False)


def test_a_click_at_the_end_of_the_ten_seconds_has_time_to_travel() -> None:
    assert TOLD_AFTER > UNDO_WINDOW


def test_undoing_takes_back_no_word_of_what_stays_decided(
    article: Article, site: Site, moderator: Viewer
) -> None:
    held = [
        factories.comment(
            article,
            factories.author(site, factories.user(accepted=site)),
            state=CommentState.HELD,
        )
        for _ in range(2)
    ]
    done = decide(moderator, held)
    other = factories.viewer(site, factories.member(site, Role.MODERATOR))
    moderating.approve(other, held[0], now=NOW)

    undone = deciding.undo(moderator, done.batch, now=NOW)

    assert (undone.decided, undone.stale) == ((held[1].pk,), (held[0].pk,))
    notices = Notice.objects.order_by("pk").values_list("comment", "kind")
    assert list(notices) == [(held[0].pk, "rejected"), (held[0].pk, "approved")]


def test_whom_a_comment_names_is_not_told_of_it_while_it_can_be_undone(
    article: Article, site: Site, moderator: Viewer
) -> None:
    journalist = factories.member(site, Role.STAFF, "Meera Nair")
    Byline.objects.create(
        site=site, user=journalist, name="Meera Nair", key=names.fold("Meera Nair")
    )
    held = factories.comment(
        article, text="I would like to hear what Meera Nair says.", state=CommentState.HELD
    )
    decide(moderator, [held], publish=True)

    mails = DBTaskResult.objects.filter(task_path__endswith="mail_mention")
    assert mails.get().run_after == NOW + TOLD_AFTER
    assert undo(moderator, held, later=LAST).decided == (held.pk,)
    assert not Mention.objects.exists()


def test_a_comment_that_is_named_twice_is_decided_once(article: Article, moderator: Viewer) -> None:
    held = factories.comment(article, state=CommentState.HELD)
    done = decide(moderator, [held, held])

    assert (done.decided, done.stale) == ((held.pk,), ())
    assert held.decisions.count() == 1
