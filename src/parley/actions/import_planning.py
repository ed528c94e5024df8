"""Decides what becomes of every staged comment and author; writes nothing to the database."""

from collections.abc import Iterator
from datetime import timedelta

from parley.actions.import_people import people_of
from parley.actions.import_quarantine import as_raw
from parley.actions.import_staging import DELETED, Import, comment_of
from parley.importers.record import ImportedComment, Kind, Quarantined, Trouble
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment

# Databases keep microseconds; exports were seen to cut them off.
_SAME_MOMENT = timedelta(seconds=1)
_OF_ANOTHER = (
    "A comment of another time is here under this id. If the export is of another installation"
    " than an earlier one, give it a name of its own with --as."
)
# A reply may answer what is in the file and not yet stored, or what an earlier import brought.
_MISPLACED = """
fate IS NULL AND parent <> '' AND NOT EXISTS (
    SELECT 1 FROM comment AS answered
    WHERE answered.id = comment.parent AND answered.article = comment.article
    AND (answered.fate IS NULL OR answered.fate IN ('unchanged', 'known'))
)
"""
# All replies below, by their distance from the top: parents are stored before their replies.
_SET_LEVELS = """
WITH RECURSIVE below (id, level) AS (
    SELECT id, 0 FROM comment WHERE fate IS NULL AND level IS NULL AND (
        parent = '' OR parent IN (SELECT id FROM comment WHERE fate IN ('unchanged', 'known'))
    )
    UNION ALL
    SELECT comment.id, below.level + 1 FROM comment JOIN below ON comment.parent = below.id
    WHERE comment.fate IS NULL
)
UPDATE comment SET level = below.level FROM below WHERE below.id = comment.id
"""


def plan_comments(task: Import) -> None:
    """Gives each staged comment its fate, its article, its parent and its level."""
    _recognise(task)
    _place_in_articles(task)
    _find_parents_of_earlier_imports(task)
    _place_replies(task)
    task.staging.execute(
        "UPDATE comment SET fate = iif(rank = ?, 'stubbed', 'imported') WHERE fate IS NULL", DELETED
    )


def plan_authors(task: Import) -> None:
    """Of the authors, those count whose comments are here or are going to be, and those who
    voted on the latter or reported them."""
    for batch in task.staging.batches(
        "SELECT rowid, record FROM comment WHERE fate = 'imported' AND people"
    ):
        people = {(person.key,) for _rowid, record in batch for person in people_of(record, task)}
        task.staging.execute_many("UPDATE author SET needed = 1 WHERE key = ?", list(people))
    task.staging.execute(
        "DELETE FROM author WHERE NOT needed AND key NOT IN"
        " (SELECT author FROM comment WHERE fate IN ('imported', 'unchanged'))"
    )
    for batch in task.staging.batches("SELECT rowid, key FROM author WHERE fate IS NULL"):
        found = task.known(Author.objects.only("pk", "source_id"), [key for _rowid, key in batch])
        task.staging.execute_many(
            "UPDATE author SET fate = 'unchanged', pk = ? WHERE key = ?",
            [(author.pk, key) for key, author in found],
        )
    # Nobody is made for a comment that is here already, under whatever name by now.
    task.staging.execute(
        "UPDATE author SET fate = iif(needed OR key IN"
        " (SELECT author FROM comment WHERE fate = 'imported'), 'imported', 'unchanged')"
        " WHERE fate IS NULL"
    )


def _recognise(task: Import) -> None:
    """Comments that an earlier import has brought stay as they are.

    Two installations of one system have the same ids for different comments, whose times differ.
    """
    for batch in task.staging.batches("SELECT rowid, id, record FROM comment WHERE fate IS NULL"):
        records = {identifier: record for _rowid, identifier, record in batch}
        for identifier, comment in _known(task, list(records)):
            record = comment_of(records[identifier])
            if abs(record.created_at - comment.created_at) > _SAME_MOMENT:
                _quarantine(task, record, trouble=Trouble.ID_TAKEN, detail=_OF_ANOTHER)
                continue
            task.staging.execute(
                "UPDATE comment SET fate = 'unchanged', level = 0, article = ?, pk = ?, depth = ?"
                " WHERE id = ?",
                _leader(task, comment.article_id),
                comment.pk,
                comment.depth,
                identifier,
            )


def _known(task: Import, identifiers: list[str]) -> Iterator[tuple[str, Comment]]:
    columns = ("pk", "article_id", "depth", "source_id", "created_at")
    return task.known(Comment.objects.only(*columns), identifiers)


def _leader(task: Import, pk: int) -> str:
    """The staging's name for an article in the database."""
    task.staging.execute("INSERT OR IGNORE INTO leader VALUES (?, ?)", f"#{pk}", pk)
    return f"#{pk}"


