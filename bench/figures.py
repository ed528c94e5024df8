"""How long the desk's figures take; `python -m bench.figures` prints a line for each of them.

    python -m bench.figures [--comments 100000] [--days 365]

The database is that of PARLEY_DATABASE_URL, migrated and empty; it is filled first.
"""

import argparse
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import django

# Models can be imported only after Django has begun.
django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from parley.actions.figures import decisions, outcomes, people, rules  # noqa: E402
from parley.actions.figures.period import Period  # noqa: E402
from parley.models.article import Article  # noqa: E402
from parley.models.author import Author  # noqa: E402
from parley.models.comment import Comment  # noqa: E402
from parley.models.decision import Decision  # noqa: E402
from parley.models.queue import Waiting  # noqa: E402
from parley.models.report import Report  # noqa: E402
from parley.models.site import Site  # noqa: E402
from parley.models.user import User  # noqa: E402

# As in a newspaper of some size: readers, articles, and what is held and reported.
READERS, ARTICLES = 20_000, 2_000
HELD, DECIDED_AGAINST, REPORTED, REMOVED, WAITING = 0.15, 0.4, 0.02, 0.01, 1_000
RULES = ("abuse", "spam", "sentences", "language", "privacy", "words", "author")
BATCH = 5_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=365)
    asked = parser.parse_args()
    now = timezone.now()
    site = _filled(asked.comments, asked.days, now=now)
    print(f"{connection.vendor}, {asked.comments} comments in {asked.days} days")
    print("\n| figure | ms, 365 days | ms, 30 days |\n|---|---|---|")
    for name, figure in _figures().items():
        times = [_milliseconds(figure, site, days=days, now=now) for days in (365, 30)]
        print(f"| {name} | {times[0]:.0f} | {times[1]:.0f} |", flush=True)


def _figures() -> dict[str, Callable[..., object]]:
    return {
        "outcomes": outcomes.outcomes,
        "by article": outcomes.by_article,
        "by section": outcomes.by_section,
        "decisions": decisions.decisions,
        "reversed decisions": decisions.reversed_decisions,
        "rules of the machine": rules.by_machine,
        "rules of people": rules.by_people,
        "authors": people.authors,
        "reported comments": people.reported_comments,
        "reported authors": people.reported_authors,
        "reported articles": people.reported_articles,
    }


def _milliseconds(figure: Callable[..., object], site: Site, *, days: int, now: datetime) -> float:
    period = Period.lately(site, days, now=now)
    best = float("inf")
    for _attempt in range(3):
        began = time.perf_counter()
        figure(site, period)
        best = min(best, time.perf_counter() - began)
    return best * 1_000


def _filled(comments: int, days: int, *, now: datetime) -> Site:
    """A site with comments spread over the days, and their decisions."""
    dice = random.Random(1)
    site = Site.objects.create(domain="bench.example", name="Bench", timezone="Europe/Berlin")
    user = User.objects.create(email="b@bench.example", display_name="B", name_key="b")
    authors = Author.objects.bulk_create(
        Author(site=site, display_name=f"Reader {number}") for number in range(READERS)
    )
    articles = Article.objects.bulk_create(
        Article(site=site, url=f"https://bench.example/{number}", section=f"Section {number % 20}")
        for number in range(ARTICLES)
    )
    moments = sorted(now - timedelta(days=days * dice.random()) for _ in range(comments))
    fates = [_fate(dice) for _ in moments]
    for number in range(comments - 1, comments - 1 - WAITING, -1):
        fates[number] = ("held", "hold", "")
    rows = Comment.objects.bulk_create(
        (
            Comment(
                site=site,
                article=dice.choice(articles),
                author=dice.choice(authors),
                text="The council should publish the figures.",
                state=state,
                created_at=moment,
            )
            for moment, (state, _machine, _person) in zip(moments, fates, strict=True)
        ),
        batch_size=BATCH,
    )
    Decision.objects.bulk_create(
        (
            Decision(
                site=site,
                comment=row,
                outcome=machine,
                reasons=[_reason(dice)] if machine == "hold" else [],
                created_at=row.created_at,
            )
            for row, (_state, machine, _person) in zip(rows, fates, strict=True)
        ),
        batch_size=BATCH,
    )
    Decision.objects.bulk_create(
        (
            Decision(
                site=site,
                comment=row,
                outcome=person,
                by_machine=False,
                rule=dice.choice(RULES) if person == "reject" else "",
                waited=int(dice.expovariate(1 / 3_600)),
                created_at=row.created_at + timedelta(hours=1),
            )
            for row, (_state, _machine, person) in zip(rows, fates, strict=True)
            if person
        ),
        batch_size=BATCH,
    )
    Report.objects.bulk_create(
        Report(site=site, comment=row, reporter=user, reason="abuse", created_at=row.created_at)
        for row in rows
        if dice.random() < REPORTED
    )
    Waiting.objects.bulk_create(
        Waiting(
            comment=row,
            site=site,
            article_id=row.article_id,
            author_id=row.author_id,
            since=row.created_at,
            risk=1,
            held=True,
        )
        for row in rows[-WAITING:]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return site


def _fate(dice: random.Random) -> tuple[str, str, str]:
    """A comment's state, what the machine said, and what a person did; "" for nobody."""
    if dice.random() < HELD:
        return (
            ("rejected", "hold", "reject")
            if dice.random() < DECIDED_AGAINST
            else ("published", "hold", "publish")
        )
    if dice.random() < REMOVED:
        return "rejected", "publish", "reject"
    return "published", "publish", ""


def _reason(dice: random.Random) -> dict[str, object]:
    return {
        "rule": dice.choice(RULES),
        "code": "any",
        "message": "This may hurt somebody.",
        "severity": "hold",
        "start": 0,
        "end": 3,
        "suggestion": None,
    }


if __name__ == "__main__":
    main()
