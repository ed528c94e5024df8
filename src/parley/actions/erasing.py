"""Erases an account and what it said; the threads stay readable around it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from parley.actions import changes, editing, roles
from parley.actions.voting import COUNTERS
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.outbox import ChangeKind
from parley.models.report import Report
from parley.models.user import Membership, Role, User


def erase_user(user: User, now: datetime) -> None:
    """Erase for good: texts become stubs, votes are taken back, the account goes.

    Comments go one by one, each in its own short transaction and by the same way as when
    their author deletes them; broken off in between, a second call carries on. Raises
    Conflict for the last administrator of a site.
    """
    for membership in Membership.objects.filter(user=user, role=Role.ADMINISTRATOR):
        roles.keep_an_administrator(user, membership.site)
    for comment in _left_over(user):
        editing.delete_comment(comment, now)
    with transaction.atomic():
        authors = list(Author.objects.select_for_update().filter(user=user))
        # Posted while we were at it.
        for comment in _left_over(user):
            editing.delete_comment(comment, now)
        _forget_authors(authors)
        _lock_comments_touched_by(user)
        _take_back_reports(user)
        _take_back_votes(user, now)
        user.delete()


def _left_over(user: User) -> QuerySet[Comment]:
    return Comment.objects.filter(author__user=user).exclude(state=CommentState.DELETED)


def _forget_authors(authors: list[Author]) -> None:
    """Nobody can be recognised by what remains. An imported author keeps the source's id,
    by which a later import of the same export knows not to bring the texts back."""
    Decision.objects.filter(comment__author__in=authors).delete()
    Comment.objects.filter(author__in=authors).update(idempotency_key="")
    Author.objects.filter(pk__in=[author.pk for author in authors]).update(
        user=None,
        display_name=_("Deleted reader"),
        badge="",
        email_hash="",
        trusted=False,
        suspended_until=None,
        suspension_reason="",
    )


def _lock_comments_touched_by(user: User) -> None:
    """Replies first, and so by falling key, as everybody locks them (`actions.publishing`)."""
    touched = Q(pk__in=user.votes.values("comment")) | Q(pk__in=user.reports_made.values("comment"))
    list(Comment.objects.select_for_update().filter(touched).order_by("-pk").values_list("pk"))


def _take_back_votes(user: User, now: datetime) -> None:
    articles = list(Article.objects.filter(comments__votes__user=user).distinct().order_by("pk"))
    for value, counter in COUNTERS.items():
        voted = Comment.objects.filter(votes__user=user, votes__value=value).values_list(
            "pk", flat=True
        )
        Comment.objects.filter(pk__in=list(voted)).update(**{counter: F(counter) - 1})
    user.votes.all().delete()
    for article in articles:
        changes.announce(article, ChangeKind.ARTICLE, now=now)


def _take_back_reports(user: User) -> None:
    open_reports = Report.objects.filter(reporter=user, settled_at=None)
    Comment.objects.filter(pk__in=open_reports.values("comment")).update(
        open_reports=F("open_reports") - 1
    )
    Report.objects.filter(reporter=user).delete()
