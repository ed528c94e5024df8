"""The desk is told which comments wait, in the transaction that changed it, and by ids alone."""

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from parley.actions import moderating, queueing, reporting
from parley.errors import NotAllowed
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.outbox import Change
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from parley.snapshots import tickets
from parley.snapshots.lookup import DatabaseSource
from parley.snapshots.tickets import Ticket
from tests import factories


@pytest.fixture
def user(site: Site) -> User:
    return factories.member(site, Role.MODERATOR)


@pytest.fixture
def moderator(site: Site, user: User) -> Viewer:
    return factories.viewer(site, user)


def told(site: Site) -> list[dict[str, list[int]]]:
    rows = Change.objects.filter(site=site, kind="queue").order_by("id")
    assert set(rows.values_list("article_id", "comment_id")) <= {(0, None)}
    return list(rows.values_list("payload", flat=True))


def held(article: Article) -> Comment:
    return factories.comment(article, state=CommentState.HELD)


def test_what_begins_to_wait_and_what_is_decided(article: Article, moderator: Viewer) -> None:
    comment = held(article)
    moderating.approve(moderator, comment, now=timezone.now())
    assert told(article.site) == [{"entered": [comment.pk]}, {"left": [comment.pk]}]


def test_a_report_more_changes_what_waits(article: Article, site: Site) -> None:
    comment = held(article)
    reader = factories.viewer(site)
    reporting.report_comment(reader, comment, reason="spam", detail="", now=timezone.now())
    assert told(site)[-1] == {"changed": [comment.pk]}


def test_nothing_is_told_of_what_does_not_wait(article: Article, site: Site) -> None:
    factories.comment(article)
    assert told(site) == []


def test_each_site_is_told_of_its_own(article: Article) -> None:
    other = factories.site("other.example")
    comments = [held(article), held(factories.article(other))]
    Waiting.objects.all().delete()
    Change.objects.all().delete()
    queueing.keep_all([comment.pk for comment in comments], timezone.now())
    assert told(article.site) == [{"entered": [comments[0].pk]}]
    assert told(other) == [{"entered": [comments[1].pk]}]


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> DatabaseSource:
    """In this thread, whose transaction must stay."""
    monkeypatch.setattr("parley.snapshots.lookup.close_old_connections", lambda: None)
    return DatabaseSource()


def test_a_ticket_opens_the_desk_of_its_site(
    site: Site, user: User, source: DatabaseSource
) -> None:
    assert source.desk_of(tickets.issue(Ticket(site.pk, user.pk))) == site.pk


def test_a_ticket_is_of_no_use_to_whoever_moderates_no_more(
    site: Site, user: User, source: DatabaseSource
) -> None:
    ticket = tickets.issue(Ticket(site.pk, user.pk))
    user.memberships.all().delete()
    with pytest.raises(NotAllowed):
        source.desk_of(ticket)


def test_a_ticket_grows_old(
    site: Site, user: User, source: DatabaseSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "SECONDS", timedelta(seconds=-1))
    with pytest.raises(NotAllowed):
        source.desk_of(tickets.issue(Ticket(site.pk, user.pk)))


def test_a_ticket_made_for_something_else_is_refused(
    site: Site, user: User, source: DatabaseSource
) -> None:
    with pytest.raises(NotAllowed):
        source.desk_of(signing.dumps([site.pk, user.pk], salt="something else"))
