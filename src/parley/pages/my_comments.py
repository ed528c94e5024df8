"""One's own comments, searched and filtered: what the list at /me/ shows of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from parley.actions import appealing
from parley.actions.verdicts import verdicts_of, with_verdicts
from parley.models.claim import Claim
from parley.models.comment import Comment, CommentState
from parley.models.search import has_words, words_in
from parley.models.user import User
from parley.snapshots import moments

PAGE = 20
# Nobody looks for more words than a sentence has.
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What the reader looks for; `state` "" means any, `older` the former system's alone."""

    words: str = ""
    state: str = ""
    older: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> "Search":
        """What makes no sense is as if it was not there."""
        state = query.get("state", "")
        return cls(
            words=words_in(query.get("q", ""), most=LONGEST_SEARCH),
            state=state if state in CommentState.values else "",
            older=query.get("older") == "1",
        )

    def __bool__(self) -> bool:
        return bool(self.words or self.state or self.older)

    @property
    def query(self) -> str:
        """What a link to another page of the same list carries, with an "&" at its end."""
        given = {"q": self.words, "state": self.state, "older": "1" if self.older else ""}
        chosen = {name: value for name, value in given.items() if value}
        return urlencode(chosen) + "&" if chosen else ""


def page_of(user: User, search: Search, *, number: str | None) -> Page[Comment]:
    """One page of the list, newest first; as many queries for many comments as for one."""
    return Paginator(_found(user, search), PAGE).get_page(number)


def entries(page: Page[Comment], claims: list[Claim], *, now: datetime) -> list[dict[str, Any]]:
    """Each comment with what its author may know was last decided about it.

    `claims` are all of the reader's.
    """
    kept_from = {
        claim.author_id: claim.full_rights_at
        for claim in claims
        if claim.full_rights_at is not None and claim.full_rights_at > now
    }
    return [_entry(comment, kept_from.get(comment.author_id), now=now) for comment in page]


def _found(user: User, search: Search) -> QuerySet[Comment]:
    comments: QuerySet[Comment] = Comment.objects.filter(author__user=user)
    if search.words:
        comments = comments.filter(
            has_words("text", search.words) | has_words("article__headline", search.words)
        )
    if search.state:
        comments = comments.filter(state=search.state)
    if search.older:
        comments = comments.exclude(source="")
    return with_verdicts(comments.select_related("article", "author", "site")).order_by(
        "-created_at", "-pk"
    )


def _entry(
    comment: Comment, kept_from_changes_until: datetime | None, *, now: datetime
) -> dict[str, Any]:
    verdicts = verdicts_of(comment, now)
    return {
        "comment": comment,
        "when": moments.printed(comment.created_at, comment.site.zone),
        "older": bool(comment.source),
        "until": kept_from_changes_until,
        "verdict": verdicts[-1] if verdicts else None,
        "may_appeal": not appealing.hindrance(comment, now),
        "place": f"/discussion/{comment.article_id}/?comment={comment.pk}#comment-{comment.pk}",
    }
