"""A form made of a section: each type of field, and what each refuses."""

from enum import StrEnum
from typing import ClassVar

from django.http import QueryDict
from pydantic import Field, field_validator

from parley.console.section_form import SectionForm
from parley.models.desk_settings import DeskSection


class Speed(StrEnum):
    SLOW = "slow"
    FAST = "fast"


class Example(DeskSection):
    """One field of each kind."""

    name: ClassVar = "example"
    title: ClassVar = "Example"

    on: bool = Field(True, title="On")
    days: int = Field(7, ge=1, le=90, title="Days")
    share: float = Field(0.5, gt=0, title="Share")
    words: str = Field("", title="Words", json_schema_extra={"long": True})
    people: list[str] = Field([], title="People")
    speed: Speed = Field(Speed.SLOW, title="Speed")

    @field_validator("people")
    @classmethod
    def _are_addresses(cls, value: list[str]) -> list[str]:
        if any("@" not in each for each in value):
            raise ValueError("One of these is no e-mail address.")
        return value


def filled(**values: str) -> SectionForm:
    data = QueryDict(mutable=True)
    given = {"days": "7", "share": "0.5", "speed": "slow"} | values
    data.update({f"example-{name}": value for name, value in given.items()})
    return SectionForm(Example(), data)


def test_what_is_filled_in_becomes_the_section() -> None:
    form = filled(days="30", share="0.25", words="Yes.", people="a@b.example\n\nc@d.example")

    assert form.is_valid(), form.errors
    assert form.section() == Example(
        on=False, days=30, share=0.25, words="Yes.", people=["a@b.example", "c@d.example"]
    )


def test_a_number_outside_its_bounds_is_refused_at_its_field() -> None:
    assert "days" in filled(days="91").errors


def test_a_bound_that_browsers_do_not_know_is_kept_too() -> None:
    assert "share" in filled(share="0").errors


def test_what_the_section_itself_refuses_is_told_at_the_field() -> None:
    assert "no e-mail address" in str(filled(people="nobody").errors["people"])


def test_what_is_set_is_shown() -> None:
    page = SectionForm(Example(people=["a@b.example"], speed=Speed.FAST, days=12)).as_p()

    assert ">\na@b.example</textarea>" in page
    assert '<option value="fast" selected>' in page
    assert 'value="12"' in page
