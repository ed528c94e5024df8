"""The lines of Parley's own export, as it is written and read; `docs/migrate/parley.md` tells it.

A line is one object of JSON: first the site, then comments, articles and authors. An id is a
source and an id there (`actions.import_names`). Times are in UTC. A member that came later has a
default, so that files without it are read, and earlier releases pass over it.
"""

from datetime import datetime
from typing import Any

import msgspec

from parley.importers.record import Extra

VERSION = 1


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
    reason: str
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

    text: str
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
    text: str
    replaced_at: datetime


class Vote(msgspec.Struct, kw_only=True, frozen=True):
    """`value` 0 passes; `by_chance`: the comment was drawn for the reader, who did not find it."""

    voter: str
    value: int
    cast_at: datetime
    by_chance: bool = False


class Appeal(msgspec.Struct, kw_only=True, frozen=True):
    """Its author's word against a decision; `outcome` is "" while it waits to be heard."""

    text: str
    opened_at: datetime
    due_at: datetime
    outcome: str
    reason: str
    decided_at: datetime | None


class Decision(msgspec.Struct, kw_only=True, frozen=True):
    """One that stands: what was undone was never told, and is no decision."""

    outcome: str
    reasons: list[dict[str, Any]]
    scores: dict[str, float]
    by_machine: bool
    note: str
    policy_version: str
    model_version: str
    created_at: datetime
    rule: str = ""
    legal_ground: str = ""
    waited: int | None = None
    appeal: Appeal | None = None


class Report(msgspec.Struct, kw_only=True, frozen=True):
    reporter: str
    reason: str
    detail: str
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

    before: str
    after: str
    spans: list[list[int]]
    why: str
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
    redactions: list[Redaction] = []
    waiting: Waiting | None = None
    extra: Extra = {}


Line = SiteLine | ArticleLine | AuthorLine | CommentLine
