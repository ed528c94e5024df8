"""Each comment has one fate, and counts on the day on which it was posted."""

from datetime import UTC, date, datetime, timedelta

from parley.actions.figures.outcomes import Fate, by_article, by_section, outcomes
from parley.actions.figures.period import Period
from parley.models.article import Article
from parley.models.comment import CommentState
from parley.models.decision import Decision
from parley.models.site import Site
from parley.models.user import User
from parley.policy.decision import Outcome
from tests import factories
from tests.figures import story
from tests.figures.story import DAY, NOW


def test_each_fate_is_counted_once(
    site: Site, article: Article, moderator: User, period: Period
) -> None:
    story.week(site, article, moderator)
    found = outcomes(site, period)
    assert found.fates == dict.fromkeys(Fate, 1)
    assert found.posted == 8


def test_it_counts_on_the_day_on_which_it_was_posted(
    site: Site, article: Article, moderator: User, period: Period
) -> None:
    story.week(site, article, moderator)
    posted = {each.bucket.first: each.posted for each in outcomes(site, period).by_time}
    assert posted[date(2026, 11, 23)] == 2
    assert posted[date(2026, 11, 24)] == 6
    assert sum(posted.values()) == 8


def test_a_comment_of_late_in_the_evening_counts_on_the_newspapers_day(
    site: Site, article: Article, period: Period
) -> None:
    story.posted(article, datetime(2026, 11, 23, 18, 45, tzinfo=UTC))
    counted = [each.bucket.first for each in outcomes(site, period).by_time if each.posted]
    assert counted == [date(2026, 11, 24)]


def test_the_share_by_machine_leaves_out_what_a_person_decided_or_nobody_has(
    site: Site, article: Article, moderator: User, period: Period
) -> None:
    story.week(site, article, moderator)
    found = outcomes(site, period)
    # At once, after a look, removed, rejected, by machine; the first and the last alone.
    assert (found.alone, found.decided) == (2, 5)


def test_an_undone_decision_is_none(
    site: Site, article: Article, moderator: User, period: Period
) -> None:
    comment = story.posted(article, NOW - DAY)
    story.decided(comment, Outcome.PUBLISH, undone_at=NOW)
    found = outcomes(site, period)
    assert (found.fates[Fate.AT_ONCE], found.alone) == (1, 1)


def test_other_days_other_sites_and_imports_do_not_count(
    site: Site, article: Article, period: Period
) -> None:
    story.posted(article, period.starts - timedelta(seconds=1))
    story.posted(article, period.ends)
    story.posted(factories.article(factories.site("other.example")), NOW - DAY)
    story.posted(article, NOW - DAY, source="disqus", source_id="1")
    assert outcomes(site, period).posted == 0


def test_articles_and_sections_have_their_own_counts(
    site: Site, article: Article, moderator: User, period: Period
) -> None:
    story.week(site, article, moderator)
    story.posted(factories.article(site, headline="Rain"), NOW - DAY)

    articles = [(c.name, c.posted, c.published, c.refused) for c in by_article(site, period)]
    assert articles == [("Metro opens", 8, 2, 3), ("Rain", 1, 1, 0)]
    sections = [(c.name, c.posted, c.waiting) for c in by_section(site, period)]
    assert sections == [("City", 8, 2), ("", 1, 0)]


def test_what_a_moderator_published_and_another_removed_is_removed(
    site: Site, article: Article, moderator: User, period: Period
) -> None:
    comment = story.posted(article, NOW - DAY, "abuse")
    story.decided(comment, Outcome.PUBLISH)
    story.rejected(comment)
    assert outcomes(site, period).fates[Fate.REMOVED] == 1


def test_what_was_held_and_edited_into_peace_was_looked_at(
    site: Site, article: Article, period: Period
) -> None:
    comment = story.posted(article, NOW - DAY, "abuse", state=CommentState.PUBLISHED)
    story.judged(comment)
    assert Decision.objects.count() == 2
    assert outcomes(site, period).fates[Fate.AFTER_A_LOOK] == 1
