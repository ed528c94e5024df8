"""How a site lets its own decisions be questioned."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy
from pydantic import Field

from parley.models.desk_settings import DeskSection

# Pydantic takes text that is translated when it is shown; its types do not say so.
_: Any = gettext_lazy


class Fairness(DeskSection):
    """Appeals by authors, and decisions that moderators look at again without being told."""

    name: ClassVar[str] = "fairness"
    title: ClassVar[Any] = _("Appeals and reviews")
    about: ClassVar[Any] = _(
        "Authors may ask for another moderator once for each refusal. Decisions drawn by lot are "
        "read again by moderators who are not told what was decided."
    )

    appeals: bool = Field(
        True,
        title=_("Take appeals"),
        description=_("Authors of rejected and removed comments may appeal, once."),
    )
    appeal_days: int = Field(
        183,
        ge=1,
        le=3_650,
        title=_("Days to appeal in"),
        description=_("For so long after a decision an appeal is taken: 183 are half a year."),
    )
    hear_days: int = Field(
        7,
        ge=1,
        le=365,
        title=_("Days to hear an appeal in"),
        description=_("To the end of the last of them, in the time zone of the site."),
    )
    names_moderators: bool = Field(
        False,
        title=_("Name moderators to authors"),
        description=_("Otherwise an author is told that it was a moderator, and not who."),
    )
    machine_share: float = Field(
        2.0,
        ge=0,
        le=100,
        title=_("Review of the house policy, in per cent"),
        description=_("So many of the policy's decisions are drawn by lot to be read again."),
    )
    people_share: float = Field(
        1.0,
        ge=0,
        le=100,
        title=_("Review of moderators, in per cent"),
        description=_("So many of the moderators' decisions are drawn by lot to be read again."),
    )
    reviewers: int = Field(
        2,
        ge=1,
        le=9,
        title=_("Reviewers of each decision"),
        description=_("From two on it can be told how well moderators agree."),
    )
