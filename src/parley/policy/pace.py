"""Whether the author has waited for as long as the site, or this article, asks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from parley.policy.author_standing import is_spared_soft_holds
from parley.policy.decision import Reason
from parley.policy.elapsed import in_words
from parley.policy.messages import reason
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission

_NOTHING = timedelta(0)


def not_too_soon(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    """The site's pace counts from the last comment anywhere, the article's from the last here.

    Where both are asked for, whichever ends later counts. The newsroom is spared.
    """
    if is_spared_soft_holds(submission):
        return
    author = submission.author
    wait = max(
        _left(author.last_posted_at, rules.slow_seconds, now=submission.now),
        _left(author.last_posted_here_at, submission.article.slow_seconds, now=submission.now),
    )
    if wait > _NOTHING:
        yield reason("too_soon", rules, wait=in_words(wait))


def _left(last: datetime | None, seconds: int, *, now: datetime) -> timedelta:
    """What is left of the pause; a clock that was set back makes it no longer than it is."""
    if last is None or not seconds:
        return _NOTHING
    pause = timedelta(seconds=seconds)
    return min(pause, last.astimezone(UTC) + pause - now.astimezone(UTC))
