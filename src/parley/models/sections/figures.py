"""Who gets the week's figures by mail, and when."""

from enum import StrEnum
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from pydantic import Field, field_validator

from parley.models.desk_settings import DeskSection
from parley.models.mailbox import check_address

# A newspaper's masthead, not a mailing list.
_MOST = 20


class Weekday(StrEnum):
    """In the order of `date.weekday`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Figures(DeskSection):
    """The weekly mail; nobody gets it while there is no address."""

    name: ClassVar[str] = "figures"
    title = gettext_lazy("Figures by mail")
    personal: ClassVar[frozenset[str]] = frozenset({"weekly_mail_to"})
    about = gettext_lazy("The week's figures, compared with those of the week before.")

    weekly_mail_to: list[str] = Field(
        [],
        max_length=_MOST,
        title=_("Addresses"),
        description=_("Who gets the mail; without an address, nobody does."),
    )
    weekday: Weekday = Field(
        Weekday.MONDAY,
        title=_("Day"),
        description=_("It tells of the seven days before this one."),
    )
    hour: int = Field(
        7, ge=0, le=23, title=_("Hour"), description=_("0 to 23, in the newspaper's time zone.")
    )

    @field_validator("weekly_mail_to")
    @classmethod
    def _are_addresses(cls, addresses: list[str]) -> list[str]:
        for address in addresses:
            try:
                check_address(address)
            except ValidationError as error:
                raise ValueError(f"{address} is no e-mail address.") from error
        return addresses
