"""Keeps what readers' camps say of comments, and shows it when that reveals nobody's vote."""

from datetime import datetime, timedelta

from parley.models.article import Article

# What was common ground in a discussion stays so after two weeks, as with Community Notes:
# hardly anybody votes any more but those who come to turn it round.
FROZEN_AFTER = timedelta(days=14)


def is_frozen(article: Article, now: datetime) -> bool:
    """Whether votes change nothing any more of what was found."""
    return (article.published_at or article.created_at) + FROZEN_AFTER <= now
