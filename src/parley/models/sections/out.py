"""When a site's hooks are told that its queue is too long, or too old."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import Field

from parley.models.desk_settings import DeskSection


class QueueAlarm(DeskSection):
    """Zero switches a limit off."""

    name = "queue_alarm"
    title = _("Alarm of the queue")
    about = _("Whoever listens to “queue.waiting” is told; set up listeners under Hooks.")

    longer_than: int = Field(
        0,
        ge=0,
        le=1_000_000,
        title=gettext_noop("Longer than"),
        description=gettext_noop("Comments that wait; 0 for never."),
    )
    older_than_minutes: int = Field(
        0,
        ge=0,
        le=100_000,
        title=gettext_noop("Older than"),
        description=gettext_noop("Minutes that a comment has waited; 0 for never."),
    )
    every_minutes: int = Field(
        60,
        ge=5,
        le=10_080,
        title=gettext_noop("At most every"),
        description=gettext_noop("Minutes between two alarms."),
    )

    @property
    def is_on(self) -> bool:
        return self.longer_than > 0 or self.older_than_minutes > 0
