"""Tells authors what was decided: on their page, and by mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django_tasks import task

from parley.actions import legal_links
from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.decision import Notice, NoticeKind
from parley.models.site import Site
from parley.models.user import User

AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an author is told: `text` is the reason, or whatever there is to say. `batch` is
    that of the decision, where it can still be undone."""

    kind: NoticeKind
    comment: Comment | None = None
    text: str = ""
    batch: str = ""


def tell(author: Author, told: Told, *, now: datetime, after: timedelta = AT_ONCE) -> Notice | None:
    """Leave a notice and queue a mail, in the caller's transaction; both reach the author
    `after` so long, unless the notice was withdrawn until then.

    Imported authors have no user: there is nobody to tell. Whom a publisher named without
    an address has the notice alone.
    """
    if author.user is None:
        return None
    return tell_user(author.user, author.site, told=told, now=now, after=after)


def tell_user(
    user: User, site: Site, *, told: Told, now: datetime, after: timedelta = AT_ONCE
) -> Notice:
    """The same for a reader who need not have written anything."""
    notice = Notice.objects.create(
        site=site,
        user=user,
        kind=told.kind,
        comment=told.comment,
        text=told.text,
        batch=told.batch,
        created_at=now + after,
    )
    if user.mailbox and after:
        mail_notice.using(run_after=now + after).enqueue(notice.pk)
    elif user.mailbox:
        _mail(notice)
    return notice


@task()
def mail_notice(pk: int) -> None:
    """Send the mail of a notice that still stands."""
    notice = Notice.objects.select_related("user", "site", "comment").filter(pk=pk).first()
    if notice is not None:
        _mail(notice)


def withdraw(batch: str, comments: Iterable[int]) -> None:
    """Take back what nobody has been told yet of these comments."""
    Notice.objects.filter(batch=batch, comment__in=list(comments)).delete()


def _mail(notice: Notice) -> None:
    user = notice.user
    author = Author.objects.writing_as(notice.site, user).first()
    name = author.display_name if author else user.display_name
    body = render_to_string(
        "parley/mail/notice.txt",
        {
            "notice": notice,
            "name": name,
            "comment": notice.comment,
            "base_url": settings.BASE_URL,
            "reasons_url": legal_links.reasons_of(notice),
        },
    )
    send_mail(str(NoticeKind(notice.kind).label), body, None, [user.mailbox])


def leave(user: User, site: Site, *, kind: NoticeKind, text: str, now: datetime) -> None:
    """Leave a notice without a mail."""
    Notice.objects.create(site=site, user=user, kind=kind, text=text, created_at=now)


def leave_all(notices: Iterable[Notice], *, batch: str, at: datetime) -> None:
    """Leave many without a mail, in one statement; `batch` and `at` as in `tell`."""
    made = list(notices)
    for notice in made:
        notice.batch, notice.created_at = batch, at
    Notice.objects.bulk_create(made)


def mark_read(notices: list[Notice], now: datetime) -> None:
    """The user has seen these."""
    Notice.objects.filter(pk__in=[notice.pk for notice in notices], read_at=None).update(
        read_at=now
    )
