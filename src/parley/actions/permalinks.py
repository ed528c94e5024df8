"""Finds the comment that an older permalink meant: the former system's, or to where it was."""

import re

from django.db.models import QuerySet

from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import Comment, CommentState

# What stands before the id in addresses of the former system: "comment-" at WordPress and Disqus,
# "IDComment" at IntenseDebate, "isso-", "commento-", "comentario-", "remark42__comment-",
# "atk-comment-" at Artalk, "commentID=" at Coral, "lf_comment=" at Livefyre.
_BEFORE = re.compile(
    r"#?(?:IDComment|commento-|comentario-|isso-"
    r"|(?:remark42__|atk-|lf_)?comment(?:ID)?[-_=/]?)?",
    re.IGNORECASE,
)
_ID = re.compile(r"[\w.:-]{1,200}")


def find(article: Article, former: str) -> Comment | None:
    """The published comment of the article, or the stub of one, that was known as this there;
    also if it was moved to another article since."""
    identifier = _BEFORE.sub("", former.strip(), count=1)
    if not _ID.fullmatch(identifier):
        return None
    names = {identifier, identifier.lower()}
    known = Comment.objects.filter(
        site=article.site_id,
        source_id__in=names,
        state__in=(CommentState.PUBLISHED, CommentState.DELETED),
    ).exclude(source="")
    here = known.filter(article=article).order_by("pk").first()
    return here or _moved_from(article, known)


def moved(article: Article, pk: int) -> Comment | None:
    """The published comment that was on the article once, and is on another one now."""
    published = Comment.objects.filter(
        site=article.site_id, pk=pk, state=CommentState.PUBLISHED
    ).exclude(article=article)
    return _moved_from(article, published)


def _moved_from(article: Article, candidates: QuerySet[Comment]) -> Comment | None:
    """The first of the comments that was moved from the article, by itself or below another."""
    for comment in candidates.order_by("pk"):
        entries = AuditEntry.objects.filter(
            site_id=article.site_id, kind="comment", object_id__in=_line_of(comment)
        )
        for entry in entries.filter(verb="move_out"):
            if entry.before["article"] == article.pk:
                return comment
    return None


def _line_of(comment: Comment) -> list[int]:
    """The comment and what it answers, up to where the conversation begins."""
    line = [comment.pk]
    parent = comment.parent_id
    while parent is not None:
        line.append(parent)
        parent = Comment.objects.values_list("parent_id", flat=True).get(pk=parent)
    return line