def _place_in_articles(task: Import) -> None:
    for batch in task.staging.batches(
        "SELECT rowid, article FROM comment WHERE fate IS NULL"
        " AND article NOT IN (SELECT id FROM article)"
    ):
        # Exports may be cut in two; the threads came with the other half.
        threads = {thread for _rowid, thread in batch}
        for identifier, article in task.known(Article.objects.only("pk", "source_id"), threads):
            task.staging.execute(
                "INSERT OR IGNORE INTO article (id, leader, fate) VALUES (?, ?, 'known')",
                identifier,
                _leader(task, article.pk),
            )
    for batch in task.staging.batches(
        "SELECT rowid, record, (SELECT trouble FROM article WHERE article.id = comment.article)"
        " FROM comment WHERE fate IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM article WHERE article.id = comment.article AND leader IS NOT NULL)"
    ):
        for _rowid, record, trouble_of_thread in batch:
            _quarantine_orphan(task, comment_of(record), trouble_of_thread=trouble_of_thread or "")
    task.staging.execute(
        "UPDATE comment SET article = (SELECT leader FROM article"
        " WHERE article.id = comment.article) WHERE fate IS NULL"
    )


def _quarantine_orphan(task: Import, comment: ImportedComment, *, trouble_of_thread: str) -> None:
    deleted = trouble_of_thread == Trouble.DELETED_THREAD
    because = f" was kept aside: {trouble_of_thread}" if trouble_of_thread else " is unknown"
    _quarantine(
        task,
        comment,
        trouble=Trouble.DELETED_THREAD if deleted else Trouble.UNKNOWN_THREAD,
        detail=f"Its thread {comment.article_id}{because}.",
    )


def _quarantine(task: Import, comment: ImportedComment, *, trouble: Trouble, detail: str) -> None:
    task.staging.execute("UPDATE comment SET fate = 'quarantined' WHERE id = ?", comment.source_id)
    task.staging.quarantine(
        Quarantined(
            kind=Kind.COMMENT,
            record=comment.record or f"id {comment.source_id}",
            trouble=trouble,
            detail=detail,
            raw=as_raw(comment),
            email=comment.author.email,
            line=comment.line,
        )
    )


def _find_parents_of_earlier_imports(task: Import) -> None:
    for batch in task.staging.batches(
        "SELECT rowid, parent FROM comment WHERE fate IS NULL AND parent <> ''"
        " AND parent NOT IN (SELECT id FROM comment)"
    ):
        for identifier, comment in _known(task, [parent for _rowid, parent in batch]):
            task.staging.execute(
                "INSERT OR IGNORE INTO comment (id, article, fate, level, pk, depth)"
                " VALUES (?, ?, 'known', 0, ?, ?)",
                identifier,
                _leader(task, comment.article_id),
                comment.pk,
                comment.depth,
            )


def _place_replies(task: Import) -> None:
    """Replies whose place cannot be found go to the top level: no text is lost for it."""
    homeless = task.staging.execute(
        f"UPDATE comment SET parent = '' WHERE {_MISPLACED}"  # noqa: S608  # Ours.
    )
    if homeless:
        task.warnings.append(
            f"{homeless} replies stand at the top level: what they answer is not in the export,"
            " is in quarantine, or belongs to another discussion."
        )
    task.staging.execute(_SET_LEVELS)
    circles = _open_circles(task)
    if circles:
        task.staging.execute(_SET_LEVELS)
        task.warnings.append(
            f"{circles} comments answer themselves, by way of others or directly; each such circle"
            " was opened at one of them."
        )


def _open_circles(task: Import) -> int:
    """Sends one comment of each circle to the top level; answers how many circles there were.

    What has no level yet leads into a circle. Each such comment is walked over once, from reply
    to parent, until the walk meets itself (a circle) or an earlier one (known already).
    """
    circles = walk = 0
    for batch in task.staging.batches(
        "SELECT rowid, id FROM comment WHERE level IS NULL AND fate IS NULL AND walk IS NULL"
    ):
        for _rowid, start in batch:
            walk += 1
            met = _walk(task, start, number=walk)
            if met:
                task.staging.execute("UPDATE comment SET parent = '' WHERE id = ?", met)
                circles += 1
    return circles


def _walk(task: Import, start: str, *, number: int) -> str:
    """The comment at which a walk met itself; "" if it came to where an earlier one was."""
    identifier = start
    while True:
        [(walked, parent)] = task.staging.rows(
            "SELECT walk, parent FROM comment WHERE id = ?", identifier
        )
        if walked is not None:
            return identifier if walked == number else ""
        task.staging.execute("UPDATE comment SET walk = ? WHERE id = ?", number, identifier)
        identifier = parent
