"""Blind review at the desk: what a reviewer sees, and what not."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from parley.actions import moderating
from parley.actions.moderating import Why
from parley.models.appeal import Review, Sample
from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories

WHY = Why(note="It names a shop.", rule="spam")


@pytest.fixture
def site(db: None) -> Site:
    return factories.site(desk={"fairness": {"people_share": 100}})


@pytest.fixture
def desk(moderator: User) -> Client:
    return factories.browser(moderator)


@pytest.fixture
def sample(article: Article) -> Sample:
    return sample_on(article, "Buy at the corner.")


def sample_on(article: Article, text: str) -> Sample:
    """Of a rejection by a colleague."""
    colleague = factories.member(article.site, Role.MODERATOR, f"Tom {text}")
    comment = factories.comment(article, text=text)
    then = timezone.now() - timedelta(hours=1)
    moderating.reject(factories.viewer(article.site, colleague), comment, why=WHY, now=then)
    return Sample.objects.get(comment=comment)


def give(desk: Client, sample: Sample, **form: str) -> list[str]:
    """What the reviewer is told."""
    answer = desk.post(f"/moderate/reviews/{sample.pk}/", form)
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_text_is_shown_and_nothing_of_what_was_decided(desk: Client, sample: Sample) -> None:
    main = desk.get("/moderate/reviews/").content.decode().partition("<main")[2]
    assert "Buy at the corner." in main
    told = (
        "It names a shop.",
        "Tom Buy",
        "rejected",
        "removed",
        sample.comment.author.display_name,
    )
    assert [word for word in told if word in main] == []
    assert f"comment/{sample.comment_id}/" not in main


def test_a_review_is_kept_and_the_next_one_given(
    desk: Client, sample: Sample, article: Article, moderator: User
) -> None:
    sample_on(article, "The next one.")
    give(desk, sample, outcome="reject", rule="spam")
    review = Review.objects.get()
    assert (review.reviewer, review.outcome, review.rule) == (moderator, "reject", "spam")
    assert "The next one." in desk.get("/moderate/reviews/").content.decode()


def test_publishing_needs_no_rule(desk: Client, sample: Sample) -> None:
    give(desk, sample, outcome="publish", rule="spam")
    assert Review.objects.get().rule == ""


def test_rejecting_without_a_rule_is_told(desk: Client, sample: Sample) -> None:
    assert give(desk, sample, outcome="reject", rule="") == ["Say which rule it breaks."]
    assert not Review.objects.exists()


def test_one_may_skip(desk: Client, sample: Sample, article: Article) -> None:
    sample_on(article, "The next one.")
    skipped = desk.get(f"/moderate/reviews/?after={sample.pk}").content.decode()
    assert "The next one." in skipped
    assert "Buy at the corner." not in skipped


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, ""])
def test_nonsense_skips_nothing(desk: Client, sample: Sample, after: str) -> None:
    assert desk.get("/moderate/reviews/", {"after": after}).status_code == 200


def test_when_nothing_is_left_it_says_so(desk: Client) -> None:
    assert "Nothing is left to review." in desk.get("/moderate/reviews/").content.decode()


def test_another_sites_sample_is_as_if_absent(sample: Sample) -> None:
    elsewhere = factories.site("other.example")
    other = factories.browser(factories.member(elsewhere, Role.MODERATOR))
    where = f"/moderate/reviews/{sample.pk}/?site=other.example"
    assert other.post(where, {"outcome": "publish"}).status_code == 404
    assert not Review.objects.exists()
