"""The one entry point of the policy: a submission and a site's rules make a decision."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar

from parley.policy.author_standing import is_spared_soft_holds
from parley.policy.decision import (
    NO_SCORES,
    Attribute,
    Decision,
    Outcome,
    Reason,
    Rule,
    Severity,
    outcome_of,
)
from parley.policy.languages import language_of
from parley.policy.mending import mended
from parley.policy.messages import check_failed, is_soft
from parley.policy.phases import PHASES, Phase
from parley.policy.scoring import Scored, score
from parley.policy.site_rules import SiteRules
from parley.policy.spam import spam_score
from parley.policy.submission import Submission
from parley.policy.words import is_told_already

T = TypeVar("T")

# Changes whenever some text could be decided or explained differently than before,
# so that a stored decision can be understood years later.
POLICY_VERSION = "2026.11.28"


def decide(
    submission: Submission,
    rules: SiteRules,
    *,
    phases: tuple[tuple[Phase, ...], ...] = PHASES,
) -> Decision:
    """Never raises for any text: a check that fails holds the comment."""
    reasons = tuple(_reasons(submission, rules, phases=phases))
    outcome = outcome_of(reasons)
    language = suggested_text = scored = None
    # What breaks the rule of length may be unreadable, or far too long to be judged.
    if not any(each.rule is Rule.LENGTH and each.severity is Severity.REJECT for each in reasons):
        scored = _attempt(lambda: score(submission))
    # What is rejected is not to be mended.
    if outcome is not Outcome.REJECT:
        language = _attempt(lambda: language_of(submission.text))
        rules_broken = {each.rule for each in reasons}
        if Rule.SENTENCES in rules_broken and Rule.LANGUAGE not in rules_broken:
            suggested_text = _attempt(lambda: mended(submission, rules))
    return Decision(
        outcome=outcome,
        reasons=reasons,
        language=language,
        suggested_text=suggested_text,
        policy_version=POLICY_VERSION,
        model_version=scored.model_version if scored else None,
        scores=(scored and _attempt(lambda: _scores(submission, scored))) or NO_SCORES,
    )


def _scores(submission: Submission, scored: Scored) -> Mapping[Attribute, float]:
    return MappingProxyType(dict(scored.scores) | {Attribute.SPAM: spam_score(submission)})


def _reasons(
    submission: Submission, rules: SiteRules, *, phases: tuple[tuple[Phase, ...], ...]
) -> Iterator[Reason]:
    spared = is_spared_soft_holds(submission)
    told: list[Reason] = []
    for group in phases:
        rejected = False
        for phase in group:
            for each in _found_by(phase, submission, rules=rules):
                if each.severity is Severity.OFF or (spared and is_soft(each)):
                    continue
                if is_told_already(each, told):
                    continue
                told.append(each)
                rejected |= each.severity is Severity.REJECT
                yield each
        if rejected:
            return


def _found_by(phase: Phase, submission: Submission, *, rules: SiteRules) -> tuple[Reason, ...]:
    if not phase.always and rules.severity(phase.rule) is Severity.OFF:
        return ()
    found = _attempt(lambda: tuple(phase.check(submission, rules)))
    return (check_failed(phase.rule),) if found is None else found


def _attempt(judge: Callable[[], T]) -> T | None:
    """None: it failed."""
    try:
        return judge()
    except Exception:  # noqa: BLE001 - Whatever goes wrong in judging a text must hold
        # it for a moderator; an exception would lose the comment, or its author's time.
        return None
