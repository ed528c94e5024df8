"""Gives an account its display name: one that nobody could take for somebody else's."""

import secrets
import unicodedata
from datetime import datetime

import regex
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from parley import names
from parley.actions.refreshing import refresh_threads_of
from parley.errors import BadField
from parley.models.site import Site
from parley.models.user import Membership, Role, User

FIELD = "display_name"

# Signs and control characters, which no name may have.
_UNFIT = regex.compile(r"[^\p{L}\p{M}\p{N}\p{P}\p{Z}@]")
_SPACES = regex.compile(r"[\p{Z}]+")
_GRAPHEMES = regex.compile(r"\X")
# The numbers that read as part of a name: "Asha Rao 2".
_SMALL = [str(number) for number in range(2, 10)]
# What the longest number and a space leave of a name.
_ROOM = names.MAX_LENGTH - 10


def check_free(name: str, holder: User | None = None) -> str:
    """The name as it will be shown. Raises BadField when it is unfit, or looks like another's.

    `holder` is who carries a name already and may keep it.
    """
    cleaned = _check_fit(name, holder)
    key = names.fold(cleaned)
    if (holder is None or holder.name_key != key) and User.objects.filter(name_key=key).exists():
        raise taken()
    return cleaned


def _check_fit(name: str, holder: User | None) -> str:
    if holder is not None and holder.name_key == names.fold(name):
        # Its own spelling may change; what was granted once is not refused now.
        return names.clean_display_name(name)
    return names.check_display_name(name, _reserved_keys(holder))


def free_name(wanted: str, holder: User | None = None) -> str:
    """A name as near to the wanted one as may be: what is unfit is left out, and what is
    taken gets a number. Somebody whose name is no name at all is a numbered reader."""
    tidy = _UNFIT.sub("", unicodedata.normalize("NFC", wanted))
    base = "".join(_GRAPHEMES.findall(_SPACES.sub(" ", tidy).strip())[:_ROOM]).strip()
    try:
        base = _check_fit(base, holder)
    except BadField:
        base = _("Reader")
    for numbers in ([""], _SMALL, _random_numbers(4), _random_numbers(9)):
        proposed = {names.fold(f"{base} {n}"): f"{base} {n}".strip() for n in numbers}
        others = User.objects.filter(name_key__in=proposed)
        if holder is not None:
            others = others.exclude(pk=holder.pk)
        used = set(others.values_list("name_key", flat=True))
        free = [name for key, name in proposed.items() if key not in used]
        if free:
            return free[0]
    raise taken()


def _random_numbers(digits: int) -> list[str]:
    """Where the small ones are used up; whoever is the thousandth John Smith waits no longer."""
    return [str(10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1))) for _n in _SMALL]


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
