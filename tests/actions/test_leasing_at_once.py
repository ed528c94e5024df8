"""Twenty moderators at one queue in the same moment."""

import threading
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from parley.actions import deciding, leasing, moderating
from parley.actions.deciding import Choice
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.queue import Waiting
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from tests import factories

MODERATORS = 20
COMMENTS = 120

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_comment_is_handed_to_two_and_none_is_decided_twice() -> None:
    site = factories.site()
    article, by = factories.article(site), factories.author(site)
    for _ in range(COMMENTS):
        factories.comment(article, by, state=CommentState.HELD)
    viewers = [
        factories.viewer(site, factories.member(site, Role.MODERATOR)) for _ in range(MODERATORS)
    ]
    barrier, handed, faults = threading.Barrier(MODERATORS), list[int](), list[Exception]()

    def work(viewer: Viewer) -> None:
        barrier.wait()
        try:
            while given := _next(viewer):
                handed.extend(given)
                _decide(viewer, given)
        except Exception as fault:  # noqa: BLE001  # Raised below, where the test sees it.
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(viewer,)) for viewer in viewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert {pk: times for pk, times in Counter(handed).items() if times > 1} == {}
    assert Decision.objects.count() == Comment.objects.count() == COMMENTS
    assert not Waiting.objects.exists()


def _next(viewer: Viewer) -> tuple[int, ...]:
    entries = Waiting.objects.of_site(viewer.site)
    return leasing.take(viewer, entries, count=3, now=timezone.now()).given


def _decide(viewer: Viewer, given: tuple[int, ...]) -> None:
    comments = Comment.objects.filter(pk__in=given)
    choices = [Choice(comment.pk, moderating.last_decision(comment)) for comment in comments]
    done = deciding.decide(viewer, choices, outcome=Outcome.PUBLISH, why=None, now=timezone.now())
    assert done.stale == ()
