"""What moderators decide, and what becomes of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import moderating, reporting
from parley.actions.moderating import Why
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Notice
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from tests import factories


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def author(site: Site) -> Author:
    return factories.author(site, factories.user(accepted=site))


@pytest.fixture
def held(article: Article, author: Author) -> Comment:
    return factories.comment(article, author, state=CommentState.HELD)


def test_approving_publishes_and_tells_the_author(
    moderator: Viewer, held: Comment, article: Article, author: Author
) -> None:
    moderating.approve(moderator, held, now=timezone.now())

    article.refresh_from_db()
    assert article.comment_count == 1
    assert Notice.objects.get(user=author.user).kind == "approved"


def test_rejecting_says_why(moderator: Viewer, held: Comment, author: Author) -> None:
    moderating.reject(
        moderator, held, why=Why(note="It names a private person."), now=timezone.now()
    )

    held.refresh_from_db()
    author.refresh_from_db()
    assert held.state == CommentState.REJECTED
    assert Notice.objects.get().text == "It names a private person."
    assert author.rejected_count == 1


def test_rejecting_without_a_reason_is_refused(moderator: Viewer, held: Comment) -> None:
    with pytest.raises(BadField):
        moderating.reject(moderator, held, why=Why(note=" "), now=timezone.now())


def test_a_decision_made_meanwhile_is_not_overwritten(moderator: Viewer, held: Comment) -> None:
    moderating.approve(moderator, held, now=timezone.now())

    with pytest.raises(Conflict):
        moderating.approve(moderator, held, now=timezone.now())


def test_what_its_author_deleted_cannot_be_approved(moderator: Viewer, article: Article) -> None:
    gone = factories.comment(article, state=CommentState.DELETED)

    with pytest.raises(Conflict):
        moderating.approve(moderator, gone, now=timezone.now())


def test_approving_a_reported_comment_settles_the_reports(
    moderator: Viewer, article: Article, site: Site
) -> None:
    comment = factories.comment(article)
    reporting.report_comment(
        factories.viewer(site), comment, reason="spam", detail="", now=timezone.now()
    )
    moderating.approve(moderator, comment, now=timezone.now())

    assert not Waiting.objects.filter(comment=comment).exists()
    assert comment.reports.get().settled_at is not None


def test_removing_a_public_comment_takes_it_out_of_the_counts(
    moderator: Viewer, article: Article
) -> None:
    comment = factories.comment(article)
    moderating.reject(moderator, comment, why=Why(note="It is abusive."), now=timezone.now())

    article.refresh_from_db()
    assert article.comment_count == 0


def test_a_rejected_comment_may_be_restored(moderator: Viewer, held: Comment) -> None:
    moderating.reject(moderator, held, why=Why(note="A mistake."), now=timezone.now())
    moderating.approve(moderator, held, now=timezone.now())

    held.refresh_from_db()
    held.author.refresh_from_db()
    assert held.state == CommentState.PUBLISHED
    assert held.author.rejected_count == 0


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
def test_others_decide_nothing(site: Site, held: Comment, role: Role) -> None:
    who = factories.user() if role == Role.READER else factories.member(site, role)

    with pytest.raises(NotAllowed):
        moderating.approve(factories.viewer(site, who), held, now=timezone.now())


def test_a_suspension_is_told_and_ends(moderator: Viewer, author: Author) -> None:
    now = timezone.now()
    moderating.suspend(
        moderator, author, until=now + timedelta(days=7), reason="Repeated insults.", now=now
    )

    assert author.suspended_at(now)
    assert not author.suspended_at(now + timedelta(days=7))
    assert Notice.objects.get().text == "Repeated insults."


def test_staff_cannot_be_suspended(moderator: Viewer, site: Site) -> None:
    colleague = factories.author(site, factories.member(site, Role.STAFF))
    now = timezone.now()

    with pytest.raises(NotAllowed):
        moderating.suspend(
            moderator, colleague, until=now + timedelta(days=1), reason="Why not.", now=now
        )


def test_a_suspension_may_be_lifted(moderator: Viewer, author: Author) -> None:
    now = timezone.now()
    moderating.suspend(
        moderator, author, until=now + timedelta(days=7), reason="Repeated insults.", now=now
    )
    moderating.lift_suspension(moderator, author, now=now)

    assert not author.suspended_at(now)


def test_what_an_import_brought_as_rejected_can_be_approved(
    moderator: Viewer, article: Article
) -> None:
    """Nobody has counted it for its author."""
    old = factories.imported_author(article.site)
    comment = factories.comment(article, old, state=CommentState.REJECTED)

    moderating.approve(moderator, comment, now=timezone.now())

    old.refresh_from_db()
    assert (old.published_count, old.rejected_count) == (1, 0)
