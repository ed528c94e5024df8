"""Shows how a discussion of an import would look, by storing it and taking that back at once."""

from html import escape
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db import transaction
from django.utils import timezone

from parley.actions.import_staging import Import
from parley.actions.import_storing import store
from parley.actions.importing import Look
from parley.models.article import Article
from parley.ranking.sorts import Sort
from parley.snapshots.render import render_thread
from parley.snapshots.thread import ThreadKey

# A discussion that a person can look through, and that holds up nobody's writing for long.
MOST_COMMENTS = 200

_LEFT = "left"
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{headline}</title>
<style>body {{ max-inline-size: 44rem; margin: 2rem auto; padding-inline: 1rem; }}
{style}</style>
</head>
<body>
<p>A sample of the import: nothing of it is stored yet.</p>
<h1>{headline}</h1>
{thread}
</body>
</html>
"""


def sample_to(file: Path) -> Look:
    """A look at the plan that writes the page to a file."""

    def look(task: Import) -> None:
        page = sample(task)
        if page:
            file.write_text(page, "utf-8")
        else:
            task.warnings.append("There is no sample to show: no comment would be stored.")

    return look


def sample(task: Import) -> str:
    """A page of HTML with the longest discussion of the plan that has not too many comments; ""
    where the plan would store no comment."""
    found = task.staging.rows(
        "SELECT article, count(*) AS count FROM comment WHERE fate IN ('imported', 'stubbed')"
        " GROUP BY article ORDER BY count > ?, iif(count > ?, count, -count) LIMIT 1",
        MOST_COMMENTS,
        MOST_COMMENTS,
    )
    if not found:
        return ""
    leader = found[0][0]
    task.staging.savepoint()
    try:
        _leave_the_rest(task, leader)
        with transaction.atomic():
            store(task, timezone.now(), progress=lambda _count, _total: None)
            [(pk,)] = task.staging.rows("SELECT pk FROM leader WHERE id = ?", leader)
            page = _page(pk)
            transaction.set_rollback(True)
    finally:
        task.staging.rollback()
    return page


def _leave_the_rest(task: Import, leader: str) -> None:
    """Marks all that is of other discussions, so that it is not stored."""
    task.staging.execute("UPDATE comment SET fate = ? WHERE article <> ?", _LEFT, leader)
    task.staging.execute("UPDATE article SET fate = ? WHERE leader <> ?", _LEFT, leader)
    task.staging.execute("DELETE FROM address WHERE leader <> ?", leader)
    people = "SELECT author FROM comment WHERE fate = 'imported'"
    task.staging.execute(
        f"UPDATE author SET fate = ? WHERE NOT needed AND key NOT IN ({people})",  # noqa: S608
        _LEFT,
    )


def _page(article: int) -> str:
    headline = Article.objects.select_related("site").get(pk=article)
    thread = render_thread(ThreadKey(article, Sort.OLDEST)).page(1).html.decode()
    style = finders.find("parley/thread.css")
    return _PAGE.format(
        language=escape(headline.site.language),
        headline=escape(str(headline)),
        style=Path(style).read_text("utf-8") if isinstance(style, str) else "",
        thread=thread,
    )
