"""How often decisions are changed, by rule and moderator, and how well people agree."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import appealing, fairness_figures, moderating, reviewing
from parley.actions.fairness_figures import Rate, Reversals
from parley.actions.moderating import Why
from parley.models.appeal import Appeal, Sample
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.decision import BY_REPORTS, Decision
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from tests import factories

NOW = timezone.now() - timedelta(hours=5)
PERIOD = {"since": NOW - timedelta(days=1), "until": NOW + timedelta(days=1)}


@pytest.fixture
def moderators(site: Site) -> list[Viewer]:
    return [factories.viewer(site, factories.member(site, Role.MODERATOR)) for _ in range(3)]


def reject(who: Viewer, comment: Comment, rule: str = "spam", minutes: int = 0) -> None:
    at = NOW + timedelta(minutes=minutes)
    moderating.reject(who, comment, why=Why(note="No.", rule=rule), now=at)


def approve(who: Viewer, comment: Comment, minutes: int = 1) -> None:
    moderating.approve(who, comment, now=NOW + timedelta(minutes=minutes))


def judged(article: Article, outcome: Outcome, *rules: str) -> Comment:
    """A comment that the policy has stopped by these rules, or published."""
    state = "published" if outcome is Outcome.PUBLISH else "held"
    comment = factories.comment(article, state=state)
    reasons = [{"rule": rule, "severity": "hold"} for rule in rules]
    advice = {"rule": "sentences", "severity": "advise"}
    Decision.objects.create(
        site=article.site,
        comment=comment,
        outcome=outcome,
        reasons=[*reasons, advice],
        created_at=NOW - timedelta(minutes=1),
    )
    return comment


def changed(site: Site) -> Reversals:
    return fairness_figures.reversals(site, **PERIOD)


def told(rates: object) -> dict[object, tuple[int, int]]:
    return {rate.key: (rate.part, rate.whole) for rate in rates}  # type: ignore[attr-defined]


def test_a_rejection_that_another_moderator_takes_back_is_changed(
    article: Article, moderators: list[Viewer]
) -> None:
    first, second = moderators[0], moderators[1]
    for rule, back in (("spam", True), ("spam", False), ("abuse", False), ("", True)):
        comment = factories.comment(article)
        reject(first, comment, rule)
        if back:
            approve(second, comment)

    found = changed(article.site)
    assert told(found.by_rule) == {"spam": (1, 2), "abuse": (0, 1), "": (1, 1)}
    assert first.user is not None
    assert second.user is not None
    assert told(found.by_moderator) == {first.user.pk: (2, 4), second.user.pk: (0, 2)}
    assert (found.people.part, found.people.whole) == (2, 6)


def test_who_corrects_themselves_was_not_corrected(
    article: Article, moderators: list[Viewer]
) -> None:
    comment = factories.comment(article)
    reject(moderators[0], comment)
    approve(moderators[0], comment)
    assert changed(article.site).people.part == 0


def test_what_was_undone_does_not_count(article: Article, moderators: list[Viewer]) -> None:
    reject(moderators[0], factories.comment(article))
    Decision.objects.update(undone_at=NOW)
    assert changed(article.site).people.whole == 0


def test_what_was_decided_earlier_does_not_count(
    article: Article, moderators: list[Viewer]
) -> None:
    reject(moderators[0], factories.comment(article))
    later = {name: moment + timedelta(days=3) for name, moment in PERIOD.items()}
    assert fairness_figures.reversals(article.site, **later).people.whole == 0


def test_another_site_does_not_count(article: Article, moderators: list[Viewer]) -> None:
    reject(moderators[0], factories.comment(article))
    assert changed(factories.site("other.example")).people.whole == 0


def test_what_the_policy_held_and_people_published_is_a_false_alarm(
    article: Article, moderators: list[Viewer]
) -> None:
    approve(moderators[0], judged(article, Outcome.HOLD, "spam", "links"))
    reject(moderators[0], judged(article, Outcome.HOLD, "spam"))
    judged(article, Outcome.HOLD, "spam")  # Nobody has decided yet.

    found = changed(article.site)
    assert told(found.alarms) == {"spam": (1, 2), "links": (1, 1)}
    assert (found.all_alarms.part, found.all_alarms.whole) == (1, 2)


def test_what_the_policy_published_and_people_removed_was_missed(
    article: Article, moderators: list[Viewer]
) -> None:
    reject(moderators[0], judged(article, Outcome.PUBLISH))
    for _ in range(3):
        judged(article, Outcome.PUBLISH)
    missed = changed(article.site).missed
    assert (missed.part, missed.whole) == (1, 4)


def test_it_was_missed_too_where_readers_had_to_report_it(
    article: Article, moderators: list[Viewer]
) -> None:
    comment = judged(article, Outcome.PUBLISH)
    Decision.objects.create(
        site=article.site,
        comment=comment,
        outcome=Outcome.HOLD,
        reasons=[{"rule": "readers", "severity": "hold"}],
        policy_version=BY_REPORTS,
        created_at=NOW,
    )
    reject(moderators[0], comment, minutes=1)
    found = changed(article.site)
    assert (found.missed.part, found.alarms) == (1, [])


def test_a_share_comes_with_how_sure_it_is() -> None:
    rate = Rate(key="", part=1, whole=10)
    assert rate.share == 0.1
    assert rate.interval == pytest.approx((0.0179, 0.4042), abs=0.0005)
    assert Rate(key="", part=0, whole=0).share is None


def test_appeals_are_counted_by_what_they_came_to(
    article: Article, moderators: list[Viewer]
) -> None:
    for grant in (True, False, None, None):
        writer = factories.user(accepted=article.site)
        comment = factories.comment(article, factories.author(article.site, writer))
        reject(moderators[0], comment)
        viewer = factories.viewer(article.site, writer)
        entry = appealing.appeal(viewer, comment, text="It is fine.", now=NOW)
        if grant is not None:
            appealing.hear(moderators[1], entry, grant=grant, reason="I see.", now=NOW)
    late = Appeal.objects.filter(outcome="").order_by("pk")[:1]
    Appeal.objects.filter(pk__in=late.values("pk")).update(due_at=NOW - timedelta(days=1))

    found = fairness_figures.appeals(article.site, **PERIOD, now=NOW)
    assert (found.opened, found.waiting, found.late) == (4, 2, 1)
    assert (found.granted.part, found.granted.whole) == (1, 2)


def reviewed_sample(decision: Decision, *said: tuple[Viewer, str]) -> None:
    # The lot may have drawn it already.
    sample, _made = Sample.objects.update_or_create(
        decision=decision,
        defaults={
            "site": decision.site,
            "comment": decision.comment,
            "drawn_at": NOW,
            "wanted": 3,
        },
    )
    for who, outcome in said:
        rule = "spam" if outcome == "reject" else ""
        reviewing.review(who, sample, outcome=outcome, rule=rule, now=NOW)


def test_reviews_are_compared_with_what_was_decided_and_each_other(
    article: Article, moderators: list[Viewer]
) -> None:
    one, two, three = moderators
    held = judged(article, Outcome.HOLD, "spam").decisions.get()
    published = judged(article, Outcome.PUBLISH).decisions.get()
    reviewed_sample(held, (one, "publish"), (two, "publish"), (three, "reject"))
    reviewed_sample(published, (one, "publish"), (two, "publish"))

    found = fairness_figures.reviewed(article.site, **PERIOD)
    assert told(found.by_rule) == {"spam": (1, 3), "": (2, 2)}
    machine = found.machine
    assert (machine.upheld.part, machine.upheld.whole) == (3, 5)
    assert (machine.pairs.part, machine.pairs.whole) == (2, 4)
    # By hand in tests/policy/test_agreement.py.
    assert machine.alpha == pytest.approx(0.0)
    assert found.people.upheld.whole == 0


def test_reviews_of_moderators_are_counted_apart(
    article: Article, moderators: list[Viewer]
) -> None:
    comment = factories.comment(article)
    reject(moderators[0], comment)
    reviewed_sample(comment.decisions.get(), (moderators[1], "reject"))
    found = fairness_figures.reviewed(article.site, **PERIOD)
    assert (found.people.upheld.part, found.people.upheld.whole) == (1, 1)
    assert found.machine.upheld.whole == 0
