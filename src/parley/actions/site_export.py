"""Writes all discussions of a site, line by line, so that an empty site can take them back."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, Q

from parley.actions import import_names, word_lists
from parley.actions.sealing import unseal
from parley.importers import parley_export as lines
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.guidelines import Guidelines
from parley.models.site import Site
from parley.models.user import User

# Rows read at once: enough to be quick, little enough for constant memory.
BATCH = 500

# Written with all members, and times as UTC.
_ENCODER = msgspec.json.Encoder()


def export_lines(site: Site, progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The export, a line at a time with its end.

    Comments come first and then what they belong to, so that nothing that is written while the
    site goes on is left without its article or author. `progress` hears of comments.
    """
    yield _line(_site(site))
    for comments in _comments(site):
        readers = _Readers(site, comments)
        for comment in comments:
            yield _line(_comment(comment, readers))
        if progress is not None:
            progress(len(comments))
    for articles in in_batches(Article.objects.filter(site=site).prefetch_related("aliases")):
        for article in articles:
            yield _line(_article(article))
    for authors in in_batches(_identities(site)):
        subjects = _subjects(site, authors)
        for author in authors:
            yield _line(_author(author, subjects))
    for users in in_batches(_readers_who_never_wrote(site)):
        for user in users:
            yield _line(_reader(site, user))


def _line(value: msgspec.Struct) -> bytes:
    return _ENCODER.encode(value) + b"\n"


