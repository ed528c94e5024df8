"""Says who may do what on a site, and shows readers who is of the house."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from parley.actions.refreshing import refresh_threads_of
from parley.errors import BadField, Conflict
from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.legal import CaseKind, LegalCase
from parley.models.permission import LEAST, Permission
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import RANK, Membership, Role, User


def badge_of(role: Role) -> str:
    """What stands beside the name of somebody with this role; nothing for readers."""
    return _("Staff") if RANK[role] >= RANK[Role.STAFF] else ""


def grant_role(user: User, site: Site, *, role: str, now: datetime) -> Membership | None:
    """Give the user this role on the site in place of any other; None for a plain reader.

    Raises BadField for an unknown role, Conflict when the site would lose its last
    administrator. Whoever calls has made sure that it may.
    """
    if role not in Role.values:
        raise BadField("role", _("Give one of: %(roles)s.") % {"roles": ", ".join(Role.values)})
    with transaction.atomic():
        # Locked, so that two administrators cannot dismiss each other at once.
        Site.objects.select_for_update(no_key=True).get(pk=site.pk)
        held = Membership.objects.filter(user=user, site=site).first()
        if held and held.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR:
            keep_an_administrator(user, site)
        membership = _store(user, site, role=Role(role))
        # Comments are locked before their authors.
        give_back(user, Role(role), site=site)
        _show_badge(user, site, badge=badge_of(Role(role)), now=now)
    return membership


def revoke_role(user: User, site: Site, *, now: datetime) -> None:
    """Make the user a reader again. Raises Conflict for the last administrator."""
    grant_role(user, site, role=Role.READER, now=now)


@transaction.atomic
def give_back(user: User, role: Role = Role.READER, *, site: Site | None = None) -> None:
    """Leave to everybody what was assigned to the user and needs more than this role; on all
    sites unless told. For whoever no longer moderates, or whose account is closed."""
    where = {} if site is None else {"site": site}
    if RANK[role] < RANK[LEAST[Permission.DECIDE]]:
        mine = Waiting.objects.filter(**where)
        _lock_comments(mine.filter(Q(assigned_to=user) | Q(lease_by=user)))
        mine.filter(assigned_to=user).update(assigned_to=None)
        mine.filter(lease_by=user).update(lease_by=None, lease_until=None)
    cases = LegalCase.objects.filter(**where, assigned_to=user, outcome="")
    if RANK[role] >= RANK[LEAST[Permission.HANDLE_LAW]]:
        cases = cases.filter(kind=CaseKind.REQUEST)
    if RANK[role] < RANK[LEAST[Permission.KEEP_REGISTER]]:
        cases.update(assigned_to=None)


def _lock_comments(entries: QuerySet[Waiting]) -> None:
    """In everybody's order: whoever decides about one of them takes its entry away."""
    keys = list(entries.values_list("pk", flat=True))
    rows = Comment.objects.select_for_update().filter(pk__in=keys).order_by("-pk")
    list(rows.values_list("pk", flat=True))


def keep_an_administrator(user: User, site: Site) -> None:
    """Raises Conflict when nobody but this user could look after the site."""
    others = Membership.objects.filter(
        site=site, role=Role.ADMINISTRATOR, user__is_active=True
    ).exclude(user=user)
    if not others.exists():
        raise Conflict(
            _("%(site)s would have no administrator. Name another one first.") % {"site": site.name}
        )


def _store(user: User, site: Site, *, role: Role) -> Membership | None:
    if role == Role.READER:
        Membership.objects.filter(user=user, site=site).delete()
        return None
    membership, _made = Membership.objects.update_or_create(
        user=user, site=site, defaults={"role": role}
    )
    return membership


def _show_badge(user: User, site: Site, *, badge: str, now: datetime) -> None:
    # Older comments that were claimed stay what they were: a reader's.
    changed = Author.objects.writing_as(site, user).exclude(badge=badge)
    authors = list(changed)
    if authors:
        Author.objects.filter(pk__in=[author.pk for author in authors]).update(badge=badge)
        refresh_threads_of(authors, now)
