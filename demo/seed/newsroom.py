"""Gives the reporters of the newsroom their bylines, and finds where readers speak of them."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from demo.seed.articles import stories
from parley.actions import bylines, mentioning
from parley.models.comment import Comment, CommentState
from parley.models.newsroom import Byline
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer

ADMINISTRATOR = "arvind"


def give_bylines(site: Site, users: Mapping[str, User], *, now: datetime) -> None:
    """Everybody who signs an article has that name for a byline."""
    viewer = Viewer(site=site, user=users[ADMINISTRATOR], role=Role.ADMINISTRATOR)
    signed = {story.byline: story.staff for story in stories().values()}
    for byline, handle in sorted(signed.items()):
        bylines.add(viewer, users[handle].pk, name=byline, now=now)


def find_mentions(site: Site) -> None:
    """What would have been noted when each comment was published."""
    named = Q()
    for byline in Byline.objects.filter(site=site):
        named |= Q(text__icontains=byline.name)
    public = Comment.objects.filter(named, site=site, state=CommentState.PUBLISHED)
    for comment in public.select_related("author").order_by("created_at"):
        mentioning.note(comment, comment.created_at)
