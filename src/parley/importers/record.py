"""What every importer yields, whatever the export looked like."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What the accounts of a report are kept of."""

    COMMENT = "comments"
    ARTICLE = "articles"
    AUTHOR = "authors"


class SourceState(StrEnum):
    """Where a comment stood in the system it comes from, the most public first."""

    PUBLISHED = "published"
    HELD = "held"
    SPAM = "spam"
    DELETED = "deleted"


class Trouble(StrEnum):
    """Why a record was kept aside."""

    MALFORMED = "malformed"
    NO_ID = "no_id"
    BAD_DATE = "bad_date"
    BAD_FLAG = "bad_flag"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_THREAD = "no_thread"
    UNKNOWN_THREAD = "unknown_thread"
    DELETED_THREAD = "deleted_thread"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"


# What fits the columns of the models; longer ids are damage, never truth.
MAX_ID = 255
# Beyond this a message is an attack or an accident: a long novel has ten times as much.
MAX_MESSAGE = 100_000
# What is kept of a record that could not be taken.
MAX_RAW = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedArticle:
    """A discussed page. `identifier` is the publisher's own name for it, "" if there was none.

    `record` is what a report calls it, in the export's own words.
    """

    source_id: str
    url: str
    identifier: str = ""
    headline: str = ""
    created_at: datetime | None = None
    closed: bool = False
    deleted: bool = False
    record: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAuthor:
    """Who wrote. `user_id` is "" for guests, and `email` where none that a person gave is known."""

    name: str
    user_id: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedComment:
    """A comment. `text` is our Markdown, `original` the message as the export has it.

    Both are empty for a deleted one. `created_at` is in UTC. `record` as of an article.
    """

    source_id: str
    article_id: str
    author: ImportedAuthor
    created_at: datetime
    state: SourceState = SourceState.PUBLISHED
    parent_id: str = ""
    text: str = ""
    original: str = ""
    record: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A record that was read but cannot be taken; `raw` is what is kept for a person to look at."""

    kind: Kind
    record: str
    trouble: Trouble
    detail: str = ""
    raw: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Damage:
    """Something wrong with the file that is no record: told in the report, counted nowhere."""

    detail: str


Record = ImportedArticle | ImportedComment | Quarantined | Damage
