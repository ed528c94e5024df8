"""How soon people decide, and how often otherwise than the machine and each other."""

from datetime import timedelta

import pytest

from parley.actions.figures.decisions import decisions, reversed_decisions
from parley.actions.figures.period import Period
from parley.actions.figures.rules import by_machine, by_people
from parley.actions.judgements import Share
from parley.models.appeal import Appeal
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.site import Site
from parley.models.user import User
from parley.policy.decision import Outcome
from tests.figures import story
from tests.figures.story import DAY, NOW

MINUTE = timedelta(minutes=1)


def of(comment: Comment) -> Decision:
    found = Decision.objects.filter(comment=comment, by_machine=False).first()
    assert found is not None
    return found


def test_half_waited_no_longer_than_the_median(
    site: Site, article: Article, period: Period
) -> None:
    for minutes in range(1, 12):
        story.approved(story.posted(article, NOW - DAY, "abuse"), after=minutes * MINUTE)
    wait = decisions(site, period).wait
    assert (wait.decisions, wait.median, wait.most) == (11, 360.0, 600.0)


def test_the_wait_is_told_by_day_and_by_rule(site: Site, article: Article, period: Period) -> None:
    story.approved(story.posted(article, NOW - DAY, "abuse", "spam"), after=MINUTE)
    story.rejected(story.posted(article, NOW - 2 * DAY, "spam"), after=3 * MINUTE)
    found = decisions(site, period)
    medians = [wait.median for _bucket, wait in found.by_time]
    assert medians == [None, None, None, None, 180.0, 60.0, None]
    assert {each.rule: each.wait.median for each in found.by_rule} == {"abuse": 60, "spam": 120}


def test_what_did_not_wait_has_no_wait(site: Site, article: Article, period: Period) -> None:
    story.rejected(story.posted(article, NOW - DAY), waited=None)
    wait = decisions(site, period).wait
    assert (wait.decisions, wait.median) == (0, None)


def test_a_false_alarm_is_what_a_person_published(
    site: Site, article: Article, period: Period
) -> None:
    for _ in range(3):
        story.approved(story.posted(article, NOW - DAY, "abuse"))
    story.rejected(story.posted(article, NOW - DAY, "abuse", "spam"))
    story.posted(article, NOW - DAY, "abuse")

    found = {each.rule: each.alarms for each in decisions(site, period).by_rule}

    assert found == {"abuse": Share(part=3, whole=4), "spam": Share(part=0, whole=1)}
    assert found["abuse"].interval.low == pytest.approx(0.3006, abs=1e-4)
    assert found["abuse"].interval.high == pytest.approx(0.9544, abs=1e-4)


def test_only_the_first_word_on_an_alarm_counts(
    site: Site, article: Article, period: Period
) -> None:
    comment = story.posted(article, NOW - DAY, "abuse")
    story.decided(comment, Outcome.REJECT)
    story.approved(comment, after=2 * story.HOUR)
    assert decisions(site, period).stopped == Share(part=0, whole=1)


def test_an_edit_that_is_stopped_anew_is_a_new_alarm(
    site: Site, article: Article, period: Period
) -> None:
    comment = story.posted(article, NOW - DAY, "abuse")
    story.decided(comment, Outcome.PUBLISH)
    story.judged(comment, "spam")
    story.rejected(comment, after=2 * story.HOUR)
    found = {each.rule: each.alarms for each in decisions(site, period).by_rule}
    assert found == {"abuse": Share(part=1, whole=1), "spam": Share(part=0, whole=1)}


def test_an_undone_decision_is_no_word(site: Site, article: Article, period: Period) -> None:
    comment = story.posted(article, NOW - DAY, "abuse")
    story.decided(comment, Outcome.REJECT, undone_at=NOW, rule="abuse")
    found = decisions(site, period)
    assert found.stopped == Share(part=0, whole=0)
    assert found.wait.decisions == 0
    assert by_people(site, period) == ()
    story.approved(comment)
    assert decisions(site, period).stopped == Share(part=1, whole=1)


def test_asking_for_a_change_is_neither_yes_nor_no(
    site: Site, article: Article, period: Period
) -> None:
    story.decided(story.posted(article, NOW - DAY, "abuse"), Outcome.REVISE)
    found = decisions(site, period)
    assert (found.stopped.whole, found.wait.decisions) == (0, 1)


def test_the_machine_is_reversed_by_removing_what_it_published(
    site: Site, article: Article, period: Period
) -> None:
    story.posted(article, NOW - DAY)
    story.rejected(story.posted(article, NOW - DAY))
    assert decisions(site, period).published == Share(part=1, whole=2)


def test_moderators_are_reversed_upon_appeal_or_without(
    site: Site, article: Article, moderator: User, period: Period
) -> None:
    appealed, changed, kept, undone = (story.posted(article, NOW - DAY, "abuse") for _ in range(4))
    for comment in (appealed, changed, kept, undone):
        story.decided(comment, Outcome.REJECT)
    Appeal.objects.create(
        site=site,
        comment=appealed,
        decision=of(appealed),
        user=moderator,
        text="It was not meant so.",
        opened_at=NOW,
        due_at=NOW,
        outcome="reversed",
    )
    story.decided(appealed, Outcome.PUBLISH, after=2 * story.HOUR)
    story.decided(changed, Outcome.PUBLISH, after=2 * story.HOUR, decided_by=moderator)
    story.decided(kept, Outcome.REJECT, after=2 * story.HOUR)
    story.decided(undone, Outcome.PUBLISH, after=2 * story.HOUR, undone_at=NOW)

    found = reversed_decisions(site, period)

    assert found.appeal == Share(part=1, whole=7)
    assert found.another == Share(part=1, whole=7)


def test_rules_of_the_machine_are_those_that_stopped_something(
    site: Site, article: Article, period: Period
) -> None:
    comment = story.posted(article, NOW - DAY, "abuse", "spam", "abuse")
    story.posted(article, NOW - 2 * DAY, "spam")
    story.judged(story.posted(article, NOW), reasons=[story.reason("links", "advise")])
    Decision.objects.filter(comment=comment).update(
        reasons=[
            story.reason("abuse"),
            story.reason("spam", "revise"),
            story.reason("spam"),
            story.reason("links", "advise"),
        ]
    )

    found = [(each.rule, each.counts) for each in by_machine(site, period)]

    assert found == [
        ("spam", (0, 0, 0, 0, 1, 1, 0)),
        ("abuse", (0, 0, 0, 0, 0, 1, 0)),
    ]


def test_rules_of_people_are_those_that_they_named(
    site: Site, article: Article, moderator: User, period: Period
) -> None:
    story.week(site, article, moderator)
    story.rejected(story.posted(article, NOW - DAY))
    found = [(each.rule, each.total) for each in by_people(site, period)]
    assert found == [("", 1), ("personal", 1), ("spam", 1)]
