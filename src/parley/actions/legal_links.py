"""Where authors read why something was done to a comment of theirs."""

from django.conf import settings
from django.urls import reverse

from parley.models.decision import Notice, NoticeKind
from parley.models.sections.law import DigitalServices

_RESTRICTING = (
    NoticeKind.REJECTED,
    NoticeKind.REMOVED,
    NoticeKind.RETURNED,
    NoticeKind.REDACTED,
)


def reasons_of(notice: Notice) -> str:
    """The statement of reasons that belongs to a notice; "" where there is none."""
    if notice.comment_id is None or notice.kind not in _RESTRICTING:
        return ""
    if not DigitalServices.of(notice.site).statements:
        return ""
    return settings.BASE_URL + reverse("me-reasons", args=[notice.comment_id])
