"""What every test stands on: a database of its own, no network, a known environment."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest
from hypothesis import settings as hypothesis_settings

from scripts.temporary_postgres import temporary_postgres
from tests.server import ROOT, MigratedDatabases, Server, ServerFactory, close_shared

if TYPE_CHECKING:
    from parley.models.article import Article
    from parley.models.site import Site

SHARED = ROOT.parent / "shared"

# What a developer has exported for a server of theirs must not reach a test.
for _name in [name for name in os.environ if name.startswith("PARLEY_")]:
    if not _name.startswith("PARLEY_TEST_"):
        del os.environ[_name]

# Django opens this one only to create the test database beside it.
_FOLDER = Path(tempfile.gettempdir())
os.environ.update(
    DJANGO_SETTINGS_MODULE="parley.settings",
    # Playwright's loop runs in the main thread, where Django then refuses plain queries.
    DJANGO_ALLOW_ASYNC_UNSAFE="1",
    PARLEY_BASE_URL="http://testserver",
    PARLEY_DATABASE_URL=f"sqlite:///{_FOLDER / 'parley-tests-never-open-this.sqlite3'}",
    PARLEY_DEMO="1",
    PARLEY_SECRET_KEY="only-for-tests-" * 4,
)

hypothesis_settings.register_profile("local", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "local")

# What a test asks for that has to do with a database.
_WITH_DATABASE = frozenset(
    [
        "db",
        "empty_database",
        "migrated_databases",
        "new_server",
        "server",
        "transactional_db",
    ]
)

_until_the_end = contextlib.ExitStack()


def _begin() -> None:
    """Starts PostgreSQL once, for all workers of xdist; then Django.

    When this file is imported, and so before the conftests below it, which import models.
    """
    chosen = os.environ.setdefault("PARLEY_TEST_DATABASE", "sqlite")
    if chosen not in {"sqlite", "postgres"}:
        raise pytest.UsageError(f"PARLEY_TEST_DATABASE is {chosen!r}; write sqlite or postgres.")
    if chosen == "postgres":
        if "PARLEY_TEST_DATABASE_URL" not in os.environ:
            url = _until_the_end.enter_context(temporary_postgres())
            os.environ["PARLEY_TEST_DATABASE_URL"] = url
        os.environ["PARLEY_DATABASE_URL"] = os.environ["PARLEY_TEST_DATABASE_URL"]
    if "PARLEY_TEST_FOLDER" not in os.environ:
        folder = _until_the_end.enter_context(tempfile.TemporaryDirectory(prefix="parley-tests-"))
        _until_the_end.callback(close_shared, Path(folder))
        os.environ["PARLEY_TEST_FOLDER"] = folder
    django.setup()


_begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stops what was started."""
    _until_the_end.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks browser tests by what they ask for; leaves out `shared` where it is absent, and on
    PostgreSQL what need not be seen twice."""
    for item in items:
        if "browser_type_launch_args" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    left_out = {
        item
        for item in items
        if (item.get_closest_marker("shared") and not SHARED.is_dir())
        or (os.environ["PARLEY_TEST_DATABASE"] == "postgres" and not _is_for_both(item))
    }
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _is_for_both(item: pytest.Item) -> bool:
    """Rules have no database, and a browser sees nothing of it: both need to run once only. But
    those who walk the whole way (`both_databases`) walk it on either. Nor is it a matter of the
    database who may do what (`either_database`)."""
    if item.get_closest_marker("browser"):
        return item.get_closest_marker("both_databases") is not None
    if item.get_closest_marker("either_database"):
        return False
    asks_for = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or asks_for & _WITH_DATABASE)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """A server lists them when it starts; every `Client` of a test is such a start, and they took
    a quarter of the time of the tests of pages."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    listed: dict[str, Any] = {}
    list_files = WhiteNoiseMiddleware.add_files_from_finders

    def add_files(middleware: WhiteNoiseMiddleware) -> None:
        if not listed:
            list_files(middleware)
            listed.update(middleware.files)
        middleware.files.update(listed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The project's reference data, beside the checkout; mark such a test `shared`."""
    return SHARED


@pytest.fixture(autouse=True)
def _no_snapshots_of_other_tests() -> None:
    """A test's rows are rolled back and their ids used again; its snapshots would stay."""
    from parley.snapshots.ground import drawn
    from parley.snapshots.shared import store

    store.clear()
    drawn.forget()


@pytest.fixture
def site(db: None) -> "Site":
    """A newspaper. Models can be imported only after Django has begun."""
    from tests import factories

    return factories.site()


@pytest.fixture
def article(site: "Site") -> "Article":
    from tests import factories

    return factories.article(site, "/city/metro/", headline="Metro opens")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    migrated_databases: MigratedDatabases,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A copy of what one process has migrated; SQLite is as it is in production, a file in WAL."""
    from django.conf import settings

    chosen = settings.DATABASES["default"].setdefault("TEST", {})
    if os.environ["PARLEY_TEST_DATABASE"] == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        shutil.copy(migrated_databases.template.file, file)
        chosen["NAME"] = str(file)
    else:
        chosen["TEMPLATE"] = migrated_databases.template.name


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite the copy is there already; it goes with its folder."""
    return os.environ["PARLEY_TEST_DATABASE"] == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Without the guard of the audit on SQLite, where Django empties tables row by row between
    tests that commit. `tests/actions/test_auditing.py` sets it up again."""
    from importlib import import_module

    from django.db import connection

    if connection.vendor == "sqlite":
        guard = import_module("parley.migrations.0014_guard_audit")
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            for statement in guard.SQLITE_BACK:
                cursor.execute(statement)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, quiet: nothing it does by itself may touch the network."""
    program = os.environ.get("PARLEY_TEST_CHROMIUM") or shutil.which("chromium")
    if program is None:
        pytest.fail("No Chromium: run `make browser`, or set PARLEY_TEST_CHROMIUM to its path.")
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ]
    return {**browser_type_launch_args, "executable_path": program, "args": flags}


@pytest.fixture(scope="session")
def migrated_databases() -> MigratedDatabases:
    """Copies of one migrated, empty database, for tests that start a real server."""
    return MigratedDatabases.shared(Path(os.environ["PARLEY_TEST_FOLDER"]))


@pytest.fixture
def new_server(migrated_databases: MigratedDatabases) -> Iterator[ServerFactory]:
    """Makes servers, each with a database of its own: `new_server(workers=2)`."""
    with contextlib.ExitStack() as stack:

        def make(
            *, workers: int = 1, environment: dict[str, str] | None = None, only: str | None = None
        ) -> Server:
            database = stack.enter_context(migrated_databases.copy())
            server = Server(database, workers=workers, extra=environment or {}, only=only)
            stack.callback(server.kill)
            server.start()
            return server

        yield make


@pytest.fixture
def server(new_server: ServerFactory) -> Server:
    """A real `parley serve` that has said it is ready."""
    return new_server()
