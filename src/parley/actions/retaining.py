"""Erases what is no longer needed, when the site's own terms are over (`sections.law.Retention`).

What was decided, when, by whom and by which rule stays; the words and the names go.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_tasks import task

from parley.actions import auditing, legal_terms
from parley.actions.auditing import Deed
from parley.models.appeal import Appeal
from parley.models.ban import SeenAddress
from parley.models.comment import Comment, CommentState, Redaction, Revision
from parley.models.decision import Decision, Notice
from parley.models.legal import CaseKind, LegalCase
from parley.models.sections.law import Retention
from parley.models.site import Site
from parley.models.user import User

LOOK_INTERVAL = timedelta(hours=6)
# Rows in one transaction, so that no writer waits long; and transactions in one job, which
# then enqueues its next part.
BATCH, BATCHES = 200, 20


def enqueue(_now: datetime) -> None:
    """A job for each site; several at once do no harm."""
    for pk in Site.objects.order_by("pk").values_list("pk", flat=True):
        enforce.enqueue(pk)


@task()
def enforce(pk: int) -> None:
    """Erase what is over on one site; go on in a further job where there is much."""
    site = Site.objects.filter(pk=pk).first()
    if site is not None and enforce_on(site, timezone.now()):
        enforce.enqueue(pk)


def enforce_on(site: Site, now: datetime) -> bool:
    """Whether there may be more than was erased now."""
    kept, erased = Retention.of(site), Counter[str]()
    # Whoever may still appeal needs the words.
    window = legal_terms.appeal_window(site) if kept.rejected_days else None
    more = False
    for name, days, act in (
        ("comments", max(kept.rejected_days, window.days if window else 0), _empty_rejected),
        ("cases", kept.case_days, _empty_cases),
        ("redactions", kept.redaction_days, _empty_redactions),
        ("notices", kept.notice_days, _delete_notices),
        ("addresses", kept.address_days, _delete_addresses),
    ):
        for _turn in range(BATCHES if days else 0):
            count = act(site, now - timedelta(days=days))
            erased[name] += count
            if count < BATCH:
                break
        else:
            more = more or bool(days)
    if found := {name: count for name, count in erased.items() if count}:
        deed = Deed(verb="retain", of=site, after=found)
        auditing.write_for_machine(site, deed, via="job", now=now)
    return more


def forget_sender(user: User) -> None:
    """Whose account is erased is not named in what is settled; open cases need an answer."""
    settled = LegalCase.objects.filter(user=user).exclude(outcome="")
    settled.update(from_name="", from_email="")


def _empty_rejected(site: Site, before: datetime) -> int:
    """Not while somebody has yet to decide about it."""
    with transaction.atomic():
        keys = list(_rejected(site, before).order_by("-pk").values_list("pk", flat=True)[:BATCH])
        rows = Comment.objects.select_for_update().filter(pk__in=keys, state=CommentState.REJECTED)
        locked = list(rows.order_by("-pk").values_list("pk", flat=True))
        Comment.objects.filter(pk__in=locked).update(
            text="", html="", source_text="", source_data={}
        )
        Revision.objects.filter(comment__in=locked).delete()
        Redaction.objects.filter(comment__in=locked).update(before="", after="")
        _forget_suggestions(locked)
    return len(locked)


def _rejected(site: Site, before: datetime) -> QuerySet[Comment]:
    appealed = Appeal.objects.filter(comment=OuterRef("pk"), outcome="")
    at_law = LegalCase.objects.filter(comment=OuterRef("pk"), outcome="")
    found: QuerySet[Comment] = Comment.objects.filter(
        ~Q(text=""), ~Exists(appealed), ~Exists(at_law), site=site, state=CommentState.REJECTED
    )
    decided = Coalesce(Max("decisions__created_at"), "created_at")
    return found.annotate(decided=decided).filter(decided__lt=before)


def _forget_suggestions(comments: list[int]) -> None:
    """A reason may hold the author's own words, mended."""
    for decision in Decision.objects.filter(comment__in=comments):
        if any(reason.get("suggestion") for reason in decision.reasons):
            decision.reasons = [reason | {"suggestion": None} for reason in decision.reasons]
            decision.save(update_fields=["reasons"])


def _empty_cases(site: Site, before: datetime) -> int:
    """Of an authority's request the register keeps who asked, by which law, and the outcome."""
    settled = LegalCase.objects.filter(~Q(text=""), site=site, decided_at__lt=before)
    with transaction.atomic():
        rows = list(settled.exclude(outcome="").select_for_update().order_by("pk")[:BATCH])
        for row in rows:
            row.text = ""
            if row.kind != CaseKind.REQUEST:
                row.from_name, row.from_email, row.answer, row.user = "", "", "", None
        LegalCase.objects.bulk_update(rows, ["text", "from_name", "from_email", "answer", "user"])
    return len(rows)


def _empty_redactions(site: Site, before: datetime) -> int:
    old = Redaction.objects.filter(~Q(before=""), comment__site=site, made_at__lt=before)
    keys = _keys(old)
    return Redaction.objects.filter(pk__in=keys).update(before="")


def _delete_notices(site: Site, before: datetime) -> int:
    keys = _keys(Notice.objects.filter(site=site, created_at__lt=before))
    Notice.objects.filter(pk__in=keys).delete()
    return len(keys)


def _delete_addresses(site: Site, before: datetime) -> int:
    keys = _keys(SeenAddress.objects.filter(site=site, last_seen__lt=before))
    SeenAddress.objects.filter(pk__in=keys).delete()
    return len(keys)


def _keys(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
