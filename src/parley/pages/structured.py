"""What a thread's page says to search engines: schema.org's DiscussionForumPosting."""

import json
from typing import Any

from parley.models.article import Article

# A data block ends at the first "</script"; inside JSON strings these may be escaped.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def thread(article: Article, document: bytes, *, address: str) -> str:
    """JSON-LD for one page. `document` is the page's JSON snapshot, `address` its canonical."""
    comments = json.loads(document)["comments"]
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "url": address,
        "mainEntityOfPage": address,
        "headline": str(article),
        "datePublished": (article.published_at or article.created_at).isoformat(),
        "author": {"@type": "Organization", "name": article.site.name},
        "sharedContent": {"@type": "WebPage", "url": article.url},
        "commentCount": article.comment_count,
        "comment": [_comment(one) for one in comments if one["depth"] == 0 and one["text"]],
    }
    return json.dumps(said, ensure_ascii=False).translate(_ESCAPES)


def _comment(comment: dict[str, Any]) -> dict[str, Any]:
    """Of a comment object of the contract; its text is Markdown, close enough to prose."""
    said = {
        "@type": "Comment",
        "@id": comment["permalink"],
        "url": comment["permalink"],
        "text": comment["text"],
        "dateCreated": comment["created_at"],
        "author": {"@type": "Person", "name": comment["author"]["name"]},
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/LikeAction",
            "userInteractionCount": comment["respect"],
        },
    }
    if comment["edited_at"]:
        said["dateModified"] = comment["edited_at"]
    return said
