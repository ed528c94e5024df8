"""What waits on the desk of the demo newsroom, and how long what was decided had waited."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Min, Q

from demo.seed.judgements import MODERATOR, MODERATORS_DELAY
from parley.actions import appealing, assigning, legal_cases, queueing, standing
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.legal import CaseKind
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome, Rule

# The newsroom is in India, and has what Indian law asks of it switched on.
SETTINGS = {
    "it_rules": {
        "grievances": True,
        "officer": "Sushila Bhatt",
        "email": "grievances@meridian.example",
        "address": "The Meridian, 4 Residency Road, Bengaluru 560025",
    },
    "authorities": {"register_requests": True},
}
APPELLANT, APPEAL = "balaji", "I was joking about the machine. I would gladly write it out."
COMPLAINANT = "padma"
GRIEVANCE = (
    "A reader has quoted a letter of mine in the discussion on the rent law. It was private, and "
    "I would like to know who decides about such a thing."
)
NOTE = "Sells one thing after another under the same name. Spoken to twice."


def fill(site: Site, users: Mapping[str, User], *, now: datetime) -> None:
    """Bring the queue in line with the comments, as each would have entered it by itself, and
    leave on the desk what colleagues would have left there."""
    site.desk = SETTINGS
    site.save(update_fields=["desk"])
    _explain_decisions(site)
    _queue(site, now)
    moderator = Viewer(site=site, user=users[MODERATOR], role=Role.MODERATOR)
    _leave_word(moderator, now=now)
    _ask_again(site, users, now=now)


def _queue(site: Site, now: datetime) -> None:
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
    rows = Decision.objects.filter(site=site, by_machine=False)
    for row in rows.prefetch_related("comment__decisions"):
        row.waited = int(MODERATORS_DELAY.total_seconds())
        judged = next(each for each in row.comment.decisions.all() if each.by_machine)
        if row.outcome == Outcome.REJECT and judged.reasons:
            row.rule = judged.reasons[0]["rule"]
        row.save(update_fields=["waited", "rule"])


def _leave_word(moderator: Viewer, *, now: datetime) -> None:
    """A note about who advertises, and a report that a colleague should look at first."""
    advertiser = Author.objects.filter(site=moderator.site, rejected_count__gt=1).first()
    if advertiser is not None:
        standing.note(moderator, advertiser, text=NOTE, now=now - timedelta(days=1))
    reported = Waiting.objects.of_site(moderator.site).filter(held=False).first()
    if reported is not None:
        why = "It names a living person. Please look at it first."
        assigning.escalate(moderator, reported.comment, why=why, now=now)


def _ask_again(site: Site, users: Mapping[str, User], *, now: datetime) -> None:
    """A reader appeals, and another complains."""
    refused = Decision.objects.filter(
        site=site, by_machine=False, outcome=Outcome.REJECT, comment__author__user=users[APPELLANT]
    )
    first = refused.filter(rule=Rule.SENTENCES).select_related("comment").first()
    if first is not None:
        appealing.appeal(_reader(site, users[APPELLANT]), first.comment, text=APPEAL, now=now)
    who = users[COMPLAINANT]
    paper = legal_cases.Paper(
        kind=CaseKind.GRIEVANCE, text=GRIEVANCE, from_name=who.display_name, from_email=who.email
    )
    legal_cases.receive(_reader(site, who), paper, now=now)


def _reader(site: Site, user: User) -> Viewer:
    return Viewer(site=site, user=user)
