"""Gives a user the public identity under which they write on a site."""

from parley.actions.roles import badge_of
from parley.models.author import Author
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.user import User
from parley.models.viewer import Viewer, role_of


def author_of(viewer: Viewer) -> Author:
    """The viewer's author on the site, made on first use. Raises SignInNeeded."""
    user = viewer.require_user(Permission.ANSWER_AS_STAFF)
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


def writing_author(user: User, site: Site) -> Author:
    """Under whom the user writes on the site, whoever asks; made on first use."""
    return author_of(Viewer(site=site, user=user, role=role_of(user, site)))


def who_writes(author: Author) -> Author:
    """An imported author writes nothing more; the reader who has claimed them may."""
    if author.user is None or not author.source:
        return author
    return writing_author(author.user, author.site)
