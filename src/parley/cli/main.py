"""The `parley` command: finds its sub-commands and turns faults into messages and exit codes."""

import importlib
import sys

import click

from parley import __version__
from parley.environment import WrongSetting
from parley.errors import BadInput, ParleyError

# Imported only when asked for: `parley check` has no need of Django, nor of a web server.
COMMANDS = {
    "serve": "parley.cli.serve:serve",
    "migrate": "parley.cli.migrate:migrate",
    "createadmin": "parley.cli.createadmin:createadmin",
    "doctor": "parley.cli.doctor:doctor",
    "site": "parley.cli.site:site",
    "token": "parley.cli.token:token",
    "key": "parley.cli.key:key",
    "check": "parley.cli.check:check",
    "policy": "parley.cli.policy:policy",
    "figures": "parley.cli.figures:figures",
    "fit-axis": "parley.cli.fit_axis:fit_axis",
    "import": "parley.cli.import_:import_command",
    "export": "parley.cli.export:export",
    "transparency": "parley.cli.transparency:transparency",
    "common-ground": "parley.cli.common_ground:common_ground",
}


class UnreadableInput(click.ClickException):
    """What was given cannot be used; click ends with 1 for every other fault."""

    exit_code = 2


def _reported() -> tuple[type[Exception], ...]:
    """What is told in one line; anything else is a bug and shows its traceback."""
    database = sys.modules.get("django.db.utils")
    database_faults = (database.OperationalError, database.ProgrammingError) if database else ()
    return (ParleyError, WrongSetting, *database_faults)


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except _reported() as error:
            failure = UnreadableInput if isinstance(error, BadInput) else click.ClickException
            raise failure(_in_words(error)) from error


def _in_words(error: Exception) -> str:
    if isinstance(error, ParleyError | WrongSetting):
        return str(error)
    return f"The database answered: {str(error).strip()} (`parley doctor` says more.)"


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="parley")
def main() -> None:
    """Discussions for news publishers, on your own machine.

    Settings are environment variables named PARLEY_…; see docs/configure.md.
    """
