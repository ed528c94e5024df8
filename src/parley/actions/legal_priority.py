"""Says which papers put their comment before all others in the queue."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Count, Q

from parley.actions import banning
from parley.models.author import Author
from parley.models.legal import CaseKind, CaseOutcome, LegalCase
from parley.models.legal_categories import LegalCategory
from parley.models.site import Site
from parley.models.user import User
from parley.models.viewer import Viewer

# Open ones that did so: whoever sends more, or gathers accounts, would decide what moderators
# read first. Anybody can say of anything that it is about a child, so that has its own number.
MOST_OF_ACCOUNT, MOST_OF_ACCOUNTS, MOST_ABOUT_CHILDREN = 3, 20, 10


def comes_first(viewer: Viewer, case: LegalCase, *, now: datetime) -> bool:
    """Whether it puts its comment before all others: anybody can type a name and an address."""
    if viewer.user is not None and case.flagger is not None:
        return True
    ahead = LegalCase.objects.filter(site=case.site, outcome="", facts__escalated=True)
    if viewer.user is not None and _is_believed(viewer, viewer.user, now=now):
        accounts = ahead.filter(flagger=None).exclude(user=None).exclude(kind=CaseKind.REQUEST)
        theirs = accounts.filter(user=viewer.user).count()
        if theirs < MOST_OF_ACCOUNT and accounts.count() < MOST_OF_ACCOUNTS:
            return True
    if case.kind != CaseKind.NOTICE or case.facts["category"] != LegalCategory.MINORS:
        return False
    # Whoever sends it: one that may not do so could sign out.
    about_children = ahead.filter(kind=CaseKind.NOTICE, facts__category=LegalCategory.MINORS)
    return about_children.filter(flagger=None).count() < MOST_ABOUT_CHILDREN


def _is_believed(viewer: Viewer, user: User, *, now: datetime) -> bool:
    """A verified account that is not kept out, and has not cried wolf."""
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        return False
    author = Author.objects.writing_as(viewer.site, user).first()
    if author is not None and author.suspended_at(now):
        return False
    return banning.ban_on(viewer, now) is None and not _has_cried_wolf(viewer.site, user)


def _has_cried_wolf(site: Site, user: User) -> bool:
    """At least half of what was decided about their papers is that they were unfounded."""
    decided = LegalCase.objects.filter(site=site, user=user).exclude(outcome="")
    found = decided.aggregate(
        all=Count("pk"), unfounded=Count("pk", filter=Q(outcome=CaseOutcome.UNFOUNDED))
    )
    return bool(0 < found["all"] <= 2 * found["unfounded"])
