"""POST /api/v1/comments: what is published, what waits, what is refused."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.outbox import Change
from parley.models.site import Site
from tests import factories
from tests.api.conftest import Caller, caller

PROPER = factories.PROPER


def draft(article: Article, text: str = PROPER, **more: Any) -> dict[str, Any]:
    return {"article": article.pk, "text": text, **more}


def test_a_proper_comment_is_published(reader: Caller, article: Article) -> None:
    answer = reader.post("/comments", draft(article))

    assert answer.status_code == 201
    comment = answer.json()["comment"]
    assert comment["state"] == "published"
    assert comment["html"] == f"<p>{PROPER}</p>"
    assert comment["author"] == {"name": reader.user.display_name, "badges": []}
    assert comment["permalink"].endswith(
        f"/discussion/{article.pk}/?comment={comment['id']}#comment-{comment['id']}"
    )


def test_a_published_comment_is_counted_and_announced(reader: Caller, article: Article) -> None:
    reader.post("/comments", draft(article))

    article.refresh_from_db()
    assert (article.comment_count, article.rev) == (1, 1)
    assert article.last_comment_at is not None
    assert Change.objects.values_list("kind", flat=True).get() == "comment"


def test_the_decision_is_kept_with_the_policy_version(reader: Caller, article: Article) -> None:
    answer = reader.post("/comments", draft(article)).json()

    kept = Decision.objects.get(comment_id=answer["comment"]["id"])
    assert kept.policy_version == answer["decision"]["policy_version"]
    assert kept.by_machine


def test_text_speak_is_refused_with_reasons_and_nothing_is_stored(
    reader: Caller, article: Article
) -> None:
    answer = reader.post("/comments", draft(article, "i think u r wrong n dat is bad"))

    assert answer.status_code == 422
    problem = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["code"] == "policy_refused"
    assert problem["decision"]["outcome"] == "revise"
    assert "sentences" in {reason["rule"] for reason in problem["decision"]["reasons"]}
    assert not Comment.objects.exists()


def test_a_refused_text_may_be_sent_to_a_moderator(reader: Caller, article: Article) -> None:
    text = "i think u r wrong n dat is bad"
    answer = reader.post("/comments", draft(article, text, send_to_moderator=True))

    assert answer.status_code == 202
    assert answer.json()["comment"]["state"] == "held"
    article.refresh_from_db()
    assert article.comment_count == 0


def test_a_rejected_text_cannot_be_sent_to_a_moderator(reader: Caller, site: Site) -> None:
    closed = factories.article(site, state="closed")
    answer = reader.post("/comments", draft(closed, send_to_moderator=True))

    assert answer.status_code == 422
    assert answer.json()["decision"]["outcome"] == "reject"


def test_posting_twice_posts_once(reader: Caller, article: Article) -> None:
    body = draft(article, idempotency_key=str(uuid.uuid4()))
    first, second = reader.post("/comments", body), reader.post("/comments", body)

    assert first.json()["comment"]["id"] == second.json()["comment"]["id"]
    assert (first.status_code, second.status_code) == (201, 201)
    assert Comment.objects.count() == 1


def test_another_readers_key_is_their_own(reader: Caller, other: Caller, article: Article) -> None:
    body = draft(article, idempotency_key="the same")
    first, second = reader.post("/comments", body), other.post("/comments", body)

    assert first.json()["comment"]["id"] != second.json()["comment"]["id"]


def test_the_first_comment_makes_its_article_known(reader: Caller, site: Site) -> None:
    url = f"https://www.{site.domain}/new/?utm_source=mail&page=2"
    answer = reader.post("/comments", {"url": url, "text": PROPER})

    assert answer.status_code == 201
    made = Article.objects.get()
    assert made.url == f"https://www.{site.domain}/new/?page=2"


def test_a_page_of_no_site_takes_no_comments(reader: Caller) -> None:
    answer = reader.post("/comments", {"url": "https://elsewhere.example/", "text": PROPER})

    assert answer.status_code == 403
    assert answer.json()["code"] == "site_not_allowed"
    assert not Article.objects.exists()


def test_a_reply_stands_below_its_parent(reader: Caller, article: Article) -> None:
    parent = factories.comment(article)
    answer = reader.post("/comments", draft(article, parent_id=parent.pk))

    assert answer.json()["comment"]["parent_id"] == parent.pk
    assert answer.json()["comment"]["depth"] == 1
    parent.refresh_from_db()
    assert parent.replies == 1


def test_a_reply_to_another_articles_comment_is_refused(
    reader: Caller, article: Article, site: Site
) -> None:
    elsewhere = factories.comment(factories.article(site))
    answer = reader.post("/comments", draft(article, parent_id=elsewhere.pk))

    assert answer.status_code == 422
    assert answer.json()["field"] == "parent_id"


def test_a_reply_to_a_waiting_comment_is_refused(reader: Caller, article: Article) -> None:
    waiting = factories.comment(article, state=CommentState.HELD)

    assert reader.post("/comments", draft(article, parent_id=waiting.pk)).status_code == 404


def test_a_premoderated_article_holds_everything(reader: Caller, site: Site) -> None:
    article = factories.article(site, state="premoderated")

    assert reader.post("/comments", draft(article)).status_code == 202


def test_a_discussion_closes_by_age(reader: Caller, site: Site) -> None:
    site.close_after = timedelta(days=7)
    site.save()
    old = factories.article(site, published_at=timezone.now() - timedelta(days=8))

    answer = reader.post("/comments", draft(old))
    assert [reason["rule"] for reason in answer.json()["decision"]["reasons"]] == ["article"]


def test_a_suspended_author_cannot_post(reader: Caller, article: Article, site: Site) -> None:
    until = timezone.now() + timedelta(days=1)
    factories.author(site, reader.user, suspended_until=until)

    answer = reader.post("/comments", draft(article))
    assert answer.status_code == 422
    assert "author" in {reason["rule"] for reason in answer.json()["decision"]["reasons"]}


def test_saying_the_same_again_is_noticed(reader: Caller, article: Article) -> None:
    said = "The new timetable leaves the whole of the eastern suburbs without a night bus."
    for text in (said, "Thank you for the correction, which I had not seen."):
        reader.post("/comments", draft(article, text))

    answer = reader.post("/comments", draft(article, said + "!"))
    assert answer.status_code == 422
    assert "repeat" in {reason["rule"] for reason in answer.json()["decision"]["reasons"]}


def test_nobody_posts_before_accepting_the_guidelines(site: Site, article: Article) -> None:
    client = Client()
    client.force_login(factories.user())

    answer = client.post("/api/v1/comments", draft(article), "application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "guidelines_not_accepted")


def test_a_script_is_not_asked_to_accept_them(site: Site, article: Article) -> None:
    who = factories.user()
    answer = Caller(who, factories.token(site, who)).post("/comments", draft(article))
    assert answer.status_code == 201


def test_somebody_signed_out_is_asked_to_sign_in(site: Site, article: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    csrf = client.get(f"/api/v1/me?article={article.pk}").json()["csrf"]
    answer = client.post(
        "/api/v1/comments", draft(article), "application/json", headers={"X-CSRFToken": csrf}
    )

    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


def test_a_session_needs_its_csrf_token(reader: Caller, article: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader.user)

    answer = client.post("/api/v1/comments", draft(article), "application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert not Comment.objects.exists()


def test_a_page_of_another_newspaper_cannot_post_for_a_reader(
    reader: Caller, article: Article
) -> None:
    factories.site("other.example")
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader.user)
    csrf = client.get(f"/api/v1/me?article={article.pk}").json()["csrf"]
    headers = {"X-CSRFToken": csrf, "Origin": "https://other.example"}

    answer = client.post("/api/v1/comments", draft(article), "application/json", headers=headers)
    assert answer.status_code == 403
    assert not Comment.objects.exists()


def test_a_page_of_the_site_may_post_with_the_readers_session(
    reader: Caller, article: Article, site: Site
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader.user)
    origin = {"Origin": f"https://www.{site.domain}"}
    me = client.get(f"/api/v1/me?article={article.pk}", headers=origin)
    assert me["Access-Control-Allow-Origin"] == origin["Origin"]
    headers = {"X-CSRFToken": me.json()["csrf"], **origin}

    answer = client.post("/api/v1/comments", draft(article), "application/json", headers=headers)
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "body",
    [{}, {"text": PROPER}, {"article": 10**12, "text": PROPER}, {"article": "x", "text": PROPER}],
)
def test_a_request_that_names_no_article_is_told_so(reader: Caller, body: dict[str, Any]) -> None:
    answer = reader.post("/comments", body)

    assert answer.status_code in {404, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_somebody_in_a_hurry_is_asked_to_wait(reader: Caller, article: Article) -> None:
    client = Client()
    client.force_login(reader.user)
    by = factories.author(article.site, reader.user)
    for _ in range(10):
        factories.comment(article, by)

    answer = client.post("/api/v1/comments", draft(article), "application/json")
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert int(answer["Retry-After"]) > 0


def test_a_token_of_another_site_sees_nothing_here(article: Article) -> None:
    stranger = caller(factories.site("other.example"))

    assert stranger.post("/comments", draft(article)).status_code == 404
