"""The newsroom, seeded once for all tests of a module."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from demo.seed.load import NAME, seed
from parley.models.site import Site

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def _seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Within a transaction around the whole module; each test has a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed(NOW)
        if connection.vendor == "postgresql":
            # In one transaction its planner takes all tables for empty, and votes take seconds.
            connection.cursor().execute("ANALYZE")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def newsroom(_seeded: None, db: None) -> Site:
    return Site.objects.get(name=NAME)
