"""Makes articles known: by the publisher's own word, or by the first comment."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from parley import canonical
from parley.actions import auditing, changes
from parley.actions.auditing import Deed
from parley.canonical import CanonicalUrl
from parley.errors import BadField, Conflict, SiteNotAllowed
from parley.models.article import Article, ArticleAlias
from parley.models.outbox import ChangeKind
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.viewer import Viewer
from parley.policy.submission import ArticleState

# From what cools a quarrel to what makes of a discussion a letters page; in seconds.
SLOW_PERIODS = (0, 60, 300, 900, 3_600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a publisher says of an article; None leaves what is known as it is."""

    headline: str | None = None
    standfirst: str | None = None
    section: str | None = None
    byline: str | None = None
    dateline: str | None = None
    body: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    state: ArticleState | None = None


def put_article(
    site: Site, url: str, *, publisher_id: str, facts: Facts, now: datetime
) -> tuple[Article, bool]:
    """Make the article known or bring it up to date; True when it is new.

    A known publisher id with a new address gains an alias. Raises BadInput for an
    address that cannot be, SiteNotAllowed for one outside the site's domains, and
    Conflict when the address is another article's.
    """
    address = _address_on(site, url)
    given = {name: value for name, value in asdict(facts).items() if value is not None}
    with transaction.atomic():
        article = Article.objects.find(site, url, publisher_id=publisher_id)
        made = article is None
        if article is None:
            article = Article(site=site, url=address.url, publisher_id=publisher_id)
        elif publisher_id and article.publisher_id and article.publisher_id != publisher_id:
            raise Conflict(
                _("This address already belongs to the article with the id %(id)s.")
                % {"id": article.publisher_id}
            )
        for name, value in given.items():
            setattr(article, name, value)
        article.publisher_id = publisher_id or article.publisher_id
        article.url = address.url
        # Nothing else, for comments that come meanwhile move the counters of this row.
        article.save(update_fields=None if made else (*given, "publisher_id", "url"))
        _alias(article, address.key)
        changes.announce(article, ChangeKind.ARTICLE, now=now)
    article.refresh_from_db()
    return article, made


def article_for(url: str, publisher_id: str, *, now: datetime) -> Article:
    """The article at the address; the first comment makes it known.

    Raises BadInput, SiteNotAllowed.
    """
    site = Site.objects.of_url(url)
    found = Article.objects.find(site, url, publisher_id=publisher_id)
    if found is not None:
        return found
    try:
        article, _made = put_article(site, url, publisher_id=publisher_id, facts=Facts(), now=now)
    except (Conflict, IntegrityError):
        # Somebody else's first comment made it known in the same moment.
        found = Article.objects.find(site, url, publisher_id=publisher_id)
        if found is None:
            raise
        return found
    return article


def set_state(viewer: Viewer, article: Article, *, state: str, now: datetime) -> Article:
    """Open, pre-moderate or close a discussion. Raises NotAllowed, BadField."""
    viewer.require(Permission.MANAGE_ARTICLES)
    if state not in tuple(ArticleState):
        raise BadField("state", f"Give one of: {', '.join(ArticleState)}.")
    with transaction.atomic():
        _lock(article)
        before = {"state": article.state}
        article.state = ArticleState(state)
        article.save(update_fields=["state"])
        changes.announce(article, ChangeKind.ARTICLE, now=now)
        after = {"state": article.state}
        deed = Deed(verb="set_state", of=article, before=before, after=after)
        auditing.write(viewer, deed, now=now)
    return article


def set_slow(viewer: Viewer, article: Article, *, seconds: int, now: datetime) -> Article:
    """Let each reader comment only once in so many seconds; 0: as often as they like.

    Raises NotAllowed, BadField for a period that is none of `SLOW_PERIODS`.
    """
    viewer.require(Permission.MANAGE_ARTICLES)
    if seconds not in SLOW_PERIODS:
        raise BadField("slow_seconds", f"Give one of: {', '.join(map(str, SLOW_PERIODS))}.")
    with transaction.atomic():
        _lock(article)
        before = {"slow_seconds": article.slow_seconds}
        article.slow_seconds = seconds
        article.save(update_fields=["slow_seconds"])
        after = {"slow_seconds": article.slow_seconds}
        deed = Deed(verb="set_slow", of=article, before=before, after=after)
        auditing.write(viewer, deed, now=now)
    return article


def _lock(article: Article) -> None:
    """As it is now, so that the audit tells what was changed, and not what a page had shown."""
    row = Article.objects.select_for_update(no_key=True)
    article.refresh_from_db(fields=["state", "slow_seconds"], from_queryset=row)


def _address_on(site: Site, url: str) -> CanonicalUrl:
    address = canonical.normalise(url)
    if not site.domains.filter(host=address.host).exists():
        raise SiteNotAllowed(
            _("%(host)s is not a domain of %(site)s.") % {"host": address.host, "site": site.domain}
        )
    return address


def _alias(article: Article, key: str) -> None:
    alias, _made = ArticleAlias.objects.get_or_create(
        site_id=article.site_id, url_key=key, defaults={"article": article}
    )
    if alias.article_id != article.pk:
        raise Conflict(_("This address already belongs to another article."))
