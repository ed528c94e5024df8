"""Stores the comments of an import, parents before replies, with what was said and done to them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from parley import markup
from parley.actions import import_decisions, import_people, import_standing, redacting
from parley.actions.import_counting import recount_replies
from parley.actions.import_staging import BATCH, Import, comment_of
from parley.errors import ImportFailed
from parley.importers.record import ImportedComment, SourceState
from parley.models.comment import Comment, CommentState, Redaction, Revision
from parley.models.report import Report
from parley.models.vote import Vote

STATES = {
    SourceState.PUBLISHED: CommentState.PUBLISHED,
    SourceState.HELD: CommentState.HELD,
    SourceState.RETURNED: CommentState.RETURNED,
    SourceState.REJECTED: CommentState.REJECTED,
    SourceState.SPAM: CommentState.REJECTED,
    SourceState.DELETED: CommentState.DELETED,
}


# In a table of its own, since no index reads on in the middle of a level.
_PLACE = """
INSERT INTO placed (comment)
SELECT rowid FROM comment WHERE fate IN ('imported', 'stubbed') ORDER BY level, rowid
"""
_PLACED = f"""
SELECT placed.rowid, comment.id, comment.record, comment.parent,
    (SELECT pk FROM leader WHERE leader.id = comment.article),
    (SELECT pk FROM author WHERE author.key = comment.author),
    answered.pk, answered.depth, answered.fate IN ('unchanged', 'known'),
    (SELECT count(*) FROM comment AS answer WHERE answer.parent = comment.id
        AND answer.rank = 0 AND answer.fate = 'imported')
FROM placed
JOIN comment ON comment.rowid = placed.comment
LEFT JOIN comment AS answered ON answered.id = comment.parent
WHERE placed.rowid > ? ORDER BY placed.rowid LIMIT {BATCH}
"""  # noqa: S608  # Ours.


class Placed(NamedTuple):
    """A staged comment with the keys of everything it belongs to, and how many published
    replies come with it."""

    place: int
    identifier: str
    record: bytes
    parent: str
    article: int
    author: int | None
    parent_pk: int | None
    parent_depth: int | None
    parent_was_here: int | None
    replies: int


@dataclass(slots=True)
class _Batch:
    """What one transaction stores."""

    comments: list[Comment]
    records: list[ImportedComment]


def store_comments(task: Import, now: datetime, *, progress: Callable[[int, int], None]) -> None:
    """What is answered before what answers it, since a reply needs its key."""
    task.staging.execute("DELETE FROM placed")
    total = task.staging.execute(_PLACE)
    nobodies: dict[str, int] = {}
    last = 0
    while rows := [Placed(*row) for row in task.staging.rows(_PLACED, last)]:
        last = rows[-1].place
        for row in rows:
            if row.author is None:
                source = task.names(row.identifier)["source"]
                nobodies.setdefault(source, import_standing.nobody(task.site, source).pk)
        _store(task, rows, nobodies=nobodies, now=now)
        progress(len(rows), total)


def _store(task: Import, rows: list[Placed], *, nobodies: dict[str, int], now: datetime) -> None:
    with transaction.atomic():
        keys = _reserved_keys(len(rows))
        places: dict[str, tuple[int, int]] = {}
        batch = _Batch([], [])
        answered = _answered(rows)
        for row, key in zip(rows, keys, strict=True):
            parent = places.get(row.parent) or answered.get(row.parent_pk, (None, None))
            record = comment_of(row.record)
            depth = 0 if parent[1] is None else parent[1] + 1
            places[row.identifier] = (key, depth)
            author = row.author
            if author is None:
                author = nobodies[task.names(row.identifier)["source"]]
            comment = _comment(task, record, row=row, author=author)
            comment.pk, comment.parent_id, comment.depth = key, parent[0], depth
            batch.comments.append(comment)
            batch.records.append(record)
        Comment.objects.bulk_create(batch.comments)
        _store_besides(task, batch, now=now)
        import_decisions.enter_queue(zip(batch.comments, batch.records, strict=True), now)
        # What came with this import was counted before, but for what does not follow it now.
        uncounted = (row for row in rows if row.parent_was_here or row.parent_pk not in answered)
        recount_replies(row.parent_pk for row in uncounted if row.parent_pk)
    task.staging.execute_many(
        "UPDATE comment SET pk = ?, depth = ? WHERE id = ?",
        [(*place, identifier) for identifier, place in places.items()],
    )


def _answered(rows: list[Placed]) -> dict[int | None, tuple[int | None, int | None]]:
    """Key and depth of what is here and still stands where the plan has found it: a moderator may
    have moved it since. Locked, replies first, as everybody does (`actions.publishing`)."""
    planned = {row.parent_pk: row.article for row in rows if row.parent_pk}
    found = Comment.objects.select_for_update().filter(pk__in=planned).order_by("-pk")
    return {
        pk: (pk, depth)
        for pk, article, depth in found.values_list("pk", "article_id", "depth")
        if article == planned[pk]
    }


def _reserved_keys(count: int) -> list[int]:
    """Keys that nobody else will use, so that replies may be stored beside what they answer.

    On SQLite within the transaction only, whose writing nobody else can do meanwhile.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('parley_comment', 'id'))"
                " FROM generate_series(1, %s)",
                [count],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'parley_comment'")
        row = cursor.fetchone()
        last = row[0] if row else 0
        return list(range(last + 1, last + 1 + count))


