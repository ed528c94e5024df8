"""Fills an empty database with the demo newsroom; a second time it changes nothing."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from demo.seed import desk, discussions, former, newsroom
from demo.seed.articles import Story, stories
from demo.seed.people import Person, people
from demo.seed.threads import threads
from demo.seed.voters import silent_readers
from parley import names
from parley.actions import (
    articles,
    axis_fitting,
    ground_refreshing,
    guidelines,
    operating,
)
from parley.actions.articles import Facts
from parley.actions.roles import badge_of
from parley.canonical import normal_host
from parley.models.article import Article
from parley.models.author import Author
from parley.models.guidelines import GuidelinesAcceptance
from parley.models.site import Site, SiteDomain
from parley.models.user import Membership, Role, User

NAME = "The Meridian"
ZONE = "Asia/Kolkata"
# Long before the newest article, so that nobody commented before they joined.
FOUNDED = timedelta(days=400)
SUSPENSION = timedelta(days=60)
# What this newsroom wants to read before it appears: accusations, advertising, and the
# ten digits of an Indian mobile telephone.
SUSPECT_WORDS = (
    "betting",
    "bought by",
    "crook*",
    "earn from home",
    "foreign agent*",
    "known thief",
    "liar*",
    "squatter*",
    "sure profit",
    "taken money",
    "was paid by",
    "/[6-9][0-9]{4} ?[0-9]{5}/",
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody's account and public identity, by handle."""

    users: dict[str, User]
    authors: dict[str, Author]


def seed(now: datetime) -> bool:
    """Make the newsroom, or, where it is there already, only see to its addresses.

    True when it was made now.
    """
    with transaction.atomic():
        site = Site.objects.filter(name=NAME).first()
        made = site is None
        if site is None:
            site = _fill(now)
        _settle_addresses(site, now)
    return made


def _fill(now: datetime) -> Site:
    site, _key = operating.add_site(settings.BASE_URL, NAME, language="en", timezone=ZONE)
    site.rules = replace(site.site_rules, suspect_words=SUSPECT_WORDS).as_json()
    site.save(update_fields=["rules"])
    cast = _cast(site, now)
    for story in sorted(stories().values(), key=lambda story: story.published(now)):
        article = _publish(site, story, now=now)
        discussions.write(
            article, threads()[story.slug], users=cast.users, authors=cast.authors, now=now
        )
    discussions.count(site)
    desk.fill(site, cast.users, now=now)
    newsroom.give_bylines(site, cast.users, now=now)
    newsroom.find_mentions(site)
    _find_common_ground(site, now)
    story = stories()[former.STORY]
    former.bring(site, story, url=settings.BASE_URL + story.path, now=now)
    return site


def _find_common_ground(site: Site, now: datetime) -> None:
    """What jobs would do within the hour, done at once."""
    axis_fitting.fit(site, now=now)
    for article in Article.objects.filter(site=site):
        ground_refreshing.refresh(article.pk, now=now)


def _settle_addresses(site: Site, now: datetime) -> None:
    """Make the articles known at the address under which we are reached today.

    The data outlives the port: `make demo PORT=8001` may follow `make demo`.
    """
    site.domain = normal_host(settings.BASE_URL)
    site.save(update_fields=["domain"])
    for host in (site.domain, _as_localhost(site.domain)):
        SiteDomain.objects.get_or_create(site=site, host=host)
    for story in stories().values():
        article = Article.objects.filter(site=site, publisher_id=story.slug).first()
        if article is not None and article.url != settings.BASE_URL + story.path:
            articles.put_article(
                site,
                settings.BASE_URL + story.path,
                publisher_id=story.slug,
                facts=Facts(),
                now=now,
            )


def _as_localhost(host: str) -> str:
    """Where else a browser on this machine finds us."""
    port = urlsplit(f"//{host}").port
    return f"localhost:{port}" if port else "localhost"


def _publish(site: Site, story: Story, *, now: datetime) -> Article:
    facts = Facts(
        headline=story.headline,
        standfirst=story.standfirst,
        section=story.section,
        byline=story.byline,
        dateline=story.dateline,
        body=story.words,
        published_at=story.published(now),
        updated_at=story.updated(now),
        state=story.state,
    )
    article, _made = articles.put_article(
        site, settings.BASE_URL + story.path, publisher_id=story.slug, facts=facts, now=now
    )
    return article


def _cast(site: Site, now: datetime) -> Cast:
    everybody = list(people().values())
    User.objects.bulk_create([_user(person) for person in everybody])
    emails = [person.email for person in everybody]
    accounts = {user.email: user for user in User.objects.filter(email__in=emails)}
    users = {person.handle: accounts[person.email] for person in everybody}
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in users.values()
    )
    Membership.objects.bulk_create(
        Membership(site=site, user=users[person.handle], role=person.role)
        for person in everybody
        if person.role != Role.READER
    )
    version = guidelines.publish_default(site, now - FOUNDED)
    GuidelinesAcceptance.objects.bulk_create(
        GuidelinesAcceptance(user=user, guidelines=version, accepted_at=now - FOUNDED)
        for user in users.values()
    )
    Author.objects.bulk_create(
        _author(site, person, user=users[person.handle], now=now) for person in everybody
    )
    # The models stamp a new row with the present, whatever it was given.
    Author.objects.filter(site=site).update(created_at=now - FOUNDED)
    User.objects.filter(email__in=emails).update(created_at=now - FOUNDED)
    silent = _silent_users(now)
    by_user = {author.user_id: author for author in Author.objects.filter(site=site)}
    authors = {handle: by_user[user.pk] for handle, user in users.items()}
    return Cast({**users, **silent}, authors)


def _silent_users(now: datetime) -> dict[str, User]:
    """Readers who have an account to vote with, and no public identity."""
    handles = {person.email: handle for handle, (person, _voter) in silent_readers().items()}
    User.objects.bulk_create([_user(person) for person, _voter in silent_readers().values()])
    User.objects.filter(email__in=handles).update(created_at=now - FOUNDED)
    return {handles[user.email]: user for user in User.objects.filter(email__in=handles)}


def _user(person: Person) -> User:
    user = User(
        email=person.email,
        display_name=person.name,
        name_key=names.fold(person.name),
        is_staff=person.role == Role.ADMINISTRATOR,
        is_superuser=person.role == Role.ADMINISTRATOR,
    )
    # None makes a password that nobody can sign in with.
    user.set_password(person.password)
    return user


def _author(site: Site, person: Person, *, user: User, now: datetime) -> Author:
    suspended = person.standing == "suspended"
    return Author(
        site=site,
        user=user,
        display_name=person.name,
        badge=badge_of(person.role),
        trusted=person.standing == "trusted",
        suspended_until=now + SUSPENSION if suspended else None,
        suspension_reason="Repeated advertising." if suspended else "",
    )
