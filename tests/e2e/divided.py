"""A town of two minds: who thinks what of which comment, and what they have voted before."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

READERS, COMMENTS = 56, 16
# Every fifth comment is respected by all; of the others every second one by either camp.
COMMON = range(0, COMMENTS, 5)

TEXTS = {
    0: "The ferry should say when it leaves, and then leave.",
    5: "Whatever is decided, the pier needs a roof before the rains.",
    10: "The crew has kept this boat afloat for nine years on half of its budget.",
    15: "Let us count the passengers for one month and then argue.",
}


def text_of(number: int) -> str:
    """What the comment of this number says."""
    wish = "be free for everybody" if number % 2 else "be paid for by those who ride it"
    return TEXTS.get(number, f"I have written {number} times that the ferry should {wish}.")


def opinion(reader: int, comment: int) -> int:
    """1 or -1; now and then somebody is of the other mind."""
    agrees = comment in COMMON or reader % 2 == comment % 2
    return -1 if agrees == ((reader * 7 + comment * 3) % 11 == 0) else 1


def _vote(comments: Sequence[Any], readers: Sequence[Any]) -> None:
    """Everybody on everything, some days ago."""
    from django.utils import timezone

    from parley.models.vote import Vote

    since = timezone.now() - timedelta(days=10)
    Vote.objects.bulk_create(
        Vote(
            site_id=comment.site_id,
            article_id=comment.article_id,
            comment=comment,
            user=reader,
            value=opinion(who, which),
            cast_at=since - timedelta(minutes=(who * 37 + which * 11) % 999),
        )
        for who, reader in enumerate(readers)
        for which, comment in enumerate(comments)
    )


def seed(password: str) -> dict[str, Any]:
    """The discussion without a vote, and an older one with many."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from tests import factories

    now = timezone.now()
    site = factories.site("town.localhost", name="The Town Crier")
    readers = [
        factories.user(f"Reader {number}", accepted=site, created_at=now - timedelta(days=90))
        for number in range(READERS)
    ]
    articles = []
    for path, days in (("/archive/", 20), ("/ferry/", 1)):
        article = factories.article(site, path, headline="The ferry and its fares")
        written = [
            factories.comment(
                article, text=text_of(number), created_at=now - timedelta(days=days, minutes=number)
            )
            for number in range(COMMENTS)
        ]
        articles.append((article, written))
    (_archive, older), (ferry, comments) = articles
    _vote(older, readers)
    visitor = factories.user("Noor Jahan", accepted=site)
    visitor.set_password(password)
    visitor.save()
    EmailAddress.objects.create(user=visitor, email=visitor.email, verified=True, primary=True)
    return {
        "article": ferry.pk,
        "comments": [comment.pk for comment in comments],
        "tokens": [factories.token(site, reader) for reader in readers],
        "visitor": visitor.email,
        "password": password,
    }
