"""What waits on the desk of the demo newsroom, and how long what was decided had waited."""

from datetime import datetime

from django.db.models import Min, Q

from demo.seed.judgements import MODERATORS_DELAY
from parley.actions import queueing
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.policy.decision import Outcome


def fill(site: Site, now: datetime) -> None:
    """Bring the queue in line with the comments, as each would have entered it by itself."""
    _explain_decisions(site)
    waiting = Comment.objects.filter(site=site).filter(
        Q(state=CommentState.HELD) | Q(state=CommentState.PUBLISHED, open_reports__gt=0)
    )
    reported = waiting.annotate(first=Min("reports__created_at"))
    since = {
        pk: first or written
        for pk, first, written in reported.values_list("pk", "first", "created_at")
    }
    queueing.keep_all(since, now, languages=dict.fromkeys(since, site.language))
    entries = Waiting.objects.in_bulk(since)
    for pk, entry in entries.items():
        entry.since = since[pk]
    Waiting.objects.bulk_update(entries.values(), ["since"])


def _explain_decisions(site: Site) -> None:
    """By which rule a moderator rejected: the one for which the policy had held it."""
    rows = Decision.objects.filter(site=site, by_machine=False).prefetch_related(
        "comment__decisions"
    )
    for row in rows:
        row.waited = int(MODERATORS_DELAY.total_seconds())
        judged = next(each for each in row.comment.decisions.all() if each.by_machine)
        if row.outcome == Outcome.REJECT and judged.reasons:
            row.rule = judged.reasons[0]["rule"]
        row.save(update_fields=["waited", "rule"])
