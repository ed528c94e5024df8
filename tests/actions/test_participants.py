"""Whoever takes part near a comment is known to the policy, before posting and after."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import posting, rejudging
from parley.actions.participants import GENERATIONS, MOST_OTHERS, others_near
from parley.actions.posting import Draft
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.viewer import Viewer
from parley.policy.decision import Decision, Rule
from tests import factories

ATTACK = "As always, zebra_9 is a fraud."


@pytest.fixture
def viewer(article: Article) -> Viewer:
    return factories.viewer(article.site)


def named(article: Article, name: str) -> Author:
    return factories.author(article.site, display_name=name)


def near(article: Article, parent: Comment | None, author: Author | None = None) -> tuple[str, ...]:
    return others_near(article, parent, author=author, until=timezone.now())


def chain(article: Article, length: int) -> Comment:
    """The last of so many comments, each an answer to the one before."""
    last = None
    for number in range(length):
        last = factories.comment(article, named(article, f"above_{number}"), parent=last)
    assert last is not None
    return last


def advised(viewer: Viewer, draft: Draft) -> Decision:
    return posting.advise(viewer, draft, now=timezone.now(), address="192.0.2.1")


def is_personal(decision: Decision) -> bool:
    return Rule.PERSONAL in {reason.rule for reason in decision.reasons}


def test_an_attack_on_another_participant_by_name_is_personal(
    article: Article, viewer: Viewer
) -> None:
    parent = factories.comment(article, parent=factories.comment(article, named(article, "Asha")))
    draft = Draft(text=ATTACK, article=article, parent=parent)
    assert not is_personal(advised(viewer, draft))
    factories.comment(article, named(article, "zebra_9"), parent=parent)
    assert is_personal(advised(viewer, draft))


def test_somebody_of_another_discussion_is_nobody_here(article: Article, viewer: Viewer) -> None:
    elsewhere = factories.article(article.site)
    factories.comment(elsewhere, named(article, "zebra_9"))
    assert not is_personal(advised(viewer, Draft(text=ATTACK, article=article)))


@pytest.mark.parametrize("reply", [True, False])
def test_what_is_advised_is_what_is_decided_and_explained(
    article: Article, viewer: Viewer, *, reply: bool
) -> None:
    parent = factories.comment(
        article, parent=factories.comment(article, named(article, "zebra_9"))
    )
    draft = Draft(
        text=ATTACK, article=article, parent=parent if reply else None, send_to_moderator=True
    )
    before = advised(viewer, draft)
    posted = posting.post_comment(viewer, draft, now=timezone.now())
    assert is_personal(before)
    assert posted.decision == before
    assert posted.comment is not None
    assert rejudging.explain(posted.comment).replayed.reasons == before.reasons


def test_what_was_said_later_does_not_explain_a_decision(article: Article, viewer: Viewer) -> None:
    draft = Draft(text=ATTACK, article=article)
    posted = posting.post_comment(viewer, draft, now=timezone.now() - timedelta(minutes=1))
    factories.comment(article, named(article, "zebra_9"))
    assert posted.comment is not None
    assert not is_personal(rejudging.explain(posted.comment).replayed)


def test_those_above_come_before_those_beside(article: Article) -> None:
    parent = chain(article, 3)
    for name in ("beside_0", "beside_1"):
        factories.comment(article, named(article, name), parent=parent)
    assert near(article, parent) == ("above_1", "above_0", "beside_1", "beside_0")


def test_an_opening_comment_stands_beside_the_newest(article: Article) -> None:
    parent = chain(article, 2)
    assert near(article, None) == ("above_1", "above_0")
    assert near(article, None, parent.author) == ("above_0",)


def test_neither_the_author_nor_whoever_is_answered_is_another(article: Article) -> None:
    first = factories.comment(article, named(article, "first"))
    parent = factories.comment(article, named(article, "answered"), parent=first)
    mine = factories.comment(article, named(article, "mine"), parent=parent)
    factories.comment(article, parent.author, parent=parent)
    assert near(article, parent, mine.author) == ("first",)


@pytest.mark.parametrize("state", [CommentState.HELD, CommentState.REJECTED, CommentState.DELETED])
def test_whose_comment_readers_do_not_see_is_not_present(
    article: Article, state: CommentState
) -> None:
    hidden = factories.comment(article, named(article, "hidden_0"), state=state)
    parent = factories.comment(article, named(article, "answered"), parent=hidden)
    factories.comment(article, named(article, "hidden_1"), parent=parent, state=state)
    assert near(article, parent) == ()
    assert near(article, None) == ("answered",)


def test_without_an_article_nobody_is_present(article: Article) -> None:
    assert others_near(None, None, author=None, until=timezone.now()) == ()


@pytest.mark.parametrize("reply", [True, False])
def test_a_large_thread_costs_no_more_and_names_no_more(article: Article, *, reply: bool) -> None:
    parent = chain(article, GENERATIONS + 3)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            near(article, parent if reply else None)
        return len(queries)

    small = asked()
    for _ in range(MOST_OTHERS + 40):
        factories.comment(article, parent=parent)
    assert (small, asked()) == (1, 1)
    assert len(near(article, parent if reply else None)) == MOST_OTHERS
