"""Queries whose rows are few among very many find them by the index that was made for them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from parley.actions import queue_upkeep
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState, Fingerprint
from parley.models.queue import Waiting
from parley.models.site import Site

QUERIES: dict[str, Callable[[Site], "QuerySet[Any]"]] = {
    "waiting_order": lambda site: Waiting.objects.of_site(site)[:25],
    "comment_to_decide": lambda _site: queue_upkeep.missing().order_by("-pk")[:200],
    "fingerprint_of_band": lambda site: Fingerprint.objects.like(
        site, [1, 2, 3, 4], since=timezone.now()
    )[:200],
    "comment_imported_once": lambda site: Comment.objects.imported(site, "disqus").filter(
        source_id__in=["1", "2"]
    ),
    "comment_posted_once": lambda site: Comment.objects.of_key(
        Author.objects.filter(site=site).order_by("pk").first() or Author(pk=1), "key"
    ),
    "author_imported_once": lambda site: Author.objects.imported(site, "disqus").filter(
        source_id__in=["1", "2"]
    ),
    "article_publisher_id_once": lambda site: Article.objects.called([site.pk], ["nid-1"]),
    "article_last_discussed": lambda site: Article.objects.most_discussed(
        site, since=timezone.now()
    )[:5],
    "article_of_byline": lambda site: Article.objects.signed(site).filter(
        byline__in=["By Asha", "Asha Rao"]
    ),
    "comment_picked": lambda site: Comment.objects.picks(site)[:20],
    "article_most_recent": lambda site: Article.objects.most_recent(site)[:5],
}


def fill(site: Site) -> None:
    """Rows enough that it matters by which index they are read."""
    now = timezone.now()
    authors = Author.objects.bulk_create(
        Author(site=site, display_name="Asha", source="disqus", source_id=str(number))
        for number in range(1_000)
    )
    articles = Article.objects.bulk_create(
        Article(
            site=site,
            url=f"https://paper.example/{number}",
            publisher_id=f"story-{number}",
            published_at=now - timedelta(hours=number),
            last_comment_at=now - timedelta(hours=number),
            comment_count=number % 7,
        )
        for number in range(1_000)
    )
    Comment.objects.bulk_create(
        Comment(
            site=site,
            article=articles[number],
            # Whoever asks by a key has written a lot.
            author=authors[0],
            text="Text.",
            state=CommentState.PUBLISHED,
            created_at=now - timedelta(hours=number),
            idempotency_key=f"key-{number}",
            source="disqus",
            source_id=str(number),
        )
        for number in range(1_000)
    )


@pytest.mark.parametrize("index", QUERIES)
def test_a_query_uses_the_index_made_for_it(site: Site, index: str) -> None:
    if connection.vendor == "postgresql":
        # So few rows as in a test are read faster without any index, and by any of them.
        fill(site)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("ANALYZE parley_article, parley_author, parley_comment, parley_waiting")

    assert index in QUERIES[index](site).explain()
