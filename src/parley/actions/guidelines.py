"""Publishes the community guidelines of a site, version by version, and records who accepts."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from parley.errors import BadField, Conflict
from parley.models.guidelines import Guidelines, GuidelinesAcceptance
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.user import User
from parley.models.viewer import Viewer

LONGEST = 50_000
_DEFAULT = Path(__file__).with_name("guidelines_default.md")


def default_text() -> str:
    """The house's own guidelines in Markdown, for a site that has not written any yet."""
    return _DEFAULT.read_text(encoding="utf-8")


def current(site: Site) -> Guidelines | None:
    """The version in force; None when the site has published none."""
    return Guidelines.objects.current(site)


def accepted(viewer: Viewer) -> bool:
    """Whether the viewer has accepted the version in force; without any there is nothing to.

    A script cannot read them: the operator who gives it a token answers for what it writes.
    """
    if viewer.token is not None:
        return True
    version = current(viewer.site)
    return version is None or version.acceptances.filter(user=viewer.require_user()).exists()


def accept(user: User, version: Guidelines, *, now: datetime) -> GuidelinesAcceptance:
    """Record that the user accepts this version. Raises Conflict when it is no longer in force."""
    in_force = current(version.site)
    if in_force is None or in_force.pk != version.pk:
        raise Conflict(_("The guidelines have changed. Please read the new version."))
    acceptance, _made = GuidelinesAcceptance.objects.get_or_create(
        user=user, guidelines=version, defaults={"accepted_at": now}
    )
    return acceptance


def publish(viewer: Viewer, text: str, *, now: datetime) -> Guidelines:
    """Put a new version in force; every reader has to accept it before the next comment.

    Raises NotAllowed for anybody but an administrator, BadField, and Conflict when the
    text is the one in force.
    """
    user = viewer.require(Permission.SET_SITE)
    return _publish(viewer.site, text, user=user, now=now)


def publish_default(site: Site, now: datetime) -> Guidelines:
    """The first version of a new site. A site that has guidelines keeps them."""
    return current(site) or _publish(site, default_text(), user=None, now=now)


def _publish(site: Site, text: str, *, user: User | None, now: datetime) -> Guidelines:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise BadField("text", _("The guidelines cannot be empty."))
    if len(text) > LONGEST:
        raise BadField("text", _("Keep them below %(most)d characters.") % {"most": LONGEST})
    with transaction.atomic():
        # Locked, so that two administrators at once make two versions.
        Site.objects.select_for_update(no_key=True).get(pk=site.pk)
        in_force = current(site)
        if in_force is not None and in_force.text == text:
            raise Conflict(_("This is the text that is in force already."))
        last = site.guidelines.aggregate(last=Max("version"))["last"] or 0
        return Guidelines.objects.create(
            site=site, version=last + 1, text=text, published_at=now, published_by=user
        )
