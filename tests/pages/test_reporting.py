"""Complaining about a comment by a plain form."""

from typing import Any

import pytest

from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.report import Report
from parley.models.user import User
from tests import factories
from tests.pages.conftest import comment_by

pytestmark = pytest.mark.either_database


def page_of(comment: Comment) -> str:
    return f"/discussion/{comment.article_id}/report/{comment.pk}/"


def complain(about: Comment, by: User | None, reason: str = "spam", detail: str = "") -> Any:
    return factories.browser(by).post(page_of(about), {"reason": reason, "detail": detail})


@pytest.fixture
def comment(article: Article) -> Comment:
    return factories.comment(article, text="Buy my watches.")


def test_the_form_shows_the_comment_and_the_reasons(comment: Comment, reader: User) -> None:
    html = factories.browser(reader).get(page_of(comment)).content.decode()
    assert "Buy my watches." in html
    assert 'value="spam"' in html


def test_a_complaint_is_kept_with_its_reason_and_detail(comment: Comment, reader: User) -> None:
    complain(comment, reader, "spam", "Under every article.")

    report = Report.objects.get()
    assert (report.comment, report.reporter) == (comment, reader)
    assert (report.reason, report.detail) == ("spam", "Under every article.")


def test_afterwards_one_is_back_at_the_comment(comment: Comment, reader: User) -> None:
    response = complain(comment, reader)
    assert response["Location"].endswith(f"?comment={comment.pk}#comment-{comment.pk}")


def test_somebody_signed_out_signs_in_first(comment: Comment) -> None:
    response = factories.browser().get(page_of(comment))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")


def test_a_complaint_without_a_reason_keeps_what_was_typed(comment: Comment, reader: User) -> None:
    response = complain(comment, reader, "", "Under every article.")

    assert response.status_code == 422
    assert "Under every article." in response.content.decode()
    assert not Report.objects.exists()


def test_nobody_complains_about_themselves(article: Article, reader: User) -> None:
    mine = comment_by(reader, article)

    assert complain(mine, reader).status_code == 403
    assert not Report.objects.exists()
