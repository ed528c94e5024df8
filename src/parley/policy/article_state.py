"""Whether the article takes comments now, and from whom."""

from collections.abc import Iterator

from parley.policy.decision import Reason
from parley.policy.messages import reason
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleState, Submission


def takes_comments(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    match submission.article.state:
        case ArticleState.CLOSED:
            yield reason("article_closed", rules)
        case ArticleState.PREMODERATED:
            yield reason("article_premoderated", rules)
        case ArticleState.OPEN:
            return
