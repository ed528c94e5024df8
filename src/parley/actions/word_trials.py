"""Tries words of a list on real comments, before they count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from parley.actions import word_lists
from parley.errors import BadField
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.site import Site
from parley.policy.decision import Outcome
from parley.policy.marking import Piece, pieces
from parley.policy.site_rules import MOST_WORDS
from parley.policy.word_list import Entries, WordList

# Matched in a quarter of a second, be the list as long as it may.
MOST_LOOKED_AT = 500
# As many entries as one can look at one by one; of more there is only the sum.
MOST_APART = 100
MOST_SHOWN = 10
_MOST_FAULTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTried:
    """How many comments an entry would stop, and how many of these a moderator published."""

    entry: str
    count: int
    approved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A comment that would be stopped, cut at the words."""

    comment: Comment
    approved: bool
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsTried:
    """What entries would do to the latest comments. `faults`: why they are no list.

    `left_out` of the entries are counted in the sum only.
    """

    looked_at: int = 0
    entries: Sequence[EntryTried] = ()
    left_out: int = 0
    count: int = 0
    approved: int = 0
    hits: Sequence[Hit] = ()
    faults: Sequence[str] = ()


def try_words(site: Site, entries: Entries) -> WordsTried:
    """On the newest comments of the site, whatever became of them."""
    faults = faults_in(entries)
    if faults or not entries:
        return WordsTried(faults=faults)
    comments = _latest(site)
    every = WordList(entries)
    hit = [each for each in comments if any(True for _ in every.spans(each.text))]
    apart = [_tried(entry, hit) for entry in entries[:MOST_APART]]
    return WordsTried(
        looked_at=len(comments),
        entries=sorted(apart, key=lambda each: -each.count),
        left_out=len(entries) - len(apart),
        count=len(hit),
        approved=sum(each.approved for each in hit),
        hits=[
            Hit(
                comment=each,
                approved=each.approved,
                pieces=pieces(each.text, every.spans(each.text)),
            )
            for each in hit[:MOST_SHOWN]
        ],
    )


def faults_in(entries: Entries) -> list[str]:
    """What is wrong with each entry, or with all of them together; none: it is a list."""
    try:
        word_lists.check(entries)
    except BadField as whole:
        found = []
        for entry in entries if len(entries) <= MOST_WORDS else ():
            try:
                WordList([entry])
            except BadField as fault:
                found.append(fault.detail)
            if len(found) == _MOST_FAULTS:
                break
        return found or [whole.detail]
    return []


def _tried(entry: str, comments: Sequence[Any]) -> EntryTried:
    alone = WordList([entry])
    hit = [each for each in comments if any(True for _ in alone.spans(each.text))]
    return EntryTried(entry=entry, count=len(hit), approved=sum(each.approved for each in hit))


def _latest(site: Site) -> list[Any]:  # Any: they are annotated.
    """Those that a moderator has published, and that still are, are `approved`."""
    approvals = Decision.objects.filter(
        comment=OuterRef("pk"),
        by_machine=False,
        undone_at=None,
        outcome=Outcome.PUBLISH,
        comment__state=CommentState.PUBLISHED,
    )
    return list(
        Comment.objects.filter(site=site)
        .exclude(text="")
        .exclude(state=CommentState.DELETED)
        .annotate(approved=Exists(approvals))
        .order_by("-pk")[:MOST_LOOKED_AT]
    )
