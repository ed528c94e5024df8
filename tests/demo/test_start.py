"""What `python -m demo` sets up before it serves."""

from pathlib import Path

import pytest

from demo.__main__ import environment, tell
from demo.seed.people import ACCOUNTS


def test_the_environment_is_complete(tmp_path: Path) -> None:
    made = environment(tmp_path / "demo", port=8123)
    assert made["PARLEY_BASE_URL"] == "http://127.0.0.1:8123"
    assert made["PARLEY_DATABASE_URL"] == f"sqlite:///{tmp_path}/demo/parley.sqlite3"


def test_the_accounts_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    tell("http://127.0.0.1:8000")
    said = capsys.readouterr().out
    assert [one.email for one in ACCOUNTS if one.email not in said] == []
    assert "http://127.0.0.1:8000/demo/" in said
