"""Whether the comment is abusive: insults, threatens, swears, or attacks a group of people."""

from collections.abc import Iterator

from parley.policy.decision import Attribute, Reason
from parley.policy.messages import reason
from parley.policy.scoring import Scored, score
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission

# The gravest first. "Toxic" only says that something is wrong, so it is told alone.
_CODES = (
    (Attribute.SEVERE_TOXICITY, "severe_abuse"),
    (Attribute.THREAT, "threat"),
    (Attribute.IDENTITY_ATTACK, "identity_attack"),
    (Attribute.INSULT, "insult"),
    (Attribute.PROFANITY, "profanity"),
)

# A comment that breaks several rules at once is explained by its gravest words.
_MOST_SPANS = 3


def not_abusive(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    """Raises ModelUnavailable."""
    scored = score(submission)
    told = False
    for attribute, code in _CODES:
        if is_above(scored, attribute, rules=rules):
            told |= code != "profanity"
            yield from explained(scored, attribute, code=code, rules=rules)
    if not told and is_above(scored, Attribute.TOXICITY, rules=rules):
        yield from explained(scored, Attribute.TOXICITY, code="toxic", rules=rules)


def is_above(scored: Scored, attribute: Attribute, *, rules: SiteRules) -> bool:
    return scored.scores.get(attribute, 0.0) >= rules.threshold(attribute)


def explained(
    scored: Scored, attribute: Attribute, *, code: str, rules: SiteRules
) -> Iterator[Reason]:
    """One reason for each stretch of words that caused it; without any, one for the whole."""
    words = sorted(scored.words(attribute), key=lambda span: -span.value)[:_MOST_SPANS]
    for span in sorted(words, key=lambda span: span.start):
        yield reason(code, rules, span=(span.start, span.end))
    if not words:
        yield reason(code, rules)
