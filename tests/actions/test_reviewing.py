"""Decisions drawn by lot, and reviewed by those who are not told what they were."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from parley.actions import deciding, editing, moderating, posting, reviewing, sampling
from parley.actions.deciding import Choice
from parley.actions.moderating import Why
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.appeal import Review, Sample
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.author import Author
from parley.models.comment import Comment, CommentState, Revision
from parley.models.decision import Decision
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from tests import factories

WHY = Why(note="It is advertising.", rule="spam")
NOW = timezone.now()
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def site(db: None) -> Site:
    """Where every decision is drawn."""
    return factories.site(desk={"fairness": {"machine_share": 100, "people_share": 100}})


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def reviewers(site: Site) -> list[Viewer]:
    return [factories.viewer(site, factories.member(site, Role.MODERATOR)) for _ in range(3)]


@pytest.fixture
def author(site: Site) -> Author:
    return factories.author(site, factories.user(accepted=site))


@pytest.fixture
def held(article: Article, author: Author) -> Comment:
    return factories.comment(article, author, state=CommentState.HELD, text="Buy at Rao’s.")


@pytest.fixture
def sample(held: Comment, moderator: Viewer) -> Sample:
    moderating.reject(moderator, held, why=WHY, now=NOW)
    return Sample.objects.get()


def give(who: Viewer, sample: Sample, outcome: str = "publish", rule: str = "") -> Review:
    return reviewing.review(who, sample, outcome=outcome, rule=rule, now=LATER)


def open_to(who: Viewer) -> list[Sample]:
    return list(reviewing.open_to(who, now=LATER))


def test_what_the_policy_decides_is_drawn(article: Article, author: Author) -> None:
    assert author.user is not None
    draft = posting.Draft(text=factories.PROPER, article=article)
    posting.post_comment(factories.viewer(article.site, author.user), draft, now=NOW)
    assert Sample.objects.get().decision.by_machine


def test_what_a_moderator_decides_is_drawn(sample: Sample) -> None:
    assert (sample.decision.by_machine, sample.wanted) == (False, 2)


def test_a_share_of_nothing_draws_nothing(held: Comment, moderator: Viewer) -> None:
    held.site.desk = {"fairness": {"people_share": 0}}
    held.site.save()
    moderating.reject(moderator, held, why=WHY, now=NOW)
    assert not Sample.objects.exists()


def test_what_holds_any_text_is_not_drawn(held: Comment) -> None:
    reason = {"rule": "article", "code": "article_premoderated"}
    decision = Decision.objects.create(
        site=held.site, comment=held, outcome=Outcome.HOLD, reasons=[reason], created_at=NOW
    )
    sampling.draw(decision, held.site, now=NOW)
    assert not Sample.objects.exists()


def test_two_in_a_hundred_are_about_two_in_a_hundred() -> None:
    drawn = sum(sampling.lot(key) < 0.02 for key in range(20_000))
    assert 300 < drawn < 500


def test_the_lot_is_the_installations_secret() -> None:
    here = [sampling.lot(key) for key in range(5)]
    assert here == [sampling.lot(key) for key in range(5)]
    with override_settings(SECRET_KEY="another-" * 8):
        assert all(sampling.lot(key) != lot for key, lot in enumerate(here))


def test_a_reviewer_sees_the_text_of_that_time(sample: Sample, reviewers: list[Viewer]) -> None:
    Revision.objects.create(comment=sample.comment, text="What it said.", replaced_at=LATER)
    shown = reviewing.next_one(reviewers[0], now=LATER)
    assert shown is not None
    assert shown.text == "What it said."


def test_who_decided_does_not_review_it(sample: Sample, moderator: Viewer) -> None:
    assert open_to(moderator) == []
    with pytest.raises(NotAllowed):
        give(moderator, sample)


def test_nor_who_wrote_it(sample: Sample, author: Author) -> None:
    assert author.user is not None
    author.user.memberships.create(site=sample.site, role=Role.MODERATOR)
    own = factories.viewer(sample.site, author.user)
    assert open_to(own) == []
    with pytest.raises(NotAllowed):
        give(own, sample)


def test_a_reader_reviews_nothing(sample: Sample) -> None:
    with pytest.raises(NotAllowed):
        give(factories.viewer(sample.site), sample)


def test_two_reviews_are_enough(sample: Sample, reviewers: list[Viewer]) -> None:
    give(reviewers[0], sample)
    give(reviewers[1], sample, "reject", "spam")
    assert open_to(reviewers[2]) == []
    with pytest.raises(Conflict):
        give(reviewers[2], sample)
    assert Sample.objects.get().given == 2


def test_nobody_reviews_twice(sample: Sample, reviewers: list[Viewer]) -> None:
    give(reviewers[0], sample)
    assert open_to(reviewers[0]) == []
    with pytest.raises(Conflict):
        give(reviewers[0], sample)


@pytest.mark.parametrize(("outcome", "rule"), [("hold", ""), ("reject", ""), ("reject", "taste")])
def test_a_rejection_names_a_house_rule(
    sample: Sample, reviewers: list[Viewer], outcome: str, rule: str
) -> None:
    with pytest.raises(BadField):
        give(reviewers[0], sample, outcome, rule)


def test_a_review_is_audited_and_changes_nothing(sample: Sample, reviewers: list[Viewer]) -> None:
    give(reviewers[0], sample, "publish")
    assert AuditEntry.objects.filter(verb="review").count() == 1
    sample.comment.refresh_from_db()
    assert sample.comment.state == "rejected"


def test_skipping_gives_another_and_in_the_end_the_first_again(
    sample: Sample, reviewers: list[Viewer], article: Article, moderator: Viewer
) -> None:
    moderating.reject(moderator, factories.comment(article), why=WHY, now=NOW)
    first, other = Sample.objects.order_by("pk")

    def after(key: int) -> Sample | None:
        shown = reviewing.next_one(reviewers[0], now=LATER, after=key)
        return shown.sample if shown else None

    assert [after(0), after(first.pk), after(other.pk)] == [first, other, first]


def test_what_was_undone_is_not_reviewed(
    held: Comment, moderator: Viewer, reviewers: list[Viewer]
) -> None:
    choice = Choice(held.pk, moderating.last_decision(held))
    done = deciding.decide(moderator, [choice], outcome=Outcome.PUBLISH, why=None, now=NOW)
    deciding.undo(moderator, done.batch, now=NOW + timedelta(seconds=2))
    assert open_to(reviewers[0]) == []


def test_a_deleted_comment_is_not_reviewed(sample: Sample, reviewers: list[Viewer]) -> None:
    editing.delete_comment(sample.comment, NOW)
    assert open_to(reviewers[0]) == []


def test_another_sites_samples_are_not_given(sample: Sample) -> None:
    elsewhere = factories.site("other.example")
    other = factories.viewer(elsewhere, factories.member(elsewhere, Role.MODERATOR))
    assert open_to(other) == []


def test_what_was_emptied_is_not_reviewed_since_only_what_was_rejected_is(
    sample: Sample, reviewers: list[Viewer]
) -> None:
    assert reviewing.next_one(reviewers[0], now=LATER) is not None
    Comment.objects.filter(pk=sample.comment_id).update(text="")
    assert reviewing.next_one(reviewers[0], now=LATER) is None
