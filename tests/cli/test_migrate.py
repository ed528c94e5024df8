"""`parley migrate`, on a database of its own."""

import shutil
import stat
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.server import (
    PARLEY,
    ROOT,
    Database,
    MigratedDatabases,
    environment_for,
    run_parley,
)


class Installed(NamedTuple):
    """A new installation on SQLite that was given no key, and what `migrate` said of it."""

    folder: Path
    said: str

    @property
    def environment(self) -> dict[str, str]:
        return keyless(self.folder)


def keyless(folder: Path) -> dict[str, str]:
    """The environment of an installation that lies there and gives no key."""
    environment = environment_for(Database(f"sqlite:///{folder}/parley.sqlite3", folder.parent))
    del environment["PARLEY_SECRET_KEY"]
    return environment


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Migrated once for all tests: it takes seconds."""
    folder = tmp_path_factory.mktemp("first") / "new"
    return Installed(folder, run_parley("migrate", environment=keyless(folder)))


@pytest.fixture
def installed(first: Installed, tmp_path: Path) -> Installed:
    """One of a test's own."""
    shutil.copytree(first.folder, tmp_path / "new")
    return Installed(tmp_path / "new", first.said)


def test_it_makes_the_folder_and_the_database(first: Installed) -> None:
    assert first.said.startswith("Applied ")
    assert (first.folder / "parley.sqlite3").exists()


def test_a_second_run_has_nothing_to_do(installed: Installed) -> None:
    again = run_parley("migrate", environment=installed.environment)
    assert again == "The database is up to date.\n"


def test_a_new_database_gets_a_key_that_nobody_else_reads(first: Installed) -> None:
    file = first.folder / "secret-key"
    assert len(file.read_text()) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_key_stays_and_other_commands_find_it(installed: Installed) -> None:
    key = (installed.folder / "secret-key").read_text()
    run_parley("migrate", environment=installed.environment)
    assert (installed.folder / "secret-key").read_text() == key
    added = run_parley("site", "add", "paper.example", environment=installed.environment)
    assert added.startswith("site: ")


@pytest.mark.either_database
def test_a_key_that_is_given_is_written_nowhere(migrated_databases: MigratedDatabases) -> None:
    """As to the database that all tests' copies are of."""
    template = migrated_databases.template
    assert "PARLEY_SECRET_KEY" in environment_for(template)
    assert template.file.exists()
    assert not (template.folder / "secret-key").exists()


def test_a_database_that_lost_its_key_gets_no_other(installed: Installed) -> None:
    (installed.folder / "secret-key").unlink()
    done = subprocess.run(
        [PARLEY, "migrate"],
        env=installed.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.startswith("Error: PARLEY_SECRET_KEY is not set, and there is no file /")
