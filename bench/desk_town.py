"""Fills a database with a busy newspaper's comments and queue, for `bench.desk`.

Runs in the server's environment: python -m bench.desk_town COMMENTS WAITING
"""

import os
import random
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from parley.models.article import Article
    from parley.models.author import Author
    from parley.models.comment import Comment
    from parley.models.decision import Decision
    from parley.models.site import Site

EMAIL = "moderator@mail.example"
PASSWORD = "a long walk by the sea"
ARTICLES = 500
AUTHORS = 5_000
BATCH = 5_000
WORDS = (
    "the council ferry bridge budget river school nurses should publish figures before it "
    "decides because people who live there have waited for years and nobody asked them"
)


def fill(comments: int, waiting: int) -> None:
    from django.utils import timezone

    from tests import factories

    chance, now = random.Random(7), timezone.now()
    site = factories.site("127.0.0.1", name="The Paper")
    _moderator(site)
    articles = _articles(site, now)
    authors = _authors(site, now)
    _comments(articles, authors, count=comments - waiting, now=now, chance=chance)
    _queue(articles, authors, count=waiting, now=now, chance=chance)


def _moderator(site: "Site") -> None:
    from allauth.account.models import EmailAddress

    from parley.models.user import Role
    from tests import factories

    who = factories.member(site, Role.MODERATOR, "Meera Pillai")
    who.email = EMAIL
    who.set_password(PASSWORD)
    who.save()
    EmailAddress.objects.create(user=who, email=EMAIL, verified=True, primary=True)


def _articles(site: "Site", now: datetime) -> "list[Article]":
    from parley.models.article import Article

    return Article.objects.bulk_create(
        Article(
            site=site,
            url=f"https://127.0.0.1/{n}",
            headline=f"Article {n}",
            section=("City", "Sport", "Opinion")[n % 3],
            published_at=now - timedelta(hours=n),
        )
        for n in range(ARTICLES)
    )


def _authors(site: "Site", now: datetime) -> "list[Author]":
    from parley.models.author import Author
    from parley.models.user import User

    users = User.objects.bulk_create(
        User(email=f"r{n}@mail.example", display_name=f"Reader {n}", name_key=f"r{n}", password="!")
        for n in range(AUTHORS)
    )
    return Author.objects.bulk_create(
        Author(
            site=site,
            user=user,
            display_name=user.display_name,
            published_count=20,
            rejected_count=n % 5,
            created_at=now - timedelta(days=n % 900),
        )
        for n, user in enumerate(users)
    )


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS.split(), k=chance.randint(12, 80))).capitalize() + "."


def _comments(
    articles: "list[Article]",
    authors: "list[Author]",
    *,
    count: int,
    now: datetime,
    chance: random.Random,
) -> None:
    from parley.models.comment import Comment, CommentState

    for start in range(0, count, BATCH):
        made = []
        for n in range(start, min(start + BATCH, count)):
            text, article = _text(chance), chance.choice(articles)
            made.append(
                Comment(
                    site_id=article.site_id,
                    article=article,
                    author=chance.choice(authors),
                    text=text,
                    html=f"<p>{text}</p>",
                    state=CommentState.PUBLISHED,
                    created_at=now - timedelta(minutes=n),
                )
            )
        Comment.objects.bulk_create(made)


def _queue(
    articles: "list[Article]",
    authors: "list[Author]",
    *,
    count: int,
    now: datetime,
    chance: random.Random,
) -> None:
    """Held ones, as the policy holds them; a third answer something."""
    from parley.actions import queueing
    from parley.models.comment import Comment, CommentState
    from parley.models.decision import Decision

    parents = list(Comment.objects.order_by("pk")[:count])
    made = []
    for n in range(count):
        text, parent = _text(chance), parents[n] if n % 3 == 0 else None
        article = parent.article if parent else chance.choice(articles)
        made.append(
            Comment(
                site_id=article.site_id,
                article_id=article.pk,
                author=chance.choice(authors),
                parent=parent,
                depth=1 if parent else 0,
                text=text,
                html=f"<p>{text}</p>",
                state=CommentState.HELD,
                created_at=now - timedelta(minutes=n),
            )
        )
    held = Comment.objects.bulk_create(made)
    Decision.objects.bulk_create(_judged(comment, now) for comment in held)
    queueing.keep_all([comment.pk for comment in held], now)


def _judged(comment: "Comment", now: datetime) -> "Decision":
    from parley.models.decision import Decision

    word = comment.text.split()[3]
    start = comment.text.index(word)
    rule = ("abuse", "spam", "personal", "sentences")[comment.pk % 4]
    reason = {
        "rule": rule,
        "code": rule,
        "message": "Please say this without insulting anybody.",
        "start": start,
        "end": start + len(word),
        "suggestion": None,
        "severity": "hold",
    }
    return Decision(
        site_id=comment.site_id,
        comment=comment,
        outcome="hold",
        reasons=[reason],
        scores={"INSULT": 0.83, "TOXICITY": 0.61, "SPAM": 0.1},
        created_at=now,
    )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "parley.settings"
    django.setup()
    fill(int(sys.argv[1]), int(sys.argv[2]))
