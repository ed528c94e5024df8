"""The shapes of requests and answers of the desk's API."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field

from parley.actions.deciding import MOST as MOST_DECIDED
from parley.api.moderation import cursors
from parley.api.moderation.examples import example
from parley.api.schemas import Reason
from parley.policy.decision import Attribute, Rule
from parley.policy.submission import ArticleState


def storable(text: str) -> str:
    """PostgreSQL stores every character but one."""
    if "\0" in text:
        raise ValueError("Leave out the zero character.")
    return text


# The greatest key that either database can hold.
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Words = Annotated[str, Field(max_length=1_000), AfterValidator(storable)]
LONGEST_NAME = 120
Name = Annotated[str, Field(max_length=LONGEST_NAME), AfterValidator(storable)]


class Paging(Schema):
    """`cursor` is `next` of the page before."""

    cursor: str = Field("", max_length=cursors.LONGEST)
    limit: int = Field(cursors.DEFAULT_LIMIT, ge=1, le=cursors.MOST)


class QueueFilter(Schema):
    """What is left out does not matter; `risk` is the least, from 0 to 4, `score` likewise: of
    `attribute`, or of any. Without `score`, `attribute` is to be the highest. `source` is where
    a comment was imported from. `q` is looked for in the text."""

    risk: int | None = Field(None, ge=0, le=4)
    held: bool | None = None
    reported: bool | None = None
    escalated: bool | None = None
    new_author: bool | None = None
    assigned: Literal["me", "nobody", "others"] | None = None
    rule: Rule | Literal["readers"] | None = None
    attribute: Attribute | None = None
    score: float | None = Field(None, ge=0, le=1)
    language: Name = ""
    section: Name = ""
    source: Name = ""
    article: Key | None = None
    author: Key | None = None
    q: Name = ""


class QueueAuthor(Schema):
    id: int
    name: str
    published: int
    rejected: int


class ArticleBrief(Schema):
    id: int
    url: str
    article_id: str
    headline: str
    section: str
    state: str
    slow_seconds: int


class CommentBrief(Schema):
    """Any comment as a moderator may see it, whatever became of it."""

    id: int
    parent_id: int | None
    state: str
    text: str
    created_at: datetime
    edited_at: datetime | None
    permalink: str
    author: QueueAuthor


class Waits(Schema):
    """How a comment waits. `rules` are those of its reasons; `score` is the highest of the
    policy's scores, and `attribute` whose it is; `weight` is the sum of its reports'."""

    since: datetime
    risk: int
    held: bool
    escalated: bool
    assigned_to: int | None
    rules: list[str]
    score: float
    attribute: str
    reports: int
    weight: float
    new_author: bool
    language: str


class QueueEntry(Schema):
    """`seen` goes back with the decision, so that nobody decides about what has changed."""

    comment: CommentBrief
    article: ArticleBrief
    waits: Waits
    seen: int


class QueueOut(Schema):
    entries: list[QueueEntry]
    next: str | None


class CountsOut(Schema):
    """`by_risk` counts from 0 to 4."""

    waiting: int
    held: int
    reported: int
    escalated: int
    by_risk: list[int]
    oldest_since: datetime | None


class ReportBrief(Schema):
    id: int
    comment: int
    reason: str
    detail: str
    weight: float
    outcome: str
    created_at: datetime
    settled_at: datetime | None


class ReportsOut(Schema):
    reports: list[ReportBrief]
    next: str | None


class DecisionBrief(Schema):
    """`decided_by` is an account's key; null where the policy decided, or it is gone."""

    id: int
    outcome: str
    by_machine: bool
    decided_by: int | None
    note: str
    rule: str
    legal_ground: str
    reasons: list[Reason]
    scores: dict[str, float]
    batch: str
    created_at: datetime
    undone_at: datetime | None


class RevisionBrief(Schema):
    text: str
    replaced_at: datetime


