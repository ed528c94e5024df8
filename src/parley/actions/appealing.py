"""An author asks for another moderator, once; the other one decides, in time and with a reason."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing, calendar, hooking, legal_terms, moderating, notices
from parley.actions.auditing import Deed
from parley.actions.hooking import Event
from parley.actions.own_comments import has_colleague
from parley.actions.undo_window import TOLD_AFTER
from parley.actions.verdicts import is_told
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.appeal import Appeal, AppealOutcome
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision, NoticeKind
from parley.models.hook import HookKind
from parley.models.permission import Permission
from parley.models.sections.fairness import Fairness
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from parley.snapshots import moments

LONGEST_TEXT, LONGEST_REASON = 2_000, 1_000
# Until a decision of the desk can certainly not be undone any more, however slow the network.
_SETTLED = TOLD_AFTER + timedelta(seconds=5)


def last_refusal(comment: Comment, now: datetime) -> Decision | None:
    """What an appeal would be about: the decision by which the comment is rejected now."""
    if comment.state != CommentState.REJECTED:
        return None
    told = [each for each in comment.decisions.all() if is_told(each, now)]
    last = max(told, key=lambda each: (each.created_at, each.pk), default=None)
    return last if last is not None and last.outcome == Outcome.REJECT else None


def days_to_appeal(site: Site) -> int:
    """For how many days an appeal is taken, by the site's own setting or by law; 0 for never."""
    fairness, by_law = Fairness.of(site), legal_terms.appeal_window(site)
    if not fairness.appeals and by_law is None:
        return 0
    return max(fairness.appeal_days, by_law.days if by_law else 0)


def hindrance(comment: Comment, now: datetime) -> str:
    """Why its author cannot appeal now, in words; "" where nothing stands in the way."""
    days, refusal = days_to_appeal(comment.site), last_refusal(comment, now)
    if not days:
        return _("This newspaper takes no appeals.")
    if refusal is None:
        return _("Only against the rejection or removal of a comment can one appeal.")
    if any(appeal.decision_id == refusal.pk for appeal in comment.appeals.all()):
        return _("You have appealed against this decision already.")
    if not comment.text:
        return _("The words were erased meanwhile, so that nobody can look at them again.")
    return _out_of_time(comment.site, refusal, days=days, now=now)


def _out_of_time(site: Site, refusal: Decision, *, days: int, now: datetime) -> str:
    if refusal.batch and now < refusal.created_at + _SETTLED:
        return _("This was decided just now. Please wait a minute and try again.")
    if now > calendar.ending_after(refusal.created_at, days, zone=site.zone):
        return _("The time in which one can appeal against this decision is over.")
    return ""


def appeal(viewer: Viewer, comment: Comment, *, text: str, now: datetime) -> Appeal:
    """Ask for another moderator. `comment` is the viewer's own (`access.own_comment`).

    Raises SignInNeeded, BadField, Conflict.
    """
    user, text = viewer.require_user(), text.strip()
    if not text:
        raise BadField("text", _("Say why the decision was wrong."))
    if len(text) > LONGEST_TEXT:
        raise BadField("text", _("Keep it below %(most)d characters.") % {"most": LONGEST_TEXT})
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        refusal, why_not = last_refusal(row, now), hindrance(row, now)
        if refusal is None or why_not:
            raise Conflict(why_not)
        made = Appeal.objects.create(
            site=row.site,
            comment=row,
            decision=refusal,
            user=user,
            text=text,
            opened_at=now,
            due_at=calendar.ending_after(now, Fairness.of(row.site).hear_days, zone=row.site.zone),
        )
        day = moments.printed_day(made.due_at, row.site.zone)
        said = _("Another moderator will read it, by %(day)s at the latest.") % {"day": day}
        told = notices.Told(kind=NoticeKind.APPEAL_RECEIVED, comment=row, text=said)
        notices.tell_user(user, row.site, told=told, now=now)
        _tell_hooks(made, HookKind.APPEAL_OPENED, row=row, now=now)
    return made


def hear(viewer: Viewer, heard: Appeal, *, grant: bool, reason: str, now: datetime) -> Appeal:
    """Publish the comment after all, or let the decision stand; `reason` is told either way.

    Raises BadField without a reason, NotAllowed to who decided first (`may_not_hear`),
    Conflict when it was heard already, or is no longer needed.
    """
    user = viewer.require(Permission.SETTLE_APPEALS)
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise BadField("reason", _("Say why, so that the author can be told."))
    with transaction.atomic():
        row = Comment.objects.locked(heard.comment_id)
        found = Appeal.objects.select_for_update(of=("self",)).select_related("decision", "user")
        entry = found.get(pk=heard.pk)
        if entry.outcome:
            raise Conflict(_("This appeal has been heard already, or is no longer needed."))
        if refused := may_not_hear(viewer, entry):
            raise NotAllowed(refused)
        entry.outcome = AppealOutcome.REVERSED if grant else AppealOutcome.KEPT
        entry.reason, entry.decided_at, entry.decided_by = reason, now, user
        entry.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])
        _tell(viewer, entry, row=row, now=now)
        _tell_hooks(entry, HookKind.APPEAL_DECIDED, row=row, now=now)
        own = entry.decision.decided_by_id == user.pk
        deed = Deed(
            verb="hear_appeal",
            of=entry,
            before={"outcome": ""},
            after={
                "outcome": entry.outcome,
                "comment": row.pk,
                "own_decision": own,
                "appeal": entry.pk,
            },
        )
        auditing.write(viewer, deed, now=now)
    return entry


def may_not_hear(viewer: Viewer, entry: Appeal) -> str:
    """Why not this moderator, in words; "" where they may.

    An appeal is heard by another than who decided. Where there is nobody else, an
    administrator hears it all the same, and the audit says so.
    """
    user = viewer.require(Permission.SETTLE_APPEALS)
    if entry.comment.author.user_id == user.pk:
        return _("This is an appeal of your own. Somebody else has to hear it.")
    if entry.decision.decided_by_id != user.pk:
        return ""
    if has_colleague(viewer.site, user, right=Permission.SETTLE_APPEALS):
        return _("You decided first. Another moderator has to hear the appeal.")
    if viewer.may(Role.ADMINISTRATOR):
        return ""
    return _("You decided first, and this site has no other moderator: an administrator has to.")


def is_alone(viewer: Viewer) -> bool:
    """Whether nobody else on the site could hear an appeal."""
    user = viewer.require(Permission.SETTLE_APPEALS)
    return not has_colleague(viewer.site, user, right=Permission.SETTLE_APPEALS)


def _tell(viewer: Viewer, entry: Appeal, *, row: Comment, now: datetime) -> None:
    granted = entry.outcome == AppealOutcome.REVERSED
    kind = NoticeKind.APPEAL_GRANTED if granted else NoticeKind.APPEAL_KEPT
    told = notices.Told(kind=kind, comment=row, text=entry.reason)
    if granted:
        moderating.approve(viewer, row, now=now, answer=told)
    else:
        notices.tell(row.author, told, now=now)


def _tell_hooks(entry: Appeal, kind: HookKind, *, row: Comment, now: datetime) -> None:
    """Neither the author's words nor the moderator's."""
    about = {"id": entry.pk, "due_at": entry.due_at.isoformat(), "outcome": str(entry.outcome)}
    hooking.tell(row.site_id, Event(kind=kind, comment=row, data={"appeal": about}), now=now)
