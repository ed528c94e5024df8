"""Whether the comment uses words that the site has listed."""

from collections.abc import Iterator
from itertools import islice

from parley.policy.decision import Reason
from parley.policy.messages import reason
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission
from parley.policy.word_list import word_list

# Enough to show what is meant; a comment full of them needs no longer list.
_MOST_SHOWN = 20


def not_on_a_list(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    for code, entries in (
        ("banned_words", rules.banned_words),
        ("suspect_words", rules.suspect_words),
    ):
        if entries:
            for span in islice(word_list(entries).spans(submission.text), _MOST_SHOWN):
                yield reason(code, rules, span=span)
