"""The shapes of what a site chooses: its rules, words and settings, its wave and its views."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from parley.actions.waving import LONGEST
from parley.api.moderation.examples import example
from parley.api.moderation.schemas import Name, Words
from parley.policy.decision import Attribute, Rule, Severity
from parley.policy.site_rules import MOST_WORDS

Probability = Annotated[float, Field(gt=0, le=1)]
Lines = Annotated[list[Words], Field(max_length=MOST_WORDS)]
# Ten years, as on the desk.
Days = Annotated[int, Field(ge=1, le=3_650)]
_DAY = 24 * 60 * 60


class WaveIn(Schema):
    model_config = example(minutes=60)

    minutes: int = Field(ge=1, le=int(LONGEST.total_seconds()) // 60)


class SurgeOut(Schema):
    """How much was stopped as spam in the last ten minutes, and in ten usual ones."""

    count: int
    usual: float


class WaveOut(Schema):
    """`until` is null while comments appear; `by` is who had them wait. `surge` is null where
    there is no more spam than usual."""

    until: datetime | None
    by: str
    surge: SurgeOut | None


class RulesOut(Schema):
    """What each rule leads to, from which score on it does, and what is read first."""

    severities: dict[str, str]
    thresholds: dict[str, float]
    hold_scores: dict[str, float]
    hold_all: bool
    hold_first: int
    hold_younger_hours: int
    hold_sections: list[str]
    hold_older_days: int
    slow_seconds: int
    close_after_days: float | None


class RulesIn(Schema):
    """What is left out stays as it is; within `severities` and `thresholds` too. `hold_scores`
    and `hold_sections` are replaced whole. `close_after_days` null is never."""

    model_config = example(severities={"links": "hold"}, hold_first=3, close_after_days=30)

    severities: dict[Rule, Severity] = Field({})
    thresholds: dict[Attribute, Probability] = Field({})
    hold_scores: dict[Attribute, Probability] = Field({})
    hold_all: bool = False
    hold_first: int = Field(0, ge=0, le=1_000)
    hold_younger_hours: int = Field(0, ge=0)
    hold_sections: list[Name] = Field([], max_length=200)
    hold_older_days: int = Field(0, ge=0)
    slow_seconds: int = Field(0, ge=0, le=_DAY)
    close_after_days: Days | None = None


class WordsOut(Schema):
    """`seen` goes back with a change, so that nobody overwrites a colleague's."""

    banned: list[str]
    suspect: list[str]
    seen: str


class WordsIn(Schema):
    """A list that is left out stays as it is."""

    model_config = example(suspect=["cheap watches", "casino*"], seen="0" * 64)

    banned: Lines | None = None
    suspect: Lines | None = None
    seen: Name


class TryIn(Schema):
    model_config = example(entries=["cheap watches", "casino*"])

    entries: Lines = Field(min_length=1)


class EntryOut(Schema):
    entry: str
    count: int
    approved: int


class HitOut(Schema):
    comment: int
    approved: bool
    text: str


class TriedOut(Schema):
    """Of the `looked_at` latest comments `count` would be stopped, of which a moderator had
    published `approved`. `faults` say why these are no list; then nothing was looked at."""

    looked_at: int
    count: int
    approved: int
    entries: list[EntryOut]
    left_out: int
    hits: list[HitOut]
    faults: list[str]


class SectionOut(Schema):
    """One section of the desk's settings: what is set, and the JSON Schema of it."""

    name: str
    title: str
    about: str
    values: dict[str, Any]
    described: dict[str, Any]


class SectionsOut(Schema):
    sections: list[SectionOut]


class ViewOut(Schema):
    """`query` is the desk's own; `shared`: everybody on the site has it."""

    id: int
    name: str
    query: str
    shared: bool
    created_at: datetime


class ViewsOut(Schema):
    views: list[ViewOut]
