"""The audit is written once, and the database itself keeps it so."""

from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from parley.actions import auditing, moderating
from parley.actions.auditing import Deed
from parley.actions.moderating import Why
from parley.errors import NotAllowed
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import CommentState
from parley.models.site import Site
from parley.models.user import Role
from tests import factories


@pytest.fixture
def entry(article: Article, site: Site) -> AuditEntry:
    viewer = factories.viewer(site, factories.member(site, Role.MODERATOR))
    deed = Deed(verb="pick", of=factories.comment(article), after={"picked": True}, why="Wise.")
    return auditing.write(viewer, deed, now=timezone.now())


@pytest.fixture
def guarded(db: None) -> None:
    """The guard as the migration makes it; on PostgreSQL it is always there."""
    if connection.vendor == "sqlite":
        for statement in import_module("parley.migrations.0014_guard_audit").SQLITE:
            with connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_decision_leaves_who_when_before_after_and_why(article: Article, site: Site) -> None:
    moderator = factories.viewer(site, factories.member(site, Role.MODERATOR))
    held = factories.comment(article, state=CommentState.HELD)
    now = timezone.now()

    moderating.reject(moderator, held, why=Why(note="It is spam.", rule="spam"), now=now)

    entry = AuditEntry.objects.get(kind="comment", object_id=held.pk)
    assert moderator.user is not None
    assert (entry.actor_id, entry.role, entry.via) == (moderator.user.pk, "moderator", "desk")
    assert (entry.verb, entry.at, entry.why) == ("reject", now, "")
    told = held.decisions.get()
    assert entry.before["state"] == "held"
    assert entry.after == {"state": "rejected", "decision": told.pk}


def test_code_cannot_alter_an_entry(entry: AuditEntry) -> None:
    entry.why = "Something else."
    with pytest.raises(NotAllowed):
        entry.save()
    with pytest.raises(NotAllowed):
        entry.delete()
    with pytest.raises(NotAllowed):
        AuditEntry.objects.update(why="Something else.")
    with pytest.raises(NotAllowed):
        AuditEntry.objects.all().delete()


@pytest.mark.parametrize(
    "statement", ["UPDATE parley_auditentry SET why = 'No.'", "DELETE FROM parley_auditentry"]
)
def test_the_database_refuses_too(entry: AuditEntry, guarded: None, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="never altered"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert AuditEntry.objects.get().why == "Wise."
