"""What the operations on one comment, author or appeal take."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from parley.actions.redacting import MOST_SPANS
from parley.api.moderation.examples import example
from parley.api.moderation.schemas import ArticleBrief, BanBrief, Key, Name, Words
from parley.api.schemas import LONGEST_TEXT
from parley.models.ban import BanKind
from parley.policy.decision import Rule

# A place in a text, in code points; no text is as long as the greatest of them.
Place = Annotated[int, Field(ge=0, le=1_000_000)]


class ReturnIn(Schema):
    """`note` is what the author is to change. `seen` as in `DecideIn`; null decides regardless.
    `batch` is a name of the caller's own, by which it can be undone; "" is for good."""

    model_config = example(note="Please give your source.", rule="privacy")

    note: Words
    rule: Name = ""
    seen: int | None = Field(None, ge=0, le=2**63 - 1)
    batch: str = Field("", pattern="^([0-9a-f]{32})?$")


class PickIn(Schema):
    model_config = example(picked=True)

    picked: bool = True


class PinIn(Schema):
    model_config = example(pinned=True)

    pinned: bool = True


class MoveIn(Schema):
    """`article` is Parley's id of another article of the site; null: the same."""

    model_config = example(article=None)

    article: Key | None = None


class RedactIn(Schema):
    """`spans` are pairs of code point offsets into the text; the author is told `why`. `seen`
    is the SHA-256 of the text that was read, in hex; without it, whatever stands there now."""

    model_config = example(spans=[[0, 3]], why="A telephone number.")

    spans: list[tuple[Place, Place]] = Field(min_length=1, max_length=MOST_SPANS)
    why: Words
    seen: str = Field("", pattern="^([0-9a-f]{64})?$")


class EscalateIn(Schema):
    model_config = example(why="It names a case before a court.")

    why: Words


class AssignIn(Schema):
    """`user` is a colleague's account."""

    model_config = example(user=None)

    user: Key | None = None


class WarnIn(Schema):
    model_config = example(text="Please stay with the matter.")

    text: Words


class TrustIn(Schema):
    model_config = example(trusted=True)

    trusted: bool = True


class PremoderateIn(Schema):
    model_config = example(premoderated=True)

    premoderated: bool = True


class BanIn(Schema):
    """`until` null is for good. A domain is banned only where `confirmed_accounts` is how many
    accounts that meets; the refusal says it."""

    model_config = example(kind="account", until=None, reason="Threats after two warnings.")

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
    """`grant` publishes the comment after all, which needs `comments:decide` as well; the author
    is told the `reason` either way."""

    model_config = example(grant=False, reason="A quotation can insult as well.")

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


class BansOut(Schema):
    bans: list[BanBrief]
    next: str | None


class AfterIn(Schema):
    """`after` skips reviews up to that id, once around."""

    after: int = Field(0, ge=0, le=2**63 - 1)


class ReviewOut(Schema):
    """`answers` is what the comment replies to; null where it begins a conversation."""

    id: int
    text: str
    answers: str | None
    article: ArticleBrief


class NextReviewOut(Schema):
    """`left` counts what the viewer may review."""

    review: ReviewOut | None
    left: int


class ReviewIn(Schema):
    """`rule` is which one it breaks, and needed to reject."""

    model_config = example(outcome="reject", rule="spam")

    outcome: Literal["publish", "reject"]
    rule: Rule | None = None


class AnswerIn(Schema):
    """The same `idempotency_key` answers with the first comment. `send_to_moderator` holds what
    would have to be revised."""

    model_config = example(text="Thank you. The figure in the third paragraph was corrected.")

    text: str = Field(max_length=LONGEST_TEXT)
    idempotency_key: Name = ""
    send_to_moderator: bool = False


class AnsweredOut(Schema):
    """`state` is "published", or "held" where a moderator looks at it first."""

    id: int
    state: str
