"""The lines of Parley's own export, as it is written and read; `docs/migrate/parley.md` tells it.

A line is one object of JSON: first the site, then comments, articles and authors. An id is a
source and an id there (`actions.import_names`). Times are in UTC. A member that came later has a
default, so that files without it are read, and earlier releases pass over it.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parley.importers.record import MAX_MESSAGE, Extra

VERSION = 1

# No longer than the columns that keep it, which not every database refuses by itself.
Name = Annotated[str, Meta(max_length=16)]
Version = Annotated[str, Meta(max_length=40)]
Why = Annotated[str, Meta(max_length=500)]
Text = Annotated[str, Meta(max_length=MAX_MESSAGE)]
Place = Annotated[int, Meta(ge=0, le=MAX_MESSAGE)]


class _Line(msgspec.Struct, kw_only=True, frozen=True, tag_field="kind"):
    """Members that are at their default are written too: a line shows all that there is."""


class GuidelinesVersion(msgspec.Struct, kw_only=True, frozen=True):
    version: int
    text: str
    published_at: datetime


class Ban(msgspec.Struct, kw_only=True, frozen=True):
    """Who is kept out: an account by being told with its author, a domain by `domain`."""

    kind: str
    domain: str = ""
    reason: Why
    until: datetime | None
    made_at: datetime
    lifted_at: datetime | None


class Byline(msgspec.Struct, kw_only=True, frozen=True):
    """Under which name the member of the staff with this address writes articles."""

    name: str
    email: str


class SiteLine(_Line, kw_only=True, frozen=True, tag="site"):
    """How the site was set. Durations are in seconds; `rules` and `desk` as the site keeps them.

    None is of files that do not tell. `bans` are of domains that no author is named for.
    """

    parley_export: int
    language: str
    timezone: str
    rules: dict[str, Any]
    edit_window: float
    close_after: float | None
    guidelines: list[GuidelinesVersion]
    common_ground: bool | None = None
    desk: dict[str, Any] | None = None
    bans: list[Ban] = []
    bylines: list[Byline] = []


class ArticleLine(_Line, kw_only=True, frozen=True, tag="article"):
    """A discussed page; `addresses` are all under which it is found."""

    id: str
    url: str
    identifier: str
    addresses: list[str]
    headline: str
    standfirst: str
    section: str
    byline: str
    dateline: str
    body: str
    published_at: datetime | None
    updated_at: datetime | None
    state: str
    slow_seconds: int = 0
    created_at: datetime
    extra: Extra


class Note(msgspec.Struct, kw_only=True, frozen=True):
    """What a moderator has left for the others about an author."""

    text: Text
    made_at: datetime


class AuthorLine(_Line, kw_only=True, frozen=True, tag="author"):
    """A public identity, or a reader who has only voted or reported."""

    id: str
    name: str
    email: str
    publisher_user_id: str
    badge: str
    trusted: bool
    premoderated: bool = False
    suspended_until: datetime | None
    suspension_reason: str
    rejected_count: int
    created_at: datetime
    bans: list[Ban] = []
    notes: list[Note] = []
    extra: Extra


class Revision(msgspec.Struct, kw_only=True, frozen=True):
    text: Text
    replaced_at: datetime


class Vote(msgspec.Struct, kw_only=True, frozen=True):
    """`value` 0 passes; `by_chance`: the comment was drawn for the reader, who did not find it."""

    voter: str
    value: int
    cast_at: datetime
    by_chance: bool = False


class Appeal(msgspec.Struct, kw_only=True, frozen=True):
    """Its author's word against a decision; `outcome` is "" while it waits to be heard."""

    text: Text
    opened_at: datetime
    due_at: datetime
    outcome: Literal["", "kept", "reversed", "withdrawn"]
    reason: Text
    decided_at: datetime | None


Rule = Literal[
    "language", "sentences", "abuse", "personal", "privacy", "spam", "relevance", "repeat",
    "words", "links", "length", "author", "article", "outside", "readers",
]  # fmt: skip


class Reason(msgspec.Struct, kw_only=True, frozen=True):
    """Why it was decided so, in the order of `policy.Reason.as_dict`; a place is a pair of code
    point offsets, null for all of the text."""

    rule: Rule
    code: Annotated[str, Meta(max_length=80)]
    message: Text
    start: Place | UnsetType | None = UNSET
    end: Place | UnsetType | None = UNSET
    suggestion: Text | UnsetType | None = UNSET
    severity: Literal["off", "advise", "revise", "hold", "reject"]


class Decision(msgspec.Struct, kw_only=True, frozen=True):
    """One that stands: what was undone was never told, and is no decision."""

    outcome: Literal["publish", "revise", "hold", "reject"]
    reasons: Annotated[list[Reason], Meta(max_length=1_000)]
    scores: dict[Annotated[str, Meta(max_length=32)], Annotated[float, Meta(ge=0, le=1)]]
    by_machine: bool
    note: Text
    policy_version: Version
    model_version: Version
    created_at: datetime
    rule: str = ""
    legal_ground: str = ""
    waited: Annotated[int, Meta(le=2**53)] | None = None
    appeal: Appeal | None = None


Complaint = Literal[
    "abuse", "personal", "off_topic", "spam", "false", "privacy", "illegal", "other"
]


class Report(msgspec.Struct, kw_only=True, frozen=True):
    reporter: str
    reason: Complaint
    detail: Text
    created_at: datetime
    settled_at: datetime | None
    weight: float = 1.0
    outcome: str = ""
    answered_at: datetime | None = None


class Waiting(msgspec.Struct, kw_only=True, frozen=True):
    """Since when it has been in the queue; `language` is what the policy found."""

    since: datetime
    escalated: bool
    language: str


class Redaction(msgspec.Struct, kw_only=True, frozen=True):
    """What a moderator has hidden: places of `before`, as pairs of code point offsets."""

    before: Text
    after: Text
    spans: Annotated[list[tuple[Place, Place]], Meta(max_length=100)]
    why: Why
    made_at: datetime


class CommentLine(_Line, kw_only=True, frozen=True, tag="comment"):
    """A comment; of a deleted one all but its place is null or empty.

    `respect` and `disagree` count all votes, those in `votes` too. `original` is the text as the
    system has it from which the comment once came.
    """

    id: str
    article: str
    parent: str | None
    author: str | None
    state: str
    created_at: datetime
    edited_at: datetime | None = None
    text: str = ""
    original: str = ""
    picked: bool = False
    pinned: bool = False
    respect: int = 0
    disagree: int = 0
    votes: list[Vote] = []
    revisions: list[Revision] = []
    decisions: list[Decision] = []
    reports: list[Report] = []
    redactions: Annotated[list[Redaction], Meta(max_length=100)] = []
    waiting: Waiting | None = None
    extra: Extra = {}


Line = SiteLine | ArticleLine | AuthorLine | CommentLine
