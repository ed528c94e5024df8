"""Behind the queue's back comments are held and decided about; it finds out, and mends itself."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from parley.actions import queue_upkeep
from parley.cli.diagnosis import Level, examine
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.queue import Waiting
from parley.models.report import Report
from tests import factories, legal

NOW = timezone.now()
AGO = NOW - timedelta(hours=2)


def held(article: Article, at: datetime = AGO) -> Comment:
    return factories.comment(article, state=CommentState.HELD, created_at=at)


def reported(article: Article) -> Comment:
    comment = factories.comment(article, open_reports=1, created_at=AGO - timedelta(days=9))
    Report.objects.create(
        site=article.site,
        comment=comment,
        reporter=factories.user(),
        reason="abuse",
        created_at=AGO,
        weight=1.5,
    )
    return comment


def test_what_waits_without_an_entry_gets_one_from_when_it_began(article: Article) -> None:
    waits = [held(article), reported(article)]
    Waiting.objects.all().delete()
    assert queue_upkeep.mend(NOW) == 2
    entries = Waiting.objects.order_by("pk")
    assert [(each.pk, each.since) for each in entries] == [(each.pk, AGO) for each in waits]
    assert [each.held for each in entries] == [True, False]
    assert entries[1].weight == 1.5


@pytest.mark.parametrize("state", [CommentState.PUBLISHED, CommentState.REJECTED])
def test_what_was_decided_leaves(article: Article, state: CommentState) -> None:
    Comment.objects.filter(pk=held(article).pk).update(state=state)
    assert queue_upkeep.mend(NOW) == 1
    assert not Waiting.objects.exists()


def test_an_entry_of_another_kind_is_corrected_and_keeps_its_time(article: Article) -> None:
    comment = held(article)
    Waiting.objects.filter(pk=comment.pk).update(held=False, since=AGO)
    queue_upkeep.mend(NOW)
    entry = Waiting.objects.get()
    assert (entry.held, entry.since) == (True, AGO)


def test_what_is_escalated_stays(article: Article) -> None:
    comment = held(article)
    Comment.objects.filter(pk=comment.pk).update(state=CommentState.PUBLISHED)
    Waiting.objects.update(held=False, escalated=True)
    assert queue_upkeep.mend(NOW) == 0
    assert Waiting.objects.exists()


def test_papers_about_nothing_hide_no_fault(article: Article) -> None:
    legal.grievance(article.site)
    dismissed, at_law = reported(article), reported(article)
    queue_upkeep.mend(NOW)
    legal.notice(at_law)
    # As by a release that knew of no queue.
    Comment.objects.update(open_reports=0)
    Report.objects.update(settled_at=NOW)
    assert [each.pk for each in Waiting.objects.mistaken()] == [dismissed.pk]
    assert queue_upkeep.mend(NOW) == 1
    assert Waiting.objects.get().pk == at_law.pk


def test_scores_that_the_release_before_did_not_write_are_filled_in(article: Article) -> None:
    comment = held(article)
    Decision.objects.create(
        site=article.site,
        comment=comment,
        outcome="hold",
        reasons=[],
        scores={"toxicity": 0.7, "spam": 0.2},
        by_machine=True,
        created_at=AGO,
    )
    Waiting.objects.update(score=0.7, attribute="toxicity", scores={})
    assert queue_upkeep.mend(NOW) == 1
    assert Waiting.objects.get().scores == {"toxicity": 0.7, "spam": 0.2}
    assert queue_upkeep.mend(NOW) == 0


def test_a_queue_that_is_right_costs_two_queries(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held(article)
    reported(article)
    queue_upkeep.mend(NOW)
    with django_assert_num_queries(2):
        queue_upkeep.mend(NOW)


def test_more_than_a_batch_is_mended_at_once(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_upkeep, "BATCH", 2)
    for _each in range(5):
        held(article)
    Waiting.objects.all().delete()
    assert queue_upkeep.mend(NOW) == 5
    assert Waiting.objects.count() == 5


def test_doctor_tells_of_it(article: Article) -> None:
    held(article)
    Waiting.objects.all().delete()
    [found] = [each for each in examine(NOW) if "queue" in each.problem]
    assert found.level == Level.WARNING
    assert "1 comment" in found.problem
