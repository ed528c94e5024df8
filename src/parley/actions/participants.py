"""Who else takes part near a comment: known so that an attack on them is heard, never shown."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import FilteredRelation, Q

from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState

# Whom a reader has in view: what led to the comment that is answered, and its newest
# answers. Every further name is one more that some word may be mistaken for.
GENERATIONS = 4
NEWEST_COMMENTS = 30
MOST_OTHERS = 12

# An author's number and display name, and where their comment stands; all None: there is none.
_Present = tuple[int | None, str | None, str | None]

_FACTS = ("author_id", "author__display_name", "state")


def others_near(
    article: Article | None,
    parent: Comment | None,
    *,
    author: Author | None,
    until: datetime,
) -> tuple[str, ...]:
    """Names of those who wrote what readers see near a comment of this author, with one query.

    The nearest come first. The author of `parent` is not among them, for the policy knows
    them by another part. `until` is when the comment is written.
    """
    present: Iterable[_Present] = ()
    if parent is not None:
        present = _around_reply(parent, until=until)
    elif article is not None:
        present = _around_opening(article, until=until)
    known = {parent.author_id if parent else None, author.pk if author else None, None}
    names = (
        name
        for number, name, state in present
        if number not in known and name and state == CommentState.PUBLISHED
    )
    return tuple(dict.fromkeys(names))[:MOST_OTHERS]


def _around_opening(article: Article, *, until: datetime) -> Iterable[_Present]:
    """Who has written last under the article."""
    recent = Comment.objects.filter(
        article=article, state=CommentState.PUBLISHED, created_at__lte=until
    )
    return recent.order_by("-created_at").values_list(*_FACTS)[:NEWEST_COMMENTS]


def _around_reply(parent: Comment, *, until: datetime) -> Iterator[_Present]:
    """Who wrote what led to the parent, nearest first, then who has answered it too."""
    above = ["parent__" * generation for generation in range(1, GENERATIONS + 1)]
    rows = (
        Comment.objects.filter(pk=parent.pk)
        .annotate(
            answer=FilteredRelation(
                "children",
                condition=Q(
                    children__state=CommentState.PUBLISHED, children__created_at__lte=until
                ),
            )
        )
        .order_by("-answer__pk")
        .values_list(*(place + fact for place in (*above, "answer__") for fact in _FACTS))
    )[:NEWEST_COMMENTS]
    cut = [[row[at : at + len(_FACTS)] for at in range(0, len(row), len(_FACTS))] for row in rows]
    if cut:
        yield from cut[0][:-1]
    yield from (row[-1] for row in cut)
