"""The frame of the command line: finding commands, reporting faults."""

import os
import subprocess
import sys
from collections.abc import Callable

import click
import pytest
from click.testing import Result

from parley.cli.main import COMMANDS, main

Run = Callable[..., Result]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself(parley: Run, name: str) -> None:
    result = parley(name, "--help")
    assert (result.exit_code, result.stdout[:6]) == (0, "Usage:")


def test_every_command_has_a_line_in_the_list(parley: Run) -> None:
    listing = parley("--help").stdout
    assert [name for name in COMMANDS if f"\n  {name} " not in listing] == []


def test_an_unknown_command_is_wrong_usage(parley: Run) -> None:
    assert parley("frobnicate").exit_code == 2


def test_asking_for_the_version_loads_no_django() -> None:
    code = "import sys; from parley.cli.main import main; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_wrong_setting_is_told_in_one_line() -> None:
    environment = {**os.environ, "PARLEY_SECRET_KEY": "short"}
    command = [sys.executable, "-c", "from parley.cli.main import main; main(['migrate'])"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: PARLEY_SECRET_KEY is too short")


def test_commands_and_their_options_are_explained() -> None:
    context = click.Context(main)
    silent = [
        f"{name} {option.opts[0]}"
        for name in COMMANDS
        for option in getattr(main.get_command(context, name), "params", [])
        if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []
