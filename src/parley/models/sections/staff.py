"""What a site asks of those who work for it."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from parley.models.desk_settings import DeskSection


class Staff(DeskSection):
    """`second_factor`: a role above reader counts only in a session that was opened, or
    confirmed, with a second factor."""

    name: ClassVar = "staff"
    title: ClassVar = _("Staff")
    about: ClassVar = _("Who works on the desk of this newspaper, and how they sign in.")

    second_factor: bool = Field(
        False,
        title="Ask for a second factor",
        description=(
            "Everybody with a role above reader signs in with an authenticator app or a passkey "
            "too. Until they have, they are readers like any other."
        ),
    )
