"""A scene: a reader whose comment was rejected, and the moderators of the paper."""

from datetime import timedelta
from typing import Any


def seed(host: str, password: str) -> dict[str, Any]:
    """Every decision is drawn for review; the first moderator has decided an hour ago."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from parley.actions import moderating
    from parley.actions.moderating import Why
    from parley.models.user import Role
    from tests import factories

    share = {"fairness": {"people_share": 100}}
    site = factories.site(host, name="The Paper", timezone="Asia/Kolkata", desk=share)
    first = factories.member(site, Role.MODERATOR, "Meera Pillai")
    second = factories.member(site, Role.MODERATOR, "Tom Hughes")
    writer = factories.user("Asha Menon", accepted=site)
    article = factories.article(site, "/bridge/", headline="The bridge", body="It was closed.")
    asked = factories.comment(article, text="Where does one cross now?")
    comment = factories.comment(
        article,
        factories.author(site, writer),
        parent=asked,
        text="One crosses at the old mill.",
    )
    why = Why(note="It is advertising.", rule="spam")
    then = timezone.now() - timedelta(hours=1)
    moderating.reject(factories.viewer(site, first), comment, why=why, now=then)
    for who in (first, second, writer):
        who.set_password(password)
        who.save()
        EmailAddress.objects.create(user=who, email=who.email, verified=True, primary=True)
    return {
        "article": article.pk,
        "writer": writer.email,
        "first": first.email,
        "second": second.email,
    }
