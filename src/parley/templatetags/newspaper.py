"""How templates print what a newspaper prints."""

from datetime import datetime

from django import template

from parley.models.site import Site
from parley.snapshots import moments

register = template.Library()


@register.filter
def printed(moment: datetime, site: Site) -> str:
    """A time in the site's zone, as under its articles."""
    return moments.printed(moment, site.zone)


@register.filter
def machine(moment: datetime) -> str:
    """A time for a `datetime` attribute."""
    return moments.machine(moment)