def _comment(task: Import, record: ImportedComment, *, row: Placed, author: int) -> Comment:
    text = markup.clean_text(record.text)
    return Comment(
        site=task.site,
        article_id=row.article,
        author_id=author,
        text=text,
        html=redacting.drawn(text, _redactions(record), site=task.site),
        source_text=record.original,
        state=STATES[record.state],
        picked=record.picked,
        pinned=record.own.get("pinned", False),
        created_at=record.created_at,
        edited_at=record.edited_at,
        respect=record.respect,
        disagree=record.disagree,
        replies=row.replies,
        open_reports=sum(1 for report in record.own.get("reports", ()) if not report["settled_at"]),
        source_data=record.extra,
        **task.names(record.source_id),
    )


def _redactions(record: ImportedComment) -> list[Redaction]:
    return [Redaction(**told) for told in record.own.get("redactions", ())]


def _store_besides(task: Import, batch: _Batch, *, now: datetime) -> None:
    """Earlier texts, decisions, votes and reports."""
    pairs = list(zip(batch.comments, batch.records, strict=True))
    Revision.objects.bulk_create(
        Revision(
            comment=comment,
            text=markup.clean_text(revision.text),
            replaced_at=revision.replaced_at,
        )
        for comment, record in pairs
        for revision in record.revisions
    )
    Redaction.objects.bulk_create(
        Redaction(comment=comment, **told)
        for comment, record in pairs
        for told in record.own.get("redactions", ())
    )
    import_decisions.store(pairs, now=now)
    people = {
        person.key for _comment, record in pairs for person in import_people.people(record, task)
    }
    if people:
        authors = _authors(task, people)
        Vote.objects.bulk_create(
            vote for pair in pairs for vote in _votes(*pair, task=task, authors=authors)
        )
        Report.objects.bulk_create(
            report for pair in pairs for report in _reports(*pair, task=task, authors=authors)
        )


def _authors(task: Import, keys: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key in keys:
        for (pk,) in task.staging.rows("SELECT pk FROM author WHERE key = ?", key):
            found[key] = pk
    if len(found) != len(keys):
        raise ImportFailed("Somebody who voted is not among the authors.")
    return found


def _votes(
    comment: Comment, record: ImportedComment, *, task: Import, authors: dict[str, int]
) -> Iterator[Vote]:
    seen: set[int] = set()
    for vote in record.votes:
        author = authors[import_people.person(vote.voter, task).key]
        if author not in seen:
            seen.add(author)
            yield Vote(
                site_id=comment.site_id,
                article_id=comment.article_id,
                comment=comment,
                author_id=author,
                value=vote.value,
                by_chance=vote.by_chance,
                cast_at=vote.cast_at or record.created_at,
            )


def _reports(
    comment: Comment, record: ImportedComment, *, task: Import, authors: dict[str, int]
) -> Iterator[Report]:
    people = list(import_people.people(record, task))[len(record.votes) :]
    told: list[dict[str, Any]] = record.own.get("reports", [])
    for person, report in zip(people, told, strict=True):
        fields = {name: value for name, value in report.items() if name != "reporter"}
        yield Report(
            site_id=comment.site_id, comment=comment, author_id=authors[person.key], **fields
        )
