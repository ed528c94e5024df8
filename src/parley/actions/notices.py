"""Tells authors what was decided: on their page, and by mail."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.decision import Notice, NoticeKind
from parley.models.site import Site
from parley.models.user import User


def tell(
    author: Author,
    kind: NoticeKind,
    *,
    now: datetime,
    comment: Comment | None = None,
    text: str = "",
) -> None:
    """Leave a notice and queue a mail, in the caller's transaction.

    Imported authors have no user: there is nobody to tell. Whom a publisher named without
    an address has the notice alone.
    """
    if author.user is None:
        return
    notice = Notice.objects.create(
        site_id=author.site_id,
        user=author.user,
        kind=kind,
        comment=comment,
        text=text,
        created_at=now,
    )
    body = render_to_string(
        "parley/mail/notice.txt",
        {"notice": notice, "author": author, "comment": comment, "base_url": settings.BASE_URL},
    )
    if author.user.mailbox:
        send_mail(str(NoticeKind(kind).label), body, None, [author.user.mailbox])


def leave(user: User, site: Site, *, kind: NoticeKind, text: str, now: datetime) -> None:
    """Leave a notice without a mail."""
    Notice.objects.create(site=site, user=user, kind=kind, text=text, created_at=now)


def mark_read(notices: list[Notice], now: datetime) -> None:
    """The user has seen these."""
    Notice.objects.filter(pk__in=[notice.pk for notice in notices], read_at=None).update(
        read_at=now
    )
