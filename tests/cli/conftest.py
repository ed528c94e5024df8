"""Runs `parley` in the test's own process, so that it sees the test's database."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from parley.cli.main import main


@pytest.fixture
def parley() -> Callable[..., Result]:
    """`parley("site", "add", "paper.example", typed="…")`; `typed` is standard input."""

    def run(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=typed)

    return run
