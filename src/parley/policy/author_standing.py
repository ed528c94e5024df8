"""Whether the author may comment now, and whether a moderator reads along."""

from collections.abc import Iterator
from datetime import timedelta

from parley.policy.decision import Reason
from parley.policy.elapsed import in_words
from parley.policy.messages import reason
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Standing, Submission


def may_comment(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    author = submission.author
    if author.standing is Standing.SUSPENDED:
        until = author.suspended_until
        if until is None:
            yield reason("author_suspended", rules)
        elif until > submission.now:
            yield reason(
                "author_suspended_until",
                rules,
                until=f"{until:%B} {until.day}, {until:%Y %H:%M %Z}".strip(),
            )
        return
    if author.premoderated:
        yield reason("premoderated_author", rules)
    published = author.published
    if published is None and author.standing is Standing.NEW:
        published = 0
    if published is not None and published < rules.hold_first:
        yield reason("author_new", rules)
    least = timedelta(hours=rules.hold_younger_hours)
    age = author.account_age
    if least and age is not None and age < least:
        yield reason("account_young", rules, wait=in_words(min(least, least - age)))


def is_spared_soft_holds(submission: Submission) -> bool:
    """People whom the newsroom trusts do not wait for what only might be wrong."""
    return submission.author.standing in {Standing.TRUSTED, Standing.STAFF}
