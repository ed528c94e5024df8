"""Where one can go on the desk: the links of its masthead, each for whom it is for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from parley.models.appeal import Appeal
from parley.models.claim import Claim
from parley.models.legal import LegalCase
from parley.models.permission import Permission
from parley.models.site import Site

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Place(NamedTuple):
    """A page of the desk: the name of its address, what it is called, and who may see it.

    `waiting` counts what waits there for somebody on the site; None where nothing ever does.
    """

    name: str
    title: "_StrPromise"
    permission: Permission
    waiting: Callable[[Site], int] | None = None


def _claims(site: Site) -> int:
    return Claim.objects.waiting(site).count()


def _appeals(site: Site) -> int:
    return Appeal.objects.open(site).count()


def _cases(site: Site) -> int:
    return LegalCase.objects.open(site).count()


# Where work waits; these are always shown.
DAILY = (
    Place("moderate", _("To decide"), Permission.READ_QUEUE),
    Place("moderate-appeals", _("Appeals"), Permission.SETTLE_APPEALS, waiting=_appeals),
    Place("moderate-claims", _("Claims"), Permission.MANAGE_CLAIMS, waiting=_claims),
    Place("moderate-law", _("Law"), Permission.HANDLE_LAW, waiting=_cases),
    Place("moderate-reviews", _("Blind review"), Permission.REVIEW),
    Place("moderate-figures", _("Figures"), Permission.READ_FIGURES),
)
# What one looks up, or sets now and then.
FURTHER = (
    Place("moderate-find", _("Find"), Permission.READ_QUEUE),
    Place("moderate-fairness", _("Fairness"), Permission.READ_FIGURES),
    Place("moderate-grounds", _("Common ground"), Permission.READ_QUEUE),
    Place("moderate-bans", _("Bans"), Permission.BAN),
    Place("moderate-wave", _("Spam wave"), Permission.DECIDE),
    Place("moderate-rules", _("Rules"), Permission.SET_RULES),
    Place("moderate-words", _("Words"), Permission.SET_RULES),
    Place("moderate-settings", _("Settings"), Permission.SET_SITE),
    Place("moderate-bylines", _("Bylines"), Permission.SET_SITE),
    Place("moderate-hooks", _("Hooks"), Permission.MANAGE_HOOKS),
    Place("moderate-audit", _("Audit"), Permission.READ_AUDIT),
    Place("moderate-imports", _("Imports"), Permission.MANAGE_IMPORTS),
    Place("moderate-sign-on", _("Publisher sign-on"), Permission.MANAGE_SIGN_ON),
)
