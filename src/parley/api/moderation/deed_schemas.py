"""What the operations on one comment, author or appeal take."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field

from parley.actions.redacting import MOST_SPANS
from parley.api.moderation.schemas import Key, Name, Words
from parley.models.ban import BanKind

# A place in a text, in code points; no text is as long as the greatest of them.
Place = Annotated[int, Field(ge=0, le=1_000_000)]


class ReturnIn(Schema):
    """`note` is what the author is to change. `seen` as in `DecideIn`; null decides regardless.
    `batch` is a name of the caller's own, by which it can be undone; "" is for good."""

    note: Words
    rule: Name = ""
    seen: int | None = Field(None, ge=0, le=2**63 - 1)
    batch: str = Field("", pattern="^([0-9a-f]{32})?$")


class PickIn(Schema):
    picked: bool = True


class PinIn(Schema):
    pinned: bool = True


class MoveIn(Schema):
    """`article` is Parley's id of another article of the site; null: the same."""

    article: Key | None = None


class RedactIn(Schema):
    """`spans` are pairs of code point offsets into the text; the author is told `why`. `seen`
    is the SHA-256 of the text that was read, in hex; without it, whatever stands there now."""

    spans: list[tuple[Place, Place]] = Field(min_length=1, max_length=MOST_SPANS)
    why: Words
    seen: str = Field("", pattern="^([0-9a-f]{64})?$")


class EscalateIn(Schema):
    why: Words


class AssignIn(Schema):
    """`user` is a colleague's account."""

    user: Key | None = None


class WarnIn(Schema):
    text: Words


class TrustIn(Schema):
    trusted: bool = True


class PremoderateIn(Schema):
    premoderated: bool = True


class BanIn(Schema):
    """`until` null is for good. A domain is banned only where `confirmed_accounts` is how many
    accounts that meets; the refusal says it."""

    kind: BanKind
    until: AwareDatetime | None = None
    reason: Words
    confirmed_accounts: int | None = None


class BanOut(Schema):
    id: int
    kind: str
    until: datetime | None
    reason: str


class HearIn(Schema):
    """`grant` publishes the comment after all; the author is told the `reason` either way."""

    grant: bool
    reason: Words


class AppealOut(Schema):
    """`outcome` is "" until it was heard."""

    id: int
    comment: int
    decision: int
    text: str
    opened_at: datetime
    due_at: datetime
    outcome: str
    reason: str
    decided_at: datetime | None
    decided_by: int | None


class AppealsOut(Schema):
    appeals: list[AppealOut]
    next: str | None
