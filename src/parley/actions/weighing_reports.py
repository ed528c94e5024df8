"""Gathers what is known of those who report a comment, and says what their reports come to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import permutations

from parley.models.ban import SeenAddress
from parley.models.comment import Comment
from parley.models.report import Report, ReportOutcome
from parley.models.sections.reports import Reports
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import role_of
from parley.policy.complaints import Complaint, Heard, Terms, heard, weight_of

# Each is compared with each; whoever needs more than these is no comment's reader.
MOST = 200
# Comments of one author: accounts that act together have reported the latest together too.
LOOKED_BACK = 50
# So many complaints in common about one author, unsettled still, are no accident.
IN_COMMON = 3


def weight_for(reporter: User, site: Site, *, now: datetime) -> float:
    """What a report that this reader makes now counts (`policy.complaints.weight_of`)."""
    settled = Report.objects.filter(site=site, reporter=reporter).exclude(outcome="")
    outcomes = list(settled.values_list("outcome", flat=True))
    upheld = outcomes.count(ReportOutcome.UPHELD)
    new = now - reporter.created_at < timedelta(days=Reports.of(site).new_days)
    return weight_of(upheld, len(outcomes) - upheld, new=new)


def enough_to_hold(comment: Comment) -> bool:
    """Whether the open reports take a published comment out of sight until it was read."""
    settings = Reports.of(comment.site)
    if not settings.hold_weight:
        return False
    counting = _counting(comment)
    needed = settings.hold_weight * _factor(comment, settings)
    # Counted together they can only be less: most comments need no further look.
    if len(counting) < settings.least_readers or sum(one.weight for one in counting) < needed:
        return False
    found = _heard(comment, counting, settings=settings)
    return found.readers >= settings.least_readers and found.weight >= needed


def _counting(comment: Comment) -> list[Report]:
    """The open ones, but for a kind that a moderator has dismissed of this text already."""
    reports = comment.reports.exclude(reporter=None).select_related("reporter")
    dismissed = reports.filter(outcome=ReportOutcome.DISMISSED)
    if comment.edited_at is not None:
        dismissed = dismissed.filter(settled_at__gt=comment.edited_at)
    known = set(dismissed.values_list("reason", flat=True))
    unsettled = reports.filter(settled_at=None).order_by("-created_at", "-pk")
    return [report for report in unsettled[:MOST] if report.reason not in known]


def _factor(comment: Comment, settings: Reports) -> float:
    author = comment.author
    staff = author.user is not None and role_of(author.user, comment.site) != Role.READER
    return settings.protected_factor if author.trusted or staff else 1.0


def _heard(comment: Comment, reports: Sequence[Report], *, settings: Reports) -> Heard:
    readers = [report.reporter_id for report in reports if report.reporter_id is not None]
    right = Report.objects.filter(
        site=comment.site_id, reporter__in=readers, outcome=ReportOutcome.UPHELD
    )
    proven = set(right.values_list("reporter", flat=True))
    addresses, partners = _addresses(comment, readers), _partners(comment, readers)
    complaints = [
        Complaint(
            reader=report.reporter.pk,
            weight=report.weight,
            at=report.created_at,
            made_at=report.reporter.created_at,
            proven=report.reporter.pk in proven,
            addresses=frozenset(addresses[report.reporter.pk]),
            partners=partners[report.reporter.pk],
        )
        for report in reports
        if report.reporter is not None
    ]
    terms = Terms(
        together=timedelta(minutes=settings.together_minutes),
        new=timedelta(days=settings.new_days),
    )
    return heard(complaints, terms)


def _addresses(comment: Comment, readers: list[int]) -> defaultdict[int, set[str]]:
    """Whence they have written lately; of who only reads, nothing is kept."""
    found = defaultdict[int, set[str]](set)
    rows = SeenAddress.objects.filter(site=comment.site_id, author__user__in=readers)
    for reader, digest in rows.values_list("author__user", "digest"):
        found[reader].add(digest)
    return found


def _partners(comment: Comment, readers: list[int]) -> defaultdict[int, set[int]]:
    """With whom each has reported other comments of the author, and was not right."""
    # A bit for each comment: so few steps are made for each pair, however many they have.
    unread, dismissed = defaultdict[int, int](int), defaultdict[int, int](int)
    bits = dict[int, int]()
    for on, reader, outcome in _in_vain(comment, readers):
        bit = bits.setdefault(on, 1 << len(bits))
        found = dismissed if outcome == ReportOutcome.DISMISSED else unread
        found[reader] |= bit
    partners = defaultdict[int, set[int]](set)
    for one, other in permutations(unread.keys() | dismissed.keys(), 2):
        theirs = unread[other] | dismissed[other]
        # One that was dismissed says as much as several that nobody has read.
        if dismissed[one] & theirs or (unread[one] & theirs).bit_count() >= IN_COMMON:
            partners[one].add(other)
    return partners


def _in_vain(comment: Comment, readers: list[int]) -> Iterable[tuple[int, int, str]]:
    """Comment, reader and outcome of their reports on what the author wrote beside this; on the
    latest that they reported, so that a brigade cannot make it slow."""
    others = Report.objects.filter(
        site=comment.site_id, comment__author=comment.author_id, reporter__in=readers
    )
    others = others.exclude(comment=comment).exclude(outcome=ReportOutcome.UPHELD)
    latest = others.order_by("-comment_id").values("comment_id").distinct()[:LOOKED_BACK]
    found: Iterable[tuple[int, int, str]] = others.filter(comment__in=latest).values_list(
        "comment", "reporter", "outcome"
    )
    return found
