"""Stores what an import has planned, in short transactions; broken off, the next run goes on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parley import canonical, markup
from parley.actions import import_identity, import_standing
from parley.actions.import_comments import store_comments
from parley.actions.import_counting import recount_articles, recount_authors
from parley.actions.import_settings import store_settings
from parley.actions.import_staging import Import, article_of, author_of
from parley.actions.sealing import seal
from parley.importers.record import MAX_ID, ImportedArticle, ImportedAuthor
from parley.models.article import Article, ArticleAlias
from parley.models.author import Author
from parley.policy.submission import ArticleState

# Of what only Parley's own exports tell, what may be set from outside: no roles, no counters.
_OWN_OF_ARTICLE = (
    "standfirst", "section", "byline", "dateline", "body", "updated_at", "state",
    "slow_seconds", "created_at",
)  # fmt: skip
_OWN_OF_AUTHOR = ("premoderated", "suspension_reason", "rejected_count", "created_at")
# Of strangers they say nothing to the readers of another newspaper.
_OWN_OF_AUTHOR_WHERE_EMPTY = (*_OWN_OF_AUTHOR, "badge", "trusted")

Progress = Callable[[int, int], None]
"""Told how many comments were stored since it was last called, and of how many."""


def store(task: Import, now: datetime, *, progress: Progress) -> None:
    """Articles and authors, then comments, then the counters; each batch is one transaction."""
    store_settings(task, now)
    import_standing.store_of_site(task, now)
    _store_articles(task)
    _store_authors(task)
    store_comments(task, now, progress=progress)
    recount_articles(task, now)
    recount_authors(task)


def _store_articles(task: Import) -> None:
    """Each batch with its addresses, by which a later run knows the articles again."""
    for batch in task.staging.batches(
        "SELECT rowid, id, record FROM article WHERE fate = 'imported'"
    ):
        with transaction.atomic():
            made = Article.objects.bulk_create(
                [_article(task, record) for _rowid, _id, record in batch]
            )
        task.staging.execute_many(
            "UPDATE leader SET pk = ? WHERE id = ?",
            [
                (article.pk, identifier)
                for article, (_rowid, identifier, _record) in zip(made, batch, strict=True)
            ],
        )
    for batch in task.staging.batches(
        "SELECT rowid, key, (SELECT pk FROM leader WHERE id = address.leader) FROM address"
        " WHERE key NOT LIKE '=%'"
    ):
        # An address that is another article's stays with it.
        ArticleAlias.objects.bulk_create(
            [ArticleAlias(site=task.site, url_key=key, article_id=pk) for _rowid, key, pk in batch],
            ignore_conflicts=True,
        )


def _article(task: Import, record: bytes) -> Article:
    article = article_of(record)
    fits = len(article.identifier) <= MAX_ID
    return Article(
        site=task.site,
        url=canonical.normalise(article.url).url,
        publisher_id=article.identifier if fits else "",
        headline=markup.clean_text(article.headline)[:500],
        published_at=article.created_at,
        source_data=article.extra,
        **{"state": _state(article), **_own(article.own, _OWN_OF_ARTICLE)},
        **task.names(article.source_id),
    )


def _state(article: ImportedArticle) -> ArticleState:
    return ArticleState.CLOSED if article.closed else ArticleState.OPEN


def _own(own: dict[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    return {name: own[name] for name in allowed if name in own}


def _store_authors(task: Import) -> None:
    for batch in task.staging.batches(
        "SELECT rowid, key, record FROM author WHERE fate = 'imported'"
    ):
        records = [author_of(record) for _rowid, _key, record in batch]
        with transaction.atomic():
            made = Author.objects.bulk_create(
                _author(task, key, author=author)
                for (_rowid, key, _record), author in zip(batch, records, strict=True)
            )
            import_standing.store_of_authors(task, zip(made, records, strict=True))
        task.staging.execute_many(
            "UPDATE author SET pk = ? WHERE key = ?",
            [(author.pk, key) for author, (_rowid, key, _record) in zip(made, batch, strict=True)],
        )


def _author(task: Import, key: str, *, author: ImportedAuthor) -> Author:
    allowed = _OWN_OF_AUTHOR_WHERE_EMPTY if task.empty else _OWN_OF_AUTHOR
    reason = _("Suspended where the comments come from.") if author.suspended_until else ""
    return Author(
        site=task.site,
        display_name=import_identity.display_name(author),
        email_hash=import_identity.email_hash(author.email) if author.email else "",
        email_sealed=seal(author.email),
        publisher_user_id=author.publisher_user_id,
        suspended_until=author.suspended_until,
        source_data=author.extra,
        **{"suspension_reason": reason, **_own(author.own, allowed)},
        **task.names(key),
    )
