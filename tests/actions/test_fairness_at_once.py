"""Reports, hearings and reviews that come in the same moment: each counts once."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from parley.actions import appealing, moderating, reporting, reviewing
from parley.actions.moderating import Why
from parley.errors import Conflict
from parley.models.appeal import Appeal, Review, Sample
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.decision import Decision, Notice
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
THEN = NOW - timedelta(hours=1)


def together(deeds: Sequence[Callable[[], object]]) -> list[Exception]:
    """Do all of them in the same moment; what they raised."""
    barrier, faults = threading.Barrier(len(deeds)), list[Exception]()

    def run(deed: Callable[[], object]) -> None:
        barrier.wait()
        try:
            deed()
        except Exception as fault:  # noqa: BLE001  # Given back.
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def moderators(site: Site, number: int) -> list[Viewer]:
    return [factories.viewer(site, factories.member(site, Role.MODERATOR)) for _ in range(number)]


def rejected(article: Article, by: Viewer) -> Comment:
    author = factories.author(article.site, factories.user(accepted=article.site))
    comment = factories.comment(article, author)
    return moderating.reject(by, comment, why=Why(note="No.", rule="spam"), now=THEN)


def test_readers_who_report_at_once_hold_a_comment_once(article: Article) -> None:
    comment = factories.comment(article)

    def report(viewer: Viewer) -> Callable[[], object]:
        return lambda: reporting.report_comment(viewer, comment, reason="abuse", detail="", now=NOW)

    readers = [
        factories.user(accepted=article.site, created_at=NOW - timedelta(days=100 + 3 * each))
        for each in range(6)
    ]
    assert together([report(factories.viewer(article.site, who)) for who in readers]) == []

    comment.refresh_from_db()
    article.refresh_from_db()
    assert (comment.state, comment.open_reports) == ("held", 6)
    assert Decision.objects.filter(outcome=Outcome.HOLD).count() == 1
    assert article.comment_count == 0


def test_an_appeal_is_heard_by_one_of_those_who_come_at_once(article: Article) -> None:
    first, *others = moderators(article.site, 4)
    comment = rejected(article, first)
    writer = factories.viewer(article.site, comment.author.user)
    entry = appealing.appeal(writer, comment, text="It is fine.", now=NOW)

    def hear(viewer: Viewer, grant: bool) -> Callable[[], object]:
        return lambda: appealing.hear(viewer, entry, grant=grant, reason="I see.", now=NOW)

    faults = together([hear(who, grant=bool(number)) for number, who in enumerate(others)])

    assert [type(fault) for fault in faults] == [Conflict, Conflict]
    heard = Appeal.objects.get()
    comment.refresh_from_db()
    assert comment.state == ("published" if heard.outcome == "reversed" else "rejected")
    assert Notice.objects.filter(kind__in=("appeal_granted", "appeal_kept")).count() == 1


def test_an_author_who_sends_it_twice_appeals_once(article: Article) -> None:
    comment = rejected(article, moderators(article.site, 1)[0])
    writer = factories.viewer(article.site, comment.author.user)

    def send() -> object:
        return appealing.appeal(writer, comment, text="It is fine.", now=NOW)

    faults = together([send, send, send])
    assert [type(fault) for fault in faults] == [Conflict, Conflict]
    assert Appeal.objects.count() == 1


def test_no_more_reviews_are_taken_than_wanted(article: Article) -> None:
    first, *others = moderators(article.site, 5)
    comment = rejected(article, first)
    sample = Sample.objects.create(
        site=article.site,
        decision=comment.decisions.get(),
        comment=comment,
        drawn_at=THEN,
        wanted=2,
    )

    def give(viewer: Viewer) -> Callable[[], object]:
        return lambda: reviewing.review(viewer, sample, outcome="publish", rule="", now=NOW)

    faults = together([give(who) for who in others])
    assert [type(fault) for fault in faults] == [Conflict, Conflict]
    assert Review.objects.count() == 2
