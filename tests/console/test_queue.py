"""The moderators' queue."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import queueing
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.queue import Waiting
from parley.models.report import Report
from parley.models.site import Site
from parley.models.user import Role, User
from parley.policy.risk import Risk
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
    queueing.keep(comment, timezone.now())
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


def test_a_page_holds_fifteen_and_leads_to_the_others(article: Article, moderator: User) -> None:
    by = factories.author(article.site)
    for _number in range(16):
        factories.comment(article, by, state=CommentState.HELD)

    assert queue(moderator).count('class="card"') == 15
    assert queue(moderator, "?page=2").count('class="card"') == 1


def test_what_one_moderator_has_before_them_another_does_not_see(
    article: Article, moderator: User
) -> None:
    held(article, "Only one of us reads this.")
    colleague = factories.member(article.site, Role.MODERATOR)

    assert "Only one of us reads this." in queue(moderator)
    assert "Only one of us reads this." not in queue(colleague)


def test_the_greatest_risk_comes_first(article: Article, moderator: User) -> None:
    held(article, "Came first.", created_at=timezone.now() - timedelta(days=1))
    Waiting.objects.filter(comment=held(article, "Is urgent.")).update(risk=Risk.URGENT)

    html = queue(moderator)

    assert html.index("Is urgent.") < html.index("Came first.")


def test_scores_are_said_in_words(article: Article, moderator: User) -> None:
    decision = judged(held(article, "Only a fool would vote for it."), "A look.", "fool")
    decision.scores = {"INSULT": 0.931, "SPAM": 0.02}
    decision.save()

    html = queue(moderator)

    assert "Insult: very likely (0.93)" in html
    assert "Spam: " not in html


def test_of_a_large_archive_only_what_waits_is_read(article: Article, moderator: User) -> None:
    held(article)
    client = factories.browser(moderator)
    client.get("/moderate/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/moderate/")

    of_comments = [
        query["sql"]
        for query in queries
        if 'FROM "parley_comment"' in query["sql"] or 'JOIN "parley_comment"' in query["sql"]
    ]
    for sql in of_comments:
        # The masthead counts where the moderator is named, by an index of their own.
        if 'FROM "parley_mention"' in sql:
            continue
        assert '"parley_waiting"' in sql or '"parley_comment"."id" IN' in sql, sql


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
    client.get("/moderate/")
    with CaptureQueriesContext(connection) as with_few:
        client.get("/moderate/")
    for _number in range(8):
        judged(held(article), "This word needs a look.", "council")
        reported(article)

    with CaptureQueriesContext(connection) as with_many:
        client.get("/moderate/")

    assert len(with_many) == len(with_few)


def test_ones_own_comment_is_not_said_to_be_in_a_colleagues_hand(
    article: Article, moderator: User
) -> None:
    factories.member(article.site, Role.MODERATOR)
    own = factories.author(article.site, moderator)
    factories.comment(article, own, state=CommentState.HELD)
    html = queue(moderator)
    assert "in hand" not in html
    assert "Nothing is waiting." in html
    held(article)
    html = queue(moderator, "?rule=spam")
    assert 'Show all <span class="count">1</span>' in html
