"""Whom an export names: authors with what moderators know of them, and readers who never wrote."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from parley.actions import import_names
from parley.actions.sealing import unseal
from parley.importers import parley_export as lines
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban, BanKind
from parley.models.comment import Comment, CommentState
from parley.models.site import Site
from parley.models.user import User

# Rows read at once: enough to be quick, little enough for constant memory.
BATCH = 500

_FOR_GOOD = datetime.max.replace(tzinfo=UTC)
_SAME_OF_AUTHOR = (
    "badge", "trusted", "premoderated", "suspended_until", "suspension_reason", "rejected_count",
    "created_at",
)  # fmt: skip


def in_batches(rows: Any) -> Iterator[list[Any]]:  # Any: managers and querysets alike
    """The rows by their keys, so many at a time, however long the writing takes."""
    after = 0
    while batch := list(rows.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = batch[-1].pk
        yield batch


def lines_of(site: Site) -> Iterator[lines.AuthorLine]:
    """A line for each."""
    for authors in in_batches(_identities(site)):
        subjects = _subjects(site, authors)
        for author in authors:
            yield _author(author, subjects)
    for users in in_batches(_readers_who_never_wrote(site)):
        for user in users:
            yield _reader(site, user)


def reader_name(site: Site, user_id: int | None) -> str:
    """The id in an export of a reader who is no author."""
    return f"{import_names.PARLEY}:{site.uid}-u{user_id}"


def ban(row: Ban) -> lines.Ban:
    """A digest of a network address means nothing under another installation's key, so that of
    such a ban it is told that the author is kept out, as they are by it."""
    domain = row.kind == BanKind.DOMAIN
    return lines.Ban(
        kind=BanKind.DOMAIN if domain else BanKind.ACCOUNT,
        domain=row.value if domain else "",
        reason=row.reason,
        until=row.until,
        made_at=row.made_at,
        lifted_at=row.lifted_at,
    )


def bans_of_nobody(site: Site) -> Any:  # Any: the manager is not typed
    """Bans of domains whose author has no line: unknown, or erased."""
    erased = Q(author__source="") | Q(author__source_id=import_names.NOBODY)
    bans = Ban.objects.filter(site=site, kind=BanKind.DOMAIN)
    return bans.filter(Q(author=None) | erased & Q(author__user=None)).order_by("made_at", "pk")


def _identities(site: Site) -> Any:  # Any: the manager is not typed
    """All authors, but those who have erased their accounts and so say nothing any more."""
    says = Comment.objects.filter(author=OuterRef("pk")).exclude(state=CommentState.DELETED)
    return (
        Author.objects.filter(Exists(says) | ~Q(source="", user=None), site=site)
        .exclude(source_id=import_names.NOBODY, user=None)
        .select_related("site", "user")
        .prefetch_related(
            Prefetch("bans", Ban.objects.order_by("made_at", "pk")),
            Prefetch("notes", AuthorNote.objects.order_by("made_at", "pk")),
        )
    )


def _subjects(site: Site, authors: list[Author]) -> dict[int | None, str]:
    """The publisher's ids of those who have signed on."""
    users = [author.user_id for author in authors if author.user_id and not author.source]
    rows = site.sign_on_identities.filter(user__in=users).order_by("pk")
    return dict(rows.values_list("user", "subject"))


def _author(author: Author, subjects: dict[int | None, str]) -> lines.AuthorLine:
    native = not author.source
    subject = subjects.get(author.user_id, "") if native else author.publisher_user_id
    email = author.user.mailbox if native and author.user else unseal(author.email_sealed)
    return lines.AuthorLine(
        id=import_names.exported(author.site, author, letter="a"),
        name=author.display_name,
        email=email,
        publisher_user_id=subject,
        bans=_bans(author),
        notes=[lines.Note(text=one.text, made_at=one.made_at) for one in author.notes.all()],
        extra=author.source_data,
        **{name: getattr(author, name) for name in _SAME_OF_AUTHOR},
    )


def _bans(author: Author) -> list[lines.Ban]:
    """Those of the account and of an address are one here, so that of those that were not
    lifted the longest counts."""
    bans = [ban(row) for row in author.bans.all()]
    standing = [one for one in bans if one.kind == BanKind.ACCOUNT and one.lifted_at is None]
    longest = max(standing, key=lambda one: one.until or _FOR_GOOD, default=None)
    return [one for one in bans if one is longest or one not in standing]


def _readers_who_never_wrote(site: Site) -> Any:  # Any: the manager is not typed
    took_part = Q(pk__in=_who_voted(site)) | Q(pk__in=_who_reported(site))
    writing = Author.objects.filter(site=site, source="").exclude(user=None)
    return User.objects.filter(took_part).exclude(pk__in=writing.values("user"))


def _who_voted(site: Site) -> Any:
    return User.objects.filter(votes__site=site).values("pk")


def _who_reported(site: Site) -> Any:
    return User.objects.filter(reports_made__site=site).values("pk")


def _reader(site: Site, user: User) -> lines.AuthorLine:
    return lines.AuthorLine(
        id=reader_name(site, user.pk),
        name=user.display_name,
        email=user.mailbox,
        publisher_user_id="",
        badge="",
        trusted=False,
        suspended_until=None,
        suspension_reason="",
        rejected_count=0,
        created_at=user.created_at,
        extra={},
    )
