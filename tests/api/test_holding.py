"""POST /api/v1/comments where the site has comments read first, or slows writers down."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role, User
from parley.policy.risk import Risk
from tests import factories
from tests.api.conftest import Caller, caller

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

OTHER = "The mayor has to answer the question before anybody votes."


def post(by: Caller, on: Article, text: str = factories.PROPER) -> "Answer":
    return by.post("/comments", {"article": on.pk, "text": text})


def codes(answer: "Answer") -> list[str]:
    return [reason["code"] for reason in answer.json()["decision"]["reasons"]]


def set_rules(site: Site, **rules: Any) -> None:
    site.rules = rules
    site.save()


def test_where_everything_is_held_a_comment_waits(reader: Caller, article: Article) -> None:
    set_rules(article.site, hold_all=True)
    answer = post(reader, article)
    assert answer.json()["comment"]["state"] == "held"
    assert codes(answer) == ["site_premoderated"]
    assert Waiting.objects.get().risk == Risk.FORMAL


@pytest.mark.parametrize(("section", "state"), [("Politics", "held"), ("Sport", "published")])
def test_a_section_is_held(reader: Caller, site: Site, section: str, state: str) -> None:
    set_rules(site, hold_sections=["Politics"])
    answer = post(reader, factories.article(site, section=section))
    assert answer.json()["comment"]["state"] == state


@pytest.mark.parametrize(("days", "state"), [(4, "held"), (2, "published")])
def test_an_older_article_is_held(reader: Caller, site: Site, days: int, state: str) -> None:
    set_rules(site, hold_older_days=3)
    article = factories.article(site, published_at=timezone.now() - timedelta(days=days))
    assert post(reader, article).json()["comment"]["state"] == state


def test_without_a_date_an_article_is_as_old_as_its_discussion(reader: Caller, site: Site) -> None:
    set_rules(site, hold_older_days=3)
    article = factories.article(site, created_at=timezone.now() - timedelta(days=4))
    assert post(reader, article).json()["comment"]["state"] == "held"


@pytest.mark.parametrize(("hours", "state"), [(47, "held"), (49, "published")])
def test_a_young_account_is_held(reader: Caller, article: Article, hours: int, state: str) -> None:
    set_rules(article.site, hold_younger_hours=48)
    joined = timezone.now() - timedelta(hours=hours)
    User.objects.filter(pk=reader.user.pk).update(created_at=joined)
    assert post(reader, article).json()["comment"]["state"] == state


def test_a_high_score_is_held(reader: Caller, article: Article) -> None:
    set_rules(article.site, hold_scores={"TOXICITY": 0.0001})
    assert codes(post(reader, article)) == ["high_score"]


def test_in_a_wave_everything_waits_until_it_is_over(reader: Caller, article: Article) -> None:
    site, now = article.site, timezone.now()
    Site.objects.filter(pk=site.pk).update(wave_until=now + timedelta(hours=1))
    assert codes(post(reader, article)) == ["spam_wave"]
    Site.objects.filter(pk=site.pk).update(wave_until=now)
    assert post(reader, article, OTHER).json()["comment"]["state"] == "published"


def test_whoever_posts_too_soon_is_told_and_nothing_is_stored(
    reader: Caller, article: Article
) -> None:
    set_rules(article.site, slow_seconds=90)
    post(reader, article)
    answer = post(reader, article, OTHER)
    assert answer.status_code == 422
    assert codes(answer) == ["too_soon"]
    assert "You can post again in 90 seconds." in answer.content.decode()
    assert Comment.objects.count() == 1


def test_the_pause_is_over_in_time(reader: Caller, article: Article) -> None:
    set_rules(article.site, slow_seconds=90)
    post(reader, article)
    Comment.objects.update(created_at=timezone.now() - timedelta(seconds=90))
    assert post(reader, article, OTHER).status_code == 201


def test_a_slow_article_slows_itself_alone(reader: Caller, site: Site) -> None:
    slow, other = factories.article(site, slow_seconds=600), factories.article(site)
    post(reader, slow)
    assert codes(post(reader, slow, OTHER)) == ["too_soon"]
    assert post(reader, other, OTHER).status_code == 201


def test_a_comment_elsewhere_does_not_count_for_a_slow_article(reader: Caller, site: Site) -> None:
    slow, other = factories.article(site, slow_seconds=600), factories.article(site)
    post(reader, other)
    assert post(reader, slow, OTHER).status_code == 201


def test_an_edit_is_no_new_comment(reader: Caller, article: Article) -> None:
    set_rules(article.site, slow_seconds=90)
    pk = post(reader, article).json()["comment"]["id"]
    assert reader.send("PATCH", f"/comments/{pk}", {"text": OTHER}).status_code == 200


def test_other_readers_do_not_wait(reader: Caller, article: Article) -> None:
    set_rules(article.site, slow_seconds=90)
    post(reader, article)
    assert post(caller(article.site), article, OTHER).status_code == 201


def test_staff_and_trusted_authors_neither_wait_nor_are_held(article: Article) -> None:
    site = article.site
    set_rules(site, slow_seconds=90, hold_all=True, hold_younger_hours=48)
    staff, trusted = caller(site, Role.STAFF), caller(site)
    factories.author(site, trusted.user, trusted=True)
    for who in (staff, trusted):
        assert post(who, article).json()["comment"]["state"] == CommentState.PUBLISHED
        assert post(who, article, OTHER).json()["comment"]["state"] == CommentState.PUBLISHED
    assert Author.objects.filter(published_count=2).count() == 2


def test_what_comes_too_soon_is_told_while_one_writes(reader: Caller, article: Article) -> None:
    set_rules(article.site, slow_seconds=90)
    post(reader, article)
    answer = reader.post("/check", {"article": article.pk, "text": OTHER})
    assert [reason["code"] for reason in answer.json()["reasons"]] == ["too_soon"]
