"""A newspaper with all of the law's paperwork switched on, and some of each kind."""

from datetime import date, timedelta
from typing import Any

PASSWORD = "a long walk by the sea"

SECTIONS: dict[str, dict[str, Any]] = {
    "digital_services": {
        "notices": True,
        "statements": True,
        "complaints": True,
        "authorities_contact": "law@paper.example",
        "readers_contact": "readers@paper.example",
        "languages": ["English", "Deutsch"],
        "out_of_court": "Appeals Centre, https://appeals.example/",
    },
    "it_rules": {
        "grievances": True,
        "officer": "Lakshmi Nair",
        "email": "grievance@paper.example",
        "address": "1 Press Road\nKochi",
    },
    "authorities": {"register_requests": True},
}

ALWAYS = (
    "/grievance/",
    "/contact/",
    "/moderate/law/",
    "/moderate/law/requests/",
    "/moderate/law/flaggers/",
    "/moderate/law/transparency/",
)


def law(_argument: str) -> dict[str, Any]:
    """The addresses of what there is to see."""
    from django.utils import timezone

    from parley.actions import legal_register, moderating, trusted_flaggers
    from parley.actions.moderating import Why
    from parley.models.user import Role
    from tests import factories, legal

    now = timezone.now()
    site = factories.site("paper.localhost", name="The Paper", timezone="Asia/Kolkata")
    legal.switch_on(site, **SECTIONS)
    chief = _known(factories.member(site, Role.ADMINISTRATOR, "Anil Kapur"))
    article = factories.article(site, "/bridge/", headline="The bridge")
    mine = factories.comment(article, factories.author(site, chief), text="It is rotten work.")
    parent = factories.comment(article, text="Who took the money?")
    comment = factories.comment(article, parent=parent, text="She stole it, as all know.")
    factories.comment(article, parent=comment, text="Can you prove it?")
    notice = legal.notice(comment, ground="§ 186 StGB")
    legal.grievance(site, now=now - timedelta(hours=30))
    viewer = factories.viewer(site, chief)
    case = legal_register.record(viewer, _request(comment), now=now)
    trusted_flaggers.add(
        viewer, name="Hotline", email="desk@hotline.example", expertise="hatred", now=now
    )
    moderating.reject(viewer, mine, why=Why(note="It is rude.", rule="abuse"), now=now)
    pages = [
        f"/discussion/{article.pk}/illegal/{comment.pk}/",
        f"/discussion/{article.pk}/comment/{comment.pk}/",
        f"/me/comments/{mine.pk}/reasons/",
        f"/moderate/law/{notice.pk}/",
        f"/moderate/law/{case.pk}/",
    ]
    return {"email": chief.email, "pages": [*pages, *ALWAYS]}


def _request(comment: Any) -> Any:  # Any: models are imported once Django has begun
    from parley.actions.legal_register import Asked, Request

    return Request(
        authority="District Court",
        number="12 O 34/26",
        dated=date(2026, 11, 20),
        country="DE",
        ground="§ 21 TDDDG",
        asked=Asked.DISCLOSURE,
        text="Tell who wrote it.",
        comment=comment,
    )


def _known(user: Any) -> Any:  # Any: as above
    """With a password, and an address that is verified."""
    from tests import factories

    user.set_password(PASSWORD)
    user.save()
    return factories.verified(user)
