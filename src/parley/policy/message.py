"""What one code of the policy says, and how severe it may be."""

from dataclasses import dataclass

from parley.policy.decision import Rule, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`text` is for `str.format`; translations replace it by code.

    `fixed`: this severity, whatever the site has set for the rule.
    `at_most`: milder than the site's setting, where the finding is only a hint.
    `at_least`: graver than the site's setting, where that asks for more than advice.
    `soft`: trusted authors and staff are spared it.
    """

    rule: Rule
    text: str
    fixed: Severity | None = None
    at_most: Severity = Severity.REJECT
    at_least: Severity = Severity.OFF
    soft: bool = False
