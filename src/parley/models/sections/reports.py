"""What reports by readers can do on a site."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy
from pydantic import Field

from parley.models.desk_settings import DeskSection

# Pydantic takes text that is translated when it is shown; its types do not say so.
_: Any = gettext_lazy


class Reports(DeskSection):
    """When reports take a comment down until a moderator has read it, and who is answered."""

    name: ClassVar[str] = "reports"
    title: ClassVar[Any] = _("Reports by readers")
    about: ClassVar[Any] = _(
        "Every report brings a comment into the queue. Enough of them, by readers who do not "
        "belong together, also take it out of sight until a moderator has decided."
    )

    hold_weight: float = Field(
        3.0,
        ge=0,
        le=1_000,
        title=_("Weight that holds a comment"),
        description=_(
            "A report by a reader without a record weighs 1, by one who was often right up to 2, "
            "by one who was often wrong down to 0.1. 0: reports never hold a comment."
        ),
    )
    least_readers: int = Field(
        3,
        ge=1,
        le=1_000,
        title=_("Least number of readers"),
        description=_("Of readers who count together only one counts."),
    )
    protected_factor: float = Field(
        2.0,
        ge=1,
        le=100,
        title=_("More for trusted authors and staff"),
        description=_("For their comments the weight is multiplied by this."),
    )
    new_days: int = Field(
        7,
        ge=0,
        le=365,
        title=_("Days for which an account is new"),
        description=_(
            "Reports by new accounts weigh a quarter, and count together when they come together."
        ),
    )
    together_minutes: int = Field(
        60,
        ge=0,
        le=10_080,
        title=_("Minutes that are “together”"),
        description=_(
            "Accounts without a record that were made within this time of each other count as one."
        ),
    )
    answer: bool = Field(
        True,
        title=_("Answer those who report"),
        description=_("Tell each reader on their page what came of a report."),
    )
