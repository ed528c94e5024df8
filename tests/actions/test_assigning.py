"""Whose a waiting comment is, and what goes before everything else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import assigning, legal_cases, moderating
from parley.actions.moderating import Why
from parley.errors import BadField, Conflict, NotAllowed, NotFound
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import Comment, CommentState
from parley.models.legal_categories import LegalCategory
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from parley.policy.risk import Risk
from tests import factories, legal


@pytest.fixture
def colleague(site: Site) -> User:
    return factories.member(site, Role.MODERATOR, "Anand Rao")


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def held(article: Article) -> Comment:
    return factories.comment(article, state=CommentState.HELD)


def leased(comment: Comment, by: User | None) -> Waiting:
    entry = Waiting.objects.get(comment=comment)
    entry.lease_by, entry.lease_until = by, timezone.now() + timedelta(minutes=5)
    entry.save()
    return entry


def test_what_is_assigned_is_the_colleagues_alone(
    moderator: Viewer, held: Comment, colleague: User
) -> None:
    leased(held, moderator.user)
    assigning.assign(moderator, held, to=colleague, now=timezone.now())
    assert moderator.user is not None

    free = Waiting.objects.free_for(moderator.user.pk, timezone.now())
    assert not free.exists()
    assert Waiting.objects.free_for(colleague.pk, timezone.now()).exists()
    assert AuditEntry.objects.get().after == {"assigned_to": colleague.pk}


def test_it_is_given_back_to_everybody(moderator: Viewer, held: Comment, colleague: User) -> None:
    assigning.assign(moderator, held, to=colleague, now=timezone.now())
    assigning.assign(moderator, held, to=None, now=timezone.now())

    assert Waiting.objects.get().assigned_to is None


def test_only_who_moderates_the_site_is_assigned(moderator: Viewer, held: Comment) -> None:
    elsewhere = factories.member(factories.site("other.example"), Role.MODERATOR)

    for somebody in (elsewhere, factories.member(held.site, Role.STAFF), factories.user()):
        with pytest.raises(NotFound):
            assigning.assign(moderator, held, to=somebody, now=timezone.now())


def test_what_does_not_wait_is_nobodys(
    moderator: Viewer, article: Article, colleague: User
) -> None:
    with pytest.raises(Conflict):
        assigning.assign(moderator, factories.comment(article), to=colleague, now=timezone.now())


def test_what_is_escalated_comes_first(moderator: Viewer, held: Comment, article: Article) -> None:
    factories.comment(article, state=CommentState.HELD)
    public = factories.comment(article)
    assigning.escalate(moderator, public, why="A threat, I think.", now=timezone.now())

    first = Waiting.objects.of_site(held.site)[0]
    assert (first.comment_id, first.risk, first.held) == (public.pk, Risk.URGENT, False)
    assert AuditEntry.objects.get().why == "A threat, I think."


def test_escalating_gives_it_to_everybody(
    moderator: Viewer, held: Comment, colleague: User
) -> None:
    assigning.assign(moderator, held, to=colleague, now=timezone.now())
    assigning.escalate(moderator, held, why="A threat, I think.", now=timezone.now())

    entry = Waiting.objects.get()
    assert (entry.assigned_to, entry.escalated) == (None, True)


def test_escalating_needs_a_reason(moderator: Viewer, held: Comment) -> None:
    with pytest.raises(BadField):
        assigning.escalate(moderator, held, why=" ", now=timezone.now())


def test_it_is_escalated_once(moderator: Viewer, held: Comment) -> None:
    assigning.escalate(moderator, held, why="A threat, I think.", now=timezone.now())

    with pytest.raises(Conflict):
        assigning.escalate(moderator, held, why="Look!", now=timezone.now())


def test_what_readers_do_not_see_is_not_escalated(moderator: Viewer, held: Comment) -> None:
    moderating.reject(moderator, held, why=Why(note="Rude."), now=timezone.now())

    with pytest.raises(Conflict):
        assigning.escalate(moderator, held, why="Look!", now=timezone.now())


def test_a_decision_ends_it(moderator: Viewer, article: Article) -> None:
    public = factories.comment(article)
    assigning.escalate(moderator, public, why="A threat, I think.", now=timezone.now())
    moderating.approve(moderator, public, now=timezone.now())

    assert not Waiting.objects.exists()


def test_one_gives_back_what_one_has_in_hand(
    moderator: Viewer, held: Comment, colleague: User
) -> None:
    leased(held, colleague)
    assigning.release(moderator, held)
    assert Waiting.objects.get().lease_by == colleague

    assigning.release(factories.viewer(held.site, colleague), held)
    assert Waiting.objects.get().lease_by is None


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
def test_others_do_none_of_it(site: Site, held: Comment, role: Role) -> None:
    who = factories.user() if role == Role.READER else factories.member(site, role)
    viewer, now = factories.viewer(site, who), timezone.now()

    with pytest.raises(NotAllowed):
        assigning.assign(viewer, held, to=None, now=now)
    with pytest.raises(NotAllowed):
        assigning.escalate(viewer, held, why="Look!", now=now)
    with pytest.raises(NotAllowed):
        assigning.release(viewer, held)


def test_an_escalation_is_taken_back(moderator: Viewer, article: Article) -> None:
    comment = factories.comment(article)
    assigning.escalate(moderator, comment, why="A threat.", now=timezone.now())
    assigning.lower(moderator, comment, now=timezone.now())
    assert not Waiting.objects.exists()
    assert AuditEntry.objects.latest("pk").verb == "lower"
    with pytest.raises(Conflict):
        assigning.lower(moderator, comment, now=timezone.now())


def test_what_is_held_waits_on_by_its_own_risk(moderator: Viewer, held: Comment) -> None:
    assigning.escalate(moderator, held, why="A threat.", now=timezone.now())
    assigning.lower(moderator, held, now=timezone.now())
    entry = Waiting.objects.get(comment=held)
    assert (entry.escalated, entry.risk) == (False, Risk.FORMAL)


def test_what_is_escalated_is_for_everybody(
    moderator: Viewer, held: Comment, colleague: User
) -> None:
    assigning.assign(moderator, held, to=colleague, now=timezone.now())
    legal_cases.escalate(held, timezone.now())
    assert moderator.user is not None
    assert Waiting.objects.free_for(moderator.user.pk, timezone.now()).exists()
    assigning.assign(moderator, held, to=colleague, now=timezone.now())
    assert Waiting.objects.free_for(moderator.user.pk, timezone.now()).exists()


def test_nobody_is_given_what_they_wrote(
    moderator: Viewer, article: Article, colleague: User
) -> None:
    author = factories.author(article.site, colleague)
    own = factories.comment(article, author, state=CommentState.HELD)
    with pytest.raises(Conflict):
        assigning.assign(moderator, own, to=colleague, now=timezone.now())


def test_nobody_gives_away_or_lowers_what_they_wrote(
    moderator: Viewer, article: Article, colleague: User
) -> None:
    author = factories.author(article.site, moderator.user)
    own = factories.comment(article, author)
    assigning.escalate(
        factories.viewer(article.site, colleague), own, why="Look.", now=timezone.now()
    )
    with pytest.raises(NotAllowed):
        assigning.lower(moderator, own, now=timezone.now())
    with pytest.raises(NotAllowed):
        assigning.assign(moderator, own, to=colleague, now=timezone.now())
    assert Waiting.objects.get(comment=own).escalated


def test_others_may_decide_what_was_given_to_a_colleague(
    moderator: Viewer, held: Comment, colleague: User
) -> None:
    assigning.assign(moderator, held, to=colleague, now=timezone.now())
    moderating.approve(moderator, held, now=timezone.now())
    held.refresh_from_db()
    assert held.state == CommentState.PUBLISHED


def test_what_a_colleague_escalates_after_that_outlasts_the_papers(
    moderator: Viewer, held: Comment, colleague: User
) -> None:
    case = legal.notice(held, category=LegalCategory.MINORS)
    assert Waiting.objects.get().escalated
    assigning.lower(moderator, held, now=timezone.now())
    other = factories.viewer(held.site, colleague)
    assigning.escalate(other, held, why="A threat.", now=timezone.now())
    legal_cases.decide(moderator, case, verdict=legal.kept(), now=timezone.now())
    assert Waiting.objects.get().escalated
