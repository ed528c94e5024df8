"""Runs `parley common-ground`, and makes up the votes it is given."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from parley.cli.main import main

NONE_YET = "No common ground found here yet."
HEADER = "voter-id,comment-id,vote"


def run(*arguments: str | Path, typed: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["common-ground", *map(str, arguments)], input=typed)


def answer(*arguments: str | Path, typed: str | bytes = "") -> dict[str, Any]:
    result = run(*arguments, "--json", typed=typed)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout, parse_constant=pytest.fail)
    return found


def two_camps(readers: int = 40) -> Iterator[str]:
    """Half respect what the other half does not, but for the comment “shared”."""
    yield HEADER
    for reader in range(readers):
        side = 1 if reader < readers // 2 else -1
        # Every tenth answer is not as one would expect it.
        for comment in range(10):
            slip = -1 if (reader + comment) % 10 == 0 else 1
            yield f"r{reader},c{comment},{slip * (side if comment % 2 else -side)}"
        yield f"r{reader},shared,1"
