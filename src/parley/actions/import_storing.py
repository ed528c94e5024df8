"""Stores what an import has planned, in short transactions; broken off, the next run goes on."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from parley import canonical, markup
from parley.actions import changes, import_identity
from parley.actions.import_staging import Import, article_of, author_of, comment_of
from parley.errors import ImportFailed
from parley.importers.record import MAX_ID, SourceState
from parley.models.article import Article, ArticleAlias
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.outbox import ChangeKind
from parley.policy.decision import Outcome, Reason, Rule, Severity
from parley.policy.submission import ArticleState

# Of a comment that was deleted at its source only the place is kept, not who wrote it.
NOBODY = "deleted"

_STATES = {
    SourceState.PUBLISHED: CommentState.PUBLISHED,
    SourceState.HELD: CommentState.HELD,
    SourceState.SPAM: CommentState.REJECTED,
    SourceState.DELETED: CommentState.DELETED,
}
# Why a moderator finds the comment unpublished; the house policy has not judged it.
_REASONS = {
    CommentState.HELD: (
        Outcome.HOLD,
        Reason(
            rule=Rule.AUTHOR,
            code="imported_held",
            message="It was waiting for a moderator where it comes from.",
            severity=Severity.HOLD,
        ),
    ),
    CommentState.REJECTED: (
        Outcome.REJECT,
        Reason(
            rule=Rule.SPAM,
            code="imported_spam",
            message="It was marked as spam where it comes from.",
            severity=Severity.REJECT,
        ),
    ),
}

Progress = Callable[[int], None]


def store(task: Import, now: datetime, *, progress: Progress) -> None:
    """Articles and authors, then comments, then the counters; each batch is one transaction."""
    _store_articles(task)
    _store_authors(task)
    _store_comments(task, now, progress=progress)
    _recount_articles(task, now)
    _recount_authors(task)


def _store_articles(task: Import) -> None:
    for batch in task.staging.batches(
        "SELECT rowid, id, record FROM article WHERE fate = 'imported'"
    ):
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
        state=ArticleState.CLOSED if article.closed else ArticleState.OPEN,
        source=task.source,
        source_id=article.source_id,
    )


def _store_authors(task: Import) -> None:
    for batch in task.staging.batches(
        "SELECT rowid, key, record FROM author WHERE fate = 'imported'"
    ):
        made = Author.objects.bulk_create(
            [_author(task, key, record=record) for _rowid, key, record in batch]
        )
        task.staging.execute_many(
            "UPDATE author SET pk = ? WHERE key = ?",
            [(author.pk, author.source_id) for author in made],
        )


def _author(task: Import, key: str, *, record: bytes) -> Author:
    author = author_of(record)
    return Author(
        site=task.site,
        display_name=import_identity.display_name(author),
        source=task.source,
        source_id=key,
        email_hash=import_identity.email_hash(author.email) if author.email else "",
    )


def _store_comments(task: Import, now: datetime, *, progress: Progress) -> None:
    """Level by level, since a reply needs the key of what it answers."""
    nobody = _nobody(task)
    levels = task.staging.rows(
        "SELECT DISTINCT level FROM comment WHERE fate IN ('imported', 'stubbed') ORDER BY level"
    )
    for (level,) in levels:
        for batch in task.staging.batches(_PLACED, level):
            comments = [_comment(task, Placed(*row), nobody=nobody) for row in batch]
            with transaction.atomic():
                made = Comment.objects.bulk_create(comments)
                Decision.objects.bulk_create(_decisions(made, now))
            task.staging.execute_many(
                "UPDATE comment SET pk = ?, depth = ? WHERE id = ?",
                [(comment.pk, comment.depth, comment.source_id) for comment in made],
            )
            progress(len(made))


_PLACED = """
SELECT rowid, record,
    (SELECT pk FROM leader WHERE leader.id = comment.article),
    (SELECT pk FROM author WHERE author.key = comment.author),
    (SELECT pk FROM comment AS answered WHERE answered.id = comment.parent),
    (SELECT depth FROM comment AS answered WHERE answered.id = comment.parent)
