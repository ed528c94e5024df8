"""Keeps the register of requests of courts and authorities; nothing is ever taken out of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing, legal_cases
from parley.actions.auditing import Deed
from parley.errors import BadField, NotAllowed
from parley.models.comment import Comment
from parley.models.legal import CaseKind, LegalCase
from parley.models.legal_categories import LegalCategory
from parley.models.permission import Permission
from parley.models.sections.law import Authorities
from parley.models.viewer import Viewer


class Asked(StrEnum):
    """What an authority wants."""

    REMOVAL = "removal"
    DISCLOSURE = "disclosure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the authority's paper says. `number` is its own reference, `ground` the law that it
    names, `country` two letters; `due_at` its deadline, None without one."""

    authority: str
    number: str
    dated: date
    country: str
    ground: str
    asked: Asked
    text: str
    category: str = LegalCategory.NOT_SPECIFIED
    comment: Comment | None = None
    due_at: datetime | None = None

    def check(self) -> None:
        """Raises BadField where the register would not say what it is for."""
        for name, value in (
            ("authority", self.authority),
            ("ground", self.ground),
            ("text", self.text),
        ):
            if not value.strip():
                raise BadField(name, _("The register needs this."))
        if self.category not in LegalCategory.values:
            raise BadField("category", _("There is no such category."))


def record(viewer: Viewer, request: Request, *, now: datetime) -> LegalCase:
    """Enter a request. Raises NotAllowed, BadField."""
    viewer.require(Permission.KEEP_REGISTER)
    if not Authorities.of(viewer.site).register_requests:
        raise NotAllowed(_("This newspaper keeps no register; switch it on in the settings."))
    request.check()
    facts: dict[str, object] = {
        "category": str(request.category),
        "number": request.number.strip(),
        "dated": request.dated.isoformat(),
        "country": request.country.strip().upper(),
        "asked": request.asked.value,
    }
    with transaction.atomic():
        if request.comment is not None and legal_cases.escalate(request.comment, now):
            facts["escalated"] = True
        case = LegalCase.objects.create(
            site=viewer.site,
            kind=CaseKind.REQUEST,
            reference=legal_cases.new_reference(CaseKind.REQUEST),
            comment=request.comment,
            from_name=request.authority.strip(),
            ground=request.ground.strip(),
            text=request.text.strip(),
            facts=facts,
            received_at=now,
            due_at=request.due_at,
        )
        deed = Deed(verb="record_request", of=case, after={"asked": request.asked.value})
        auditing.write(viewer, deed, now=now)
    return case
