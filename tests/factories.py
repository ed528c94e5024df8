"""Makes what a test needs around what it is about."""

import itertools
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import F
from django.test import Client
from django.utils import timezone

from parley import markup, names
from parley.actions import guidelines, queueing, sealing
from parley.actions.import_identity import email_hash
from parley.actions.voting import COUNTERS
from parley.models.article import Article, ArticleAlias
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.guidelines import Guidelines
from parley.models.site import Site, SiteDomain, SiteKey, digest
from parley.models.user import ApiToken, Membership, Role, User
from parley.models.viewer import Viewer, role_of
from parley.models.vote import Vote

_numbers = itertools.count(1)

DOMAIN = "paper.example"
PROPER = "The council should publish the figures before it decides."


def site(domain: str = DOMAIN, **fields: Any) -> Site:
    """A site with its domain registered and its guidelines published."""
    made = Site.objects.create(domain=domain, name=fields.pop("name", "The Paper"), **fields)
    SiteDomain.objects.create(site=made, host=domain)
    Guidelines.objects.create(
        site=made, version=1, text="Be kind.", published_at=timezone.now() - timedelta(days=1)
    )
    return made


def guidelines_version(of: Site, version: int, text: str = "Be kinder.") -> Guidelines:
    """A later version of the guidelines, in force from now."""
    return Guidelines.objects.create(
        site=of, version=version, text=text, published_at=timezone.now()
    )


def site_key(of: Site) -> str:
    """A secret key of the site, as its owner holds it."""
    secret = secrets.token_urlsafe(32)
    SiteKey.objects.create(site=of, digest=digest(secret))
    return secret


def user(name: str = "", *, accepted: Site | None = None, **fields: Any) -> User:
    """A reader's account; `accepted` is the site whose guidelines they have accepted."""
    name = name or f"Reader {next(_numbers)} Rao"
    email = fields.pop("email", f"reader{next(_numbers)}@mail.example")
    made = User.objects.create(
        email=email, display_name=name, name_key=names.fold(name), password="!", **fields
    )
    if accepted is not None:
        current = Guidelines.objects.current(accepted)
        assert current is not None
        guidelines.accept(made, current, now=timezone.now())
    return made


def member(of: Site, role: Role, name: str = "") -> User:
    """Somebody with a role on the site."""
    made = user(name, accepted=of)
    Membership.objects.create(site=of, user=made, role=role)
    return made


def viewer(of: Site, who: User | None = None) -> Viewer:
    """Somebody in a browser; a new reader unless told who."""
    who = who or user(accepted=of)
    return Viewer(site=of, user=who, role=role_of(who, of))


def token(of: Site, who: User, role: Role = Role.READER, *, scopes: Iterable[str] = ()) -> str:
    """A bearer token, as its owner holds it; with scopes, confined to them."""
    secret = secrets.token_urlsafe(32)
    ApiToken.objects.create(
        site=of, user=who, role=role, scopes=list(scopes), digest=digest(secret)
    )
    return secret


def article(of: Site, path: str = "", **fields: Any) -> Article:
    """An article with its address."""
    path = path or f"/articles/{next(_numbers)}/"
    made = Article.objects.create(site=of, url=f"https://{of.domain}{path}", **fields)
    ArticleAlias.objects.create(site=of, article=made, url_key=of.domain + path.rstrip("/"))
    return made


def author(of: Site, who: User | None = None, **fields: Any) -> Author:
    """The author of a user, or an imported one without."""
    name = fields.pop("display_name", who.display_name if who else f"Guest {next(_numbers)}")
    return Author.objects.create(site=of, user=who, display_name=name, **fields)


def imported_author(of: Site, address: str = "", **fields: Any) -> Author:
    """Somebody who came with an import, known at the source by this address."""
    number = next(_numbers)
    given = {
        "display_name": f"Old Reader {number}",
        "source": "disqus",
        "source_id": f"user:{number}",
        "email_hash": email_hash(address) if address else "",
        "email_sealed": sealing.seal(address),
    }
    return Author.objects.create(site=of, **{**given, **fields})


def verified(who: User, address: str = "") -> User:
    """The user, who has shown that this address is theirs; the account's own unless told."""
    EmailAddress.objects.create(user=who, email=address or who.email, verified=True)
    return who


def vote_brought(on: Comment, by: Author, value: int = 1) -> Vote:
    """A vote that an imported author cast where they come from, counted on the comment."""
    if value in COUNTERS:
        Comment.objects.filter(pk=on.pk).update(**{COUNTERS[value]: F(COUNTERS[value]) + 1})
    return Vote.objects.create(
        site=on.site, article=on.article, comment=on, author=by, value=value, cast_at=timezone.now()
    )


def comment(on: Article, by: Author | None = None, **fields: Any) -> Comment:
    """A comment with its counters as the actions would have left them."""
    by = by or author(on.site)
    text = fields.pop("text", PROPER)
    parent = fields.get("parent")
    state = fields.pop("state", CommentState.PUBLISHED)
    made = Comment.objects.create(
        site=on.site,
        article=on,
        author=by,
        text=text,
        html=markup.render(text),
        depth=parent.depth + 1 if parent else 0,
        state=state,
        created_at=fields.pop("created_at", timezone.now()),
        **fields,
    )
    if state == CommentState.PUBLISHED:
        on.comment_count += 1
        on.rev += 1
        on.save(update_fields=["comment_count", "rev"])
        by.published_count += 1
        by.save(update_fields=["published_count"])
        if parent:
            parent.replies += 1
            parent.save(update_fields=["replies"])
    queueing.keep(made, made.created_at)
    return made


def browser(who: User | None = None) -> Client:
    """A browser of ours, with somebody signed in or with nobody."""
    client = Client()
    if who is not None:
        client.force_login(who)
    return client