class NoteBrief(Schema):
    text: str
    made_at: datetime
    made_by: int | None


class BanBrief(Schema):
    """`value` is the domain of a ban by domain; of the others it is nobody's to know."""

    id: int
    kind: str
    value: str
    author: int | None
    name: str
    reason: str
    until: datetime | None
    made_at: datetime
    made_by: int | None
    lifted_at: datetime | None


class AuthorBrief(Schema):
    id: int
    name: str
    source: str
    created_at: datetime
    published: int
    rejected: int
    trusted: bool
    premoderated: bool
    suspended_until: datetime | None


class AuthorFilter(Schema):
    """`q` is looked for in the name, in capitals or not."""

    q: Name = ""


class AuthorsOut(Schema):
    authors: list[AuthorBrief]
    next: str | None


class AuthorRecord(AuthorBrief):
    """What moderators know of an author; never an address. `writes_as` is the author under whom
    they write now, another one where an imported author was claimed. `bans` are those in force;
    `linked` are others of the site who wrote from the same place in the last thirty days."""

    badge: str
    suspension_reason: str
    writes_as: int
    notes: list[NoteBrief]
    bans: list[BanBrief]
    linked: list[AuthorBrief]


class CommentDetail(Schema):
    """`reasons` and `scores` are what the policy said last; `author` is null for a token that
    may not read authors. `replies` are the first of them, oldest first."""

    comment: CommentBrief
    article: ArticleBrief
    seen: int
    waits: Waits | None
    reasons: list[Reason]
    scores: dict[str, float]
    decisions: list[DecisionBrief]
    reports: list[ReportBrief]
    revisions: list[RevisionBrief]
    parent: CommentBrief | None
    replies: list[CommentBrief]
    author: AuthorRecord | None


class ChoiceIn(Schema):
    id: Key
    seen: int = Field(ge=0, le=2**63 - 1)


class DecideIn(Schema):
    """`note` is what the authors are told, after the sentence of the house rule; a rejection
    needs a `rule` or a `note`. `legal_ground` is the law that is broken, if one is. `key` is a
    name of the caller's own for this request: sent again, it is answered as the first time."""

    model_config = example(comments=[{"id": 4711, "seen": 9001}], outcome="reject", rule="personal")

    comments: list[ChoiceIn] = Field(min_length=1, max_length=MOST_DECIDED)
    outcome: Literal["publish", "reject"]
    note: Words = ""
    rule: Name = ""
    legal_ground: Name = ""
    key: str = Field("", pattern="^([0-9A-Za-z_-]{16,32})?$")


class UndoIn(Schema):
    model_config = example(batch="0" * 32)

    batch: Name


class DecidedOut(Schema):
    """`stale` are comments that were left alone, since they have changed meanwhile."""

    batch: str
    decided: list[int]
    stale: list[int]


class SuspendIn(Schema):
    model_config = example(until="2099-01-01T00:00:00Z", reason="Insults after a warning.")

    until: AwareDatetime
    reason: Annotated[str, Field(max_length=500), AfterValidator(storable)]


class ArticleIn(Schema):
    """What is left out stays as it is. `slow_seconds` is one of 0, 60, 300, 900 and 3600."""

    model_config = example(state="premoderated", slow_seconds=60)

    state: ArticleState | None = None
    slow_seconds: int | None = Field(None, ge=0, le=3_600)


class AuditFilter(Schema):
    """What is left out does not matter. `actor` is an account's key."""

    verb: Name = ""
    kind: Name = ""
    object: Key | None = None
    actor: Key | None = None
    batch: Name = ""


class AuditOut(Schema):
    """One deed; `kind` and `object_id` say what it was done to, "comment" 17."""

    id: int
    at: datetime
    actor_id: int | None
    role: str
    via: str
    verb: str
    kind: str
    object_id: int | None
    before: Any
    after: Any
    why: str
    batch: str


class AuditPage(Schema):
    entries: list[AuditOut]
    next: str | None
