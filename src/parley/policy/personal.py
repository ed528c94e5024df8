"""Whether the comment attacks a person: somebody present, the writer, or anyone by name.

Criticism of an argument, a policy, an institution or a deed is no attack, however sharp. The
model hears who is meant: names of those present count as "you", "the author" and "he".
"""

from collections.abc import Iterator

from parley.policy.abuse import explained, is_above
from parley.policy.addressing import PARENT, WRITER, called_by_name
from parley.policy.decision import Attribute, Reason
from parley.policy.fold import folded
from parley.policy.scoring import Scored, score
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission


def not_personal(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    """Raises ModelUnavailable."""
    scored = score(submission)
    if is_above(scored, Attribute.PERSONAL_ATTACK, rules=rules):
        code = _CODES[_meant(submission, scored)]
        yield from explained(scored, Attribute.PERSONAL_ATTACK, code=code, rules=rules)


_CODES = {PARENT: "attack_on_reader", WRITER: "attack_on_writer", None: "personal_attack"}


def _meant(submission: Submission, scored: Scored) -> str | None:
    """Whom the comment names or addresses, as far as one can tell."""
    text = folded(submission.text)
    named = {who for name, who in called_by_name(submission).items() if name in text}
    for who in (PARENT, WRITER):
        if who in named:
            return who
    persons = {token.person for token in scored.judged.tokens}
    if "w" in persons and "you" not in persons:
        return WRITER
    return PARENT if submission.parent_text and "you" in persons else None
