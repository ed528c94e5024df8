"""Has the threads rendered anew in which an author's name or badge is shown."""

from collections.abc import Iterable
from datetime import datetime

from parley.actions import changes
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import CommentState
from parley.models.outbox import ChangeKind


def refresh_threads_of(authors: Iterable[Author], now: datetime) -> None:
    """Announce every article on which one of them can be seen; inside a transaction."""
    articles = Article.objects.filter(
        comments__author__in=authors, comments__state=CommentState.PUBLISHED
    )
    # By key, so that two at once lock them in the same order.
    for article in articles.distinct().order_by("pk"):
        changes.announce(article, ChangeKind.ARTICLE, now=now)
