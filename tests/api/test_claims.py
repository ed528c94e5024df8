"""Older comments through the API: what is offered, claiming it, and what then is one's own."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from parley.models.article import Article
from parley.models.author import Author
from parley.models.claim import Claim
from parley.models.comment import Comment, CommentState
from tests import factories
from tests.api.conftest import Caller

ADDRESS = "asha@old.example"


@pytest.fixture
def old(reader: Caller, article: Article) -> Author:
    factories.verified(reader.user, ADDRESS)
    return factories.imported_author(article.site, ADDRESS, display_name="asha_m")


@pytest.fixture
def comment(article: Article, old: Author) -> Comment:
    return factories.comment(article, old, source="disqus", source_id="1")


def pass_three_days() -> None:
    Claim.objects.update(full_rights_at=timezone.now() - timedelta(seconds=1))


def test_a_page_of_the_newspaper_learns_how_many_were_found(
    reader: Caller, other: Caller, comment: Comment
) -> None:
    assert reader.get("/me").json()["claimable"] == 1
    assert other.get("/me").json()["claimable"] == 0
    assert Client().get("/api/v1/me").json()["claimable"] == 0


def test_what_is_offered_is_told(reader: Caller, comment: Comment) -> None:
    offered = reader.get("/me/claims").json()
    [author] = offered["authors"]
    assert offered["claimable"] == 1
    assert (author["name"], author["source"], author["basis"]) == ("asha_m", "disqus", "address")
    assert offered["claims"] == []


def test_it_is_claimed(reader: Caller, comment: Comment, old: Author) -> None:
    answer = reader.post("/me/claims", {"keep_names": True}).json()
    assert answer["claimable"] == 0
    assert [each["state"] for each in answer["claims"]] == ["granted"]
    old.refresh_from_db()
    assert (old.user, old.display_name) == (reader.user, "asha_m")


def test_under_the_present_name(reader: Caller, comment: Comment, old: Author) -> None:
    reader.post("/me/claims", {"keep_names": False})
    old.refresh_from_db()
    assert old.display_name == reader.user.display_name


def test_a_stranger_claims_nothing(comment: Comment) -> None:
    assert Client().get("/api/v1/me/claims").status_code == 401


def test_a_session_needs_its_token(reader: Caller, comment: Comment) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader.user)
    answer = client.post("/api/v1/me/claims", b"{}", content_type="application/json")
    assert answer.json()["code"] == "csrf_failed"


def test_claimed_comments_are_among_mine(reader: Caller, comment: Comment) -> None:
    reader.post("/me/claims", {})
    mine = reader.get("/me/comments").json()["comments"]
    assert [row["comment"]["id"] for row in mine] == [comment.pk]


@pytest.mark.parametrize(("method", "body"), [("DELETE", None), ("PATCH", {"text": "No more."})])
def test_at_first_they_cannot_be_changed(
    reader: Caller, comment: Comment, method: str, body: object
) -> None:
    reader.post("/me/claims", {})
    answer = reader.send(method, f"/comments/{comment.pk}", body)
    assert answer.status_code == 409
    assert answer.json()["code"] == "claim_too_new"
    assert answer.json()["full_rights_at"] > timezone.now().isoformat()


def test_after_three_days_they_can_be_deleted(reader: Caller, comment: Comment) -> None:
    reader.post("/me/claims", {})
    pass_three_days()
    assert reader.send("DELETE", f"/comments/{comment.pk}").status_code == 204
    comment.refresh_from_db()
    assert comment.state == CommentState.DELETED


def test_the_widget_learns_when_they_are_ones_own(
    reader: Caller, article: Article, comment: Comment
) -> None:
    reader.post("/me/claims", {})
    assert reader.get(f"/me?article={article.pk}").json()["own"] == {}
    pass_three_days()
    assert set(reader.get(f"/me?article={article.pk}").json()["own"]) == {str(comment.pk)}


def test_the_document_holds_what_the_source_knew(
    reader: Caller, comment: Comment, old: Author
) -> None:
    Author.objects.filter(pk=old.pk).update(source_data={"website": "https://asha.example"})
    reader.post("/me/claims", {})
    document = json.loads(b"".join(reader.get("/me/export")))
    [author] = [each for each in document["authors"] if each["imported_from"]]
    assert author["what_the_source_knew"] == {"website": "https://asha.example"}
    assert [each["id_at_the_source"] for each in document["comments"]] == ["1"]
    assert [each["basis"] for each in document["claims"]] == ["address"]


def test_the_table_is_a_file(reader: Caller, comment: Comment) -> None:
    reader.post("/me/claims", {})
    answer = reader.get("/me/export?format=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="my-comments.csv"'
    assert b"asha_m" in b"".join(answer)


def test_another_form_is_refused(reader: Caller) -> None:
    assert reader.get("/me/export?format=xlsx").status_code == 422
