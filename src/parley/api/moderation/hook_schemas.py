"""The shapes of hooks and of what they were told."""

from datetime import datetime

from ninja import Schema
from pydantic import AwareDatetime, Field

from parley.api.moderation.examples import example
from parley.api.moderation.schemas import Name, Words
from parley.models.hook import DeliveryState, HookForm, HookKind

# A week, as on the desk.
_MOST_MINUTES = 10_080


class HookIn(Schema):
    """`kinds` empty is all of them; `every_minutes` is how often mail leaves at most."""

    model_config = example(
        form="standard",
        name="Print system",
        target="https://print.paper.example/parley",
        kinds=["comment.published"],
    )

    form: HookForm = HookForm.STANDARD
    name: Name = Field(min_length=1, max_length=80)
    target: Words = Field(max_length=2_000)
    kinds: list[HookKind] = Field([], max_length=len(HookKind))
    every_minutes: int = Field(15, ge=1, le=_MOST_MINUTES)


class HookChangeIn(Schema):
    """What is left out stays as it is; the form always does."""

    model_config = example(
        target="https://print.paper.example/parley",
        kinds=["comment.published", "comment.removed"],
    )

    name: Name | None = Field(None, min_length=1, max_length=80)
    target: Words | None = Field(None, max_length=2_000)
    kinds: list[HookKind] | None = Field(None, max_length=len(HookKind))
    every_minutes: int | None = Field(None, ge=1, le=_MOST_MINUTES)


class HookOut(Schema):
    """`target` of a chat is left empty: whoever knows it can write there."""

    id: int
    form: str
    name: str
    target: str
    kinds: list[str]
    every_minutes: int
    failures: int
    failing_since: datetime | None
    resting_until: datetime | None
    created_at: datetime
    disabled_at: datetime | None
    disabled_why: str


class HooksOut(Schema):
    hooks: list[HookOut]


class MadeOut(Schema):
    """`secret` is told this once; empty where messages are not signed."""

    hook: HookOut
    secret: str


class SecretOut(Schema):
    secret: str


class DeliveryFilter(Schema):
    state: DeliveryState | None = None


class DeliveryOut(Schema):
    """`message` is the id that the receiver knows it by; `status` what it answered last."""

    id: int
    hook: int
    message: str
    kind: str
    state: str
    attempts: int
    next_at: datetime | None
    status: int | None
    error: str
    created_at: datetime
    settled_at: datetime | None


class DeliveriesOut(Schema):
    deliveries: list[DeliveryOut]
    next: str | None


class ReplayIn(Schema):
    """All that was given up since then is sent again."""

    model_config = example(since="2026-01-01T00:00:00Z")

    since: AwareDatetime


class ReplayedOut(Schema):
    count: int
