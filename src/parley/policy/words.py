"""Whether the comment uses words that the site has listed."""

from collections.abc import Iterable, Iterator
from itertools import islice

from parley.policy.decision import Reason, Rule, Severity
from parley.policy.messages import is_soft, reason
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission
from parley.policy.word_list import word_list

# Enough to show what is meant; a comment full of them needs no longer list.
_MOST_SHOWN = 20

# These say what is wrong with the very words that they mark.
_TELLING = frozenset({Rule.ABUSE, Rule.PERSONAL, Rule.PRIVACY})


def not_on_a_list(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    for code, entries in (
        ("banned_words", rules.banned_words),
        ("suspect_words", rules.suspect_words),
    ):
        if entries:
            for span in islice(word_list(entries).spans(submission.text), _MOST_SHOWN):
                yield reason(code, rules, span=span)


def is_told_already(given: Reason, told: Iterable[Reason]) -> bool:
    """Whether a word of a list stands in words of which another rule has said why.

    That rule has to be as grave. One by which the author is asked to revise is so beside a
    suspicion: either the words go, or a moderator reads them.
    """
    if given.rule is not Rule.WORDS:
        return False
    needed = Severity.REVISE if is_soft(given) else given.severity
    return any(
        each.rule in _TELLING and each.severity.rank >= needed.rank and _covers(each, given)
        for each in told
    )


def _covers(told: Reason, given: Reason) -> bool:
    if told.start is None or told.end is None or given.start is None or given.end is None:
        return False
    return told.start <= given.start and given.end <= told.end
