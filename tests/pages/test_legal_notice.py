"""Reporting illegal content by a form that everybody can use."""

from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache

from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.legal import LegalCase
from parley.models.user import User
from tests import factories, legal

GIVEN = {
    "category": "ILLEGAL_OR_HARMFUL_SPEECH",
    "text": "It accuses me of theft.",
    "ground": "§ 186 StGB",
    "from_name": "Jana Novak",
    "from_email": "jana@mail.example",
    "good_faith": "on",
}


@pytest.fixture
def comment(article: Article) -> Comment:
    legal.switch_on(article.site, digital_services={"notices": True})
    return factories.comment(article, text="She stole it.")


def page_of(comment: Comment) -> str:
    return f"/discussion/{comment.article_id}/illegal/{comment.pk}/"


def send(about: Comment, by: User | None = None, **changed: Any) -> Any:
    form = {name: value for name, value in (GIVEN | changed).items() if value is not None}
    return factories.browser(by).post(page_of(about), form)


def test_the_form_needs_no_account_and_shows_the_comment_and_its_place(comment: Comment) -> None:
    html = factories.browser().get(page_of(comment)).content.decode()
    assert "She stole it." in html
    assert f"http://testserver/discussion/{comment.article_id}/?comment={comment.pk}" in html


def test_a_notice_is_kept_and_its_reference_told(comment: Comment) -> None:
    response = send(comment)
    case = LegalCase.objects.get()
    assert (case.comment, case.text, case.ground) == (comment, GIVEN["text"], GIVEN["ground"])
    assert case.facts["category"] == "ILLEGAL_OR_HARMFUL_SPEECH"
    assert response.status_code == 302
    shown = response.client.get(response["Location"].partition("#")[0]).content.decode()
    assert case.reference in shown


def test_it_does_not_exist_where_the_site_has_not_switched_it_on(article: Article) -> None:
    comment = factories.comment(article)
    assert factories.browser().get(page_of(comment)).status_code == 404
    assert send(comment).status_code == 404


def test_a_comment_that_nobody_sees_cannot_be_reported(comment: Comment) -> None:
    held = factories.comment(comment.article, state=CommentState.HELD)
    assert send(held).status_code == 404


@pytest.mark.parametrize("field", ["category", "text", "from_name", "from_email", "good_faith"])
def test_what_is_missing_is_said_and_what_was_typed_stays(comment: Comment, field: str) -> None:
    response = send(comment, **{field: None})
    assert response.status_code == 422
    kept = GIVEN["ground"] if field == "text" else GIVEN["text"]
    assert kept in response.content.decode()
    assert not LegalCase.objects.exists()


def test_for_offences_against_children_no_name_is_asked(comment: Comment) -> None:
    response = send(comment, category="PROTECTION_OF_MINORS", from_name=None, from_email=None)
    assert response.status_code == 302
    assert LegalCase.objects.get().from_email == ""
    assert mail.outbox == []


def test_a_program_that_fills_in_every_field_is_thanked_and_nothing_kept(comment: Comment) -> None:
    assert send(comment, homepage="https://spam.example").status_code == 302
    assert not LegalCase.objects.exists()
    assert mail.outbox == []


def test_an_address_that_sends_many_is_stopped(article: Article, comment: Comment) -> None:
    cache.clear()
    answers = [
        send(
            factories.comment(article),
            category="PROTECTION_OF_MINORS",
            from_name=None,
            from_email=None,
        ).status_code
        for _each in range(11)
    ]
    assert answers == [302] * 10 + [429]
    cache.clear()


def test_somebody_signed_in_finds_their_name_there(comment: Comment, reader: User) -> None:
    html = factories.browser(reader).get(page_of(comment)).content.decode()
    assert f'value="{reader.display_name}"' in html
    send(comment, reader)
    assert LegalCase.objects.get().user == reader


def test_the_report_form_links_to_it_and_sends_there_who_is_signed_out(
    comment: Comment, reader: User
) -> None:
    address = f"/discussion/{comment.article_id}/report/{comment.pk}/"
    assert page_of(comment) in factories.browser(reader).get(address).content.decode()
    assert factories.browser().get(address)["Location"] == page_of(comment)


def test_the_page_of_a_comment_links_to_it(comment: Comment) -> None:
    address = f"/discussion/{comment.article_id}/comment/{comment.pk}/"
    assert page_of(comment) in factories.browser().get(address).content.decode()


def test_the_comment_of_another_article_is_not_reported_here(comment: Comment) -> None:
    elsewhere = factories.comment(factories.article(comment.site))
    address = f"/discussion/{comment.article_id}/illegal/{elsewhere.pk}/"
    assert factories.browser().post(address, GIVEN).status_code == 404
