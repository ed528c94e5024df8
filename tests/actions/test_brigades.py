"""Many accounts that act together: recognised, however much they have done, by bounded work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import weighing_reports
from parley.actions.weighing_reports import LOOKED_BACK
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.report import Report
from parley.models.user import User
from tests import factories

NOW = timezone.now()


def accounts(number: int) -> list[User]:
    """Made over years, so that nothing but what they do joins them."""
    made = [
        User(
            email=f"reader{each}@mail.example",
            display_name=f"Reader {each}",
            name_key=f"reader {each}",
            password="!",
            created_at=NOW - timedelta(days=300 + each),
        )
        for each in range(number)
    ]
    return User.objects.bulk_create(made)


def comments(article: Article, number: int) -> list[Comment]:
    author = factories.author(article.site)
    made = [
        Comment(
            site=article.site,
            article=article,
            author=author,
            text="So.",
            html="<p>So.</p>",
            state=CommentState.PUBLISHED,
            created_at=NOW,
        )
        for _ in range(number)
    ]
    return Comment.objects.bulk_create(made)


def reported(readers: list[User], *about: Comment) -> None:
    Report.objects.bulk_create(
        Report(
            site=comment.site,
            comment=comment,
            reporter=reader,
            reason="abuse",
            created_at=NOW - timedelta(minutes=each),
        )
        for comment in about
        for each, reader in enumerate(readers)
    )


def is_held(comment: Comment) -> bool:
    return weighing_reports.enough_to_hold(comment)


def test_a_brigade_is_one_reader_and_its_work_bounded(article: Article) -> None:
    readers = accounts(weighing_reports.MOST)
    latest, *earlier = reversed(comments(article, 101))
    reported(readers, latest, *earlier)

    with CaptureQueriesContext(connection) as found:
        assert not is_held(latest)
    rows = weighing_reports._in_vain(latest, [reader.pk for reader in readers])
    assert len(list(rows)) == weighing_reports.MOST * LOOKED_BACK
    assert len(found) <= 8


def test_it_costs_a_few_as_many_queries(article: Article) -> None:
    counts = []
    for number in (6, 40):
        readers = accounts(number)
        latest, *earlier = reversed(comments(article, 5))
        reported(readers, latest, *earlier)
        with CaptureQueriesContext(connection) as found:
            is_held(latest)
        counts.append(len(found))
        User.objects.all().delete()
    assert counts[0] == counts[1]


def test_as_many_who_have_nothing_in_common_are_heard(article: Article) -> None:
    readers = accounts(6)
    latest, *earlier = reversed(comments(article, 7))
    reported(readers, latest)
    for reader, comment in zip(readers, earlier, strict=True):
        reported([reader], comment)

    assert is_held(latest)


@pytest.mark.parametrize(("in_common", "held"), [(2, True), (3, False)])
def test_three_complaints_in_common_are_no_accident(
    article: Article, in_common: int, held: bool
) -> None:
    readers = accounts(6)
    latest, *earlier = reversed(comments(article, in_common + 1))
    reported(readers, latest, *earlier)

    assert is_held(latest) is held
