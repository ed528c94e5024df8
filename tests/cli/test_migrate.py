"""`parley migrate`, on a database of its own."""

from pathlib import Path

from tests.server import Database, environment_for, run_parley


def test_it_makes_the_folder_and_the_database(tmp_path: Path) -> None:
    file = tmp_path / "new" / "parley.sqlite3"
    environment = environment_for(Database(f"sqlite:///{file}", tmp_path))
    assert run_parley("migrate", environment=environment).startswith("Applied ")
    assert file.exists()


def test_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    environment = environment_for(Database(f"sqlite:///{tmp_path / 'parley.sqlite3'}", tmp_path))
    run_parley("migrate", environment=environment)
    assert run_parley("migrate", environment=environment) == "The database is up to date.\n"