def in_batches(rows: Any) -> Iterator[list[Any]]:  # Any: managers and querysets alike
    """The rows by their keys, so many at a time, however long the writing takes."""
    after = 0
    while batch := list(rows.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = batch[-1].pk
        yield batch


def _site(site: Site) -> lines.SiteLine:
    guidelines = Guidelines.objects.filter(site=site).order_by("version")
    return lines.SiteLine(
        parley_export=lines.VERSION,
        language=site.language,
        timezone=site.timezone,
        rules=word_lists.as_rules(site),
        edit_window=site.edit_window.total_seconds(),
        close_after=site.close_after.total_seconds() if site.close_after is not None else None,
        guidelines=[
            lines.GuidelinesVersion(
                version=one.version, text=one.text, published_at=one.published_at
            )
            for one in guidelines
        ],
    )


def _comments(site: Site) -> Iterator[list[Comment]]:
    rows = (
        Comment.objects.filter(site=site)
        .select_related("site", "article", "author", "parent")
        .prefetch_related(
            "revisions", "decisions", "votes__author", "reports__author", "redactions"
        )
    )
    return in_batches(rows)


class _Readers:
    """The ids in an export of those who voted on comments or reported them."""

    def __init__(self, site: Site, comments: Iterable[Comment]) -> None:
        self._site = site
        users = {
            user
            for comment in comments
            for user in (
                *(vote.user_id for vote in comment.votes.all()),
                *(report.reporter_id for report in comment.reports.all()),
            )
            if user is not None
        }
        writing = Author.objects.filter(site=site, user__in=users, source="")
        self._writing = {author.user_id: author for author in writing}

    def name(self, user_id: int | None, author: Author | None) -> str:
        """Of an imported person or of a user, one of whom is given."""
        if author is None and user_id is not None:
            author = self._writing.get(user_id)
        if author is not None:
            return import_names.exported(self._site, author, letter="a")
        return _reader_name(self._site, user_id)


def _reader_name(site: Site, user_id: int | None) -> str:
    return f"{import_names.PARLEY}:{site.uid}-u{user_id}"


def _comment(comment: Comment, readers: _Readers) -> lines.CommentLine:
    site = comment.site
    place: dict[str, Any] = {
        "id": import_names.exported(site, comment),
        "article": import_names.exported(site, comment.article),
        "parent": import_names.exported(site, comment.parent) if comment.parent else None,
        "created_at": comment.created_at,
        "state": comment.state,
    }
    if comment.state == CommentState.DELETED:
        return lines.CommentLine(author=None, **place)
    return lines.CommentLine(
        **place,
        author=import_names.exported(site, comment.author, letter="a"),
        edited_at=comment.edited_at,
        text=comment.text,
        original=comment.source_text,
        picked=comment.picked,
        pinned=comment.pinned,
        respect=comment.respect,
        disagree=comment.disagree,
        votes=_votes(comment, readers),
        revisions=[
            lines.Revision(text=one.text, replaced_at=one.replaced_at)
            for one in comment.revisions.all()
        ],
        decisions=[
            lines.Decision(
                **{name: getattr(one, name) for name in lines.Decision.__struct_fields__}
            )
            for one in comment.decisions.all()
        ],
        reports=_reports(comment, readers),
        redactions=_redactions(comment),
        extra=comment.source_data,
    )


def _redactions(comment: Comment) -> list[lines.Redaction]:
    return [
        lines.Redaction(**{name: getattr(one, name) for name in lines.Redaction.__struct_fields__})
        for one in comment.redactions.all()
    ]


def _votes(comment: Comment, readers: _Readers) -> list[lines.Vote]:
    votes = (
        lines.Vote(
            voter=readers.name(vote.user_id, vote.author),
            value=vote.value,
            cast_at=vote.cast_at,
            by_chance=vote.by_chance,
        )
        for vote in comment.votes.all()
    )
    return sorted(votes, key=lambda vote: (vote.cast_at, vote.voter))


def _reports(comment: Comment, readers: _Readers) -> list[lines.Report]:
    reports = (
        lines.Report(
            reporter=readers.name(report.reporter_id, report.author),
            reason=report.reason,
            detail=report.detail,
            created_at=report.created_at,
            settled_at=report.settled_at,
        )
        for report in comment.reports.all()
    )
    return sorted(reports, key=lambda report: (report.created_at, report.reporter))


def _article(article: Article) -> lines.ArticleLine:
    return lines.ArticleLine(
        id=import_names.exported(article.site, article),
        identifier=article.publisher_id,
        addresses=sorted(f"https://{alias.url_key}" for alias in article.aliases.all()),
        extra=article.source_data,
        **{name: getattr(article, name) for name in _SAME_OF_ARTICLE},
    )


_SAME_OF_ARTICLE = (
    "url", "headline", "standfirst", "section", "byline", "dateline", "body", "published_at",
    "updated_at", "state", "created_at",
)  # fmt: skip
_SAME_OF_AUTHOR = (
    "badge", "trusted", "premoderated", "suspended_until", "suspension_reason", "rejected_count",
    "created_at",
)  # fmt: skip


def _identities(site: Site) -> Any:  # Any: the manager is not typed
    """All authors, but those who have erased their accounts and so say nothing any more."""
    says = Comment.objects.filter(author=OuterRef("pk")).exclude(state=CommentState.DELETED)
    return (
        Author.objects.filter(Exists(says) | ~Q(source="", user=None), site=site)
        .exclude(source_id=import_names.NOBODY, user=None)
        .select_related("site", "user")
    )


def _subjects(site: Site, authors: list[Author]) -> dict[int | None, str]:
    """The publisher's ids of those who have signed on."""
    users = [author.user_id for author in authors if author.user_id and not author.source]
    rows = site.sign_on_identities.filter(user__in=users).order_by("pk")
    return dict(rows.values_list("user", "subject"))


def _author(author: Author, subjects: dict[int | None, str]) -> lines.AuthorLine:
    native = not author.source
    subject = subjects.get(author.user_id, "") if native else author.publisher_user_id
    email = author.user.email if native and author.user else unseal(author.email_sealed)
    return lines.AuthorLine(
        id=import_names.exported(author.site, author, letter="a"),
        name=author.display_name,
        email=email,
        publisher_user_id=subject,
        extra=author.source_data,
        **{name: getattr(author, name) for name in _SAME_OF_AUTHOR},
    )


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
        id=_reader_name(site, user.pk),
        name=user.display_name,
        email=user.email,
        publisher_user_id="",
        badge="",
        trusted=False,
        suspended_until=None,
        suspension_reason="",
        rejected_count=0,
        created_at=user.created_at,
        extra={},
    )
