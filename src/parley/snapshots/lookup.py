"""What the read path asks of the database beside whole threads."""

from collections.abc import Sequence

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Min, Q

from parley.errors import Unavailable
from parley.models.article import Article, ArticleAlias
from parley.models.outbox import Change as ChangeRow
from parley.models.site import SiteDomain
from parley.snapshots.change import Change
from parley.snapshots.places import Address, Place

# A client that has missed more than this reads the thread anew, which is cheaper.
MOST_MISSED = 500


def find_places(addresses: Sequence[Address]) -> list[Place]:
    """What is at each address: three queries at most. Raises Unavailable."""
    try:
        sites = dict(
            SiteDomain.objects.filter(host__in={address.host for address in addresses}).values_list(
                "host", "site_id"
            )
        )
        by_id = _by_publisher_id(addresses, sites)
        by_key = _by_key(addresses, sites)
    except (OperationalError, InterfaceError) as error:
        raise Unavailable from error
    return [_place(address, sites, by_id, by_key) for address in addresses]


def missed_changes(article_id: int, after: int) -> list[Change] | None:
    """The article's changes since that id; None when they are too many, or not all
    there any more. Raises Unavailable."""
    try:
        oldest = ChangeRow.objects.aggregate(oldest=Min("id"))["oldest"]
        if oldest is None or after < oldest - 1:
            return None
        rows = ChangeRow.objects.filter(article_id=article_id, id__gt=after).order_by("id")
        columns = rows.values_list("id", "article_id", "comment_id", "kind", "payload")
        missed = [Change(*row) for row in columns[: MOST_MISSED + 1]]
    except (OperationalError, InterfaceError) as error:
        raise Unavailable from error
    return missed if len(missed) <= MOST_MISSED else None


def database_answers() -> None:
    """Raises Unavailable when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError) as error:
        raise Unavailable("The database does not answer.") from error


# By site and key: the article and its number of comments.
_Found = dict[tuple[int, str], tuple[int, int]]


def _by_publisher_id(addresses: Sequence[Address], sites: dict[str, int]) -> _Found:
    named = {address.publisher_id for address in addresses if address.publisher_id}
    if not named:
        return {}
    articles = Article.objects.filter(site__in=set(sites.values()), publisher_id__in=named)
    rows = articles.values_list("site_id", "publisher_id", "pk", "comment_count")
    return {(site, name): (pk, count) for site, name, pk, count in rows}


def _by_key(addresses: Sequence[Address], sites: dict[str, int]) -> _Found:
    wanted = Q()
    for address in addresses:
        if address.host in sites:
            wanted |= Q(site_id=sites[address.host], url_key=address.key)
    if not wanted:
        return {}
    rows = ArticleAlias.objects.filter(wanted).values_list(
        "site_id", "url_key", "article_id", "article__comment_count"
    )
    return {(site, key): (pk, count) for site, key, pk, count in rows}


def _place(address: Address, sites: dict[str, int], by_id: _Found, by_key: _Found) -> Place:
    site = sites.get(address.host)
    if site is None:
        return Place(site_id=None)
    found = by_id.get((site, address.publisher_id)) or by_key.get((site, address.key))
    if found is None:
        return Place(site_id=site)
    return Place(site, *found)
