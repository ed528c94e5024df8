"""Full sentences, fragments, capitals and text-speak, on the treebank's development part."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from parley.policy.decide import decide
from parley.policy.decision import Rule, Severity
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission
from training.evaluation.table import Row, Wish
from training.treebank import Kind, sentences

_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)

# How those who send text messages write, as the newspaper's old rules name it.
_SHORT = {
    "you": "u", "are": "r", "for": "4", "please": "plz", "because": "bcoz", "and": "n",
    "the": "d", "great": "gr8", "before": "b4", "people": "ppl", "your": "ur", "thanks": "thx",
}  # fmt: skip
_LONG = re.compile(r"\b(" + "|".join(_SHORT) + r")\b")
_WELL_FORMED = re.compile(r"[“\"(]?[A-Z].*[.!?][”\")]?", re.DOTALL)


def rows() -> list[Row]:
    bank = list(sentences("dev"))
    full = [each.text for each in bank if each.kind is Kind.FULL]
    full = [text for text in full if _WELL_FORMED.fullmatch(text)]
    fragments = [each.text for each in bank if each.kind is Kind.FRAGMENT]
    formed = [text for text in fragments if _WELL_FORMED.fullmatch(text)]
    small = [text for text in full if _LONG.search(text)]
    return [
        _row("full sentences told", full, wish=Wish.AT_MOST, target=0.02),
        _row("fragments found", fragments, target=0.85),
        _row("fragments found that have a capital and an end mark", formed),
        _row("ALL CAPITALS found", [text.upper() for text in full], target=1.0),
        _row("all lower case found", [text.lower() for text in full], target=1.0),
        _row("text-speak found", [_LONG.sub(_shortened, text) for text in small], target=0.98),
    ]


def _shortened(found: "re.Match[str]") -> str:
    return _SHORT[found[0]]


def _row(
    measure: str,
    texts: Iterable[str],
    *,
    wish: Wish = Wish.AT_LEAST,
    target: float | None = None,
) -> Row:
    told = [_is_told(text) for text in texts]
    return Row(
        measure=measure,
        value=sum(told) / len(told),
        wish=wish,
        target=target,
        data=f"EWT dev, {len(told):,}",
    )


def _is_told(text: str) -> bool:
    reasons = decide(Submission(text=text, now=_MOMENT), SiteRules()).reasons
    return any(
        each.rule is Rule.SENTENCES and each.severity.rank > Severity.ADVISE.rank
        for each in reasons
    )
