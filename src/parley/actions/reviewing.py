"""Blind reviews: what a moderator would decide, told neither what was decided nor by whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from parley.actions import auditing
from parley.actions.auditing import Deed
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.appeal import Review, Sample
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.permission import Permission
from parley.models.user import User
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome, Rule

# What is older says little of how moderators decide now.
LATELY = timedelta(days=60)
# By then a decision of the desk cannot be undone any more.
SETTLED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    """What a reviewer is shown: the text as it was when it was decided about, and no more."""

    sample: Sample
    text: str


def open_to(viewer: Viewer, *, now: datetime) -> QuerySet[Sample]:
    """What the viewer may review: nothing of their own, nothing that they ever decided about,
    nothing twice. The longest drawn come first. Raises NotAllowed."""
    user = viewer.require(Permission.REVIEW)
    decided = Decision.objects.filter(comment=OuterRef("comment"), decided_by=user)
    reviewed = Review.objects.filter(sample=OuterRef("pk"), reviewer=user)
    found: QuerySet[Sample] = (
        Sample.objects.filter(site=viewer.site, given__lt=F("wanted"))
        .filter(drawn_at__gt=now - LATELY, drawn_at__lte=now - SETTLED)
        .filter(decision__undone_at=None)
        .exclude(comment__state=CommentState.DELETED)
        # Emptied by now, which only what was rejected is: it would tell.
        .exclude(comment__text="")
        .exclude(comment__author__in=user.authors.all())
        .exclude(Exists(decided))
        .exclude(Exists(reviewed))
        .order_by("pk")
    )
    return found


def next_one(viewer: Viewer, *, now: datetime, after: int = 0) -> Blind | None:
    """The next to review; `after` skips what comes before and at that key, once around."""
    found = open_to(viewer, now=now).select_related(
        "decision", "comment__article", "comment__parent"
    )
    sample = found.filter(pk__gt=after).first() or found.first()
    if sample is None:
        return None
    text = text_at(sample.comment, sample.decision.created_at)
    return Blind(sample=sample, text=text)


def text_at(comment: Comment, moment: datetime) -> str:
    """What the comment said then."""
    later = comment.revisions.filter(replaced_at__gt=moment).order_by("replaced_at", "pk").first()
    return later.text if later else comment.text


def review(viewer: Viewer, sample: Sample, *, outcome: str, rule: str, now: datetime) -> Review:
    """Say what one would decide, and when it is to reject, by which rule.

    Raises BadField; NotAllowed for what the viewer has to do with; Conflict where enough
    others have said it meanwhile.
    """
    user = viewer.require(Permission.REVIEW)
    if outcome not in (Outcome.PUBLISH, Outcome.REJECT):
        raise BadField("outcome", _("Publish or reject."))
    if outcome == Outcome.PUBLISH:
        rule = ""
    elif rule not in tuple(Rule):
        raise BadField("rule", _("Say which rule it breaks."))
    with transaction.atomic():
        row = Sample.objects.select_for_update(of=("self",)).get(pk=sample.pk)
        _refuse_concerned(user, row)
        if row.given >= row.wanted:
            raise Conflict(_("Others have reviewed this one meanwhile. Thank you all the same."))
        made = Review.objects.create(
            site_id=row.site_id,
            sample=row,
            reviewer=user,
            outcome=outcome,
            rule=rule,
            given_at=now,
        )
        Sample.objects.filter(pk=row.pk).update(given=F("given") + 1)
        deed = Deed(verb="review", of=row, after={"outcome": outcome, "rule": rule})
        auditing.write(viewer, deed, now=now)
    return made


def _refuse_concerned(user: User, row: Sample) -> None:
    if row.reviews.filter(reviewer=user).exists():
        raise Conflict(_("You have reviewed this one already."))
    own = Comment.objects.filter(pk=row.comment_id, author__user=user).exists()
    if own or Decision.objects.filter(comment=row.comment_id, decided_by=user).exists():
        raise NotAllowed(_("You have to do with this one. Somebody else has to review it."))
