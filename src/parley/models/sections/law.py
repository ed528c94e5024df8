"""What the law asks of a site, as settings; which law applies is for a lawyer to say."""

from typing import ClassVar

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from pydantic import Field

from parley.models.desk_settings import DeskSection

_LONGEST = 2_000


class DigitalServices(DeskSection):
    """The European Union's Digital Services Act, Regulation (EU) 2022/2065."""

    name: ClassVar[str] = "digital_services"
    title = gettext_lazy("EU Digital Services Act")
    about = gettext_lazy("What Parley does about it is in docs/law.md. It is not legal advice.")

    notices: bool = Field(
        False,
        title=_("Take notices of illegal content"),
        description=_("A form for everybody, signed in or not (art. 16)."),
    )
    answer_days: int = Field(
        7,
        ge=0,
        le=365,
        title=_("Days to decide about a notice"),
        description=_("The house's own deadline; the law says “in a timely manner”. 0: none."),
    )
    statements: bool = Field(
        False,
        title=_("Give statements of reasons"),
        description=_("Authors get a page on every restriction of a comment (art. 17)."),
    )
    complaints: bool = Field(
        False,
        title=_("Keep appeals open for six months"),
        description=_("The internal complaint-handling system (art. 20)."),
    )
    provider: str = Field(
        "",
        max_length=200,
        title=_("Name of the service provider"),
        description=_("As the transparency report names it; the site's name where it is empty."),
    )
    authorities_contact: str = Field(
        "",
        max_length=_LONGEST,
        title=_("Point of contact for authorities"),
        description=_("Shown at /contact/ (art. 11)."),
    )
    readers_contact: str = Field(
        "",
        max_length=_LONGEST,
        title=_("Point of contact for readers"),
        description=_("Shown at /contact/ (art. 12)."),
    )
    languages: list[str] = Field(
        [],
        max_length=24,
        title=_("Languages in which authorities may write"),
        description=_("One in each line, as they are to be shown."),
    )
    out_of_court: str = Field(
        "",
        max_length=_LONGEST,
        title=_("Out-of-court dispute settlement"),
        description=_("Which certified bodies there are, and how to reach them (art. 21)."),
    )
    automation: str = Field(
        "",
        max_length=_LONGEST,
        title=_("How automated means are used, in your words"),
        description=_("For the transparency report; a description of Parley where it is empty."),
    )


class ItRules(DeskSection):
    """India's Information Technology Rules, 2021, rule 3(2): the grievance officer."""

    name: ClassVar[str] = "it_rules"
    title = gettext_lazy("India: IT Rules, 2021")
    personal: ClassVar[frozenset[str]] = frozenset({"officer", "email", "address"})
    about = gettext_lazy("What Parley does about it is in docs/law.md. It is not legal advice.")

    grievances: bool = Field(
        False,
        title=_("Take grievances"),
        description=_("A form at /grievance/, acknowledged in 24 hours, disposed of in 15 days."),
    )
    officer: str = Field("", max_length=200, title=_("Name of the grievance officer"))
    email: str = Field("", max_length=254, title=_("E-mail address of the officer"))
    address: str = Field("", max_length=_LONGEST, title=_("Postal address of the officer"))
    automatic_counts: bool = Field(
        False,
        title=_("The mail with the ticket number acknowledges"),
        description=_("Otherwise a person acknowledges each grievance within 24 hours."),
    )


class Retention(DeskSection):
    """For how long personal data are kept that are no longer needed every day."""

    name: ClassVar[str] = "retention"
    title = gettext_lazy("How long data are kept")
    about = gettext_lazy("In days; 0 is for ever. What is erased cannot be brought back.")

    rejected_days: int = Field(
        0,
        ge=0,
        le=36_500,
        title=_("Texts of rejected comments"),
        description=_("Emptied later where an appeal may still be made, or a case is open."),
    )
    address_days: int = Field(
        30, ge=1, le=30, title=_("Digests of network addresses"), description=_("At most 30.")
    )
    case_days: int = Field(
        1_095,
        ge=0,
        le=36_500,
        title=_("Names, addresses and texts of settled cases"),
        description=_("What was decided, when and on which ground stays."),
    )
    notice_days: int = Field(365, ge=0, le=36_500, title=_("What authors were told"))
    redaction_days: int = Field(
        365, ge=0, le=36_500, title=_("Texts as they were before something was hidden")
    )


class Authorities(DeskSection):
    """Requests of courts and authorities."""

    name: ClassVar[str] = "authorities"
    title = gettext_lazy("Requests of courts and authorities")

    register_requests: bool = Field(
        False,
        title=_("Keep a register"),
        description=_("At /moderate/law/requests/, for administrators."),
    )
