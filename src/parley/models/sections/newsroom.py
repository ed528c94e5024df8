"""How a site tells its journalists what readers say to them."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy
from pydantic import Field

from parley.models.desk_settings import DeskSection

# Pydantic takes text that is translated when it is shown; its types do not say so.
_: Any = gettext_lazy


class Newsroom(DeskSection):
    """What journalists are told besides what stands on their page."""

    name: ClassVar[str] = "newsroom"
    title: ClassVar[Any] = _("Newsroom")
    about: ClassVar[Any] = _("Who of the staff is named in a comment finds it in the newsroom.")

    mail_mentions: bool = Field(
        False,
        title=_("Mail about mentions"),
        description=_("Journalists also get a mail for each comment that names them."),
    )
