"""The facts a decision may use; the caller gathers them, the policy only reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ArticleState(StrEnum):
    OPEN = "open"
    PREMODERATED = "premoderated"
    CLOSED = "closed"


class Standing(StrEnum):
    NEW = "new"
    ORDINARY = "ordinary"
    TRUSTED = "trusted"
    SUSPENDED = "suspended"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts:
    """`writers`: the names in its byline, as far as they are known.

    `section` is as the site names it; `age` since it was published, None: unknown.
    `slow_seconds` is how long an author waits between two comments here; 0: not at all.
    """

    state: ArticleState = ArticleState.OPEN
    headline: str = ""
    body: str = ""
    writers: tuple[str, ...] = ()
    section: str = ""
    age: timedelta | None = None
    slow_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorFacts:
    """`published` counts the author's published comments on the site; None: unknown.

    `suspended_until` None, for a suspended author, means that no end is set. `premoderated`:
    moderators want to read whatever the author writes, before it appears. `account_age` is
    since the account was made. `last_posted_at` is when the author last posted on the site, and
    `last_posted_here_at` on the article; None: never, unknown, or of no account.
    """

    standing: Standing = Standing.ORDINARY
    published: int | None = None
    suspended_until: datetime | None = None
    premoderated: bool = False
    account_age: timedelta | None = None
    last_posted_at: datetime | None = None
    last_posted_here_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A recent comment of the same author, whatever became of it."""

    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentText:
    """A recent comment on the site by somebody else, as `copies.fingerprint` of its text.

    `author` tells one from another, and says nothing else.
    """

    author: int
    fingerprint: int
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One comment as it would be stored; `now` is aware, as is every moment here.

    `parent_author` is the name of whoever wrote `parent_text`; `others` are the names of
    further people near it in the thread, which are read and never told. `earlier` must
    leave out the comment itself when an edit is judged. `recent` need only hold what may be
    like this text. `in_wave`: the site is under a wave of spam.
    """

    text: str
    now: datetime
    article: ArticleFacts = ArticleFacts()
    author: AuthorFacts = AuthorFacts()
    parent_text: str | None = None
    parent_author: str | None = None
    others: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    recent: tuple[RecentText, ...] = ()
    in_wave: bool = False
