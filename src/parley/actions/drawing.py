"""Shows every reader a few comments by chance, and tells which votes that has brought.

Nothing is stored: a draw is computed again when its vote comes (`parley.ranking.draws`).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from parley.actions import ground_showing
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.user import User
from parley.models.vote import Vote
from parley.ranking import draws

# How long somebody who has opened a discussion may take to vote on what they were shown,
# while new comments take places in the draw; and how long into the next day.
READING, NIGHT_READING = timedelta(hours=2), timedelta(hours=1)
# Of more than nine comments in ten, a look at so many others tells that they are not drawn.
FIRST_LOOK = 64
CHUNK = 1_000

_Root = tuple[int, datetime]


def shown_by_chance(user: User, article: Article, *, now: datetime) -> list[int]:
    """The comments drawn for this reader today, but for their own and those that they had
    voted on before; by chance as well in which order."""
    if not _draws(article, now):
        return []
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    roots = _roots(article.pk).values_list("pk", flat=True)
    drawn = draws.draw(_seed(user, article.pk, day=now.date()), roots)
    if not drawn:
        return []
    own = Comment.objects.filter(pk__in=drawn, author__user=user).values_list("pk", flat=True)
    known = Vote.objects.filter(user=user, comment__in=drawn, cast_at__lt=today)
    left_out = {*own, *known.values_list("comment_id", flat=True)}
    return [pk for pk in drawn if pk not in left_out]


def met_by_chance(user: User, comment: Comment, *, now: datetime) -> bool:
    """Whether the comment was in a draw that the reader may still have before them."""
    if comment.parent_id is not None or not _draws(comment.article, now):
        return False
    since = max(now - READING, comment.created_at)
    roots = _roots(comment.article_id).values_list("pk", "created_at")
    first = list(roots[:FIRST_LOOK])
    for day in {now.date(), (now - NIGHT_READING).date()}:
        of = _seed(user, comment.article_id, day=day)
        if draws.was_drawn(of, comment.pk, roots=chain(first, _rest(roots, first)), since=since):
            return True
    return False


def _rest(roots: QuerySet[Comment, _Root], first: Sequence[_Root]) -> Iterator[_Root]:
    """Asked for only when all of the first have been looked at."""
    if len(first) == FIRST_LOOK:
        yield from roots[FIRST_LOOK:].iterator(CHUNK)


def _draws(article: Article, now: datetime) -> bool:
    return (
        article.site.common_ground
        and article.comment_count >= draws.LEAST_ROOTS
        and not ground_showing.is_frozen(article, now)
    )


def _roots(article_id: int) -> QuerySet[Comment]:
    """Published comments that begin a conversation."""
    found: QuerySet[Comment] = Comment.objects.filter(
        article_id=article_id, parent=None, state=CommentState.PUBLISHED
    )
    return found.order_by("created_at", "pk")


def _seed(user: User, article_id: int, *, day: date) -> bytes:
    key = salted_hmac("parley.draws", "", algorithm="sha256").digest()
    return draws.seed(key, reader=user.pk, article=article_id, day=day)
