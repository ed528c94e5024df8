"""The only way a door obtains an object; every permission is checked here."""

from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from parley.errors import KeyInvalid, KeyMissing, NotAllowed, NotFound, SignInNeeded
from parley.models.api_key import ApiKey
from parley.models.article import Article
from parley.models.comment import UNSEEN, Comment, CommentState
from parley.models.sections.staff import Staff
from parley.models.site import Site, SiteDomain, SiteKey, digest
from parley.models.user import RANK, ApiToken, Role, User
from parley.models.viewer import Viewer, role_of


def viewer_of(request: HttpRequest, site: Site) -> Viewer:
    """The viewer of a request, by bearer token or session.

    Raises NotAllowed when a page of another site asks with the reader's cookies, and for a
    token that is confined to scopes anywhere but in the API.
    """
    token = bearer_token(request)
    if token is not None:
        if token.site_id != site.pk:
            raise NotFound
        if token.scopes and not request.path.startswith("/api/"):
            raise NotAllowed
        role = min(Role(token.role), role_of(token.user, site), key=RANK.__getitem__)
        address = address_of(request)
        return Viewer(site=site, user=token.user, role=role, token=token, address=address)
    check_origin(request, site)
    user = request.user
    if not isinstance(user, User):
        return Viewer(site=site, address=address_of(request))
    role, withheld = role_of(user, site), None
    if role != Role.READER and not _has_shown_what_is_asked(request, user, site=site):
        role, withheld = Role.READER, role
    return Viewer(site=site, user=user, role=role, address=address_of(request), withheld=withheld)


def _has_shown_what_is_asked(request: HttpRequest, user: User, *, site: Site) -> bool:
    """Whether the session is good enough for staff of the site: one that was opened, or
    confirmed, with a second factor, where the site asks for that."""
    if not Staff.of(site).second_factor:
        return True
    shown = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in shown)


def bearer(request: HttpRequest) -> str | None:
    """The secret of an `Authorization: Bearer` header, if there is one."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" and secret.strip() else None


def bearer_token(request: HttpRequest) -> ApiToken | None:
    """The live token of the request; None without one. Raises SignInNeeded for a bad one."""
    secret = bearer(request)
    if secret is None:
        return None
    token = (
        ApiToken.objects.select_related("user", "site")
        .filter(digest=digest(secret), revoked_at=None, user__is_active=True)
        .first()
    )
    if token is None:
        raise SignInNeeded("This token is unknown or was revoked.")
    return token


def address_of(request: HttpRequest) -> str:
    """The address that the request came from, as far as proxies are trusted to tell it."""
    address: str = get_adapter(request).get_client_ip(request)
    return address


def site_by_key(request: HttpRequest) -> Site:
    """The site whose secret key the request carries. Raises SignInNeeded without one."""
    secret = bearer(request)
    key = secret and (
        SiteKey.objects.select_related("site")
        .filter(digest=digest(secret), revoked_at=None)
        .first()
    )
    if not key:
        raise SignInNeeded("Send the site's secret key as Authorization: Bearer ….")
    return key.site


def api_key_of(request: HttpRequest) -> ApiKey:
    """The live key with which a program asks for scores, by Google's names for it.

    Raises KeyMissing, KeyInvalid.
    """
    secret = request.GET.get("key") or request.headers.get("X-Goog-Api-Key")
    if not secret:
        raise KeyMissing
    key = (
        ApiKey.objects.select_related("site").filter(digest=digest(secret), revoked_at=None).first()
    )
    if key is None:
        raise KeyInvalid
    return key


def api_key_by_id(pk: int) -> ApiKey:
    """A key by its number, for the operator. Raises NotFound."""
    key = ApiKey.objects.select_related("site").filter(pk=pk).first()
    if key is None:
        raise NotFound(f"There is no key {pk}.")
    return key


def api_key_of_site(site: Site, pk: int) -> ApiKey:
    """A key by its number, which must be the site's; revoked or not. Raises NotFound."""
    key = ApiKey.objects.filter(site=site, pk=pk).first()
    if key is None:
        raise NotFound(f"There is no key {pk} of {site}.")
    return key


def site_by_domain(domain: str) -> Site:
    """A site by its main domain or one of its others. Raises NotFound."""
    host = domain.strip().lower().removeprefix("www.")
    if not host.isprintable():
        # PostgreSQL does not even look for a zero character.
        raise NotFound("There is no such site.")
    site = Site.objects.filter(domain=host).first()
    if site is None:
        row = SiteDomain.objects.select_related("site").filter(host=host).first()
        if row is None:
            raise NotFound(f"There is no site {domain}.")
        site = row.site
    return site


