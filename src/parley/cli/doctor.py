"""`parley doctor`: says what is wrong with this installation and how to mend it."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import click

from parley.cli.state import open_state


@click.command(short_help="Say what is wrong, and how to mend it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def doctor(context: click.Context, *, as_json: bool) -> None:
    """Say what is wrong with this installation and how to mend it.

    Ends with 1 when something keeps Parley from working; warnings alone end with 0.
    """
    open_state()
    from parley.cli.diagnosis import Level, examine

    findings = examine(datetime.now(UTC))
    if as_json:
        click.echo(json.dumps({"findings": [asdict(finding) for finding in findings]}, indent=2))
    elif not findings:
        click.echo("Parley is in good order.")
    else:
        for finding in findings:
            click.echo(f"{finding.level}: {finding.problem}\n  {finding.mend}")
    context.exit(1 if any(finding.level == Level.FAULT for finding in findings) else 0)
