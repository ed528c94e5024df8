"""Keeps the queue: what waits, how pressing it is, and that it goes when it is decided.

Every action that changes where a comment stands, or what is open about it, calls `keep` in
the same transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from parley.actions import changes
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.legal import LegalCase
from parley.models.queue import Waiting
from parley.models.report import Report
from parley.policy.decision import Outcome
from parley.policy.risk import Risk, Trouble, risk_of

# Whoever has had fewer comments published is new to the moderators.
NEW_BELOW = 3
# Comments that one statement is about.
_BATCH = 500
# Columns that follow from the comment; `since`, the lease and the rest are the entry's own.
_FOLLOWING = (
    "article",
    "author",
    "risk",
    "held",
    "rules",
    "scores",
    "score",
    "attribute",
    "reports",
    "weight",
    "new_author",
    "language",
)


def keep(comment: Comment, now: datetime, *, language: str | None = None) -> None:
    """Bring the comment's entry up to date; inside the transaction that changed it.

    `language` is what the policy found, where it has just judged the text.
    """
    keep_all([comment.pk], now, languages={comment.pk: language} if language else {})


def keep_all(
    pks: Iterable[int], now: datetime, *, languages: Mapping[int, str] | None = None
) -> None:
    """The same for many, in a number of queries that grows with hundreds of them."""
    keys = list(pks)
    for start in range(0, len(keys), _BATCH):
        _keep(keys[start : start + _BATCH], now, languages=languages or {})


def enter(comment: Comment, now: datetime) -> Waiting:
    """The comment's entry, made where it has none, though nothing is held or reported: for who
    is about to escalate it. `keep` afterwards."""
    entry: Waiting
    entry, _made = Waiting.objects.get_or_create(
        comment=comment,
        defaults={
            "site_id": comment.site_id,
            "article_id": comment.article_id,
            "author_id": comment.author_id,
            "since": now,
            "risk": Risk.FORMAL,
            "held": comment.state == CommentState.HELD,
        },
    )
    return entry


def release(comment: Comment, now: datetime) -> int | None:
    """Take a decided comment out; for how many seconds it had waited, None where it did not.

    The entry goes even if somebody had escalated it: now it is decided.
    """
    entry = Waiting.objects.filter(pk=comment.pk).first()
    if entry is None:
        return None
    entry.delete()
    changes.announce_queue(entry.site_id, now=now, left=[comment.pk])
    return max(0, int((now - entry.since).total_seconds()))


def _keep(pks: list[int], now: datetime, *, languages: Mapping[int, str]) -> None:
    known = Waiting.objects.in_bulk(pks)
    made, changed = [], []
    for comment in _with_trouble(pks):
        entry = known.get(comment.pk)
        if not _waits(comment, entry):
            continue
        known.pop(comment.pk, None)
        if entry is None:
            entry = Waiting(comment=comment, site_id=comment.site_id, since=now)
            made.append(entry)
        else:
            changed.append(entry)
        entry.language = languages.get(comment.pk, entry.language)
        _fill(entry, comment)
    # Whatever is left does not wait any more.
    Waiting.objects.filter(pk__in=list(known)).delete()
    Waiting.objects.bulk_create(made)
    Waiting.objects.bulk_update(changed, _FOLLOWING, batch_size=_BATCH)
    _announce(made, changed, gone=known.values(), now=now)


def _announce(
    made: Iterable[Waiting],
    changed: Iterable[Waiting],
    *,
    gone: Iterable[Waiting],
    now: datetime,
) -> None:
    """To the desk of each site; as a rule there is one."""
    lists = {"entered": made, "left": gone, "changed": changed}
    told = defaultdict[int, dict[str, list[int]]](lambda: defaultdict(list))
    for name, entries in lists.items():
        for entry in entries:
            told[entry.site_id][name].append(entry.pk)
            if name != "left" and entry.risk == Risk.URGENT:
                told[entry.site_id]["urgent"].append(entry.pk)
    for site_id, pks in told.items():
        changes.announce_queue(site_id, now=now, **pks)


def _with_trouble(pks: list[int]) -> Iterable[Comment]:
    unsettled = Report.objects.filter(settled_at=None)
    standing = Decision.objects.filter(undone_at=None).order_by("-created_at", "-pk")
    found: Iterable[Comment] = (
        Comment.objects.filter(pk__in=pks)
        .select_related("author")
        .prefetch_related(
            Prefetch("reports", unsettled, to_attr="open"),
            Prefetch("decisions", standing, to_attr="standing"),
            Prefetch("legal_cases", LegalCase.objects.papers(), to_attr="papers"),
        )
    )
    return found


def _waits(comment: Any, entry: Waiting | None) -> bool:  # Any: as below
    if comment.state == CommentState.HELD:
        return True
    # Escalated, or a paper about it is open; not again after a moderator has decided.
    entered = entry is not None and (entry.escalated or bool(comment.papers))
    return comment.state == CommentState.PUBLISHED and (comment.open_reports > 0 or entered)


def _judged(latest_first: Iterable[Decision]) -> list[Decision]:
    """What the machine said last; and whatever else it has held the comment for since somebody
    decided about it, so that no author gets out of what is urgent by a change."""
    found = list[Decision]()
    for decision in latest_first:
        if decision.by_machine:
            if found and decision.outcome == Outcome.PUBLISH:
                break
            found.append(decision)
            if decision.outcome == Outcome.PUBLISH:
                break
        elif found and decision.outcome != Outcome.REVISE:
            break
    return found


def _fill(entry: Waiting, comment: Any) -> None:  # Any: prefetched attributes are not typed
    judged = _judged(comment.standing)
    reasons = [reason for each in judged for reason in each.reasons]
    reports = defaultdict[str, float](float)
    for report in comment.open:
        reports[report.reason] += report.weight
    scores = _highest(judged)
    score, attribute = max(((value, name) for name, value in scores.items()), default=(0.0, ""))
    entry.article_id, entry.author_id = comment.article_id, comment.author_id
    entry.held = comment.state == CommentState.HELD
    entry.rules = _listed(reason["rule"] for reason in reasons)
    entry.scores, entry.score, entry.attribute = scores, score, attribute
    entry.reports, entry.weight = len(comment.open), sum(reports.values())
    entry.new_author = comment.author.published_count < NEW_BELOW
    entry.risk = risk_of(
        Trouble(
            reasons=reasons,
            reports=reports,
            papers=len(comment.papers),
            escalated=entry.escalated,
        )
    )


def _highest(judged: Iterable[Decision]) -> dict[str, float]:
    found = dict[str, float]()
    for decision in judged:
        for name, value in decision.scores.items():
            found[name] = max(value, found.get(name, 0.0))
    return found


def _listed(rules: Iterable[str]) -> str:
    """Between commas, so that one can be looked for without a table of its own."""
    found = list(dict.fromkeys(rules))
    return f",{','.join(found)}," if found else ""
