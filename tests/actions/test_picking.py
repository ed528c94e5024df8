"""Picks and pins: what readers see of them, and who may give them."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import moderating, picking
from parley.actions.moderating import Why
from parley.actions.publishing import MOST_PINNED
from parley.errors import Conflict, NotAllowed
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import Comment, CommentState
from parley.models.decision import Notice, NoticeKind
from parley.models.outbox import Change
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.ranking.sorts import Sort
from parley.snapshots import render
from parley.snapshots.thread import RenderedPage, ThreadKey
from tests import factories


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def comment(article: Article) -> Comment:
    return factories.comment(article, factories.author(article.site, factories.user()))


def pick(viewer: Viewer, comment: Comment, picked: bool = True) -> Comment:
    return picking.set_picked(viewer, comment, picked=picked, now=timezone.now())


def pin(viewer: Viewer, comment: Comment, pinned: bool = True) -> Comment:
    return picking.set_pinned(viewer, comment, pinned=pinned, now=timezone.now())


def page_of(article: Article, sort: Sort = Sort.NEWEST) -> RenderedPage:
    return render.render_thread(ThreadKey(article.pk, sort)).page(1)


def ids_of(page: RenderedPage) -> list[int]:
    return [comment["id"] for comment in json.loads(page.json)["comments"]]


def test_readers_see_that_it_is_picked(moderator: Viewer, comment: Comment) -> None:
    pick(moderator, comment)

    page = page_of(comment.article)
    assert "Editor’s pick" in page.html.decode()
    assert b'"picked":true' in page.json


def test_its_author_is_told(moderator: Viewer, comment: Comment) -> None:
    pick(moderator, comment)

    assert Notice.objects.get(user=comment.author.user).kind == NoticeKind.PICKED


def test_a_pick_is_taken_back_in_silence(moderator: Viewer, comment: Comment) -> None:
    pick(moderator, comment)
    pick(moderator, comment, False)

    assert "Editor’s pick" not in page_of(comment.article).html.decode()
    assert Notice.objects.count() == 1


def test_staff_pick_and_do_not_pin(site: Site, comment: Comment) -> None:
    journalist = factories.viewer(site, factories.member(site, Role.STAFF))
    pick(journalist, comment)

    with pytest.raises(NotAllowed):
        pin(journalist, comment)


@pytest.mark.parametrize("act", [pick, pin])
def test_readers_do_neither(
    site: Site, comment: Comment, act: Callable[[Viewer, Comment], Comment]
) -> None:
    with pytest.raises(NotAllowed):
        act(factories.viewer(site), comment)


@pytest.mark.parametrize("act", [pick, pin])
@pytest.mark.parametrize("state", [CommentState.HELD, CommentState.REJECTED])
def test_what_readers_do_not_see_gets_neither(
    moderator: Viewer,
    article: Article,
    act: Callable[[Viewer, Comment], Comment],
    state: CommentState,
) -> None:
    with pytest.raises(Conflict):
        act(moderator, factories.comment(article, state=state))


@pytest.mark.parametrize("act", [pick, pin])
def test_twice_is_told(
    moderator: Viewer, comment: Comment, act: Callable[[Viewer, Comment], Comment]
) -> None:
    act(moderator, comment)

    with pytest.raises(Conflict):
        act(moderator, comment)


@pytest.mark.parametrize("sort", Sort)
def test_a_pinned_comment_stands_first_in_every_order(
    moderator: Viewer, article: Article, sort: Sort
) -> None:
    now = timezone.now()
    comments = [
        factories.comment(article, created_at=now - timedelta(hours=hour), respect=hour % 2 * 9)
        for hour in range(4)
    ]
    for comment in comments[1:3]:
        pin(moderator, comment)

    assert set(ids_of(page_of(article, sort))[:2]) == {comments[1].pk, comments[2].pk}


def test_readers_see_that_it_is_pinned(moderator: Viewer, comment: Comment) -> None:
    pin(moderator, comment)

    page = page_of(comment.article)
    assert ">Pinned<" in page.html.decode()
    assert b'"pinned":true' in page.json


def test_one_that_was_taken_down_does_not_stand_first(moderator: Viewer, article: Article) -> None:
    old = factories.comment(article, created_at=timezone.now() - timedelta(days=1))
    factories.comment(article, parent=old)
    new = factories.comment(article)
    moderating.reject(moderator, pin(moderator, old), why=Why(note="Old."), now=timezone.now())

    page = page_of(article)
    assert ids_of(page)[0] == new.pk
    assert b'"pinned":true' not in page.json


def test_few_are_pinned(moderator: Viewer, article: Article) -> None:
    for _number in range(MOST_PINNED):
        pin(moderator, factories.comment(article))

    with pytest.raises(Conflict):
        pin(moderator, factories.comment(article))


def test_one_that_comes_back_to_a_full_house_is_pinned_no_more(
    moderator: Viewer, article: Article
) -> None:
    first, *others = [factories.comment(article) for _number in range(MOST_PINNED + 1)]
    moderating.reject(moderator, pin(moderator, first), why=Why(note="No."), now=timezone.now())
    for other in others:
        pin(moderator, other)
    moderating.approve(moderator, first, now=timezone.now())

    assert Comment.objects.filter(pinned=True).count() == MOST_PINNED
    assert ids_of(page_of(article))[:MOST_PINNED] != [first.pk]
    first.refresh_from_db()
    assert (first.state, first.pinned) == ("published", False)


def test_one_that_comes_back_among_few_is_pinned_still(moderator: Viewer, comment: Comment) -> None:
    moderating.reject(moderator, pin(moderator, comment), why=Why(note="No."), now=timezone.now())
    moderating.approve(moderator, comment, now=timezone.now())

    comment.refresh_from_db()
    assert comment.pinned


def test_a_reply_is_not_pinned(moderator: Viewer, comment: Comment) -> None:
    with pytest.raises(Conflict):
        pin(moderator, factories.comment(comment.article, parent=comment))


@pytest.mark.parametrize(("act", "verbs"), [(pick, "pick unpick"), (pin, "pin unpin")])
def test_both_are_audited_and_announced(
    moderator: Viewer,
    comment: Comment,
    act: Callable[[Viewer, Comment, bool], Comment],
    verbs: str,
) -> None:
    act(moderator, comment, True)
    act(moderator, comment, False)

    entries = AuditEntry.objects.order_by("pk")
    assert [entry.verb for entry in entries] == verbs.split()
    assert [change.kind for change in Change.objects.filter(comment_id=comment.pk)] == [
        "update",
        "update",
    ]
