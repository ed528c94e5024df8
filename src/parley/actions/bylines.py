"""Says under which names the staff write articles, and finds what they wrote by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from parley import names
from parley.actions import auditing, changes
from parley.actions.auditing import Deed
from parley.errors import BadField, Conflict
from parley.models.article import Article
from parley.models.comment import CommentState
from parley.models.newsroom import Byline
from parley.models.outbox import ChangeKind
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.user import Membership, Role, User
from parley.models.viewer import Viewer
from parley.policy.bylines import keys_of, writers_of

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody of the staff whose display name stands above articles, but is no byline yet."""

    user: User
    name: str


def add(viewer: Viewer, user_id: int, *, name: str, now: datetime) -> Byline:
    """From now on what this name has signed is by that member of the staff.

    Raises BadField for somebody else's account or for what is no one name, Conflict where
    the name, or one that looks like it, is a byline already.
    """
    viewer.require(Permission.SET_SITE)
    user = staff_of(viewer.site).filter(pk=user_id).first()
    if user is None:
        raise BadField("user", _("Choose somebody of the staff."))
    name = _clean(name)
    key = names.fold(name)
    with transaction.atomic():
        known = Byline.objects.select_related("user").filter(site=viewer.site, key=key).first()
        if known is not None:
            raise _taken(known)
        try:
            # A savepoint, since the same may be added twice at once.
            with transaction.atomic():
                byline = Byline.objects.create(site=viewer.site, user=user, name=name, key=key)
        except IntegrityError as error:
            raise Conflict(_("This name is a byline already.")) from error
        auditing.write(viewer, Deed(verb="add_byline", of=user, after={"name": name}), now=now)
        _show_badges(byline, now)
    return byline


def remove(viewer: Viewer, byline: Byline, *, now: datetime) -> None:
    """The name is nobody's any more; what it has signed stays signed."""
    viewer.require(Permission.SET_SITE)
    with transaction.atomic():
        deed = Deed(verb="remove_byline", of=byline.user, before={"name": byline.name})
        auditing.write(viewer, deed, now=now)
        _show_badges(byline, now)
        byline.delete()


def staff_of(site: Site) -> QuerySet[User]:
    """Who may write for the newspaper, by name."""
    members = Membership.objects.filter(site=site).exclude(role=Role.READER)
    return User.objects.filter(pk__in=members.values("user")).order_by("display_name", "pk")


def suggested(site: Site) -> list[Suggestion]:
    """Members of the staff who sign articles by their display name, and have it not as a
    byline; with three queries."""
    taken = set(Byline.objects.filter(site=site).values_list("key", flat=True))
    signed = {key for byline in _signatures(site) for key in keys_of(byline)}
    return [
        Suggestion(user, user.display_name)
        for user in staff_of(site)
        if (key := names.fold(user.display_name)) in signed and key not in taken
    ]


def articles_of(user: User, site: Site) -> QuerySet[Article]:
    """What the user has signed on the site, by any of their bylines; with two queries before
    its own, both answered from an index: a site has hundreds of signatures, not thousands."""
    bylines = Byline.objects.in_use([site.pk]).filter(user=user)
    keys = set(bylines.values_list("key", flat=True))
    return _signed_by(site, keys) if keys else Article.objects.none()


def _signed_by(site: Site, keys: set[str]) -> QuerySet[Article]:
    signatures = [one for one in _signatures(site) if not keys.isdisjoint(keys_of(one))]
    signed: QuerySet[Article] = Article.objects.signed(site).filter(byline__in=signatures)
    return signed


def _signatures(site: Site) -> Iterable[str]:
    """Every different byline of the site's articles."""
    different: Any = Article.objects.signed(site).order_by().values_list("byline", flat=True)
    found: Iterable[str] = different.distinct()
    return found


def _show_badges(byline: Byline, now: datetime) -> None:
    """Have the discussions drawn anew in which the byline's own comments are seen."""
    shown = _signed_by(byline.site, {byline.key}).filter(
        comments__author__user=byline.user_id, comments__state=CommentState.PUBLISHED
    )
    # By key, so that two at once lock them in the same order.
    for article in shown.distinct().order_by("pk"):
        changes.announce(article, ChangeKind.ARTICLE, now=now)


def _clean(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned or not names.fold(cleaned) or len(cleaned) > LONGEST_NAME:
        raise BadField("name", _("Write a name of at most %(n)d letters.") % {"n": LONGEST_NAME})
    if not cleaned.isprintable():
        raise BadField("name", _("The name contains invisible characters."))
    if writers_of(cleaned) != (cleaned,):
        raise BadField("name", _("Write one name, without “by” and without “and”."))
    return cleaned


def _taken(known: Byline) -> Conflict:
    return Conflict(
        _("“%(name)s” is already a byline of %(user)s.")
        % {"name": known.name, "user": known.user.display_name}
    )
