"""`parley policy pass`: what the house policy says to imported comments."""

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from parley.cli.state import open_state
from parley.policy.decision import Rule

if TYPE_CHECKING:
    from parley.actions.policy_pass import Judged

# As many as one reads before deciding.
MOST_SHOWN = 20
LONGEST_SHOWN = 160


@click.command("pass", short_help="Judge imported comments: look first, then hold.")
@click.option("--site", "domain", required=True, metavar="DOMAIN", help="Whose comments.")
@click.option("--source", required=True, metavar="NAME", help="From which system, as disqus.")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    type=click.Choice([rule.value for rule in Rule]),
    help="Which rules count; may be given again.  [default: abuse personal privacy spam words]",
)
@click.option("--hold", is_flag=True, help="Send what they stop to the moderators' queue.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def pass_command(
    domain: str, *, source: str, rules: tuple[str, ...], hold: bool, as_json: bool
) -> None:
    """Judge the published comments that came from another system.

    Without --hold nothing is changed: it says how many comments each rule would stop today, and
    shows some. With it, those go to the queue with the reasons, and moderators decide.
    """
    open_state()
    from django.utils import timezone

    from parley import access
    from parley.actions import policy_pass

    wanted = [Rule(rule) for rule in rules] or policy_pass.USUAL_RULES
    count, by_rule, stopped, held = 0, Counter[str](), list["Judged"](), 0
    for found in policy_pass.judged(access.site_by_domain(domain), source, rules=wanted):
        count += 1
        if count % 1000 == 0 and sys.stderr.isatty():
            click.echo(f"{count} comments judged … \r", err=True, nl=False)
        if not found.reasons:
            continue
        by_rule.update({reason.rule.value for reason in found.reasons})
        if len(stopped) < MOST_SHOWN:
            stopped.append(found)
        held += hold and policy_pass.hold(found, now=timezone.now())
    report = _report(count, by_rule, stopped=stopped, held=held)
    click.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else _in_words(report))


def _report(
    count: int, by_rule: "Counter[str]", *, stopped: "list[Judged]", held: int
) -> dict[str, Any]:
    """As JSON; `Any`, for it is of many kinds."""
    return {
        "judged": count,
        "rules": dict(by_rule.most_common()),
        "held": held,
        "examples": [
            {
                "comment": found.comment.pk,
                "text": found.comment.text[:LONGEST_SHOWN],
                "reasons": [reason.message for reason in found.reasons],
            }
            for found in stopped
        ],
    }


def _in_words(report: dict[str, Any]) -> str:
    lines = [f"{report['judged']} comments were judged."]
    lines += [f"  {count} by the rule “{rule}”" for rule, count in report["rules"].items()]
    for example in report["examples"]:
        text = " ".join(example["text"].split())
        lines.append(f"  {example['comment']}: {text} — {' '.join(example['reasons'])}")
    if report["held"]:
        lines.append(f"{report['held']} comments wait in the queue now.")
    elif report["rules"]:
        lines.append("Nothing was changed; --hold sends them to the queue.")
    return "\n".join(lines)
