"""The payloads of tests/data/xss_payloads.txt, and every way in that does not need a browser."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape

from tests.server import ROOT

FILE = ROOT / "tests" / "data" / "xss_payloads.txt"
_SIGNS = str.maketrans({"⏎": "\n", "⇥": "\t", "␀": "\0"})

EXPORT = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="1"><id>imported</id><link>{url}</link><title>{title}</title>
<createdAt>2019-05-01T10:00:00Z</createdAt></thread>
{posts}
</disqus>
"""
POST = """<post dsq:id="{number}"><id></id><message>{message}</message>
<createdAt>2019-05-01T10:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
<author><name>{name}</name><isAnonymous>true</isAnonymous></author><thread dsq:id="1"/></post>"""


def payloads() -> list[str]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [line.translate(_SIGNS) for line in lines if not line.startswith("# ")]


def batches(most: int) -> Iterator[str]:
    """All payloads in a few texts of at most so many characters; none is cut."""
    batch: list[str] = []
    for payload in payloads():
        if batch and len("\n\n".join([*batch, payload])) > most:
            yield "\n\n".join(batch)
            batch = []
        batch.append(payload)
    yield "\n\n".join(batch)


def seed(host: str) -> dict[str, Any]:
    """Posts, edits, imports, names, headlines, reports and notes, each of them an attack."""
    from django.db import transaction

    from parley.models.user import Role
    from tests import factories

    site = factories.site("paper.localhost", name="The Paper", rules=_lenient())
    site.domains.create(host=host)
    attacker = factories.user('"><img src=x onerror=xss()>', accepted=site)
    moderator = factories.member(site, Role.MODERATOR, "Meera Pillai")
    for who in (attacker, moderator):
        _may_sign_in(who)
    # One commit for all: waiting for the disk a thousand times is no part of the test.
    with transaction.atomic():
        articles = {
            "posted": _posted(site, host, attacker),
            "imported": _imported(site, host),
            "reported": _reported(site, host, moderator),
            **_headlines(site, host),
        }
    return {"articles": articles, "attacker": attacker.email, "moderator": moderator.email}


def _lenient() -> dict[str, Any]:
    """The policy must not be what keeps an attack away."""
    from parley.policy.decision import Rule

    return {"severities": {rule.value: "off" for rule in Rule}, "max_length": 20_000}


def _may_sign_in(who: Any) -> None:
    from allauth.account.models import EmailAddress

    from tests.e2e.seeding import PASSWORD

    who.set_password(PASSWORD)
    who.save()
    EmailAddress.objects.create(user=who, email=who.email, verified=True, primary=True)


def _article(site: Any, host: str, *, path: str, headline: str) -> Any:
    from django.utils import timezone

    from parley.actions import articles

    facts = articles.Facts(headline=headline, standfirst=headline)
    address = f"http://www.{host}/{path}/"
    return articles.put_article(site, address, publisher_id=path, facts=facts, now=timezone.now())[
        0
    ]


def _posted(site: Any, host: str, attacker: Any) -> int:
    """Each payload as a comment, by the API; the second half comes in by an edit."""
    from django.test import Client

    from tests import factories

    article = _article(site, host, path="posted", headline="Posted and edited")
    # With a token nobody is held up for posting too fast.
    token = factories.token(site, attacker)
    client = Client(headers={"authorization": f"Bearer {token}"})
    for number, payload in enumerate(payloads()):
        text = payload if number % 2 else "As yet harmless."
        draft = {"article": article.pk, "text": text}
        posted = client.post("/api/v1/comments", draft, "application/json")
        # What no editor can type is refused whatever the site's rules are.
        assert posted.status_code == 201 or "\0" in payload, posted.content
        if posted.status_code == 201 and number % 2 == 0:
            edited = f"/api/v1/comments/{posted.json()['comment']['id']}"
            answer = client.patch(edited, {"text": payload}, "application/json")
            assert answer.status_code == 200 or "\0" in payload, answer.content
    return int(article.pk)


def _imported(site: Any, host: str) -> int:
    """Each payload as the message and as the name of a Disqus export, and as its title."""
    from click.testing import CliRunner

    from parley.cli.main import main
    from parley.models.article import Article

    url = f"http://www.{host}/imported/"
    posts = "\n".join(
        POST.format(number=number, message=_xml(payload), name=_xml(payload))
        for number, payload in enumerate(payloads(), 1)
    )
    export = EXPORT.format(url=url, title=_xml(payloads()[0]), posts=posts)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "export.xml"
        file.write_text(export, encoding="utf-8")
        arguments = ["import", "disqus", str(file), "--site", site.domain]
        done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return int(Article.objects.get(source="disqus").pk)


def _xml(text: str) -> str:
    return escape(text.replace("\0", ""))


def _reported(site: Any, host: str, moderator: Any) -> int:
    """Held comments whose author, parent and complaint are attacks: the moderators' queue."""
    from django.utils import timezone

    from parley.actions import moderating
    from parley.actions.moderating import Why
    from parley.models.comment import CommentState
    from parley.models.report import Report
    from tests import factories
    from tests.console.test_queue import judged

    article = _article(site, host, path="reported", headline=next(batches(480)))
    for number, payload in enumerate(payloads()):
        text = payload.replace("\0", "")
        author = factories.author(site, display_name=text[:120])
        parent = factories.comment(article, author, text=text)
        comment = factories.comment(
            article,
            author,
            text=text,
            parent=parent,
            state=CommentState.HELD,
            created_at=timezone.now() - timedelta(days=1, seconds=number),
        )
        Report.objects.create(
            site=site,
            comment=comment,
            reporter=moderator,
            reason="other",
            detail=text,
            created_at=timezone.now(),
        )
        judged(comment, text, text[: len(text) // 2])
    told = factories.comment(article, factories.author(site, moderator))
    viewer = factories.viewer(site, moderator)
    why = Why(note="\n\n".join(payloads()).replace("\0", ""))
    moderating.reject(viewer, told, why=why, now=timezone.now())
    return int(article.pk)


def _headlines(site: Any, host: str) -> dict[str, int]:
    """Every payload in a headline and a standfirst, as many together as one holds."""
    from tests import factories

    made = {}
    for number, batch in enumerate(batches(480)):
        path = f"headline-{number}"
        article = _article(site, host, path=path, headline=batch.replace("\0", ""))
        factories.comment(article)
        made[path] = int(article.pk)
    return made
