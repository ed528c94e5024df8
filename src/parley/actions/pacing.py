"""When an author last posted, which is looked up only where somebody asks for a pause."""

from datetime import datetime
from typing import TypedDict

from django.db.models import Max, Q

from parley.models.article import Article
from parley.models.author import Author
from parley.policy.site_rules import SiteRules


class LastPosted(TypedDict, total=False):
    """As in `AuthorFacts`."""

    last_posted_at: datetime | None
    last_posted_here_at: datetime | None


def last_posted(author: Author | None, article: Article | None, *, rules: SiteRules) -> LastPosted:
    """On the site and on the article, whatever became of the comments since."""
    if author is None or not (rules.slow_seconds or (article and article.slow_seconds)):
        return {}
    here = Q(article=article) if article else Q(pk__in=())
    found = author.comments.aggregate(
        anywhere=Max("created_at"), here=Max("created_at", filter=here)
    )
    return {"last_posted_at": found["anywhere"], "last_posted_here_at": found["here"]}
