"""Erases what is no longer needed, when the site's own terms are over (`sections.law.Retention`).

What was decided, when, by whom and by which rule stays; the words and the names go.
"""

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from parley.actions import appeal_closing, auditing, calendar
from parley.actions.appealing import days_to_appeal
from parley.actions.auditing import Deed
from parley.models.appeal import Appeal
from parley.models.ban import Ban, BanKind, SeenAddress
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
    """A job for each site, unless that is under way: every worker asks, and each job goes on in
    the next as long as there is more."""
    for pk in Site.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            # One worker after the other.
            Site.objects.select_for_update(no_key=True).filter(pk=pk).first()
            if not _is_under_way(pk):
                enforce.enqueue(pk)


def _is_under_way(pk: int) -> bool:
    jobs = DBTaskResult.objects.filter(
        task_path=enforce.module_path,
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
        args_kwargs={"args": [pk], "kwargs": {}},
    )
    return jobs.exists()


@task()
def enforce(pk: int) -> None:
    """Erase what is over on one site; go on in a further job where there is much."""
    site = Site.objects.filter(pk=pk).first()
    if site is not None and enforce_on(site, timezone.now()):
        enforce.enqueue(pk)


def enforce_on(site: Site, now: datetime) -> bool:
    """Whether there may be more than was erased now."""
    kept, erased = Retention.of(site), Counter[str]()
    more = False
    for name, days, act in (
        ("comments", kept.rejected_days, partial(_empty_rejected, now=now)),
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
    erased["bans"] = _forget_banned_addresses(site, now)
    if found := {name: count for name, count in erased.items() if count}:
        deed = Deed(verb="retain", of=site, after=found)
        auditing.write_for_machine(site, deed, via="job", now=now)
    return more


def forget_sender(user: User) -> None:
    """Whose account is erased is not named in what is settled; open cases need an answer."""
    settled = LegalCase.objects.filter(user=user).exclude(outcome="")
    settled.update(from_name="", from_email="")


def _empty_rejected(site: Site, before: datetime, *, now: datetime) -> int:
    """Not while somebody has yet to decide about it, nor while its author may appeal."""
    before = min(before, _may_appeal_from(site, now))
    with transaction.atomic():
        keys = list(_rejected(site, before).order_by("-pk").values_list("pk", flat=True)[:BATCH])
        list(Comment.objects.select_for_update().filter(pk__in=keys).order_by("-pk"))
        # Asked again: meanwhile its author may have appealed, or a moderator decided anew.
        locked = list(_rejected(site, before).filter(pk__in=keys).values_list("pk", flat=True))
        Comment.objects.filter(pk__in=locked).update(
            text="", html="", source_text="", source_data={}
        )
        Revision.objects.filter(comment__in=locked).delete()
        Redaction.objects.filter(comment__in=locked).update(before="", after="")
        appeal_closing.forget(locked)
        _forget_suggestions(locked)
    return len(locked)


def _may_appeal_from(site: Site, now: datetime) -> datetime:
    """Whoever was refused from then on needs the words, to the end of the last day to appeal."""
    today = now.astimezone(site.zone).date()
    return calendar.beginning(today - days_to_appeal(site) * calendar.DAY, site.zone)


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


def _forget_banned_addresses(site: Site, now: datetime) -> int:
    """A ban keeps its digest while it is in force. One that is over is as good as lifted: there
    may be one of a value, and "" is one."""
    kept = Ban.objects.filter(site=site, kind=BanKind.ADDRESS).exclude(value="")
    ended = kept.filter(lifted_at=None, until__lte=now).update(lifted_at=F("until"), value="")
    return ended + kept.exclude(lifted_at=None).update(value="")


def _keys(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
