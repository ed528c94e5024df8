"""What an article's page says to search engines: schema.org's NewsArticle."""

import json
from datetime import datetime
from typing import Any

from django.templatetags.static import static

from parley.models.article import Article
from parley.pages import structured
from parley.pages.discussion import address
from parley.snapshots.thread import RenderedPage

# As many as a search engine shows; the discussion's own page has them all.
MOST_COMMENTS = 20
# A data block ends at the first "</script"; inside JSON strings these may be escaped.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def news_article(article: Article, page: RenderedPage, *, base_url: str) -> str:
    """JSON-LD, safe inside a script element. `page` is the first of the most respected."""
    discussion = json.loads(structured.thread(article, page.json, address=address(article)))
    published = article.published_at or article.created_at
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": article.url,
        "url": article.url,
        "headline": article.headline,
        "description": article.standfirst,
        "image": [f"{base_url}{static(f'demo/art/{article.publisher_id}.svg')}"],
        "articleSection": article.section,
        "inLanguage": article.site.language,
        "datePublished": _local(article, published),
        "dateModified": _local(article, article.updated_at or published),
        "author": [{"@type": "Person", "name": article.byline}],
        "publisher": {"@type": "NewsMediaOrganization", "name": article.site.name},
        "discussionUrl": discussion["url"],
        "commentCount": discussion["commentCount"],
        "comment": discussion["comment"][:MOST_COMMENTS],
    }
    return json.dumps(said, ensure_ascii=False).translate(_ESCAPES)


def _local(article: Article, moment: datetime) -> str:
    """With the offset of the site's zone."""
    return moment.astimezone(article.site.zone).isoformat(timespec="seconds")
