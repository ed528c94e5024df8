"""Writes all discussions of a site, line by line, so that an empty site can take them back."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
from django.db.models import Prefetch

from parley.actions import import_names, site_export_authors, word_lists
from parley.actions.site_export_authors import in_batches, reader_name
from parley.importers import parley_export as lines
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.guidelines import Guidelines
from parley.models.newsroom import Byline
from parley.models.site import Site

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
    yield from map(_line, site_export_authors.lines_of(site))


def _line(value: msgspec.Struct) -> bytes:
    return _ENCODER.encode(value) + b"\n"


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
        common_ground=site.common_ground,
        desk=site.desk,
        bans=[site_export_authors.ban(one) for one in site_export_authors.bans_of_nobody(site)],
        bylines=[
            lines.Byline(name=one.name, email=one.user.mailbox)
            for one in Byline.objects.filter(site=site).select_related("user").order_by("name")
        ],
    )


def _comments(site: Site) -> Iterator[list[Comment]]:
    rows = (
        Comment.objects.filter(site=site)
        .select_related("site", "article", "author", "parent", "waiting")
        .prefetch_related(
            "revisions",
            Prefetch("decisions", Decision.objects.filter(undone_at=None)),
            "decisions__appeal",
            "votes__author",
            "reports__author",
            "redactions",
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
        return reader_name(self._site, user_id)


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
        decisions=[_decision(one) for one in comment.decisions.all()],
        reports=_reports(comment, readers),
        redactions=[
            lines.Redaction(**_same(lines.Redaction, one)) for one in comment.redactions.all()
        ],
        waiting=_waiting(comment),
        extra=comment.source_data,
    )


def _same(kind: type[msgspec.Struct], row: object, *, but: str = "") -> dict[str, Any]:
    """Of a row what the line calls by the same names."""
    return {name: getattr(row, name) for name in kind.__struct_fields__ if name != but}


def _decision(decision: Decision) -> lines.Decision:
    appeal = getattr(decision, "appeal", None)
    return lines.Decision(
        **_same(lines.Decision, decision, but="appeal"),
        appeal=None if appeal is None else lines.Appeal(**_same(lines.Appeal, appeal)),
    )


def _waiting(comment: Comment) -> lines.Waiting | None:
    entry = getattr(comment, "waiting", None)
    return None if entry is None else lines.Waiting(**_same(lines.Waiting, entry))


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
            **_same(lines.Report, report, but="reporter"),
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
    "updated_at", "state", "slow_seconds", "created_at",
)  # fmt: skip
