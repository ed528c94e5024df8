"""Receives notices of illegal content and grievances, acknowledges them and decides."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from parley.actions import (
    auditing,
    calendar,
    hooking,
    legal_mail,
    legal_priority,
    legal_terms,
    moderating,
    notices,
    queueing,
    trusted_flaggers,
)
from parley.actions.auditing import Deed
from parley.actions.hooking import Event
from parley.actions.moderating import Why
from parley.actions.own_comments import refuse_own
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision, NoticeKind
from parley.models.hook import HookKind
from parley.models.legal import CaseKind, CaseOutcome, LegalCase
from parley.models.legal_categories import LegalCategory
from parley.models.permission import Permission
from parley.models.queue import Waiting
from parley.models.sections.law import DigitalServices, ItRules
from parley.models.site import Site
from parley.models.user import User
from parley.models.viewer import Viewer, role_of
from parley.policy.decision import Outcome

LONGEST_TEXT = 5_000
LONGEST_ANSWER = 2_000
# Confirmations to an address that nobody has verified; more than an honest sender needs.
MAILS, MAILS_PER = 5, timedelta(days=1)
# Read aloud over the telephone: no 0, O, 1, I, L.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

# What each kind of paper can come to.
OUTCOMES: Mapping[str, tuple[CaseOutcome, ...]] = MappingProxyType(
    {
        CaseKind.NOTICE: (CaseOutcome.REMOVED, CaseOutcome.KEPT, CaseOutcome.UNFOUNDED),
        CaseKind.GRIEVANCE: (
            CaseOutcome.ANSWERED,
            CaseOutcome.REMOVED,
            CaseOutcome.KEPT,
            CaseOutcome.UNFOUNDED,
        ),
        CaseKind.REQUEST: (CaseOutcome.REMOVED, CaseOutcome.DISCLOSED, CaseOutcome.REFUSED),
    }
)
_ABOUT_COMMENTS = (CaseOutcome.REMOVED, CaseOutcome.KEPT)
_LOOKED_AT = (CommentState.PUBLISHED, CommentState.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What somebody sends in. `category` is a `LegalCategory`; who reports an offence against
    a child need not say who they are."""

    kind: CaseKind
    text: str
    comment: Comment | None = None
    ground: str = ""
    category: str = LegalCategory.NOT_SPECIFIED
    from_name: str = ""
    from_email: str = ""

    def check(self) -> None:
        """Raises BadField where the law's own conditions are not met."""
        if not self.text.strip():
            raise BadField("text", _("Say what it is about."))
        if len(self.text) > LONGEST_TEXT:
            raise BadField("text", _("Please be shorter: at most 5,000 characters."))
        if self.category not in LegalCategory.values:
            raise BadField("category", _("There is no such category."))
        if self.kind is CaseKind.NOTICE and self.category == LegalCategory.MINORS:
            return
        if not (self.from_name.strip() and self.from_email.strip()):
            raise BadField("email", _("Give your name and e-mail address, so that we can answer."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a case comes to. `answer` is what its sender is told, `why` what the author of a
    comment that is removed is told; `given` lists what an authority was given."""

    outcome: CaseOutcome
    answer: str
    why: Why | None = None
    given: str = ""


def receive(viewer: Viewer, paper: Paper, *, now: datetime) -> LegalCase:
    """Keep a notice or a grievance, confirm it by mail, and have its comment looked at.

    Everything is kept, for the law knows no limit; only the mails have one. Whoever is signed
    in and sends the very same again gets the first one's reference: what is signed out has no
    sender but a typed address, and nobody learns by typing another's what that one has sent.
    Raises NotAllowed where the site does not take them, BadField.
    """
    _check_taken(viewer.site, paper.kind)
    paper.check()
    known = _same(viewer, paper)
    if known is not None:
        return known
    with transaction.atomic():
        case = _made(viewer, paper, now=now)
        mailed = _may_mail(case, now)
        if not mailed:
            case.facts["unconfirmed"] = True
        case.save()
        _have_it_read(viewer, case, now=now)
        deed = Deed(verb="receive_case", of=case, after={"kind": case.kind})
        auditing.write(viewer, deed, now=now)
        if mailed:
            legal_mail.confirm(case)
        # Not its reference, by which its sender asks what came of it.
        about = {"id": case.pk, "kind": str(case.kind)}
        event = Event(kind=HookKind.CASE_RECEIVED, comment=paper.comment, data={"case": about})
        hooking.tell(viewer.site, event, now=now)
    return case


def acknowledge(viewer: Viewer, case: LegalCase, *, now: datetime) -> LegalCase:
    """Tell its sender that a person looks into it. Raises Conflict when that was done."""
    _who_handles(viewer, case)
    with transaction.atomic():
        row = _locked(case)
        if row.acknowledged_at is not None:
            raise Conflict(_("This was acknowledged already."))
        row.acknowledged_at = now
        row.save(update_fields=["acknowledged_at"])
        auditing.write(viewer, Deed(verb="acknowledge_case", of=row), now=now)
        if row.kind != CaseKind.REQUEST:
            legal_mail.acknowledge(row)
    return row


def assign(viewer: Viewer, case: LegalCase, *, to: User | None, now: datetime) -> LegalCase:
    """Give it to a colleague, or to nobody. Raises NotAllowed for who may not handle it."""
    _who_handles(viewer, case)
    if to is not None:
        colleague = Viewer(site=case.site, user=to, role=role_of(to, case.site))
        if not colleague.can(_needed(case)):
            raise NotAllowed(_("They may not handle this."))
    with transaction.atomic():
        row = _locked(case)
        before, row.assigned_to = row.assigned_to_id, to
        row.save(update_fields=["assigned_to"])
        after = {"assigned_to": row.assigned_to_id}
        deed = Deed(verb="assign_case", of=row, before={"assigned_to": before}, after=after)
        auditing.write(viewer, deed, now=now)
    return row


def decide(viewer: Viewer, case: LegalCase, *, verdict: Verdict, now: datetime) -> LegalCase:
    """Settle a case, tell its sender, and remove the comment if that is the outcome.

    The comment is locked before the case, as everybody locks them. Raises BadField without
    an answer, Conflict when somebody has decided already.
    """
    user = _who_handles(viewer, case)
    _check(case, verdict)
    if case.comment is not None:
        refuse_own(viewer, case.comment, right=_needed(case))
    with transaction.atomic():
        facts = _removed(viewer, case, verdict=verdict, now=now)
        row = _locked(case)
        row.outcome, row.answer = verdict.outcome, verdict.answer.strip()
        row.decided_at, row.decided_by = now, user
        row.acknowledged_at = row.acknowledged_at or now
        row.facts = row.facts | facts | ({"given": verdict.given} if verdict.given else {})
        row.save()
        _relax(row, now)
        after = {"outcome": row.outcome}
        auditing.write(viewer, Deed(verb="decide_case", of=row, after=after), now=now)
        if row.kind != CaseKind.REQUEST:
            _answer(row, now)
    return row


def escalate(comment: Comment, now: datetime) -> bool:
    """Put a comment before the others in the queue, for whoever comes first; whether it did
    not stand there already. Who reads it at this moment has it on.

    Inside a transaction.
    """
    comment = Comment.objects.locked(comment.pk)
    if comment.state not in _LOOKED_AT:
        return False
    entry = queueing.enter(comment, now)
    if not entry.escalated:
        Waiting.objects.filter(pk=entry.pk).update(escalated=True, assigned_to=None)
    queueing.keep(comment, now)
    return not entry.escalated


def forget_escalating(comment: Comment) -> None:
    """Whoever takes an escalation back, takes that of its papers back: what a colleague escalates
    afterwards is the colleague's. Inside a transaction that has locked the comment."""
    cases = LegalCase.objects.filter(comment=comment, facts__escalated=True)
    for case in cases.select_for_update().order_by("pk"):
        del case.facts["escalated"]
        case.save(update_fields=["facts"])


def _have_it_read(viewer: Viewer, case: LegalCase, *, now: datetime) -> None:
    """Before all others, or the sooner the more papers are open about its comment."""
    if case.comment is None:
        return
    if legal_priority.comes_first(viewer, case, now=now):
        if escalate(case.comment, now):
            case.facts["escalated"] = True
            case.save(update_fields=["facts"])
        return
    comment = Comment.objects.locked(case.comment.pk)
    if comment.state in _LOOKED_AT:
        queueing.enter(comment, now)
        queueing.keep(comment, now)


def _relax(case: LegalCase, now: datetime) -> None:
    """Without an open case, the comment waits no more on account of one; what a colleague has
    escalated since then stays so."""
    comment = case.comment
    if comment is None:
        return
    entry = Waiting.objects.filter(pk=comment.pk).first()
    if entry is None:
        return
    cases = LegalCase.objects.filter(comment=comment, facts__escalated=True)
    ours = cases.filter(received_at__gte=entry.since).exists()
    if ours and not LegalCase.objects.about(comment).exists():
        Waiting.objects.filter(pk=comment.pk).update(escalated=False)
    queueing.keep(comment, now)


def _removed(viewer: Viewer, case: LegalCase, *, verdict: Verdict, now: datetime) -> dict[str, Any]:
    """Takes the comment down where that is the verdict, unless somebody has done so already."""
    if case.comment is None:
        return {}
    comment = Comment.objects.locked(case.comment.pk)
    if verdict.outcome is not CaseOutcome.REMOVED:
        return {}
    if comment.state not in (CommentState.REJECTED, CommentState.DELETED):
        why = verdict.why or Why(note="")
        moderating.reject(viewer, comment, why=why, now=now)
    last = Decision.objects.filter(comment=comment, outcome=Outcome.REJECT, undone_at=None).last()
    if last is None:
        return {"basis": "terms"}
    return {"decision": last.pk, "basis": "law" if last.legal_ground else "terms"}


def _check(case: LegalCase, verdict: Verdict) -> None:
    if verdict.outcome not in OUTCOMES[case.kind]:
        raise BadField("outcome", _("This cannot be the outcome here."))
    if not verdict.answer.strip():
        raise BadField("answer", _("Say what was decided and why."))
    if verdict.outcome in _ABOUT_COMMENTS and case.comment is None:
        raise BadField("outcome", _("It is about no comment."))
    if verdict.outcome is CaseOutcome.REMOVED:
        (verdict.why or Why(note="")).check()
    if verdict.outcome is CaseOutcome.DISCLOSED and not verdict.given.strip():
        raise BadField("given", _("Say exactly what was given."))


def _answer(case: LegalCase, now: datetime) -> None:
    """By mail, and for who is signed in on their page too."""
    if case.user is not None:
        kind = NoticeKind.LEGAL_ANSWERED
        notices.leave(case.user, case.site, kind=kind, text=case.answer, now=now)
    legal_mail.answer(case)


def _check_taken(site: Site, kind: CaseKind) -> None:
    taken = {
        CaseKind.NOTICE: DigitalServices.of(site).notices,
        CaseKind.GRIEVANCE: ItRules.of(site).grievances,
    }
    if not taken.get(kind, False):
        raise NotAllowed(_("This newspaper does not use this form."))


def _same(viewer: Viewer, paper: Paper) -> LegalCase | None:
    """What the same account has sent already, word for word, and nobody has decided about."""
    if paper.comment is None or viewer.user is None:
        return None
    open_ones = LegalCase.objects.about(paper.comment).filter(kind=paper.kind, user=viewer.user)
    alike = open_ones.filter(text=paper.text.strip(), ground=paper.ground.strip())
    return alike.filter(facts__category=str(paper.category)).first()


def _may_mail(case: LegalCase, now: datetime) -> bool:
    """Nobody gets more than a few mails a day because somebody types their address here.

    By site, so that no newspaper tells what another has received; and by mailbox: mail to
    me+anything@ reaches me.
    """
    name, _at, domain = case.from_email.rpartition("@")
    name = name.partition("+")[0]
    mailbox = Q(from_email=f"{name}@{domain}") | Q(
        from_email__startswith=f"{name}+", from_email__endswith=f"@{domain}"
    )
    received = LegalCase.objects.filter(mailbox, site=case.site, received_at__gt=now - MAILS_PER)
    mailed = received.exclude(kind=CaseKind.REQUEST).exclude(facts__has_key="unconfirmed")
    return mailed.count() < MAILS


def _made(viewer: Viewer, paper: Paper, *, now: datetime) -> LegalCase:
    site = viewer.site
    case = LegalCase(
        site=site,
        kind=paper.kind,
        reference=new_reference(paper.kind),
        comment=paper.comment,
        user=viewer.user,
        from_name=paper.from_name.strip(),
        from_email=paper.from_email.strip().lower(),
        ground=paper.ground.strip(),
        text=paper.text.strip(),
        facts={"category": str(paper.category)},
        received_at=now,
    )
    if paper.kind is CaseKind.NOTICE:
        case.flagger = trusted_flaggers.flagger_of(site, viewer.user)
        case.acknowledged_at = now
        days = DigitalServices.of(site).answer_days
        case.due_at = calendar.ending_after(now, days, zone=site.zone) if days else None
    else:
        days = legal_terms.DISPOSE_WITHIN_DAYS
        case.acknowledge_by = legal_terms.acknowledge_by(now)
        case.acknowledged_at = now if ItRules.of(site).automatic_counts else None
        case.due_at = calendar.ending_after(now, days, zone=site.zone)
    return case


def new_reference(kind: CaseKind) -> str:
    """Like "N-7QK4-2M9P"; nobody finds another's by counting."""
    letters = "".join(secrets.choice(_ALPHABET) for _each in range(8))
    return f"{kind.value[0].upper()}-{letters[:4]}-{letters[4:]}"


def _needed(case: LegalCase) -> Permission:
    is_request = case.kind == CaseKind.REQUEST
    return Permission.KEEP_REGISTER if is_request else Permission.HANDLE_LAW


def _who_handles(viewer: Viewer, case: LegalCase) -> User:
    return viewer.require(_needed(case))


def _locked(case: LegalCase) -> LegalCase:
    """The case as it is now. Raises Conflict when it was decided."""
    rows = LegalCase.objects.select_related("site", "comment", "user")
    row: LegalCase = rows.select_for_update(of=("self",)).get(pk=case.pk)
    if row.outcome:
        raise Conflict(_("Somebody has decided about this already."))
    return row
