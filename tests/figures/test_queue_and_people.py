"""What waits, who writes, and what readers report."""

from datetime import timedelta

from parley.actions import queueing
from parley.actions.figures.people import (
    authors,
    reported_articles,
    reported_authors,
    reported_comments,
)
from parley.actions.figures.period import Period
from parley.actions.figures.queue import queue_now
from parley.models.article import Article
from parley.models.comment import CommentState
from parley.models.report import ReportOutcome
from parley.models.site import Site
from tests import factories
from tests.figures import story
from tests.figures.story import DAY, HOUR, NOW


def test_the_queue_is_told_by_age(site: Site, article: Article) -> None:
    for waited in (timedelta(minutes=59), HOUR, 25 * HOUR, 9 * DAY):
        story.posted(article, NOW - waited, "abuse")
    public = story.posted(article, NOW - 2 * HOUR)
    public.open_reports = 1
    public.save()
    queueing.keep(public, NOW - 2 * HOUR)
    story.posted(factories.article(factories.site("other.example")), NOW, "abuse")

    queue = queue_now(site, NOW)

    assert [(age.held, age.public) for age in queue.ages] == [
        (1, 0),
        (1, 1),
        (0, 0),
        (0, 0),
        (1, 0),
        (0, 0),
        (1, 0),
    ]
    assert queue.waiting == 5
    assert queue.oldest == 9 * DAY


def test_an_empty_queue_has_no_oldest(site: Site) -> None:
    assert (queue_now(site, NOW).waiting, queue_now(site, NOW).oldest) == (0, None)


def test_an_author_is_new_with_the_first_public_comment(
    site: Site, article: Article, period: Period
) -> None:
    old, new, unheard = (factories.author(site) for _ in range(3))
    story.posted(article, NOW - 30 * DAY, by=old)
    story.posted(article, NOW - 2 * DAY, by=old)
    story.posted(article, NOW - 30 * DAY, by=new, state=CommentState.REJECTED)
    for days in (2, 2, 1):
        story.posted(article, NOW - days * DAY, by=new)
    story.posted(article, NOW - DAY, "abuse", by=unheard)

    found = authors(site, period)

    assert (found.new, found.returning) == (1, 1)
    assert [(each.new, each.returning) for each in found.by_time] == [
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
        (1, 1),
        (0, 1),
        (0, 0),
    ]


def test_two_first_comments_of_one_moment_are_one_new_author(
    site: Site, article: Article, period: Period
) -> None:
    author = factories.author(site)
    for _ in range(2):
        story.posted(article, NOW - DAY, by=author)
    found = authors(site, period)
    assert (found.new, found.returning) == (1, 0)


def test_the_most_reported_come_first(site: Site, article: Article, period: Period) -> None:
    loud, quiet = factories.author(site, display_name="Loud"), factories.author(site)
    first = story.posted(article, NOW - DAY, by=loud, text="A first " + "word " * 40)
    second = story.posted(article, NOW - DAY, by=loud)
    third = story.posted(factories.article(site, headline="Rain"), NOW - DAY, by=quiet)
    for comment, outcomes in (
        (first, ("", ReportOutcome.UPHELD)),
        (second, (ReportOutcome.DISMISSED,)),
        (third, ("",)),
    ):
        for outcome in outcomes:
            story.reported(comment, NOW, outcome)
    story.reported(third, NOW - 20 * DAY)

    comments = reported_comments(site, period)
    assert [(c.pk, c.reports, c.upheld, c.dismissed) for c in comments] == [
        (first.pk, 2, 1, 0),
        (second.pk, 1, 0, 1),
        (third.pk, 1, 0, 0),
    ]
    assert comments[0].name.startswith("A first word")
    assert len(comments[0].name) <= 120
    assert next((a.name, a.reports) for a in reported_authors(site, period)) == ("Loud", 3)
    assert [(a.name, a.reports) for a in reported_articles(site, period)] == [
        ("Metro opens", 3),
        ("Rain", 1),
    ]
