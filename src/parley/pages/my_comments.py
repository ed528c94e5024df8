"""One's own comments, searched and filtered: what the list at /me/ shows of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.http import QueryDict

from parley.models.claim import Claim
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.search import has_words, words_in
from parley.models.user import User
from parley.policy.marking import excerpt
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
    """Each comment with what was last decided about it; a person's note counts before rules.

    `claims` are all of the reader's.
    """
    kept_from = {
        claim.author_id: claim.full_rights_at
        for claim in claims
        if claim.full_rights_at is not None and claim.full_rights_at > now
    }
    return [_entry(comment, kept_from.get(comment.author_id)) for comment in page]


def _found(user: User, search: Search) -> QuerySet[Comment]:
    latest_first = Decision.objects.order_by("-created_at", "-pk")
    comments: QuerySet[Comment] = Comment.objects.filter(author__user=user)
    if search.words:
        comments = comments.filter(
            has_words("text", search.words) | has_words("article__headline", search.words)
        )
    if search.state:
        comments = comments.filter(state=search.state)
    if search.older:
        comments = comments.exclude(source="")
    return (
        comments.select_related("article", "author", "site")
        .prefetch_related(Prefetch("decisions", queryset=latest_first))
        .order_by("-created_at", "-pk")
    )


def _entry(comment: Comment, kept_from_changes_until: datetime | None) -> dict[str, Any]:
    decisions = list(comment.decisions.all())
    last = decisions[0] if decisions else None
    return {
        "comment": comment,
        "when": moments.printed(comment.created_at, comment.site.zone),
        "older": bool(comment.source),
        "until": kept_from_changes_until,
        "reasons": [] if last is None else [_told(comment, each) for each in last.reasons],
        "note": last.note if last else "",
        "place": f"/discussion/{comment.article_id}/?comment={comment.pk}#comment-{comment.pk}",
    }


def _told(comment: Comment, reason: dict[str, Any]) -> dict[str, Any]:
    """A stored reason for its author, with the words that it is about."""
    words = excerpt(comment.text, (reason.get("start"), reason.get("end")))
    return {"rule": reason["rule"], "message": reason["message"], "excerpt": words}