def site_of(request: HttpRequest) -> Site:
    """The site that a page without article belongs to: by `?site=`, else the only one.

    Of several, the first is the house's own. Raises NotFound before any was added.
    """
    token = bearer_token(request)
    if token is not None:
        return token.site
    if request.GET.get("site"):
        return site_by_domain(request.GET["site"])
    site = Site.objects.order_by("pk").first()
    if site is None:
        raise NotFound("No site has been added yet; run: parley site add DOMAIN")
    return site


def site_by_url(url: str) -> Site:
    """The site on whose registered domains the page lives. Raises BadInput, SiteNotAllowed."""
    return Site.objects.of_url(url)


def article_by_id(pk: int) -> Article:
    """An article by Parley's own id. Raises NotFound."""
    article = Article.objects.select_related("site").filter(pk=pk).first()
    if article is None:
        raise NotFound("There is no such article.")
    return article


def find_article(site: Site, url: str, *, publisher_id: str = "") -> Article | None:
    """An article by the publisher's id, then by any of its addresses; None when unknown."""
    return Article.objects.find(site, url, publisher_id=publisher_id)


def place_of(
    request: HttpRequest, article: int | None, *, url: str | None, publisher_id: str
) -> tuple[Viewer, Article | None]:
    """Who asks about which article, by Parley's id or by address.

    The article is None where none is known yet, or none was named. Raises NotFound,
    BadInput, SiteNotAllowed.
    """
    if article is not None:
        known = article_by_id(article)
        return viewer_of(request, known.site), known
    if url:
        site = site_by_url(url)
        return viewer_of(request, site), find_article(site, url, publisher_id=publisher_id)
    return viewer_of(request, site_of(request)), None


def published_comment(viewer: Viewer, pk: int) -> Comment:
    """A comment that readers can see. Raises NotFound."""
    return comment_of_site(viewer, pk, state=CommentState.PUBLISHED)


def own_comment(viewer: Viewer, pk: int) -> Comment:
    """A comment that the viewer wrote, whatever became of it. Raises NotFound."""
    return comment_of_site(viewer, pk, author__user=viewer.require_user())


def visible_comment(viewer: Viewer, pk: int) -> Comment:
    """A published comment, or one's own that waits or was sent back. Raises NotFound."""
    comment = comment_of_site(viewer, pk)
    reader = None if viewer.scopes else viewer.user
    mine = reader is not None and comment.author.user_id == reader.pk
    if comment.state == CommentState.PUBLISHED or (mine and comment.state in UNSEEN):
        return comment
    raise NotFound("There is no such comment.")


def comment_to_explain(pk: int) -> Comment:
    """Any comment of any site, for an operator at the machine. Raises NotFound."""
    found = Comment.objects.select_related("site", "article", "author", "parent__author")
    comment = found.filter(pk=pk).first()
    if comment is None:
        raise NotFound(f"There is no comment {pk}.")
    return comment


def site_of_comment(pk: int) -> Site:
    """The site that a comment belongs to. Raises NotFound."""
    site = Site.objects.filter(pk__in=Comment.objects.filter(pk=pk).values("site")).first()
    if site is None:
        raise NotFound("There is no such comment.")
    return site


def comment_of_site(viewer: Viewer, pk: int, **conditions: object) -> Comment:
    """A comment of the viewer's site; another site's is as if absent."""
    comment = Comment.objects.with_facts().filter(site=viewer.site, pk=pk, **conditions).first()
    if comment is None:
        raise NotFound("There is no such comment.")
    return comment


def is_registered(origin: str, site: Site | None = None) -> bool:
    """Whether pages of this origin belong to a site, or to this one.

    Domains are registered without `www.`, which publishers use as they like.
    """
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"}:
        return False
    host = parts.netloc.lower()
    domains = SiteDomain.objects.filter(host__in=(host, host.removeprefix("www.")))
    return (domains if site is None else domains.filter(site=site)).exists()


def check_origin(request: HttpRequest, site: Site) -> None:
    """One newspaper's page must not act for a reader on another newspaper.

    Raises NotAllowed. Browsers send an Origin with all that writes; what sends none is a
    program, which has no reader's cookies."""
    origin = request.headers.get("Origin")
    if origin is None or origin == settings.BASE_URL:
        return
    if urlsplit(origin).netloc != request.get_host() and not is_registered(origin, site):
        raise NotAllowed("This page belongs to another site.")
