"""Gives an account its display name: one that nobody could take for somebody else's."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from parley import names
from parley.actions.refreshing import refresh_threads_of
from parley.errors import BadField
from parley.models.site import Site
from parley.models.user import Membership, Role, User

FIELD = "display_name"


def check_free(name: str, holder: User | None = None) -> str:
    """The name as it will be shown. Raises BadField when it is unfit, or looks like another's.

    `holder` is who carries a name already and may keep it.
    """
    key = names.fold(name)
    if holder is not None and holder.name_key == key:
        # Its own spelling may change; what was granted once is not refused now.
        return names.clean_display_name(name)
    cleaned = names.check_display_name(name, _reserved_keys(holder))
    if User.objects.filter(name_key=names.fold(cleaned)).exists():
        raise taken()
    return cleaned


def taken() -> BadField:
    """For when the database's own constraint found the double."""
    return BadField(FIELD, _("This name, or one that looks like it, is taken."))


def rename(user: User, name: str, *, now: datetime) -> User:
    """Show the user under another name, on what they have written too. Raises BadField."""
    cleaned, before = check_free(name, user), user.display_name
    # Older comments that were claimed keep the name that they were written under, unless
    # their author has chosen to be known.
    shown = user.authors.filter(Q(source="") | Q(display_name=before))
    renamed = list(shown.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            user.display_name, user.name_key = cleaned, names.fold(cleaned)
            user.save(update_fields=["display_name", "name_key"])
            authors = user.authors.filter(pk__in=renamed)
            authors.update(display_name=cleaned)
            refresh_threads_of(authors, now)
    except IntegrityError as error:
        user.refresh_from_db(fields=["display_name", "name_key"])
        raise taken() from error
    return user


def _reserved_keys(holder: User | None) -> set[str]:
    """The newspapers' own names, and their people's, which no other name may contain.

    A single word is left out of the latter: one Maria on the staff must not keep every
    other Maria away.
    """
    staff = Membership.objects.exclude(role=Role.READER)
    if holder is not None:
        staff = staff.exclude(user=holder)
    people = staff.values_list("user__display_name", flat=True).distinct()
    full_names = [person for person in people if " " in person]
    return {
        names.fold(name) for name in [*Site.objects.values_list("name", flat=True), *full_names]
    }
