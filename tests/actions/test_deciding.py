"""Many comments decided in one go, and taken back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from parley.actions import assigning, deciding, editing, moderating, notices, reporting
from parley.actions.deciding import Choice
from parley.actions.moderating import Why
from parley.actions.undo_window import TOLD_AFTER
from parley.errors import BadField, Conflict, NotFound
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision, Notice
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from parley.policy.risk import Risk
from tests import factories

WHY = Why(note="It is advertising.", rule="spam")


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def author(site: Site) -> Author:
    return factories.author(site, factories.user(accepted=site))


@pytest.fixture
def held(article: Article, author: Author) -> list[Comment]:
    return [factories.comment(article, author, state=CommentState.HELD) for _ in range(3)]


def choices(comments: list[Comment]) -> list[Choice]:
    return [Choice(comment.pk, moderating.last_decision(comment)) for comment in comments]


def states(comments: list[Comment]) -> list[str]:
    return [Comment.objects.get(pk=comment.pk).state for comment in comments]


def test_all_are_decided_and_their_authors_told_later(
    moderator: Viewer, held: list[Comment], author: Author
) -> None:
    now = timezone.now()
    done = deciding.decide(moderator, choices(held), outcome=Outcome.REJECT, why=WHY, now=now)

    assert set(done.decided) == {comment.pk for comment in held}
    assert states(held) == ["rejected"] * 3
    assert author.user is not None
    assert not Notice.objects.due(author.user, now).exists()
    assert Notice.objects.due(author.user, now + TOLD_AFTER).count() == 3
    assert mail.outbox == []
    author.refresh_from_db()
    assert author.rejected_count == 3


def test_what_somebody_else_decided_meanwhile_is_told_and_left_alone(
    moderator: Viewer, held: list[Comment], site: Site
) -> None:
    seen = choices(held)
    other = factories.viewer(site, factories.member(site, Role.MODERATOR))
    moderating.approve(other, held[1], now=timezone.now())

    done = deciding.decide(moderator, seen, outcome=Outcome.REJECT, why=WHY, now=timezone.now())

    assert done.stale == (held[1].pk,)
    assert states(held) == ["rejected", "published", "rejected"]


def test_a_list_that_holds_another_sites_comment_is_refused_as_a_whole(
    moderator: Viewer, held: list[Comment]
) -> None:
    elsewhere = factories.comment(
        factories.article(factories.site("other.example")), state=CommentState.HELD
    )

    with pytest.raises(NotFound):
        deciding.decide(
            moderator,
            choices([*held, elsewhere]),
            outcome=Outcome.PUBLISH,
            why=None,
            now=timezone.now(),
        )
    assert states([*held, elsewhere]) == ["held"] * 4


def test_a_fault_in_the_middle_leaves_nothing_half_done(
    moderator: Viewer, held: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell, told = notices.tell, list[object]()

    def fails_at_the_second(*args: object, **kwargs: object) -> None:
        told.append(args)
        if len(told) == 2:
            raise OSError("The disk is full.")
        tell(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(notices, "tell", fails_at_the_second)
    with pytest.raises(OSError, match="disk"):
        deciding.decide(
            moderator, choices(held), outcome=Outcome.PUBLISH, why=None, now=timezone.now()
        )

    assert states(held) == ["held"] * 3
    assert not Notice.objects.exists()
    assert not Decision.objects.filter(by_machine=False).exists()


def test_rejecting_without_a_reason_is_refused(moderator: Viewer, held: list[Comment]) -> None:
    with pytest.raises(BadField):
        deciding.decide(
            moderator, choices(held), outcome=Outcome.REJECT, why=None, now=timezone.now()
        )


def test_an_empty_list_is_refused(moderator: Viewer) -> None:
    with pytest.raises(BadField):
        deciding.decide(moderator, [], outcome=Outcome.PUBLISH, why=None, now=timezone.now())


def test_undoing_brings_everything_back(
    moderator: Viewer, held: list[Comment], author: Author, article: Article
) -> None:
    now = timezone.now()
    waiting = list(Waiting.objects.order_by("pk").values("comment", "since", "risk"))
    done = deciding.decide(moderator, choices(held), outcome=Outcome.PUBLISH, why=None, now=now)

    undone = deciding.undo(moderator, done.batch, now=now + timedelta(seconds=9))

    assert set(undone.decided) == {comment.pk for comment in held}
    assert states(held) == ["held"] * 3
    assert list(Waiting.objects.order_by("pk").values("comment", "since", "risk")) == waiting
    assert not Notice.objects.exists()
    article.refresh_from_db()
    author.refresh_from_db()
    assert (article.comment_count, author.published_count) == (0, 0)
    assert Decision.objects.exclude(undone_at=None).count() == 3


def test_undoing_a_removal_brings_back_the_comment_and_its_reports(
    moderator: Viewer, article: Article, author: Author, site: Site
) -> None:
    comment, now = factories.comment(article, author), timezone.now()
    reporting.report_comment(factories.viewer(site), comment, reason="spam", detail="", now=now)
    done = deciding.decide(moderator, choices([comment]), outcome=Outcome.REJECT, why=WHY, now=now)

    deciding.undo(moderator, done.batch, now=now)

    comment.refresh_from_db()
    author.refresh_from_db()
    assert (comment.state, comment.open_reports) == ("published", 1)
    assert (author.published_count, author.rejected_count) == (1, 0)
    assert comment.reports.get().settled_at is None
    assert Waiting.objects.get().reports == 1


def test_undoing_leaves_alone_what_was_decided_since(
    moderator: Viewer, held: list[Comment], site: Site
) -> None:
    now = timezone.now()
    done = deciding.decide(moderator, choices(held), outcome=Outcome.PUBLISH, why=None, now=now)
    other = factories.viewer(site, factories.member(site, Role.MODERATOR))
    moderating.reject(other, held[0], why=WHY, now=now)

    undone = deciding.undo(moderator, done.batch, now=now)

    assert undone.stale == (held[0].pk,)
    assert states(held) == ["rejected", "held", "held"]


def test_it_is_too_late_when_the_authors_have_been_told(
    moderator: Viewer, held: list[Comment]
) -> None:
    now = timezone.now()
    done = deciding.decide(moderator, choices(held), outcome=Outcome.PUBLISH, why=None, now=now)

    with pytest.raises(Conflict):
        deciding.undo(moderator, done.batch, now=now + timedelta(seconds=16))


def test_nobody_undoes_what_another_has_decided(
    moderator: Viewer, held: list[Comment], site: Site
) -> None:
    now = timezone.now()
    done = deciding.decide(moderator, choices(held), outcome=Outcome.PUBLISH, why=None, now=now)
    other = factories.viewer(site, factories.member(site, Role.MODERATOR))

    with pytest.raises(NotFound):
        deciding.undo(other, done.batch, now=now)
    with pytest.raises(NotFound):
        deciding.undo(moderator, "", now=now)


def test_a_key_that_is_known_tells_nothing_of_another_site(
    moderator: Viewer, held: list[Comment]
) -> None:
    key, now = "k" * 32, timezone.now()
    deciding.decide(moderator, choices(held), outcome=Outcome.PUBLISH, why=None, now=now, key=key)
    elsewhere = factories.comment(factories.article(factories.site("other.example")))

    with pytest.raises(NotFound):
        deciding.decide(
            moderator, choices([elsewhere]), outcome=Outcome.PUBLISH, why=None, now=now, key=key
        )


def test_undoing_brings_back_nothing_that_its_author_has_deleted(
    moderator: Viewer, held: list[Comment]
) -> None:
    now = timezone.now()
    done = deciding.decide(moderator, choices(held), outcome=Outcome.PUBLISH, why=None, now=now)
    editing.delete_comment(held[0], now)

    undone = deciding.undo(moderator, done.batch, now=now)

    assert undone.stale == (held[0].pk,)
    assert states(held) == ["deleted", "held", "held"]


def test_undoing_twice_changes_nothing_more(
    moderator: Viewer, held: list[Comment], site: Site
) -> None:
    now = timezone.now()
    done = deciding.decide(moderator, choices(held), outcome=Outcome.PUBLISH, why=None, now=now)
    other = factories.viewer(site, factories.member(site, Role.MODERATOR))
    moderating.reject(other, held[0], why=WHY, now=now)
    deciding.undo(moderator, done.batch, now=now)

    again = deciding.undo(moderator, done.batch, now=now)

    assert (again.decided, again.stale) == ((), (held[0].pk,))


@pytest.mark.parametrize("state", [CommentState.HELD, CommentState.PUBLISHED])
def test_undoing_brings_back_what_was_escalated(
    moderator: Viewer, article: Article, author: Author, state: CommentState
) -> None:
    comment, now = factories.comment(article, author, state=state), timezone.now()
    assigning.escalate(moderator, comment, why="It names a child.", now=now)
    done = deciding.decide(moderator, choices([comment]), outcome=Outcome.REJECT, why=WHY, now=now)

    deciding.undo(moderator, done.batch, now=now)

    entry = Waiting.objects.get()
    assert (entry.escalated, entry.risk) == (True, Risk.URGENT)
    assert states([comment]) == [state]
