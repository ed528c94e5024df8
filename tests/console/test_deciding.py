"""What moderators decide about comments."""

from typing import Any

from django.contrib.messages import get_messages

from parley.actions.moderating import last_decision
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.decision import Notice, NoticeKind
from parley.models.user import Role, User
from tests import factories
from tests.console.test_queue import held, judged, reported


def decide(comment: Comment, deed: str, by: User, **fields: Any) -> Any:
    """What the form in the queue sends, as the queue was when the comment was read."""
    form = {"seen": str(last_decision(comment)), **fields}
    return factories.browser(by).post(f"/moderate/comment/{comment.pk}/{deed}/", form)


def state_of(comment: Comment) -> str:
    comment.refresh_from_db()
    return comment.state


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_an_approved_comment_is_public(article: Article, moderator: User) -> None:
    comment = held(article)
    decide(comment, "approve", moderator)
    assert state_of(comment) == CommentState.PUBLISHED


def test_approving_a_reported_comment_settles_the_reports(
    article: Article, moderator: User
) -> None:
    comment = reported(article)

    decide(comment, "approve", moderator)

    assert state_of(comment) == CommentState.PUBLISHED
    assert not comment.reports.filter(settled_at=None).exists()


def test_a_rejected_comment_is_gone_and_its_author_told_the_house_rule(
    article: Article, moderator: User
) -> None:
    by = factories.author(article.site, factories.user())
    comment = factories.comment(article, by, state=CommentState.HELD)

    decide(comment, "reject", moderator, rule="personal", words="Argue the point.")

    assert state_of(comment) == CommentState.REJECTED
    notice = Notice.objects.get()
    assert notice.kind == NoticeKind.REJECTED
    assert notice.text == "It is about a person rather than the argument. Argue the point."


def test_a_rejection_without_any_reason_changes_nothing(article: Article, moderator: User) -> None:
    comment = held(article)

    response = decide(comment, "reject", moderator, rule="", words="")

    assert state_of(comment) == CommentState.HELD
    assert "Say why" in said(response)


def test_a_later_moderator_does_not_overwrite_an_earlier_one(
    article: Article, moderator: User
) -> None:
    comment = held(article)
    seen = str(last_decision(comment))
    decide(comment, "reject", moderator, rule="spam")
    colleague = factories.member(article.site, Role.MODERATOR)

    response = decide(comment, "approve", colleague, seen=seen)

    assert state_of(comment) == CommentState.REJECTED
    assert "while you read it" in said(response)


def test_a_text_that_was_edited_since_is_not_approved_unread(
    article: Article, moderator: User
) -> None:
    comment = held(article, "Only a fool would vote for it.")
    seen = str(last_decision(comment))
    judged(comment, "After the edit.", "fool")

    decide(comment, "approve", moderator, seen=seen)

    assert state_of(comment) == CommentState.HELD


def test_a_rejection_can_be_taken_back(article: Article, moderator: User) -> None:
    comment = held(article)
    decide(comment, "reject", moderator, rule="spam")
    decide(comment, "approve", moderator)
    assert state_of(comment) == CommentState.PUBLISHED


def test_afterwards_one_is_at_the_next_comment_of_the_same_filter(
    article: Article, moderator: User
) -> None:
    comment, following = held(article), held(article)

    response = decide(
        comment, "approve", moderator, queue="rule=spam&mine=", then=str(following.pk)
    )

    assert response["Location"] == f"/moderate/?rule=spam#comment-{following.pk}"


def test_a_reader_decides_nothing(article: Article) -> None:
    comment = held(article)

    response = decide(comment, "approve", factories.user(accepted=article.site))

    assert response.status_code == 404
    assert state_of(comment) == CommentState.HELD


def test_a_comment_of_another_site_is_as_if_absent(moderator: User) -> None:
    elsewhere = factories.site("other.example", name="The Other")
    comment = held(factories.article(elsewhere))

    assert decide(comment, "approve", moderator).status_code == 404
    assert state_of(comment) == CommentState.HELD


def test_a_link_decides_nothing(article: Article, moderator: User) -> None:
    comment = held(article)
    response = factories.browser(moderator).get(f"/moderate/comment/{comment.pk}/approve/")
    assert response.status_code == 405


def test_the_page_of_a_comment_tells_its_history(article: Article, moderator: User) -> None:
    comment = held(article)
    decide(comment, "reject", moderator, rule="spam")

    html = factories.browser(moderator).get(f"/moderate/comment/{comment.pk}/").content.decode()

    assert "by Meera Pillai" in html
    assert "It is advertising or spam." in html
