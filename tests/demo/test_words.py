"""What the newsroom is made of: that there is enough of it, and that it keeps the house rules."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.contrib.staticfiles import finders

from demo.seed.articles import Story, stories
from demo.seed.people import people
from demo.seed.threads import threads
from parley import names
from parley.models.report import ReportReason
from parley.models.user import Role
from parley.policy.submission import ArticleState

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
ALL_STORIES = list(stories().values())
REMARKS = [remark for thread in threads().values() for remark in thread.remarks]


def by_slug(story: Story) -> str:
    return story.slug


def test_there_are_at_least_ten_articles() -> None:
    assert len(ALL_STORIES) >= 10


@pytest.mark.parametrize("story", ALL_STORIES, ids=by_slug)
def test_an_article_is_of_a_newspaper_s_length(story: Story) -> None:
    assert 350 <= len(story.words.split()) <= 700


@pytest.mark.parametrize("story", ALL_STORIES, ids=by_slug)
def test_an_article_was_published_before_it_was_updated(story: Story) -> None:
    updated = story.updated(NOW)
    assert story.published(NOW) < (updated or NOW) <= NOW


@pytest.mark.parametrize("story", ALL_STORIES, ids=by_slug)
def test_an_article_is_signed_by_somebody_of_the_staff(story: Story) -> None:
    reporter = people()[story.staff]
    assert (reporter.name, reporter.role) == (story.byline, Role.STAFF)


@pytest.mark.parametrize("story", ALL_STORIES, ids=by_slug)
def test_an_article_has_an_illustration(story: Story) -> None:
    assert finders.find(f"demo/art/{story.slug}.svg")


def test_every_state_of_a_discussion_is_shown() -> None:
    assert {story.state for story in ALL_STORIES} == set(ArticleState)


def test_one_article_leads() -> None:
    assert sum(story.lead for story in ALL_STORIES) == 1


def test_every_article_has_a_discussion() -> None:
    assert set(stories()) == set(threads())


def test_every_discussion_has_at_least_fifteen_public_comments() -> None:
    counts = {slug: sum(one.public for one in thread.remarks) for slug, thread in threads().items()}
    assert {slug: count for slug, count in counts.items() if count < 15} == {}


def test_one_discussion_has_more_than_five_hundred() -> None:
    assert any(sum(one.public for one in thread.remarks) > 500 for thread in threads().values())


def test_there_are_at_least_eight_hundred_in_all() -> None:
    assert sum(remark.public for remark in REMARKS) >= 800


def test_replies_reach_depth_five() -> None:
    assert max(remark.depth for remark in REMARKS) == 5


def test_no_two_comments_say_the_same() -> None:
    texts = Counter(remark.text.casefold() for remark in REMARKS)
    assert [text for text, times in texts.items() if times > 1] == []


def test_everybody_who_comments_is_known() -> None:
    assert {remark.who for remark in REMARKS} <= set(people())


def test_there_are_about_sixty_readers() -> None:
    assert sum(person.role == Role.READER for person in people().values()) >= 60


def test_names_could_have_been_registered() -> None:
    readers = [person.name for person in people().values()]
    assert [names.check_display_name(name) for name in readers] == readers


def test_no_two_names_look_alike() -> None:
    keys = Counter(names.fold(person.name) for person in people().values())
    assert [key for key, times in keys.items() if times > 1] == []


def test_comments_are_edited_deleted_held_rejected_and_reported() -> None:
    assert any(remark.held for remark in REMARKS)
    assert any(remark.rejected for remark in REMARKS)
    assert any(remark.was for remark in REMARKS)
    assert any(remark.deleted for remark in REMARKS)
    assert {one.complaint.reason for one in REMARKS if one.complaint} <= set(ReportReason.values)


def test_a_deleted_comment_has_replies() -> None:
    for thread in threads().values():
        answered = {remark.parent for remark in thread.remarks}
        if any(one.deleted and place in answered for place, one in enumerate(thread.remarks)):
            return
    pytest.fail("No deleted comment has a reply.")
