"""The moderators' queue."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.report import Report
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories


def held(article: Article, text: str = factories.PROPER, **fields: Any) -> Comment:
    return factories.comment(article, text=text, state=CommentState.HELD, **fields)


def reported(article: Article, reason: str = "spam", detail: str = "") -> Comment:
    comment = factories.comment(article, open_reports=1)
    Report.objects.create(
        site=article.site,
        comment=comment,
        reporter=factories.user(),
        reason=reason,
        detail=detail,
        created_at=timezone.now(),
    )
    return comment


def judged(comment: Comment, message: str, words: str) -> Decision:
    """What the policy said when the comment came in."""
    start = comment.text.index(words)
    reason = {
        "rule": "words",
        "code": "suspect",
        "message": message,
        "start": start,
        "end": start + len(words),
        "suggestion": None,
        "severity": "hold",
    }
    return Decision.objects.create(
        site=comment.site,
        comment=comment,
        outcome="hold",
        reasons=[reason],
        created_at=timezone.now(),
    )


def queue(by: User | None, query: str = "") -> str:
    response = factories.browser(by).get("/moderate/" + query)
    assert response.status_code == 200
    return response.content.decode()


def test_held_and_reported_comments_wait_there_and_others_do_not(
    article: Article, moderator: User
) -> None:
    held(article, "This one is held.")
    reported(article)
    factories.comment(article, text="This one is fine.")

    html = queue(moderator)

    assert "This one is held." in html
    assert "1 report<" in html
    assert "This one is fine." not in html


def test_the_oldest_comes_first(article: Article, moderator: User) -> None:
    held(article, "Came second.")
    held(article, "Came first.", created_at=timezone.now() - timedelta(days=1))

    html = queue(moderator)

    assert html.index("Came first.") < html.index("Came second.")


def test_the_reasons_of_the_policy_stand_beside_with_the_words_marked(
    article: Article, moderator: User
) -> None:
    judged(held(article, "Only a fool would vote for it."), "This word needs a look.", "fool")

    html = queue(moderator)

    assert "This word needs a look." in html
    assert "Only a <mark>fool</mark> would" in html


def test_what_readers_complained_about_stands_beside(article: Article, moderator: User) -> None:
    reported(article, "privacy", "That is my own telephone number.")

    html = queue(moderator)

    assert "It gives away personal data" in html
    assert "That is my own telephone number." in html


def test_the_author_is_shown_with_their_record(article: Article, moderator: User) -> None:
    by = factories.author(
        article.site,
        factories.user("Ravi Shenoy"),
        published_count=12,
        rejected_count=3,
        suspended_until=timezone.now() + timedelta(days=1),
    )
    factories.comment(article, by, state=CommentState.HELD)

    html = queue(moderator)

    assert "Ravi Shenoy" in html
    assert "12 published" in html
    assert "3 rejected" in html
    assert "suspended" in html


def test_a_reply_is_shown_with_what_it_answers(article: Article, moderator: User) -> None:
    parent = factories.comment(article, text="Nobody asked the neighbours.")
    held(article, parent=parent)
    assert "Nobody asked the neighbours." in queue(moderator)


def test_an_empty_queue_says_so(moderator: User) -> None:
    assert "Nothing is waiting." in queue(moderator)


def test_a_page_holds_twenty_five(article: Article, moderator: User) -> None:
    by = factories.author(article.site)
    for _number in range(26):
        factories.comment(article, by, state=CommentState.HELD)

    assert queue(moderator).count('class="card"') == 25
    assert queue(moderator, "?page=2").count('class="card"') == 1


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
def test_whoever_does_not_moderate_finds_nothing_there(site: Site, role: Role) -> None:
    who = factories.member(site, role)
    assert factories.browser(who).get("/moderate/").status_code == 404


def test_somebody_signed_out_signs_in_first(site: Site) -> None:
    response = factories.browser().get("/moderate/")
    assert response["Location"] == "/accounts/login/?next=%2Fmoderate%2F"


def test_another_sites_comments_are_not_in_the_queue(article: Article, moderator: User) -> None:
    elsewhere = factories.site("other.example", name="The Other")
    held(factories.article(elsewhere), "This is the other paper's.")
    assert "This is the other paper's." not in queue(moderator, "?site=paper.example")


def test_another_sites_queue_is_as_if_absent(moderator: User) -> None:
    factories.site("other.example", name="The Other")
    response = factories.browser(moderator).get("/moderate/?site=other.example")
    assert response.status_code == 404


def test_of_several_sites_one_starts_at_ones_own(moderator: User) -> None:
    other = factories.site("other.example", name="The Other")
    theirs = factories.member(other, Role.MODERATOR)

    response = factories.browser(theirs).get("/moderate/")

    assert response["Location"] == "/moderate/?site=other.example"


def test_queries_do_not_grow_with_the_queue(article: Article, moderator: User) -> None:
    client = factories.browser(moderator)
    judged(held(article), "This word needs a look.", "council")
    reported(article)
    with CaptureQueriesContext(connection) as with_few:
        client.get("/moderate/")
    for _number in range(8):
        judged(held(article), "This word needs a look.", "council")
        reported(article)

    with CaptureQueriesContext(connection) as with_many:
        client.get("/moderate/")

    assert len(with_many) == len(with_few)
