"""Sets a section of the desk's settings (`models.desk_settings`)."""

from datetime import datetime

from django.db import transaction

from parley.actions import auditing
from parley.actions.auditing import Deed
from parley.models.desk_settings import DeskSection
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.viewer import Viewer


def set_section(viewer: Viewer, section: DeskSection, *, now: datetime) -> None:
    """In force for everything from now on. Raises SignInNeeded or NotAllowed."""
    viewer.require(Permission.SET_SITE)
    with transaction.atomic():
        site = Site.objects.select_for_update(no_key=True).get(pk=viewer.site.pk)
        before = site.desk.get(section.name, {})
        site.desk = {**site.desk, section.name: section.stored()}
        site.save(update_fields=["desk"])
        deed = Deed(
            verb=f"set_{section.name}",
            of=site,
            before=section.audited(before),
            after=section.audited(site.desk[section.name]),
        )
        auditing.write(viewer, deed, now=now)
    viewer.site.desk = site.desk
