"""Erases an account and what it said; the threads stay readable around it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from parley.actions import (
    changes,
    editing,
    ground_refreshing,
    ground_showing,
    handing_over,
    mailbox_upkeep,
    queueing,
    retaining,
    roles,
)
from parley.actions.import_names import erased_id
from parley.actions.voting import COUNTERS
from parley.models.article import Article
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban, BanKind, SeenAddress
from parley.models.claim import Claim, ClaimState
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.outbox import ChangeKind
from parley.models.reader_axis import ReaderPlace
from parley.models.report import Report
from parley.models.user import Membership, Role, User
from parley.models.vote import Vote


def erase_user(user: User, now: datetime) -> None:
    """Erase for good: texts become stubs, votes are taken back, the account goes.

    Comments go one by one, each in its own short transaction and by the same way as when
    their author deletes them; broken off in between, a second call carries on. Raises
    Conflict for the last administrator of a site.

    Older comments whose claim is still on hold are given back unharmed: they may be somebody
    else's, who would be told too late.
    """
    for membership in Membership.objects.filter(user=user, role=Role.ADMINISTRATOR):
        roles.keep_an_administrator(user, membership.site)
    mailbox_upkeep.forget_user(user, now)
    _give_back(user, now)
    _empty(_left_over(author__user=user), now)
    with transaction.atomic():
        authors = list(Author.objects.select_for_update().filter(user=user))
        # Posted while we were at it.
        _empty(_left_over(author__user=user), now)
        _forget_authors(authors, now)
        _take_back(Q(user=user), Q(reporter=user), now=now)
        _close_claims(user, now)
        retaining.forget_sender(user)
        user.delete()


def erase_authors(authors: Sequence[Author], now: datetime) -> int:
    """Erase imported authors whom nobody has claimed, and what they said; answers how many
    comments were emptied. Whoever calls has seen proof that they are theirs."""
    keys = [author.pk for author in authors]
    emptied = _empty(_left_over(author__in=keys, author__user=None), now)
    with transaction.atomic():
        rows = list(Author.objects.select_for_update().unclaimed().filter(pk__in=keys))
        emptied += _empty(_left_over(author__in=rows), now)
        _forget_authors(rows, now)
        _take_back(Q(author__in=rows), Q(author__in=rows), now=now)
    return emptied


def _give_back(user: User, now: datetime) -> None:
    for claim in Claim.objects.fresh(now).filter(user=user):
        handing_over.take_back(claim, by=user, note=_("Its reader's account was erased."), now=now)


def _close_claims(user: User, now: datetime) -> None:
    """What was decided stays on record, without the reader and their words."""
    mine = Claim.objects.filter(user=user)
    mine.filter(state=ClaimState.ASKED).update(state=ClaimState.REFUSED, decided_at=now)
    mine.update(claimed_name="", evidence="", note="", before={})


def _left_over(**whose: object) -> QuerySet[Comment]:
    left: QuerySet[Comment] = Comment.objects.filter(**whose).exclude(state=CommentState.DELETED)
    return left


def _empty(comments: QuerySet[Comment], now: datetime) -> int:
    found = list(comments)
    for comment in found:
        editing.delete_comment(comment, now)
    return len(found)


def _forget_authors(authors: list[Author], now: datetime) -> None:
    """Nobody can be recognised by what remains. Of an imported author's id at the source a
    digest is kept, by which a later import of the same export knows not to bring them back."""
    Decision.objects.filter(comment__author__in=authors).delete()
    ReaderPlace.objects.filter(author__in=authors).delete()
    Comment.objects.filter(author__in=authors).update(idempotency_key="")
    AuthorNote.objects.filter(author__in=authors).delete()
    SeenAddress.objects.filter(author__in=authors).delete()
    bans = Ban.objects.filter(author__in=authors)
    bans.filter(Q(kind=BanKind.ACCOUNT) | ~Q(lifted_at=None) | Q(until__lte=now)).delete()
    # Those of a domain or an address are about others as well; why is about this one.
    bans.update(reason="")
    for author in authors:
        if author.source:
            Author.objects.filter(pk=author.pk).update(source_id=erased_id(author.source_id))
    Author.objects.filter(pk__in=[author.pk for author in authors]).update(
        user=None,
        display_name=_("Deleted reader"),
        badge="",
        email_hash="",
        email_sealed="",
        publisher_user_id="",
        source_data={},
        trusted=False,
        premoderated=False,
        suspended_until=None,
        suspension_reason="",
    )


def _take_back(cast: Q, complained: Q, *, now: datetime) -> None:
    """Votes and complaints of somebody, with the counters; inside a transaction."""
    votes, reports = Vote.objects.filter(cast), Report.objects.filter(complained)
    touched = Q(pk__in=votes.values("comment")) | Q(pk__in=reports.values("comment"))
    # Replies first, and so by falling key, as everybody locks them (`actions.publishing`).
    list(Comment.objects.select_for_update().filter(touched).order_by("-pk").values_list("pk"))
    _take_back_reports(reports, now)
    _take_back_votes(votes, now)


def _take_back_votes(votes: QuerySet[Vote], now: datetime) -> None:
    articles = list(Article.objects.filter(pk__in=votes.values("article")).order_by("pk"))
    for value, counter in COUNTERS.items():
        voted = votes.filter(value=value).values_list("comment", flat=True)
        # A source's own sums may be smaller than the votes that it tells.
        less = Greatest(F(counter) - 1, Value(0))
        Comment.objects.filter(pk__in=list(voted)).update(**{counter: less})
    ground_showing.note_erased(votes)
    votes.delete()
    ground_refreshing.refresh_later(articles, now)
    for article in articles:
        changes.announce(article, ChangeKind.ARTICLE, now=now)


def _take_back_reports(reports: QuerySet[Report], now: datetime) -> None:
    unsettled = list(reports.filter(settled_at=None).values_list("comment", flat=True))
    Comment.objects.filter(pk__in=unsettled).update(
        open_reports=Greatest(F("open_reports") - 1, Value(0))
    )
    reports.delete()
    queueing.keep_all(unsettled, now)
