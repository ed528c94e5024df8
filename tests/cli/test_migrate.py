"""`parley migrate`, on a database of its own."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from tests.server import PARLEY, ROOT, Database, environment_for, run_parley


@pytest.fixture
def keyless(tmp_path: Path) -> dict[str, str]:
    """The environment of a new installation on SQLite that gives no key."""
    environment = environment_for(Database(f"sqlite:///{tmp_path}/new/parley.sqlite3", tmp_path))
    del environment["PARLEY_SECRET_KEY"]
    return environment


def test_it_makes_the_folder_and_the_database(tmp_path: Path) -> None:
    file = tmp_path / "new" / "parley.sqlite3"
    environment = environment_for(Database(f"sqlite:///{file}", tmp_path))
    assert run_parley("migrate", environment=environment).startswith("Applied ")
    assert file.exists()


def test_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    environment = environment_for(Database(f"sqlite:///{tmp_path / 'parley.sqlite3'}", tmp_path))
    run_parley("migrate", environment=environment)
    assert run_parley("migrate", environment=environment) == "The database is up to date.\n"


def test_a_new_database_gets_a_key_that_nobody_else_reads(
    keyless: dict[str, str], tmp_path: Path
) -> None:
    run_parley("migrate", environment=keyless)
    file = tmp_path / "new" / "secret-key"
    assert len(file.read_text()) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_key_stays_and_other_commands_find_it(keyless: dict[str, str], tmp_path: Path) -> None:
    run_parley("migrate", environment=keyless)
    key = (tmp_path / "new" / "secret-key").read_text()
    run_parley("migrate", environment=keyless)
    assert (tmp_path / "new" / "secret-key").read_text() == key
    assert run_parley("site", "add", "paper.example", environment=keyless).startswith("site: ")


def test_a_key_that_is_given_is_written_nowhere(keyless: dict[str, str], tmp_path: Path) -> None:
    given = {**keyless, "PARLEY_SECRET_KEY": os.environ["PARLEY_SECRET_KEY"]}
    run_parley("migrate", environment=given)
    assert not (tmp_path / "new" / "secret-key").exists()


def test_a_database_that_lost_its_key_gets_no_other(
    keyless: dict[str, str], tmp_path: Path
) -> None:
    run_parley("migrate", environment=keyless)
    (tmp_path / "new" / "secret-key").unlink()
    done = subprocess.run(
        [PARLEY, "migrate"], env=keyless, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert done.stderr.startswith("Error: PARLEY_SECRET_KEY is not set, and there is no file /")
