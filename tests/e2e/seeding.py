"""Fills a real server's database; a program that runs in that server's environment.

Usage: python -m tests.e2e.seeding SCENE [ARGUMENT]; what the test needs comes back as JSON.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import django

from tests.server import ROOT

PASSWORD = "a long walk by the sea"


def paper(host: str) -> dict[str, Any]:
    """A site at the host, with a moderator, discussed articles and a queue."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from parley.models.article import Article
    from parley.models.comment import CommentState
    from parley.models.site import SiteDomain
    from parley.models.user import Role
    from tests import factories

    site = factories.site("paper.localhost", name="The Paper", timezone="Asia/Kolkata")
    SiteDomain.objects.create(site=site, host=host)
    moderator = factories.member(site, Role.MODERATOR, "Meera Pillai")
    moderator.set_password(PASSWORD)
    moderator.save()
    EmailAddress.objects.create(user=moderator, email=moderator.email, verified=True, primary=True)
    articles = {}
    for name in ("embedded", "plain", "desk", "mended"):
        article = factories.article(site, f"/{name}/", headline=f"The {name} article")
        article.url = f"http://www.{host}/{name}/"
        article.save()
        article.aliases.update(url_key=f"{host}/{name}")
        first = factories.comment(
            article,
            factories.author(site, factories.user(f"Asha {name.title()}")),
            text="The bridge should have been repaired years ago.",
            created_at=timezone.now() - timedelta(hours=2),
        )
        factories.comment(article, text="It was, and then it rained.", parent=first)
        articles[name] = article.pk
    desk = Article.objects.get(pk=articles["desk"])
    for number in range(3):
        by = factories.author(site, factories.user())
        factories.comment(desk, by, text=f"Held, number {number}.", state=CommentState.HELD)
    return {"articles": articles, "moderator": moderator.email, "password": PASSWORD}


def sign_on(about: str) -> dict[str, Any]:
    """A newspaper that signs its readers on; `about` is JSON of its host and public key."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from parley.models.sign_on import SignOnKey
    from parley.models.site import SiteDomain
    from parley.models.user import Role
    from tests import factories

    told = json.loads(about)
    site = factories.site("paper.localhost", name="The Paper")
    SiteDomain.objects.create(site=site, host=told["host"])
    SignOnKey.objects.create(
        site=site,
        kid="ed-1",
        algorithm="EdDSA",
        public_key=told["public"],
        created_at=timezone.now(),
    )
    chief = factories.member(site, Role.ADMINISTRATOR, "Anil Kapur")
    chief.set_password(PASSWORD)
    chief.save()
    EmailAddress.objects.create(user=chief, email=chief.email, verified=True, primary=True)
    article = factories.article(site, "/ferry/", headline="The ferry")
    article.url = f"http://www.{told['host']}/ferry/"
    article.save()
    article.aliases.update(url_key=f"{told['host']}/ferry")
    factories.comment(article, text="It was, and then it rained.")
    return {"administrator": chief.email, "password": PASSWORD}


def two_camps(_argument: str) -> dict[str, Any]:
    """A town whose readers are of two minds about its ferry, as their older votes tell."""
    from tests.e2e import divided

    return divided.seed(PASSWORD)


def newsroom(_argument: str) -> dict[str, Any]:
    """The demo newsroom; where it is there already, only its addresses."""
    from django.utils import timezone

    from demo.seed import load

    load.seed(timezone.now())
    return {}


def ground(host: str) -> dict[str, Any]:
    """A discussion with common ground, one that has none yet, and somebody who moderates."""
    from allauth.account.models import EmailAddress

    from parley.models.user import Role
    from tests import factories
    from tests.ground import discussion

    site = factories.site(host, name="The Paper")
    editor = factories.member(site, Role.MODERATOR, "Meera Pillai")
    editor.set_password(PASSWORD)
    editor.save()
    EmailAddress.objects.create(user=editor, email=editor.email, verified=True, primary=True)
    found, empty = discussion(site), factories.article(site, "/quiet/", headline="A quiet street")
    factories.comment(empty)
    return {"found": found.pk, "empty": empty.pk, "editor": editor.email, "password": PASSWORD}


def desk(_argument: str) -> dict[str, Any]:
    """A newspaper with an article, and two who moderate it."""
    from allauth.account.models import EmailAddress

    from parley.models.user import Role
    from tests import factories

    site = factories.site("127.0.0.1", name="The Paper")
    factories.article(site, "/ferry/", headline="The ferry", section="City")
    factories.author(site, factories.user("Asha Rao", email="asha@mail.example"))
    people = {}
    for key, name in (("first", "Meera Pillai"), ("second", "Ravi Shenoy")):
        who = factories.member(site, Role.MODERATOR, name)
        who.set_password(PASSWORD)
        who.save()
        EmailAddress.objects.create(user=who, email=who.email, verified=True, primary=True)
        people[key] = who.email
    return {**people, "password": PASSWORD}


def queue(count: str) -> dict[str, Any]:
    """So many comments wait on the desk's article, and no others; with -1, a colleague
    decides about all that wait."""
    from django.utils import timezone

    from parley.actions import moderating
    from parley.models.article import Article
    from parley.models.author import Author
    from parley.models.comment import CommentState
    from parley.models.queue import Waiting
    from parley.models.user import User
    from tests import factories

    article, now = Article.objects.get(), timezone.now()
    second = User.objects.get(display_name="Ravi Shenoy")
    for entry in Waiting.objects.select_related("comment"):
        moderating.approve(factories.viewer(article.site, second), entry.comment, now=now)
    for number in range(int(count)):
        factories.comment(
            article,
            Author.objects.get(display_name="Asha Rao"),
            text=f"Number {number}.",
            state=CommentState.HELD,
            created_at=now - timedelta(seconds=1_000 - number),
        )
    return {}


def escalated(text: str) -> dict[str, Any]:
    """A colleague puts the comment that says this before all others."""
    from django.utils import timezone

    from parley.actions import assigning
    from parley.models.comment import Comment
    from parley.models.user import User
    from tests import factories

    comment = Comment.objects.filter(text=text).latest("pk")
    second = factories.viewer(comment.site, User.objects.get(display_name="Ravi Shenoy"))
    assigning.escalate(second, comment, why="It may be a threat.", now=timezone.now())
    return {}


def attacks_on(host: str) -> dict[str, Any]:
    """A site where every text is an attack on whoever reads it."""
    from tests.e2e import attacks

    return {**attacks.seed(host), "password": PASSWORD}


def refused(host: str) -> dict[str, Any]:
    """A reader whose comment was rejected, and two moderators."""
    from tests.e2e import refused as scene

    return {**scene.seed(host, PASSWORD), "password": PASSWORD}


def law(argument: str) -> dict[str, Any]:
    """A newspaper with the law's paperwork."""
    from tests.e2e import law_scene

    return law_scene.law(argument)


def run(scene: str, argument: str = "", *, environment: dict[str, str]) -> dict[str, Any]:
    """Sets a scene on the database that the environment names."""
    command = [sys.executable, "-m", "tests.e2e.seeding", scene, argument]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


SCENES = {
    "paper": paper,
    "newsroom": newsroom,
    "attacks": attacks_on,
    "sign_on": sign_on,
    "two_camps": two_camps,
    "ground": ground,
    "refused": refused,
    "law": law,
    "desk": desk,
    "queue": queue,
    "escalated": escalated,
}

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "parley.settings"
    django.setup()
    sys.stdout.write(json.dumps(SCENES[sys.argv[1]](*sys.argv[2:] or [""])))
