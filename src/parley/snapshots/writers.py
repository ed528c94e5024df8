"""Who of those who comment has written the article: known by the bylines of the staff."""

from collections.abc import Collection, Iterable

from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.newsroom import Byline
from parley.policy.bylines import keys_of

# No user at all.
NOBODY: frozenset[int] = frozenset()


def writers_by_article(articles: Iterable[Article]) -> dict[int, frozenset[int]]:
    """The users who wrote each of the articles, with one query; none where none is signed."""
    signed = {article.pk: article for article in articles if article.byline}
    if not signed:
        return {}
    bylines = _users_by_key(signed.values())
    return {
        pk: frozenset(
            bylines[article.site_id, key]
            for key in keys_of(article.byline)
            if (article.site_id, key) in bylines
        )
        for pk, article in signed.items()
    }


def writers_of_article(article: Article) -> frozenset[int]:
    """The same of one."""
    return writers_by_article([article]).get(article.pk, NOBODY)


def wrote(writers: Collection[int], comment: Comment) -> bool:
    """Whether one of the writers has posted the comment. Older ones that a writer has claimed
    stay what they were: a reader's."""
    return comment.author.user_id in writers and not comment.author.source


def _users_by_key(articles: Collection[Article]) -> dict[tuple[int, str], int]:
    sites = {article.site_id for article in articles}
    keys = {key for article in articles for key in keys_of(article.byline)}
    rows = Byline.objects.in_use(sites).filter(key__in=keys)
    return {(site, key): user for site, key, user in rows.values_list("site_id", "key", "user_id")}
