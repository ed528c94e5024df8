"""Writes a site's discussions as Disqus' XML, which nearly every other system can read.

The form is http://disqus.com/api/schemas/1.0/disqus.xsd with its internals. Readers of the
format were seen to publish what is marked as spam or not approved
(`research/features.md` 3.3), so that only what is public is written, and stubs.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from parley.actions.site_export_authors import in_batches
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.site import Site
from parley.policy.submission import ArticleState

_WRITTEN = (CommentState.PUBLISHED, CommentState.DELETED)

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com"'
    ' xmlns:dsq="http://disqus.com/disqus-internals">\n<category dsq:id="1">'
    "<forum>{forum}</forum><title>General</title><isDefault>true</isDefault></category>\n"
)


def export_lines(site: Site) -> Iterator[bytes]:
    """The export in pieces. Comments follow what they answer, as some readers need it."""
    yield _HEAD.format(forum=_forum(site)).encode()
    for articles in in_batches(Article.objects.filter(site=site)):
        for article in articles:
            yield _thread(site, article).encode()
    shown = Comment.objects.filter(site=site, state__in=_WRITTEN)
    for comments in in_batches(shown.select_related("author", "parent")):
        for comment in comments:
            yield _post(comment).encode()
    yield b"</disqus>\n"


def _forum(site: Site) -> str:
    return "".join(each if each.isalnum() else "-" for each in site.domain)


def _thread(site: Site, article: Article) -> str:
    name = article.publisher_id or article.url
    created = article.published_at or article.created_at
    closed = _flag(article.state == ArticleState.CLOSED)
    return (
        f'<thread dsq:id="{article.pk}"><id>{_text(name)}</id><forum>{_forum(site)}</forum>'
        f'<category dsq:id="1" /><link>{_text(article.url)}</link>'
        f"<title>{_text(article.headline)}</title><message />"
        f"<createdAt>{_time(created)}</createdAt>"
        f"<author><name>{_text(site.name)}</name><isAnonymous>false</isAnonymous>"
        f"<username>{_forum(site)}</username></author><isClosed>{closed}</isClosed>"
        "<isDeleted>false</isDeleted></thread>\n"
    )


def _post(comment: Comment) -> str:
    deleted = comment.state == CommentState.DELETED
    name = "Guest" if deleted else comment.author.display_name
    user = "" if deleted else f"<username>author-{comment.author_id}</username>"
    # A parent that is neither public nor a stub is not in the file.
    answers = comment.parent
    while answers is not None and answers.state not in _WRITTEN:
        answers = answers.parent
    parent = f"<parent dsq:id={quoteattr(str(answers.pk))} />" if answers else ""
    return (
        f'<post dsq:id="{comment.pk}"><id /><message>{_cdata(comment.html)}</message>'
        f"<createdAt>{_time(comment.created_at)}</createdAt><isDeleted>{_flag(deleted)}</isDeleted>"
        f"<isSpam>false</isSpam><author><name>{_text(name)}</name>"
        f"<isAnonymous>{_flag(deleted)}</isAnonymous>{user}</author>"
        f'<thread dsq:id="{comment.article_id}" />{parent}</post>\n'
    )


def _text(text: str) -> str:
    return escape("".join(each for each in text if each >= " "))


def _cdata(html: str) -> str:
    return f"<![CDATA[{html.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
