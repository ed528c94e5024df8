"""Decides what becomes of every staged comment and author; writes nothing to the database."""

from parley.actions.import_staging import DELETED, Import, comment_of
from parley.importers.record import MAX_RAW, Kind, Quarantined, Trouble
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment

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
    """Of the authors, those count whose comments are here or are going to be."""
    task.staging.execute(
        "DELETE FROM author WHERE key NOT IN"
        " (SELECT author FROM comment WHERE fate IN ('imported', 'unchanged'))"
    )
    for batch in task.staging.batches("SELECT rowid, key FROM author WHERE fate IS NULL"):
        known = Author.objects.imported(task.site, task.source).filter(
            source_id__in=[key for _rowid, key in batch]
        )
        task.staging.execute_many(
            "UPDATE author SET fate = 'unchanged', pk = ? WHERE key = ?",
            list(known.values_list("pk", "source_id")),
        )
    # Nobody is made for a comment that is here already, under whatever name by now.
    task.staging.execute(
        "UPDATE author SET fate = iif(key IN (SELECT author FROM comment WHERE fate = 'imported'),"
        " 'imported', 'unchanged') WHERE fate IS NULL"
    )


def _recognise(task: Import) -> None:
    """Comments that an earlier import has brought stay as they are."""
    for batch in task.staging.batches("SELECT rowid, id FROM comment WHERE fate IS NULL"):
        for comment in _known(task, [identifier for _rowid, identifier in batch]):
            task.staging.execute(
                "UPDATE comment SET fate = 'unchanged', level = 0, article = ?, pk = ?, depth = ?"
                " WHERE id = ?",
                _leader(task, comment.article_id),
                comment.pk,
                comment.depth,
                comment.source_id,
            )


def _known(task: Import, identifiers: list[str]) -> list[Comment]:
    return list(
        Comment.objects.imported(task.site, task.source)
        .filter(source_id__in=identifiers)
        .only("pk", "article_id", "depth", "source_id")
    )


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
        articles = Article.objects.filter(
            site=task.site, source=task.source, source_id__in={thread for _rowid, thread in batch}
        )
        for pk, source_id in articles.values_list("pk", "source_id"):
            task.staging.execute(
                "INSERT OR IGNORE INTO article (id, leader, fate) VALUES (?, ?, 'known')",
                source_id,
                _leader(task, pk),
            )
    for batch in task.staging.batches(
        "SELECT rowid, record, (SELECT trouble FROM article WHERE article.id = comment.article)"
        " FROM comment WHERE fate IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM article WHERE article.id = comment.article AND leader IS NOT NULL)"
    ):
        for rowid, record, trouble_of_thread in batch:
            task.staging.execute("UPDATE comment SET fate = 'quarantined' WHERE rowid = ?", rowid)
            task.staging.quarantine(_orphan(record, trouble_of_thread or ""))
    task.staging.execute(
        "UPDATE comment SET article = (SELECT leader FROM article"
        " WHERE article.id = comment.article) WHERE fate IS NULL"
    )


def _orphan(record: bytes, trouble_of_thread: str) -> Quarantined:
    comment = comment_of(record)
    deleted = trouble_of_thread == Trouble.DELETED_THREAD
    because = f" was kept aside: {trouble_of_thread}" if trouble_of_thread else " is unknown"
    return Quarantined(
        kind=Kind.COMMENT,
        record=comment.record or f"id {comment.source_id}",
        trouble=Trouble.DELETED_THREAD if deleted else Trouble.UNKNOWN_THREAD,
        detail=f"Its thread {comment.article_id}{because}.",
        raw=comment.original[:MAX_RAW],
        line=comment.line,
    )


def _find_parents_of_earlier_imports(task: Import) -> None:
    for batch in task.staging.batches(
        "SELECT rowid, parent FROM comment WHERE fate IS NULL AND parent <> ''"
        " AND parent NOT IN (SELECT id FROM comment)"
    ):
        for comment in _known(task, [parent for _rowid, parent in batch]):
            task.staging.execute(
                "INSERT OR IGNORE INTO comment (id, article, fate, level, pk, depth)"
                " VALUES (?, ?, 'known', 0, ?, ?)",
                comment.source_id,
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
    circles = 0
    while start := task.staging.rows(
        "SELECT id FROM comment WHERE level IS NULL AND fate IS NULL LIMIT 1"
    ):
        task.staging.execute("UPDATE comment SET parent = '' WHERE id = ?", _in_circle(task, start))
        task.staging.execute(_SET_LEVELS)
        circles += 1
    if circles:
        task.warnings.append(
            f"{circles} comments answer themselves, by way of others or directly; each such circle"
            " was opened at one of them."
        )


def _in_circle(task: Import, start: list[tuple[str]]) -> str:
    """A comment of the circle that is reached from here by going from reply to parent."""
    seen = set()
    identifier = start[0][0]
    while identifier not in seen:
        seen.add(identifier)
        [(identifier,)] = task.staging.rows("SELECT parent FROM comment WHERE id = ?", identifier)
    return identifier
