"""Whoever wrote a comment leaves the decision about it to a colleague, where there is one."""

from django.utils.translation import gettext as _

from parley.errors import NotAllowed
from parley.models.comment import Comment
from parley.models.permission import LEAST, Permission
from parley.models.queue import WaitingQuerySet
from parley.models.site import Site
from parley.models.user import RANK, Membership, Role, User
from parley.models.viewer import Viewer


def refuse_own(viewer: Viewer, comment: Comment, *, right: Permission = Permission.DECIDE) -> None:
    """Raises NotAllowed where the viewer wrote the comment and a colleague could do this."""
    user = viewer.require(right)
    if comment.author.user_id == user.pk and has_colleague(viewer.site, user, right=right):
        said = _("You wrote this comment yourself (number %(pk)d). A colleague decides about it.")
        raise NotAllowed(said % {"pk": comment.pk})


def has_colleague(site: Site, user: User, *, right: Permission = Permission.DECIDE) -> bool:
    """Whether anybody else on the site has the right."""
    able = [role for role in Role if RANK[role] >= RANK[LEAST[right]]]
    members = Membership.objects.filter(site=site, role__in=able, user__is_active=True)
    return members.exclude(user=user).exists()


def left_to(waiting: WaitingQuerySet, *, user: User, site: Site) -> WaitingQuerySet:
    """What of this the user may decide: not their own, unless nobody else is there."""
    return waiting.exclude(author__user=user) if has_colleague(site, user) else waiting
