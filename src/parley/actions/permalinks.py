"""Finds the comment that an older permalink meant, as the former system wrote it."""

import re

from parley.models.article import Article
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
    """The published comment of the article, or the stub of one, that was known as this there."""
    identifier = _BEFORE.sub("", former.strip(), count=1)
    if not _ID.fullmatch(identifier):
        return None
    names = {identifier, identifier.lower()}
    return (
        Comment.objects.filter(
            article=article,
            source_id__in=names,
            state__in=(CommentState.PUBLISHED, CommentState.DELETED),
        )
        .exclude(source="")
        .order_by("pk")
        .first()
    )
