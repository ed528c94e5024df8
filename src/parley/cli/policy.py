"""`parley policy`: why a comment was decided as it was."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from parley.cli.key import MOST
from parley.cli.policy_pass import pass_command
from parley.cli.state import open_state

if TYPE_CHECKING:
    from parley.actions.rejudging import Explanation


@click.group(short_help="Explain decisions of the house policy.")
def policy() -> None:
    """The house policy: what it decided, and why."""


@policy.command(short_help="Say why a comment was decided as it was.")
@click.argument("comment", type=click.IntRange(min=1), metavar="COMMENT")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(comment: int, *, as_json: bool) -> None:
    """Show every decision about the comment with the number COMMENT, and judge it once more.

    The number is the one in a comment's permalink. The replay uses the policy and models of
    this installation and the site's rules of today; where they are those of the stored
    decision, only a changed rule of the site can lead to another outcome.
    """
    open_state()
    from parley import access
    from parley.actions.rejudging import explain as explained

    explanation = explained(access.comment_to_explain(comment))
    if as_json:
        click.echo(json.dumps(_as_data(explanation), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(explanation)))


def _as_data(explanation: "Explanation") -> dict[str, Any]:
    """The explanation as JSON; `Any`, for it is of many kinds."""
    return {
        "comment": explanation.comment.pk,
        "text": explanation.comment.text,
        "state": explanation.comment.state,
        "decisions": [
            {
                "at": row.created_at.isoformat(),
                "by": "policy" if row.by_machine else str(row.decided_by),
                "outcome": row.outcome,
                "reasons": row.reasons,
                "scores": row.scores,
                "note": row.note,
                "policy_version": row.policy_version,
                "model_version": row.model_version or None,
            }
            for row in explanation.stored
        ],
        "replay": explanation.replayed.as_dict(),
        "same_models": explanation.same_models,
        "words": {
            attribute.value: [
                {"start": span.start, "end": span.end, "value": round(span.value, 3)}
                for span in spans
            ]
            for attribute, spans in explanation.words.items()
        },
    }


def _lines(explanation: "Explanation") -> list[str]:
    text = explanation.comment.text
    lines = [text, "", f"It is {explanation.comment.state}."]
    for row in explanation.stored:
        who = f"policy {row.policy_version}" if row.by_machine else str(row.decided_by)
        lines += ["", f"{row.created_at:%Y-%m-%d %H:%M} UTC, {who}: {row.outcome}"]
        lines += [_line(text, reason) for reason in row.reasons]
        lines += [f"  note: {row.note}"] if row.note else []
    replayed = explanation.replayed
    lines += ["", f"Today, policy {replayed.policy_version}: {replayed.outcome}"]
    lines += [_line(text, reason.as_dict()) for reason in replayed.reasons]
    lines += ["", "Scores, with the words that made them:"]
    for attribute, value in replayed.scores.items():
        words = explanation.words.get(attribute) or ()
        said = ", ".join(f"“{text[span.start : span.end]}”" for span in words)
        lines.append(f"  {attribute:16} {value:.2f}  {said}".rstrip())
    if not explanation.same_models:
        lines += ["", "The policy or its models are others than those of the stored decision."]
    return lines


def _line(text: str, reason: dict[str, Any]) -> str:
    """One reason, with the words that it is about."""
    start, end = reason["start"], reason["end"]
    # Where something is missing, there are no words to show.
    said = f" “{text[start:end]}”" if start is not None and end > start else ""
    return f"  {reason['rule']}/{reason['code']} ({reason['severity']}){said}: {reason['message']}"


@policy.command(short_help="Learn from the moderators' past decisions.")
@click.option("--site", "domain", required=True, metavar="DOMAIN", help="Whose moderators.")
@click.option(
    "--key",
    "numbers",
    type=click.IntRange(1, MOST),
    multiple=True,
    metavar="NUMBER",
    help="Of suggestions, only those sent with this API key; may be given again.",
)
@click.option("--no-suggestions", is_flag=True, help="Learn from the site's moderators alone.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def train(domain: str, *, numbers: tuple[int, ...], no_suggestions: bool, as_json: bool) -> None:
    """Fit a layer and thresholds of the site's own, and say what would have changed.

    It learns from what moderators approved and rejected up to thirty days ago, here or in
    programs that suggest scores with the site's API keys, and is tried on what they decided
    since. Nothing counts before `parley policy switch on`.
    """
    if numbers and no_suggestions:
        raise click.UsageError("--key names suggestions, and --no-suggestions wants none.")
    open_state()
    from django.utils import timezone

    from parley import access
    from parley.actions import learning

    site = access.site_by_domain(domain)
    keys = [access.api_key_of_site(site, number) for number in numbers]
    trained = learning.train(
        site, now=timezone.now(), keys=keys if numbers or no_suggestions else None
    )
    if as_json:
        click.echo(json.dumps({"site": domain, **trained.report}, indent=2))
    else:
        click.echo("\n".join(_trained_lines(domain, trained.report)))


def _trained_lines(domain: str, report: dict[str, Any]) -> Iterator[str]:
    yield (
        f"Learnt from {report['learnt_from']} decisions: {report['from_moderators']} by "
        f"moderators, {report['from_suggestions']} suggested by other programs."
    )
    for kind, tried in (("decisions", report), ("suggestions", report["suggestions"])):
        now, then = tried["now"], tried["then"]
        if now["decisions"]:
            yield f"On the {now['decisions']} {kind} of the last thirty days, now and then:"
            for name, said in _MEASURES:
                yield f"  {said:44} {now[name]:7.1%} {then[name]:7.1%}"
    if not report["now"]["decisions"] and not report["suggestions"]["now"]["decisions"]:
        yield "Nothing was decided in the last thirty days, so that it was tried on nothing."
    yield f"To use it: parley policy switch --site {domain} on"


_MEASURES = (
    ("agreement", "decided as the moderators did"),
    ("stopped", "not published at once"),
    ("false_alarms", "stopped, though moderators published it"),
    ("missed", "published, though moderators rejected it"),
)


@policy.command(short_help="Use what was learnt, or no longer.")
@click.option("--site", "domain", required=True, metavar="DOMAIN", help="Whose layer.")
@click.argument("state", type=click.Choice(["on", "off"]))
def switch(domain: str, *, state: str) -> None:
    """Have the newest training count for new comments ("on"), or none ("off")."""
    open_state()
    from parley import access
    from parley.actions import learning

    learning.switch(access.site_by_domain(domain), on=state == "on")
    click.echo(f"The layer of {domain} is {state}.", err=True)


policy.add_command(pass_command)
