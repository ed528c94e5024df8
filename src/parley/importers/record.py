"""What every importer yields, whatever the export looked like."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What the accounts of a report are kept of."""

    COMMENT = "comments"
    ARTICLE = "articles"
    AUTHOR = "authors"


class SourceState(StrEnum):
    """Where a comment stood in the system it comes from, the most public first."""

    PUBLISHED = "published"
    HELD = "held"
    # Sent back to its author by a moderator of Parley's; no other system says so.
    RETURNED = "returned"
    REJECTED = "rejected"
    SPAM = "spam"
    DELETED = "deleted"


class Trouble(StrEnum):
    """Why a record was kept aside."""

    MALFORMED = "malformed"
    NO_ID = "no_id"
    BAD_DATE = "bad_date"
    BAD_FLAG = "bad_flag"
    BAD_FIELD = "bad_field"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_THREAD = "no_thread"
    UNKNOWN_THREAD = "unknown_thread"
    DELETED_THREAD = "deleted_thread"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    ID_TAKEN = "id_taken"


# What fits the columns of the models; longer ids are damage, never truth.
MAX_ID = 255
# Beyond this a message is an attack or an accident: a long novel has ten times as much.
MAX_MESSAGE = 100_000
# What is kept of a record that could not be taken.
MAX_RAW = 20_000
# A ban without end: the last moment that every database and time zone can hold.
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)

Extra = dict[str, str | int | float | bool]
"""What the source knows and Parley has no place for, by the source's own names.

It is kept beside the row and exported again, and shown to moderators only. Never in it:
network addresses, e-mail addresses, passwords and tokens.
"""
# Any: it is checked JSON of our own making.
Own = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedArticle:
    """A discussed page. `identifier` is the publisher's own name for it, "" if there was none.

    `other_urls` are further addresses under which readers have known it. `own` is what only
    Parley's own exports tell, by the names of the model's fields; the same of a comment.
    `record` is what a report calls it, in the export's own words.
    """

    source_id: str
    url: str
    identifier: str = ""
    headline: str = ""
    created_at: datetime | None = None
    closed: bool = False
    deleted: bool = False
    other_urls: tuple[str, ...] = ()
    extra: Extra = field(default_factory=dict)
    own: Own = field(default_factory=dict)
    record: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAuthor:
    """Who wrote. `user_id` is the account at the source, "" for guests, and `email` is ""
    where none that a person gave is known: addresses that a vendor has made up are none.

    `publisher_user_id` is the id under which the publisher's own server knows the person,
    where the export has it: whoever signs on with it later is that person.
    `suspended_until` is when a ban ends, FOREVER if it does not.
    """

    name: str
    user_id: str = ""
    email: str = ""
    publisher_user_id: str = ""
    suspended_until: datetime | None = None
    extra: Extra = field(default_factory=dict)
    own: Own = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRevision:
    """What a comment said until it was edited at `replaced_at` (UTC); `text` is our Markdown."""

    text: str
    replaced_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedVote:
    """One reader's vote: 1, -1 or, only from Parley itself, 0 for a pass.

    `cast_at` is None where the source did not keep it. `by_chance` as in `models.vote`.
    """

    voter: ImportedAuthor
    value: int
    cast_at: datetime | None = None
    by_chance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedComment:
    """A comment. `text` is our Markdown, `original` the message as the export has it.

    Both are empty for a deleted one. Times are in UTC. `record` as of an article. `respect`
    and `disagree` count all votes, those in `votes`, of whom it is known who cast them, too;
    of a source that keeps only the sum, a positive one is respect and a negative one
    disagreement. `picked` is an editor's choice. `revisions` are the earlier texts, oldest first.
    """

    source_id: str
    article_id: str
    author: ImportedAuthor
    created_at: datetime
    state: SourceState = SourceState.PUBLISHED
    parent_id: str = ""
    text: str = ""
    original: str = ""
    edited_at: datetime | None = None
    revisions: tuple[ImportedRevision, ...] = ()
    picked: bool = False
    respect: int = 0
    disagree: int = 0
    votes: tuple[ImportedVote, ...] = ()
    extra: Extra = field(default_factory=dict)
    own: Own = field(default_factory=dict)
    record: str = ""
    line: int | None = None

    def stub(self) -> "ImportedComment":
        """What may be kept of it once it was deleted: its place, and nothing of who wrote what."""
        return ImportedComment(
            source_id=self.source_id,
            article_id=self.article_id,
            author=ImportedAuthor(name=""),
            created_at=self.created_at,
            state=SourceState.DELETED,
            parent_id=self.parent_id,
            record=self.record,
            line=self.line,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A record that was read but cannot be taken.

    `raw` is what is kept for a person to look at and to mend: the record in the export's own
    form, without addresses of people and of machines. `email` is the one taken out of it.
    """

    kind: Kind
    record: str
    trouble: Trouble
    detail: str = ""
    raw: str = ""
    email: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedSite:
    """How a site was set, from Parley's own exports; taken by a site that is empty."""

    settings: Own


@dataclass(frozen=True, slots=True)
class Damage:
    """Something wrong with the file that is no record: told in the report, counted nowhere."""

    detail: str


Record = ImportedArticle | ImportedComment | ImportedAuthor | ImportedSite | Quarantined | Damage
