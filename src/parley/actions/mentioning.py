"""Notes who of the staff a comment names, and tells them."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from parley.actions.undo_window import TOLD_AFTER
from parley.models.comment import Comment, CommentState
from parley.models.newsroom import Byline, Mention
from parley.models.sections.newsroom import Newsroom
from parley.models.site import Site
from parley.models.user import User
from parley.policy.mentions import named_in
from parley.snapshots.fragment import permalink


def note(comment: Comment, now: datetime) -> None:
    """Keep whom a public comment names besides its author; inside the transaction that
    publishes or changes it. With one query where the site has no bylines."""
    bylines = Byline.objects.in_use([comment.site_id]).exclude(user=comment.author.user_id)
    by_name: dict[str, int] = dict(bylines.values_list("name", "user_id"))
    if not by_name:
        return
    named = {by_name[name] for name in named_in(comment.text, by_name)}
    known = set(Mention.objects.filter(comment=comment).values_list("user_id", flat=True))
    if known - named:
        Mention.objects.filter(comment=comment, user__in=known - named).delete()
    for user in sorted(named - known):
        mention = Mention.objects.create(
            site_id=comment.site_id, user_id=user, comment=comment, made_at=now
        )
        # What has published the comment may be undone until then.
        mail_mention.using(run_after=now + TOLD_AFTER).enqueue(mention.pk)


def forget(comment: Comment, since: datetime) -> None:
    """What had published the comment then was undone; inside the transaction that did it."""
    Mention.objects.filter(comment=comment, made_at__gte=since).delete()


def mark_seen(user: User, site: Site, *, mentions: Iterable[int], now: datetime) -> None:
    """The user has seen these; of others' and other sites' mentions nothing happens."""
    Mention.objects.filter(user=user, site=site, pk__in=list(mentions), seen_at=None).update(
        seen_at=now
    )


@task()
def mail_mention(pk: int) -> None:
    """Mail about a mention that still stands, where the site wants it so."""
    mentions = Mention.objects.select_related("user", "site", "comment__author", "comment__article")
    found = mentions.filter(pk=pk, seen_at=None, comment__state=CommentState.PUBLISHED).first()
    if found is None or not found.user.mailbox or not Newsroom.of(found.site).mail_mentions:
        return
    comment = found.comment
    with override(found.site.language):
        body = render_to_string(
            "parley/mail/mention.txt",
            {
                "name": found.user.display_name,
                "comment": comment,
                "address": permalink(comment.article_id, comment.pk),
                "base_url": settings.BASE_URL,
                "site": found.site.domain,
            },
        )
        subject = _("%(site)s: a comment names you") % {"site": found.site.name}
    send_mail(subject, body, None, [found.user.mailbox])
