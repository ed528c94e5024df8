"""Erases older comments that nobody has claimed, for people who prove their address by mail
and want no account."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_tasks import task

from parley.actions import erasing
from parley.actions.import_identity import email_hash
from parley.errors import NotFound
from parley.models.author import Author
from parley.models.site import Site

SALT = "parley.erase-older"
# As long as one looks for a mail that one has asked for.
LINK_LASTS = timedelta(days=1)


@task()
def mail_link(address: str) -> None:
    """Write to the address if somebody imported had it. In a job, so that the page answers
    in the same time whether or not there is anybody."""
    found = _of_hash(email_hash(address))
    if not found:
        return
    token = signing.dumps(email_hash(address), salt=SALT)
    context = {
        "sites": sorted({author.site.name for author in found}),
        "link": f"{settings.BASE_URL}/me/erase-older/{token}/",
    }
    body = render_to_string("parley/mail/erase_older.txt", context)
    send_mail(_("Erase your older comments"), body, None, [address])


def authors_of(token: str) -> list[Author]:
    """Whom a link is about, without those who were claimed or erased meanwhile.

    Raises NotFound for one that is not ours, or too old.
    """
    try:
        hashed: str = signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature as error:
        raise NotFound(_("This link is incomplete, or too old. Ask for a new one.")) from error
    return _of_hash(hashed)


def erase(token: str, now: datetime) -> int:
    """Erase them for good; answers how many comments were emptied. Raises NotFound."""
    return erasing.erase_authors(authors_of(token), now)


def _of_hash(hashed: str) -> list[Author]:
    found = Author.objects.of_addresses(Site.objects.all(), [hashed]).unclaimed()
    return list(found.select_related("site").order_by("site", "pk"))
