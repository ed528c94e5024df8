"""Addresses that a template may ask for before it knows whether there is such a page."""

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.simple_tag
def url_if_there(name: str, *args: object) -> str:
    """Like `url`; "" where nothing has that name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
