"""The shapes of the law's paperwork, of claims, and of figures."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, Field

from parley.actions.claim_requests import LONGEST_REASON
from parley.actions.legal_cases import LONGEST_ANSWER
from parley.api.moderation.examples import example
from parley.api.moderation.schemas import Key, Name, Words, storable
from parley.models.legal import CaseKind, CaseOutcome

Answer = Annotated[str, Field(max_length=LONGEST_ANSWER), AfterValidator(storable)]
Reason = Annotated[str, Field(max_length=LONGEST_REASON), AfterValidator(storable)]


class CaseFilter(Schema):
    """`settled` are those that were decided, the latest received first."""

    kind: CaseKind | None = None
    settled: bool = False


class CaseOut(Schema):
    """`deadline` is by when something has to be done next. `facts` holds what only some have,
    such as the `category`."""

    id: int
    kind: str
    reference: str
    comment: int | None
    from_name: str
    from_email: str
    trusted_flagger: str
    ground: str
    text: str
    facts: dict[str, Any]
    received_at: datetime
    acknowledged_at: datetime | None
    deadline: datetime | None
    assigned_to: int | None
    outcome: str
    answer: str
    decided_at: datetime | None
    decided_by: int | None


class CasesOut(Schema):
    cases: list[CaseOut]
    next: str | None


class VerdictIn(Schema):
    """`answer` is what the sender is told. Of what is removed, `note`, `rule` and `legal_ground`
    are what its author is told, as in `DecideIn`; `given` is which data an authority got."""

    model_config = example(outcome="unfounded", answer="We could not find what you describe.")

    outcome: CaseOutcome
    answer: Answer
    note: Words = ""
    rule: Name = ""
    legal_ground: Name = ""
    given: Answer = ""


class StatementOut(Schema):
    """Why one restriction was made; `rule` and `legal_ground` may be empty."""

    restriction: str
    made_at: datetime
    why: str
    rule: str
    legal_ground: str
    after_notice: bool
    found_by_machine: bool
    decided_by_machine: bool


class StatementsOut(Schema):
    statements: list[StatementOut]


class Days(Schema):
    """From one day to another, both included, in the site's time zone."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")


class PartsOut(Schema):
    parts: list[str]


class ClaimFilter(Schema):
    """`settled` are those that were decided, the latest asked first."""

    settled: bool = False


class ClaimOut(Schema):
    """`author` is null while nobody has found whom they mean. `disputed_at`: somebody says that
    it was not them."""

    id: int
    state: str
    basis: str
    user: int | None
    author: int | None
    claimed_name: str
    evidence: str
    asked_at: datetime
    decided_at: datetime | None
    decided_by: int | None
    note: str
    full_rights_at: datetime | None
    disputed_at: datetime | None
    reversed_at: datetime | None
    reversal_note: str


class ClaimsOut(Schema):
    claims: list[ClaimOut]
    next: str | None


class GrantedOut(Schema):
    claims: list[ClaimOut]


class GrantIn(Schema):
    """`authors` are imported ones of the site; the reader gets them all, or none."""

    model_config = example(authors=[17], note="Your comments of the old system are yours again.")

    authors: list[Key] = Field(min_length=1, max_length=100)
    note: Reason = ""


class ReasonIn(Schema):
    """The reader is told."""

    model_config = example(reason="The older comments were written from another country.")

    reason: Reason


class LatelyIn(Schema):
    """Both days or neither; else the last `days`, today among them."""

    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")
    days: int = Field(30, ge=1, le=732)


class FigureOut(Schema):
    """A row has a value for each column; null is nothing."""

    name: str
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    columns: list[str]
    rows: list[list[int | float | date | str | None]]


class NamesOut(Schema):
    names: list[str]
