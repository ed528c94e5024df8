"""Runs `parley` in the test's own process, so that it sees the test's database."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from parley.cli.main import main
from tests.cli.vote_tables import two_camps


@pytest.fixture
def parley() -> Callable[..., Result]:
    """`parley("site", "add", "paper.example", typed="…")`; `typed` is standard input."""

    def run(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=typed)

    return run


@pytest.fixture
def divided(tmp_path: Path) -> Path:
    file = tmp_path / "votes.csv"
    file.write_text("\n".join(two_camps()))
    return file
