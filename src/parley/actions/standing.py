"""What moderators do about an author: a word of warning, trust, a closer look, a note."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing, notices
from parley.actions.auditing import Deed
from parley.actions.authors import who_writes
from parley.actions.notices import Told
from parley.errors import BadField, Conflict
from parley.models.author import Author
from parley.models.ban import AuthorNote
from parley.models.decision import NoticeKind
from parley.models.permission import Permission
from parley.models.viewer import Viewer

LONGEST_WARNING = 1_000
LONGEST_NOTE = 4_000


def warn(viewer: Viewer, author: Author, *, text: str, now: datetime) -> None:
    """Tell the author something; it changes nothing else. The audit keeps how often that was.

    Raises BadField without words, Conflict where there is nobody to read them.
    """
    viewer.require(Permission.MANAGE_AUTHORS)
    text = _words(text, "text", most=LONGEST_WARNING)
    with transaction.atomic():
        writer = who_writes(author)
        if writer.user is None:
            raise Conflict(_("There is nobody to warn: this author has no account here."))
        told = notices.tell(writer, Told(kind=NoticeKind.WARNED, text=text), now=now)
        after = {"notice": told.pk} if told else {}
        auditing.write(viewer, Deed(verb="warn", of=writer, after=after), now=now)


def set_trusted(viewer: Viewer, author: Author, *, trusted: bool, now: datetime) -> Author:
    """Spare the author what only might be wrong, or no longer. Raises Conflict if it is so."""
    viewer.require(Permission.MANAGE_AUTHORS)
    return _set(viewer, author, now=now, trusted=trusted)


def set_premoderated(
    viewer: Viewer, author: Author, *, premoderated: bool, now: datetime
) -> Author:
    """Have every comment of the author wait, or no longer. Raises Conflict if it is so."""
    viewer.require(Permission.MANAGE_AUTHORS)
    return _set(viewer, author, now=now, premoderated=premoderated)


def note(viewer: Viewer, author: Author, *, text: str, now: datetime) -> AuthorNote:
    """Leave word for the other moderators; the reader may have the words. Raises BadField."""
    user = viewer.require(Permission.MANAGE_AUTHORS)
    text = _words(text, "text", most=LONGEST_NOTE)
    with transaction.atomic():
        made = AuthorNote.objects.create(
            site=viewer.site, author=author, text=text, made_at=now, made_by=user
        )
        # The words are in the note alone, so that they can go when the author does.
        auditing.write(viewer, Deed(verb="note", of=author, after={"note": made.pk}), now=now)
    return made


def _set(viewer: Viewer, author: Author, *, now: datetime, **wanted: bool) -> Author:
    """One of the author's marks; whoever is trusted is not looked at closely as well."""
    [(name, value)] = wanted.items()
    with transaction.atomic():
        row = Author.objects.select_for_update().get(pk=who_writes(author).pk)
        if getattr(row, name) == value:
            raise Conflict(_("A colleague has done so already."))
        before = {"trusted": row.trusted, "premoderated": row.premoderated}
        after = before | {name: value}
        if value:
            after |= dict.fromkeys(before.keys() - {name}, False)
        row.trusted, row.premoderated = after["trusted"], after["premoderated"]
        row.save(update_fields=["trusted", "premoderated"])
        verb = f"{'set' if value else 'unset'}_{name}"
        auditing.write(viewer, Deed(verb=verb, of=row, before=before, after=after), now=now)
    return row


def _words(text: str, field: str, *, most: int) -> str:
    text = text.strip()
    if not text:
        raise BadField(field, _("Write something first."))
    if len(text) > most:
        raise BadField(field, _("Keep it below %(most)d characters.") % {"most": most})
    return text
