"""What waits for a moderator, how pressing it is, and when it is gone."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import editing, moderating, posting, queueing, reporting, returning
from parley.actions.moderating import Why
from parley.actions.posting import Draft
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.outbox import Change, ChangeKind
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy.risk import Risk
from tests import factories


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def reader(site: Site) -> Viewer:
    return factories.viewer(site)


def post(reader: Viewer, article: Article, text: str) -> Comment:
    draft = Draft(text=text, article=article, send_to_moderator=True)
    posted = posting.post_comment(reader, draft, now=timezone.now())
    assert posted.comment is not None
    return posted.comment


def test_a_held_comment_waits_with_what_is_against_it(reader: Viewer, article: Article) -> None:
    comment = post(reader, article, "You are an idiot, and everybody in this town knows it.")

    entry = Waiting.objects.get()
    assert (entry.comment, entry.held, entry.risk) == (comment, True, Risk.HIGH)
    assert ",abuse," in entry.rules or ",personal," in entry.rules
    assert entry.score > 0.5
    assert entry.scores == comment.decisions.get().scores
    assert entry.scores[entry.attribute] == entry.score
    assert entry.language == "en"
    assert entry.new_author


def test_what_waited_before_scores_were_kept_is_given_them_a_batch_at_a_time(
    reader: Viewer, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    rude = "You are an idiot, and everybody in this town knows it."
    comments = [post(reader, article, rude), post(reader, article, f"{rude} And so do you.")]
    Waiting.objects.update(scores={})
    migration = import_module("parley.migrations.0019_fill_scores")
    monkeypatch.setattr(migration, "BATCH", 1)

    migration.fill(apps, connection.schema_editor())

    for comment in comments:
        assert Waiting.objects.get(pk=comment.pk).scores == comment.decisions.get().scores != {}
    # Or the entries of a large desk would stay locked to the end.
    assert migration.Migration.atomic is False


def test_a_published_comment_does_not_wait(reader: Viewer, article: Article) -> None:
    post(reader, article, factories.PROPER)

    assert not Waiting.objects.exists()


def test_a_reported_comment_waits_until_it_is_decided(
    reader: Viewer, article: Article, moderator: Viewer
) -> None:
    comment, now = factories.comment(article), timezone.now()
    reporting.report_comment(reader, comment, reason="abuse", detail="", now=now)

    entry = Waiting.objects.get()
    assert (entry.held, entry.reports, entry.risk) == (False, 1, Risk.MEDIUM)
    # By a new account (`policy.complaints`).
    assert entry.weight == 0.25

    moderating.approve(moderator, comment, now=now + timedelta(seconds=90))
    assert not Waiting.objects.exists()
    assert comment.decisions.get().waited == 90


def edit(reader: Viewer, comment: Comment, text: str = factories.PROPER) -> Comment:
    edited = editing.edit_comment(
        reader,
        comment,
        text=text,
        now=timezone.now() + timedelta(seconds=5),
        send_to_moderator=True,
    )
    assert edited.comment is not None
    return edited.comment


def test_no_author_gets_out_of_what_is_urgent_by_a_change(reader: Viewer, article: Article) -> None:
    comment = post(reader, article, "I will find you and kill you.")
    before = Waiting.objects.get()
    assert before.risk == Risk.URGENT

    edit(reader, comment)

    after = Waiting.objects.get()
    assert (after.risk, after.score) == (before.risk, before.score)
    assert set(before.rules.split(",")) < set(after.rules.split(","))


def test_nor_by_one_that_was_asked_for(reader: Viewer, article: Article, moderator: Viewer) -> None:
    comment = post(reader, article, "I will find you and kill you.")
    why = Why(note="Please say it without threats.")
    comment = returning.send_back(moderator, comment, why=why, now=timezone.now())
    edit(reader, comment)

    assert Waiting.objects.get().risk == Risk.URGENT


def test_what_somebody_has_approved_is_not_held_against_a_later_change(
    reader: Viewer, article: Article, moderator: Viewer
) -> None:
    comment = post(reader, article, "I will find you and kill you.")
    moderating.approve(moderator, comment, now=timezone.now())
    edit(reader, comment, "u r right abt this thing")
    comment.refresh_from_db()

    assert comment.state == CommentState.HELD
    assert Waiting.objects.get().risk < Risk.HIGH


def test_an_edit_is_waited_for_from_the_first_moment(reader: Viewer, article: Article) -> None:
    comment = post(reader, article, "u r right abt this thing")
    since = Waiting.objects.get().since

    editing.edit_comment(
        reader, comment, text=factories.PROPER, now=timezone.now() + timedelta(seconds=5)
    )

    entry = Waiting.objects.get()
    assert entry.since == since
    assert entry.rules == ",author,sentences,"


def test_what_its_author_deletes_waits_no_more(reader: Viewer, article: Article) -> None:
    comment = post(reader, article, "u r right abt this thing")

    editing.delete_comment(comment, timezone.now())

    assert not Waiting.objects.exists()


def test_an_escalated_comment_stays_until_somebody_decides(
    article: Article, moderator: Viewer
) -> None:
    comment, now = factories.comment(article, state=CommentState.HELD), timezone.now()
    Waiting.objects.update(escalated=True)
    queueing.keep(comment, now)
    assert Waiting.objects.get().risk == Risk.URGENT

    moderating.reject(moderator, comment, why=Why(note="It is a threat."), now=now)
    assert not Waiting.objects.exists()


def test_the_desk_is_told_which_of_what_waits_is_urgent(article: Article) -> None:
    comment, now = factories.comment(article, state=CommentState.HELD), timezone.now()
    Waiting.objects.update(escalated=True)
    queueing.keep(comment, now)
    last = Change.objects.filter(kind=ChangeKind.QUEUE).latest("pk")
    assert last.payload == {"changed": [comment.pk], "urgent": [comment.pk]}


def test_the_greatest_risk_is_first_and_of_one_risk_the_oldest(article: Article) -> None:
    now = timezone.now()
    new = factories.comment(article, state=CommentState.HELD, created_at=now)
    old = factories.comment(article, state=CommentState.HELD, created_at=now - timedelta(hours=2))
    grave = factories.comment(article, state=CommentState.HELD, created_at=now)
    Waiting.objects.filter(pk=grave.pk).update(risk=Risk.URGENT)

    order = Waiting.objects.of_site(article.site).values_list("comment", flat=True)
    assert list(order) == [grave.pk, old.pk, new.pk]


def test_keeping_many_takes_no_more_queries_than_keeping_one(article: Article) -> None:
    comments = [factories.comment(article, state=CommentState.HELD) for _ in range(20)]
    Waiting.objects.all().delete()
    with CaptureQueriesContext(connection) as one:
        queueing.keep(comments[0], timezone.now())
    Waiting.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        queueing.keep_all([comment.pk for comment in comments], timezone.now())

    assert len(many) == len(one)


@pytest.mark.django_db(transaction=True)
def test_making_its_index_goes_on_where_it_was_broken_off() -> None:
    """On PostgreSQL an index of no use stays behind, which has its name."""
    if connection.vendor != "postgresql":
        # SQLite makes all of it or nothing.
        return
    module = import_module("parley.migrations.0017_comment_to_decide")
    known = MigrationLoader(connection).project_state(("parley", "0017_comment_to_decide"))
    valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'comment_to_decide'::regclass"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false"
            " WHERE indexrelid = 'comment_to_decide'::regclass"
        )
    with connection.schema_editor(atomic=False) as editor:
        for operation in module.Migration.operations:
            operation.database_forwards("parley", editor, known, known)
    with connection.cursor() as cursor:
        cursor.execute(valid)
        assert cursor.fetchone() == (True,)
