"""Who asks for older comments, beside whose they may be: what a moderator compares."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, Max, Min, OuterRef, Prefetch, Q, QuerySet

from parley.actions.claiming import verified_hashes
from parley.importers import formats
from parley.models.author import Author
from parley.models.claim import Claim, ClaimState
from parley.models.comment import Comment, CommentState
from parley.models.search import has_words
from parley.models.user import User

# Enough to know somebody's way of writing.
SAMPLE = 3
# More cannot be compared on one page.
CANDIDATES = 20
# In digits; a comment's own number is less than two to the 63rd.
LONGEST_NUMBER = 19
# What stands before the number in permalinks: ours, and former systems' (`actions.permalinks`).
_LINKED = re.compile(
    r"(?:[?&]comment=|/comment/|comment-|comment_|IDComment|commentID=|lf_comment="
    r"|isso-|commento-|comentario-)([\w.:-]{1,200})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who asks, as far as a moderator needs to know."""

    user: User
    domains: list[str]
    author: Author | None
    comments: int
    last: list[Comment]
    granted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An imported author who may be meant. `address` is "verified" where it is one that the
    reader has verified, "other" where it is none of theirs, "" where none is known."""

    author: Author
    comments: int
    first: datetime | None
    last: datetime | None
    sample: list[Comment]
    linked: bool
    address: str
    taken_back: bool


def reader_of(claim: Claim) -> Reader | None:
    """None where the account is gone."""
    user = claim.user
    if user is None:
        return None
    verified = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    written = Comment.objects.filter(author__user=user, site=claim.site)
    latest = written.select_related("article").order_by("-created_at", "-pk")[:SAMPLE]
    return Reader(
        user=user,
        domains=sorted({address.rpartition("@")[2] for address in verified}),
        author=Author.objects.writing_as(claim.site, user).first(),
        comments=written.count(),
        last=list(latest),
        granted=user.claims.filter(site=claim.site, state=ClaimState.GRANTED).count(),
    )


def candidates(claim: Claim, words: str) -> list[Candidate]:
    """Unclaimed authors whose comments the reader linked, then those whose name has the words."""
    linked = _linked_authors(claim)
    unclaimed = Author.objects.unclaimed().filter(site=claim.site)
    found = _described(unclaimed.filter(pk__in=linked))
    if words:
        named = unclaimed.filter(has_words("display_name", words)).exclude(pk__in=linked)
        found += _described(named.order_by("-published_count", "pk")[:CANDIDATES])
    hashes = set(verified_hashes(claim.user)) if claim.user else set()
    return [_candidate(author, linked=author.pk in linked, hashes=hashes) for author in found]


def _linked_authors(claim: Claim) -> list[int]:
    """By our numbers, and by those that the import kept."""
    found = [name.rstrip(".:-") for name in _LINKED.findall(claim.evidence)]
    names = list(dict.fromkeys(found))[:CANDIDATES]
    own = [int(name) for name in names if name.isdecimal() and len(name) < LONGEST_NUMBER]
    unclaimed = Comment.objects.filter(site=claim.site, author__user=None).exclude(source="")
    # By site and source, as the index has it.
    former = unclaimed.filter(
        source__in=formats.NAMES, source_id__in=[*names, *map(str.lower, names)]
    )
    linked: dict[int, None] = {}
    for comments in (unclaimed.filter(pk__in=own), former):
        linked |= dict.fromkeys(comments.values_list("author_id", flat=True)[:CANDIDATES])
    return list(linked)[:CANDIDATES]


def _described(authors: QuerySet[Author]) -> list[Any]:  # Any: annotations are not typed
    """With counts and a few comments; a number of queries that does not grow with them."""
    keys = list(authors.values_list("pk", flat=True))
    written = Comment.objects.exclude(state=CommentState.DELETED)
    latest = written.select_related("article").order_by("-created_at", "-pk")[:SAMPLE]
    reversed_ones = Claim.objects.filter(author=OuterRef("pk"), state=ClaimState.REVERSED)
    still_there = ~Q(comments__state=CommentState.DELETED)
    described = (
        Author.objects.filter(pk__in=keys)
        .annotate(
            written=Count("comments", filter=still_there),
            first=Min("comments__created_at", filter=still_there),
            last=Max("comments__created_at", filter=still_there),
            taken_back=Exists(reversed_ones),
        )
        .prefetch_related(Prefetch("comments", latest, to_attr="sample"))
        .order_by("-written", "pk")
    )
    return list(described)


def _candidate(author: Any, *, linked: bool, hashes: set[str]) -> Candidate:
    address = ("verified" if author.email_hash in hashes else "other") if author.email_hash else ""
    return Candidate(
        author=author,
        comments=author.written,
        first=author.first,
        last=author.last,
        sample=author.sample,
        linked=linked,
        address=address,
        taken_back=author.taken_back,
    )
