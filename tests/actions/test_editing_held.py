"""What is changed while it waits, or was sent back: it waits on, and everybody is told so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import editing, fairness_figures, moderating, posting, returning, verdicts
from parley.actions.moderating import Why
from parley.actions.posting import Draft, Posted
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.hook import Delivery, HookKind
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from tests import factories, hooks

NOW = timezone.now()
LATER = NOW + timedelta(seconds=30)
WHY = Why(note="It is advertising.", rule="spam")


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def reader(site: Site) -> Viewer:
    return factories.viewer(site)


@pytest.fixture
def held(reader: Viewer, article: Article) -> Comment:
    draft = Draft(text="u r right abt this thing", article=article, send_to_moderator=True)
    posted = posting.post_comment(reader, draft, now=NOW)
    assert posted.comment is not None
    return posted.comment


def change(reader: Viewer, comment: Comment) -> Posted:
    return editing.edit_comment(reader, comment, text=factories.PROPER, now=LATER)


def test_what_was_held_is_held_with_a_reason_that_says_so(reader: Viewer, held: Comment) -> None:
    told = change(reader, held).decision

    kept = held.decisions.last()
    assert kept is not None
    assert (kept.outcome, told.outcome) == ("hold", "hold")
    assert [each["code"] for each in kept.reasons] == ["held_before_change"]


def test_so_is_what_was_sent_back(moderator: Viewer, reader: Viewer, held: Comment) -> None:
    row = returning.send_back(moderator, held, why=WHY, now=NOW)
    told = change(reader, row)

    assert told.decision.outcome == "hold"
    assert told.comment is not None
    assert told.comment.state == CommentState.HELD


def test_what_was_public_stays_so(reader: Viewer, article: Article) -> None:
    posted = posting.post_comment(reader, Draft(text=factories.PROPER, article=article), now=NOW)
    assert posted.comment is not None
    text = factories.PROPER + " It has them."
    edited = editing.edit_comment(reader, posted.comment, text=text, now=LATER)

    assert edited.decision.outcome == "publish"
    assert edited.decision.reasons == ()


def test_its_author_is_not_told_that_it_was_published(
    moderator: Viewer, reader: Viewer, held: Comment
) -> None:
    change(reader, held)
    moderating.reject(moderator, held, why=WHY, now=LATER)
    comment = Comment.objects.get(pk=held.pk)

    told = [verdict.outcome for verdict in verdicts.verdicts_of(comment, LATER)]
    assert "publish" not in told
    assert told[-2:] == ["hold", "reject"]


def test_hooks_are_told_that_it_is_held(site: Site, reader: Viewer, held: Comment) -> None:
    hooks.hook(site, HookKind.EDITED)
    change(reader, held)

    data = Delivery.objects.get().payload["data"]
    assert (data["comment"]["state"], data["decision"]["outcome"]) == ("held", "hold")


def test_the_machine_is_not_said_to_have_missed_it(
    site: Site, moderator: Viewer, reader: Viewer, held: Comment
) -> None:
    change(reader, held)
    moderating.reject(moderator, held, why=WHY, now=LATER)

    found = fairness_figures.reversals(site, since=NOW - timedelta(days=1), until=LATER)
    assert found.missed.whole == 0
