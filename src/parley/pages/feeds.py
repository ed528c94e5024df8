"""A thread's newest comments as an Atom feed, for those who follow by reader."""

import json
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from parley import access
from parley.models.article import Article
from parley.pages.discussion import address
from parley.ranking.sorts import Sort
from parley.snapshots import shared

Entry = dict[str, Any]


class ThreadFeed(Feed[Entry, Article]):
    """The first page of the thread, newest conversations first, from its snapshot."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Article:
        return access.article_by_id(kwargs["article_id"])

    def title(self, article: Article) -> str:
        return _("Discussion: %(headline)s") % {"headline": article}

    def link(self, article: Article) -> str:
        return address(article)

    def items(self, article: Article) -> list[Entry]:
        page = shared.thread(article.pk, Sort.NEWEST, at_least=article.rev).page(1)
        return [one for one in json.loads(page.json)["comments"] if one["text"]]

    def item_title(self, item: Entry) -> str:
        return str(item["author"]["name"])

    def item_description(self, item: Entry) -> str:
        return str(item["html"])

    def item_link(self, item: Entry) -> str:
        return str(item["permalink"])

    def item_author_name(self, item: Entry) -> str:
        return str(item["author"]["name"])

    def item_pubdate(self, item: Entry) -> datetime:
        return datetime.fromisoformat(item["created_at"])
