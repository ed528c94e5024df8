"""Writes to whoever sent a notice or a grievance: it was received, and what was decided.

These mails go to addresses that nobody has verified. So nothing stands in them that the sender
wrote: no stranger can be sent a text by way of our form.
"""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from parley.models.legal import CaseKind, LegalCase
from parley.models.sections.law import DigitalServices, ItRules


def confirm(case: LegalCase) -> None:
    """It has arrived, under this reference (art. 16(4) of the Digital Services Act)."""
    _send(case, "case_received", subject=_("We have received your message: %(reference)s"))


def acknowledge(case: LegalCase) -> None:
    """A person has seen it."""
    _send(case, "case_acknowledged", subject=_("We are looking into it: %(reference)s"))


def answer(case: LegalCase) -> None:
    """What was decided, by whom, and what can be done about it (art. 16(5) and (6))."""
    _send(case, "case_decided", subject=_("What came of your message: %(reference)s"))


def _send(case: LegalCase, template: str, *, subject: str) -> None:
    if not case.from_email:
        return
    body = render_to_string(
        f"parley/mail/{template}.txt",
        {
            "case": case,
            "site": case.site,
            "place": place_of(case),
            "is_grievance": case.kind == CaseKind.GRIEVANCE,
            "services": DigitalServices.of(case.site),
            "rules": ItRules.of(case.site),
        },
    )
    title = " ".join((subject % {"reference": case.reference}).split())
    send_mail(title, body, None, [case.from_email])


def place_of(case: LegalCase) -> str:
    """The address of the comment that it is about; "" without one."""
    if case.comment is None:
        return ""
    path = f"/discussion/{case.comment.article_id}/?comment={case.comment_id}"
    return f"{settings.BASE_URL}{path}#comment-{case.comment_id}"
