"""Gives a user the public identity under which they write on a site."""

from parley.actions.roles import badge_of
from parley.models.author import Author
from parley.models.viewer import Viewer


def author_of(viewer: Viewer) -> Author:
    """The viewer's author on the site, made on first use. Raises SignInNeeded."""
    user = viewer.require_user()
    author, _made = Author.objects.get_or_create(
        site=viewer.site,
        user=user,
        source="",
        defaults={
            "display_name": user.display_name,
            "badge": badge_of(viewer.role),
        },
    )
    return author
