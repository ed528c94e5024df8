"""Readers who cannot prove that older comments are theirs ask a moderator, who decides."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parley import markup, names
from parley.actions import brought_votes, claim_mail, claiming, handing_over, notices
from parley.actions.authors import writing_author
from parley.actions.handing_over import Grant
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.author import Author
from parley.models.claim import Claim, ClaimBasis, ClaimState
from parley.models.decision import NoticeKind
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.user import User
from parley.models.viewer import Viewer

LONGEST_NAME = 120
LONGEST_EVIDENCE = 4_000
LONGEST_REASON = 1_000
# More at once than anybody has had names, and few enough for a person to read.
MOST_OPEN = 5


def ask(user: User, site: Site, *, name: str, evidence: str, now: datetime) -> Claim:
    """Ask for the comments that were written under a name; `evidence` is for the moderator.

    What is answered depends on nothing but what the reader has asked before: nobody learns
    whether there is such a name. Raises BadField, Conflict.
    """
    name, evidence = " ".join(markup.clean_text(name).split()), markup.clean_text(evidence).strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadField("name", _("Give the name that stood beside the comments."))
    if not 0 < len(evidence) <= LONGEST_EVIDENCE:
        raise BadField("evidence", _("Say how a moderator can tell that they are yours."))
    with transaction.atomic():
        # Locked, so that a form sent twice asks once.
        User.objects.select_for_update().get(pk=user.pk)
        asked = Claim.objects.asked(site).filter(user=user)
        if any(names.fold(each.claimed_name) == names.fold(name) for each in asked):
            raise Conflict(_("You have asked for this name already. A moderator will look at it."))
        if len(asked) >= MOST_OPEN:
            raise Conflict(_("You have asked a lot already. Please wait for the answers."))
        return Claim.objects.create(
            site=site,
            user=user,
            basis=ClaimBasis.MODERATOR,
            state=ClaimState.ASKED,
            claimed_name=name,
            evidence=evidence,
            asked_at=now,
        )


def grant(
    viewer: Viewer, claim: Claim, *, authors: Sequence[Author], note: str, now: datetime
) -> list[Claim]:
    """Give the reader these authors, all in one decision; each gets a claim of its own.

    Raises BadField without any, Conflict when decided already or when one is somebody's,
    NotAllowed for one's own.
    """
    moderator = _who_decides(viewer, claim)
    if not authors:
        raise BadField("authors", _("Choose whose comments the reader gets."))
    with transaction.atomic():
        asked = _still_open(claim)
        assert asked.user is not None  # noqa: S101  (`_still_open` has looked)
        reader = asked.user
        made: list[Claim] = []
        for author in _locked(authors):
            granted = Grant(
                basis=ClaimBasis.MODERATOR,
                decided_by=moderator,
                note=note,
                asked=asked if not made else _beside(asked, reader),
            )
            made.append(handing_over.hand_over(author, reader, grant=granted, now=now))
        claim_mail.tell_old_addresses(made, reader)
        text = " ".join(part for part in (claiming.summary(made), note) if part)
        _answer(asked, reader, kind=NoticeKind.CLAIM_GRANTED, text=text, now=now)
    return made


def refuse(viewer: Viewer, claim: Claim, *, reason: str, now: datetime) -> Claim:
    """Leave the comments what they are; the reader is told why.

    Raises BadField without a reason, Conflict when decided already, NotAllowed for one's own.
    """
    moderator = _who_decides(viewer, claim)
    if not reason.strip():
        raise BadField("reason", _("Say why, so that the reader can be told."))
    with transaction.atomic():
        asked = _still_open(claim)
        asked.state, asked.note = ClaimState.REFUSED, reason
        asked.decided_at, asked.decided_by = now, moderator
        asked.save(update_fields=["state", "note", "decided_at", "decided_by"])
        if asked.user is not None:
            _answer(asked, asked.user, kind=NoticeKind.CLAIM_REFUSED, text=reason, now=now)
    return asked


def reverse(viewer: Viewer, claim: Claim, *, reason: str, now: datetime) -> Claim:
    """Take a granted claim back; from then on only a moderator gives the author away.

    Raises BadField without a reason, Conflict when it is not in force, NotAllowed for one's own.
    """
    moderator = _who_decides(viewer, claim)
    if not reason.strip():
        raise BadField("reason", _("Say why, so that the reader can be told."))
    with transaction.atomic():
        handing_over.take_back(claim, by=moderator, note=reason, now=now)
        Claim.objects.filter(pk=claim.pk, disputed_at=None).update(disputed_at=now)
        if claim.user is not None:
            _answer(claim, claim.user, kind=NoticeKind.CLAIM_REVERSED, text=reason, now=now)
    return claim


def uphold(viewer: Viewer, claim: Claim) -> Claim:
    """A moderator has looked at what was disputed, and leaves it as it is."""
    _who_decides(viewer, claim)
    Claim.objects.filter(pk=claim.pk, state=ClaimState.GRANTED).update(disputed_at=None)
    claim.refresh_from_db(fields=["disputed_at"])
    return claim


def _who_decides(viewer: Viewer, claim: Claim) -> User:
    moderator = viewer.require(Permission.MANAGE_CLAIMS)
    if claim.user_id == moderator.pk:
        raise NotAllowed(_("A colleague has to decide about your own older comments."))
    return moderator


def _still_open(claim: Claim) -> Claim:
    row = Claim.objects.select_for_update().get(pk=claim.pk)
    if row.state != ClaimState.ASKED or row.user is None:
        raise Conflict(_("Somebody has decided about this already."))
    return row


def _locked(authors: Sequence[Author]) -> list[Author]:
    """All of them before the first is touched, in the order of `actions.publishing`."""
    brought_votes.lock(authors)
    rows = Author.objects.select_for_update().filter(pk__in=[author.pk for author in authors])
    return list(rows.order_by("pk"))


def _beside(asked: Claim, reader: User) -> Claim:
    """A further author of the same request."""
    return Claim(
        site_id=asked.site_id,
        user=reader,
        claimed_name=asked.claimed_name,
        evidence=asked.evidence,
        asked_at=asked.asked_at,
    )


def _answer(claim: Claim, reader: User, *, kind: NoticeKind, text: str, now: datetime) -> None:
    told = notices.Told(kind=kind, text=text)
    notices.tell(writing_author(reader, claim.site), told, now=now)
