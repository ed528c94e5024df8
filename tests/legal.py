"""What tests of the law's paperwork begin with."""

from typing import Any

from django.utils import timezone

from parley.actions import legal_cases
from parley.actions.legal_cases import Paper, Verdict
from parley.actions.moderating import Why
from parley.models.comment import Comment
from parley.models.legal import CaseKind, CaseOutcome, LegalCase
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from tests import factories

SLANDER = Why(note="It claims a crime that nobody has shown.", legal_ground="§ 186 StGB")


def switch_on(site: Site, **sections: dict[str, Any]) -> Site:
    """The site with these sections of the desk's settings."""
    site.desk = {**site.desk, **sections}
    site.save(update_fields=["desk"])
    return site


def passer_by(site: Site) -> Viewer:
    """Somebody signed out."""
    return Viewer(site=site, address="192.0.2.7")


def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


def administrator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.ADMINISTRATOR))


def notice(about: Comment, by: User | None = None, **fields: Any) -> LegalCase:
    """A notice of illegal content, where the site takes them."""
    site = about.site
    if not site.desk.get("digital_services", {}).get("notices"):
        switch_on(site, digital_services={"notices": True})
    viewer = factories.viewer(site, by) if by else passer_by(site)
    now = fields.pop("now", timezone.now())
    given: dict[str, Any] = {
        "kind": CaseKind.NOTICE,
        "text": "This is slander.",
        "comment": about,
        "from_name": "Jana Novak",
        "from_email": "jana@mail.example",
    }
    return legal_cases.receive(viewer, Paper(**given | fields), now=now)


def grievance(site: Site, **fields: Any) -> LegalCase:
    """A grievance, where the site takes them."""
    if not site.desk.get("it_rules", {}).get("grievances"):
        switch_on(site, it_rules={"grievances": True})
    now = fields.pop("now", timezone.now())
    given: dict[str, Any] = {
        "kind": CaseKind.GRIEVANCE,
        "text": "My name is used without my consent.",
        "from_name": "Ravi Iyer",
        "from_email": "ravi@mail.example",
    }
    return legal_cases.receive(passer_by(site), Paper(**given | fields), now=now)


def removed(**fields: Any) -> Verdict:
    given: dict[str, Any] = {
        "outcome": CaseOutcome.REMOVED,
        "answer": "It was taken down.",
        "why": SLANDER,
    }
    return Verdict(**given | fields)


def kept(**fields: Any) -> Verdict:
    given: dict[str, Any] = {"outcome": CaseOutcome.KEPT, "answer": "It is an opinion."}
    return Verdict(**given | fields)
