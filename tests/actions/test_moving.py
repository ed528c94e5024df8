"""What a moved comment takes along, what it leaves behind, and how it is found again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import moving, permalinks, posting, reporting, voting
from parley.actions.posting import Draft
from parley.errors import Conflict, NotAllowed, NotFound
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import Comment, CommentState
from parley.models.decision import Notice, NoticeKind
from parley.models.outbox import Change
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.models.vote import Vote
from parley.ranking.sorts import Sort
from parley.snapshots import render
from parley.snapshots.thread import ThreadKey
from tests import factories


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def other(site: Site) -> Article:
    return factories.article(site, "/city/trams/", headline="Trams stop")


@pytest.fixture
def root(article: Article) -> Comment:
    return factories.comment(article, created_at=timezone.now() - timedelta(hours=3))


@pytest.fixture
def reply(root: Comment) -> Comment:
    author = factories.author(root.site, factories.user(accepted=root.site))
    return factories.comment(root.article, author, parent=root)


@pytest.fixture
def answer(reply: Comment) -> Comment:
    """A reply to the reply."""
    return factories.comment(reply.article, parent=reply)


def move(viewer: Viewer, comment: Comment, to: Article | None = None) -> Comment:
    return moving.move_out(viewer, comment, to=to, now=timezone.now())


def recount(article: Article) -> tuple[int, int]:
    """What the counter says, and what is there."""
    article.refresh_from_db()
    there = article.comments.filter(state=CommentState.PUBLISHED).count()
    return article.comment_count, there


def test_a_reply_begins_a_conversation_with_what_answers_it(
    moderator: Viewer, root: Comment, reply: Comment, answer: Comment
) -> None:
    move(moderator, reply)

    for comment in (root, reply, answer):
        comment.refresh_from_db()
    assert (reply.parent_id, reply.depth) == (None, 0)
    assert (answer.parent_id, answer.depth) == (reply.pk, 1)
    assert (root.replies, reply.replies) == (0, 1)
    assert recount(root.article) == (3, 3)


def test_it_goes_to_another_article_with_every_counter(
    moderator: Viewer, root: Comment, reply: Comment, answer: Comment, other: Article
) -> None:
    move(moderator, reply, other)

    root.refresh_from_db()
    assert recount(root.article) == (1, 1)
    assert recount(other) == (2, 2)
    assert root.replies == 0
    assert set(other.comments.values_list("pk", flat=True)) == {reply.pk, answer.pk}


def test_the_articles_know_when_they_were_last_discussed(
    moderator: Viewer, root: Comment, reply: Comment, other: Article
) -> None:
    move(moderator, reply, other)

    root.article.refresh_from_db()
    other.refresh_from_db()
    assert root.article.last_comment_at == root.created_at
    assert other.last_comment_at == reply.created_at


def test_an_article_from_which_all_went_was_not_discussed(
    moderator: Viewer, root: Comment, reply: Comment, other: Article
) -> None:
    move(moderator, root, other)

    root.article.refresh_from_db()
    assert (root.article.comment_count, root.article.last_comment_at) == (0, None)


def test_its_author_is_told_where_it_is(moderator: Viewer, reply: Comment, other: Article) -> None:
    move(moderator, reply, other)

    notice = Notice.objects.get(user=reply.author.user)
    assert notice.kind == NoticeKind.MOVED
    assert "Trams stop" in notice.text


def test_votes_and_the_queue_follow(
    moderator: Viewer, reply: Comment, answer: Comment, other: Article
) -> None:
    reader = factories.viewer(reply.site)
    now = timezone.now()
    voting.cast_vote(reader, answer, value=1, now=now)
    reporting.report_comment(reader, answer, reason="spam", detail="", now=now)
    move(moderator, reply, other)

    assert Vote.objects.get().article == other
    assert Waiting.objects.get().article == other


def test_what_waits_below_it_comes_along(moderator: Viewer, reply: Comment, other: Article) -> None:
    held = factories.comment(reply.article, parent=reply, state=CommentState.HELD)
    move(moderator, reply, other)

    held.refresh_from_db()
    assert (held.article, held.depth) == (other, 1)
    assert recount(other) == (1, 1)


def test_readers_find_it_there_and_not_here(
    moderator: Viewer, root: Comment, reply: Comment, other: Article
) -> None:
    move(moderator, reply, other)

    def page(article: Article) -> str:
        return render.render_thread(ThreadKey(article.pk, Sort.OLDEST)).page(1).html.decode()

    assert f'id="comment-{reply.pk}"' in page(other)
    assert f'id="comment-{reply.pk}"' not in page(root.article)


def test_those_who_read_along_are_told(
    moderator: Viewer, root: Comment, reply: Comment, answer: Comment, other: Article
) -> None:
    move(moderator, reply, other)

    told = [(row.article_id, row.kind, row.comment_id) for row in Change.objects.order_by("id")]
    here = root.article_id
    assert told[:4] == [
        (here, "remove", answer.pk),
        (here, "remove", reply.pk),
        (other.pk, "comment", reply.pk),
        (other.pk, "comment", answer.pk),
    ]


def test_old_permalinks_find_it(
    moderator: Viewer, root: Comment, reply: Comment, answer: Comment, other: Article
) -> None:
    move(moderator, reply, other)

    for comment in (reply, answer):
        found = permalinks.moved(root.article, comment.pk)
        assert found is not None
        assert (found.pk, found.article) == (comment.pk, other)


def test_permalinks_of_the_former_system_find_it(
    moderator: Viewer, article: Article, other: Article
) -> None:
    imported = factories.comment(article, source="wordpress", source_id="77")
    move(moderator, imported, other)

    assert permalinks.find(article, "#comment-77") == imported
    assert permalinks.find(factories.article(article.site), "#comment-77") is None


def test_what_was_never_here_is_not_found(reply: Comment, other: Article) -> None:
    assert permalinks.moved(other, reply.pk) is None


def test_an_article_of_another_site_is_as_if_absent(moderator: Viewer, reply: Comment) -> None:
    elsewhere = factories.article(factories.site("other.example"))

    with pytest.raises(NotFound):
        move(moderator, reply, elsewhere)


def test_what_begins_a_conversation_stays_where_it_is(moderator: Viewer, root: Comment) -> None:
    with pytest.raises(Conflict):
        move(moderator, root)
    with pytest.raises(Conflict):
        move(moderator, root, root.article)


@pytest.mark.parametrize("state", [CommentState.DELETED, CommentState.REJECTED])
def test_what_was_removed_is_not_moved(
    moderator: Viewer, root: Comment, state: CommentState
) -> None:
    gone = factories.comment(root.article, parent=root, state=state)

    with pytest.raises(Conflict):
        move(moderator, gone)


def test_a_whole_discussion_is_not_moved(
    moderator: Viewer, root: Comment, reply: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "MOST_MOVED", 1)

    with pytest.raises(Conflict):
        move(moderator, root, factories.article(root.site))


def test_it_is_audited(moderator: Viewer, root: Comment, reply: Comment, other: Article) -> None:
    move(moderator, reply, other)

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object_id) == ("move_out", reply.pk)
    assert entry.before == {"article": root.article_id, "parent": root.pk, "depth": 1}
    assert entry.after["article"] == other.pk


def test_who_answers_where_it_was_is_told(
    moderator: Viewer, reply: Comment, other: Article
) -> None:
    reader = factories.viewer(reply.site)
    draft = Draft(text=factories.PROPER, article=reply.article, parent=reply)
    move(moderator, reply, other)

    with pytest.raises(Conflict):
        posting.post_comment(reader, draft, now=timezone.now())
    with pytest.raises(Conflict):
        voting.cast_vote(reader, reply, value=1, now=timezone.now())


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
def test_others_move_nothing(site: Site, reply: Comment, role: Role) -> None:
    who = factories.user() if role == Role.READER else factories.member(site, role)

    with pytest.raises(NotAllowed):
        move(factories.viewer(site, who), reply)