FROM comment WHERE level = ? AND fate IN ('imported', 'stubbed')
"""


class Placed(NamedTuple):
    """A staged comment with the keys of everything it belongs to."""

    rowid: int
    record: bytes
    article: int
    author: int | None
    parent: int | None
    parent_depth: int | None


def _nobody(task: Import) -> int | None:
    """Whose name stubs bear; None where the import has none."""
    if not task.staging.rows("SELECT 1 FROM comment WHERE fate = 'stubbed' LIMIT 1"):
        return None
    author, _made = Author.objects.get_or_create(
        site=task.site,
        source=task.source,
        source_id=NOBODY,
        defaults={"display_name": _("Deleted reader")},
    )
    return author.pk


def _comment(task: Import, placed: Placed, *, nobody: int | None) -> Comment:
    record = comment_of(placed.record)
    deleted = record.state is SourceState.DELETED
    text = markup.clean_text(record.text)
    author = nobody if deleted else placed.author
    if author is None:
        raise ImportFailed(f"The comment {record.source_id} has no author.")
    return Comment(
        site=task.site,
        article_id=placed.article,
        author_id=author,
        parent_id=placed.parent,
        depth=0 if placed.parent_depth is None else placed.parent_depth + 1,
        text=text,
        html=markup.render(text),
        # PostgreSQL stores no zero character.
        source_text=record.original.replace("\0", ""),
        state=_STATES[record.state],
        created_at=record.created_at,
        source=task.source,
        source_id=record.source_id,
    )


def _decisions(comments: list[Comment], now: datetime) -> list[Decision]:
    """Why an imported comment is not public, for the moderator who looks at it."""
    return [
        Decision(
            site_id=comment.site_id,
            comment=comment,
            outcome=outcome,
            reasons=[reason.as_dict()],
            policy_version=f"import:{comment.source}",
            created_at=now,
        )
        for comment in comments
        if comment.state in _REASONS
        for outcome, reason in [_REASONS[CommentState(comment.state)]]
    ]


def _recount_articles(task: Import, now: datetime) -> None:
    """Counters of the discussions that gained comments now, or in a run that was broken off."""
    for batch in task.staging.batches(
        "SELECT rowid, pk, EXISTS (SELECT 1 FROM comment WHERE comment.article = leader.id"
        " AND fate IN ('imported', 'stubbed')) FROM leader WHERE pk IS NOT NULL"
    ):
        for _rowid, pk, gained in batch:
            if gained or _is_miscounted(pk):
                with transaction.atomic():
                    _recount(_locked(pk), now)


def _is_miscounted(pk: int) -> bool:
    published = Comment.objects.filter(article=pk, state=CommentState.PUBLISHED)
    return not Article.objects.filter(pk=pk, comment_count=published.count()).exists()


def _locked(pk: int) -> Article:
    """The article, after its comments: replies first, as everybody locks them
    (`actions.publishing`); their keys are larger than those of what they answer."""
    list(Comment.objects.select_for_update().filter(article=pk).order_by("-pk").values_list("pk"))
    return Article.objects.select_for_update().get(pk=pk)


def _recount(article: Article, now: datetime) -> None:
    counted = article.comments.filter(state=CommentState.PUBLISHED).aggregate(
        count=Count("pk"), last=Max("created_at")
    )
    answers = Comment.objects.filter(parent=OuterRef("pk"), state=CommentState.PUBLISHED)
    replies = answers.order_by().values("parent").annotate(count=Count("pk")).values("count")
    article.comments.update(replies=Coalesce(Subquery(replies), 0))
    article.comment_count, article.last_comment_at = counted["count"], counted["last"]
    article.save(update_fields=["comment_count", "last_comment_at"])
    changes.announce(article, ChangeKind.ARTICLE, now=now)


def _recount_authors(task: Import) -> None:
    published = Comment.objects.filter(author=OuterRef("pk"), state=CommentState.PUBLISHED)
    count = published.order_by().values("author").annotate(count=Count("pk")).values("count")
    for batch in task.staging.batches("SELECT rowid, pk FROM author WHERE pk IS NOT NULL"):
        Author.objects.filter(pk__in=[pk for _rowid, pk in batch]).update(
            published_count=Coalesce(Subquery(count), 0)
        )
