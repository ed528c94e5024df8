"""One count of false alarms and of changed decisions, wherever they are told."""

from datetime import timedelta

import pytest

from parley.actions import fairness_figures, judgements, legal_reasons
from parley.actions.figures.decisions import decisions, reversed_decisions
from parley.actions.figures.period import Period
from parley.actions.judgements import Share
from parley.actions.transparency_counts import Period as Days
from parley.actions.transparency_counts import automation, own_initiative
from parley.models.appeal import Appeal
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.decision import BY_REPORTS, Decision
from parley.models.site import Site
from parley.models.user import Role, User
from parley.policy.decision import Outcome
from tests import factories
from tests.figures import story
from tests.figures.story import DAY, NOW


@pytest.fixture
def period(site: Site) -> Period:
    return Period.lately(site, 7, now=NOW)


@pytest.fixture
def moderator(site: Site) -> User:
    return factories.member(site, Role.MODERATOR)


def held_by_readers(comment: Comment) -> Comment:
    story.judged(comment, "readers")
    Decision.objects.filter(comment=comment, reasons__0__rule="readers").update(
        policy_version=BY_REPORTS
    )
    return comment


def counted(site: Site, period: Period) -> tuple[Share, dict[str, Share], Share]:
    """As all pages and the report tell it, which is the same."""
    figures = decisions(site, period)
    fairness = fairness_figures.reversals(site, since=period.starts, until=period.ends)
    report = automation(site, Days(first=period.first, last=period.last), own=False)
    by_rule = {each.rule: each.alarms for each in figures.by_rule}

    assert fairness.all_alarms.interval == figures.stopped.interval
    assert {each.key: (each.part, each.whole) for each in fairness.alarms} == {
        rule: (share.part, share.whole) for rule, share in by_rule.items()
    }
    assert (fairness.missed.part, fairness.missed.whole) == (
        figures.published.part,
        figures.published.whole,
    )
    assert (report.held - report.stopped, report.held) == (
        figures.stopped.part,
        figures.stopped.whole,
    )
    return figures.stopped, by_rule, figures.published


def test_what_the_policy_stopped_and_a_person_published_is_a_false_alarm(
    site: Site, article: Article, period: Period
) -> None:
    story.approved(story.posted(article, NOW - DAY, "abuse", "spam"))
    story.rejected(story.posted(article, NOW - DAY, "spam"))
    alarms, by_rule, _passed = counted(site, period)
    assert alarms == Share(part=1, whole=2)
    assert by_rule == {"spam": Share(part=1, whole=2), "abuse": Share(part=1, whole=1)}


def test_what_readers_held_is_none_and_a_removal_then_is_what_the_policy_let_pass(
    site: Site, article: Article, period: Period
) -> None:
    story.approved(held_by_readers(story.posted(article, NOW - DAY)))
    story.rejected(held_by_readers(story.posted(article, NOW - DAY)))
    assert counted(site, period) == (Share(part=0, whole=0), {}, Share(part=1, whole=2))


@pytest.mark.parametrize("rules", [["author"], ["article"], ["article", "author"]])
def test_what_waits_as_a_matter_of_form_has_raised_no_alarm(
    site: Site, article: Article, period: Period, rules: list[str]
) -> None:
    story.approved(story.posted(article, NOW - DAY, *rules))
    comment = story.rejected(story.posted(article, NOW - DAY, *rules))
    assert counted(site, period) == (Share(part=0, whole=0), {}, Share(part=0, whole=0))

    _law, terms = own_initiative(site, Days(first=period.first, last=period.last))
    assert terms["TOTAL", ""].found_by_machine == 0
    (statement,) = legal_reasons.statements_of(comment, now=NOW)
    assert not statement.found_by_machine


def test_beside_a_matter_of_form_a_rule_raises_one(
    site: Site, article: Article, period: Period
) -> None:
    comment = story.rejected(story.posted(article, NOW - DAY, "author", "spam"))
    assert counted(site, period)[1] == {"spam": Share(part=0, whole=1)}
    _law, terms = own_initiative(site, Days(first=period.first, last=period.last))
    assert terms["TOTAL", ""].found_by_machine == 1
    (statement,) = legal_reasons.statements_of(comment, now=NOW)
    assert statement.found_by_machine


def test_only_the_first_persons_word_counts(site: Site, article: Article, period: Period) -> None:
    comment = story.posted(article, NOW - DAY, "abuse")
    story.decided(comment, Outcome.PUBLISH)
    story.decided(comment, Outcome.PUBLISH, after=2 * story.HOUR)
    story.rejected(comment, after=3 * story.HOUR)
    assert counted(site, period)[0] == Share(part=1, whole=1)


def changed(site: Site, period: Period) -> tuple[int, int, int]:
    """Upon appeal, otherwise, and of how many."""
    figures = reversed_decisions(site, period)
    fairness = fairness_figures.reversals(site, since=period.starts, until=period.ends).people
    assert fairness.part == figures.appeal.part + figures.another.part
    assert fairness.whole == figures.another.whole
    return figures.appeal.part, figures.another.part, fairness.whole


def test_who_corrects_themselves_was_not_corrected(
    site: Site, article: Article, period: Period, moderator: User
) -> None:
    comment = story.posted(article, NOW - DAY, "abuse")
    story.decided(comment, Outcome.REJECT, decided_by=moderator)
    story.approved(comment, after=2 * story.HOUR, decided_by=moderator)
    assert changed(site, period) == (0, 0, 2)


def test_another_person_or_an_appeal_changes_a_decision(
    site: Site, article: Article, period: Period, moderator: User
) -> None:
    colleague = factories.member(site, Role.MODERATOR)
    of_another, own = (story.posted(article, NOW - DAY, "abuse") for _ in range(2))
    for comment, by in ((of_another, colleague), (own, moderator)):
        story.decided(comment, Outcome.REJECT, decided_by=moderator)
        story.approved(comment, after=2 * story.HOUR, decided_by=by)
    # Where there is nobody else, an administrator hears an appeal against their own decision.
    Appeal.objects.create(
        site=site,
        comment=own,
        decision=own.decisions.filter(outcome=Outcome.REJECT).get(),
        user=moderator,
        text="It is fine.",
        opened_at=NOW,
        due_at=NOW + timedelta(days=7),
        outcome="reversed",
    )
    assert changed(site, period) == (1, 1, 4)


def test_a_decision_before_the_period_is_not_counted(site: Site, article: Article) -> None:
    story.approved(story.posted(article, NOW - DAY, "abuse"))
    later = judgements.of_people(site, since=NOW, until=NOW + DAY)
    assert list(judgements.judged(later)) == []
