"""What the read path asks of the database beside whole threads."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.db.models import Min, Q

from parley.errors import NotAllowed, Unavailable
from parley.models.article import Article, ArticleAlias
from parley.models.outbox import Change as ChangeRow
from parley.models.permission import Permission
from parley.models.site import Site, SiteDomain
from parley.models.user import User
from parley.models.viewer import Viewer, role_of
from parley.ranking.sorts import Sort
from parley.snapshots import render, tickets
from parley.snapshots.change import Change
from parley.snapshots.places import Address, Place
from parley.snapshots.thread import RenderedThread

# A client that has missed more than this reads the thread anew, which is cheaper.
MOST_MISSED = 500

P = ParamSpec("P")
T = TypeVar("T")


def _asking(ask: Callable[P, T]) -> Callable[P, T]:
    """Raises Unavailable when the database does not answer. Looks after the connection,
    since in these threads no request begins or ends to do so."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        try:
            return ask(*args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            raise Unavailable("The database does not answer.") from error
        finally:
            close_old_connections()

    return asked


class DatabaseSource:
    """`parley.readpath.reading.Source`, by Django's database."""

    @_asking
    def find_places(self, addresses: Sequence[Address]) -> list[Place]:
        """What is at each address, with three queries at most."""
        hosts = SiteDomain.objects.filter(host__in={address.host for address in addresses})
        sites = dict(hosts.values_list("host", "site_id"))
        by_id = _by_publisher_id(addresses, sites)
        by_key = _by_key(addresses, sites)

        def place(address: Address) -> Place:
            site = sites.get(address.host)
            if site is None:
                return Place(site_id=None)
            found = by_id.get((site, address.publisher_id)) or by_key.get((site, address.key))
            return Place(site, *found) if found else Place(site)

        return [place(address) for address in addresses]

    @_asking
    def empty_thread(self, url: str, sort: Sort, *, site_id: int) -> RenderedThread:
        """The thread of a page that nobody has commented on. Raises NotFound."""
        return render.render_empty(url, sort, site_id=site_id)

    @_asking
    def comments(self, comment_ids: Iterable[int]) -> dict[int, bytes]:
        """The published ones of these, as JSON."""
        return render.public_objects(comment_ids)

    @_asking
    def missed_changes(self, article_id: int, after: int) -> list[Change] | None:
        """The article's changes since that id; None when they are too many, or not all
        there any more."""
        oldest = ChangeRow.objects.aggregate(oldest=Min("id"))["oldest"]
        if oldest is None or after < oldest - 1:
            return None
        rows = ChangeRow.objects.filter(article_id=article_id, id__gt=after).order_by("id")
        columns = rows.values_list("id", "article_id", "comment_id", "kind", "payload")
        missed = [Change(*row) for row in columns[: MOST_MISSED + 1]]
        return missed if len(missed) <= MOST_MISSED else None

    @_asking
    def desk_of(self, ticket: str) -> int:
        """The site whose queue the ticket's holder moderates. Raises NotAllowed."""
        given = tickets.read(ticket)
        user = User.objects.filter(pk=given.user, is_active=True).first()
        site = Site.objects.filter(pk=given.site).first()
        if user is None or site is None:
            raise NotAllowed
        Viewer(site=site, user=user, role=role_of(user, site)).require(Permission.READ_QUEUE)
        return site.pk

    @_asking
    def check(self) -> None:
        """Raises Unavailable, or nothing."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")


# By site and key: the article and its number of comments.
_Found = dict[tuple[int, str], tuple[int, int]]


def _by_publisher_id(addresses: Sequence[Address], sites: dict[str, int]) -> _Found:
    named = {address.publisher_id for address in addresses if address.publisher_id}
    if not named:
        return {}
    articles = Article.objects.called(set(sites.values()), named)
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
