"""The queue by the API: filtered, in pages, counted, and as true as the desk's own."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import moderating, reporting
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role
from tests import factories
from tests.api.conftest import Caller, caller

NOW = timezone.now()


@pytest.fixture
def bot(site: Site) -> Caller:
    return caller(site, Role.MODERATOR)


def held(article: Article, by: Author | None = None, **entry: Any) -> Comment:
    """A comment that waits, as these columns of the queue say."""
    made = factories.comment(article, by, state=CommentState.HELD)
    Waiting.objects.filter(pk=made.pk).update(**entry)
    return made


def ids(bot: Caller, query: str = "") -> list[int]:
    answer = bot.get(f"/moderation/queue?{query}")
    assert answer.status_code == 200, answer.content
    return [entry["comment"]["id"] for entry in answer.json()["entries"]]


def test_it_comes_in_the_order_of_the_desk(article: Article, bot: Caller) -> None:
    young = held(article, risk=3, since=NOW)
    old = held(article, risk=1, since=NOW - timedelta(days=2))
    first = held(article, risk=3, since=NOW - timedelta(hours=1))
    assert ids(bot) == [first.pk, young.pk, old.pk]


def test_an_entry_tells_what_a_decision_needs(site: Site, article: Article, bot: Caller) -> None:
    comment = held(article, rules=",abuse,spam,", score=0.8, attribute="SPAM", risk=2)
    decision = Decision.objects.create(
        site=site, comment=comment, outcome="hold", created_at=NOW, by_machine=True
    )
    [entry] = bot.get("/moderation/queue").json()["entries"]
    assert entry["seen"] == decision.pk == moderating.last_decision(comment)
    assert entry["waits"]["rules"] == ["abuse", "spam"]
    assert (entry["waits"]["score"], entry["waits"]["risk"]) == (0.8, 2)
    assert entry["comment"]["text"] == comment.text
    assert entry["article"]["headline"] == "Metro opens"


def test_pages_miss_nothing_and_repeat_nothing(article: Article, bot: Caller) -> None:
    for number in range(7):
        held(article, risk=number % 2, since=NOW - timedelta(minutes=number // 3))
    found, pages = list[int](), 0
    cursor: str | None = ""
    while cursor is not None:
        answer = bot.get(f"/moderation/queue?limit=3&cursor={cursor}").json()
        found += [entry["comment"]["id"] for entry in answer["entries"]]
        cursor, pages = answer["next"], pages + 1
    assert pages == 3
    assert found == list(Waiting.objects.of_site(article.site).values_list("pk", flat=True))


def test_a_page_goes_on_where_it_was_though_others_decide(
    site: Site, article: Article, bot: Caller
) -> None:
    rows = [held(article, risk=1, since=NOW - timedelta(minutes=9 - n)) for n in range(4)]
    answer = bot.get("/moderation/queue?limit=2").json()
    moderator = factories.viewer(site, factories.member(site, Role.MODERATOR))
    moderating.approve(moderator, rows[0], now=NOW)
    assert ids(bot, f"cursor={answer['next']}") == [rows[2].pk, rows[3].pk]


@pytest.mark.parametrize(
    ("query", "entry"),
    [
        ("risk=3", {"risk": 3}),
        ("held=false", {"held": False}),
        ("reported=true", {"reports": 2}),
        ("escalated=true", {"escalated": True}),
        ("new_author=false", {"new_author": False}),
        ("rule=spam", {"rules": ",abuse,spam,"}),
        ("score=0.7", {"score": 0.7}),
        ("language=hi", {"language": "hi"}),
    ],
)
def test_a_filter_leaves_what_is_asked_for(
    article: Article, bot: Caller, query: str, entry: dict[str, Any]
) -> None:
    plain: dict[str, Any] = {
        "risk": 1,
        "rules": ",abuse,",
        "score": 0.2,
        "language": "en",
        "new_author": True,
    }
    held(article, **plain)
    wanted = held(article, **plain | entry)
    assert ids(bot, query) == [wanted.pk]


def test_filters_by_place_person_source_and_words(
    site: Site, article: Article, bot: Caller
) -> None:
    sport = factories.article(site, section="Sport")
    author = factories.author(site)
    one = held(sport, author)
    other = factories.comment(
        article, text="Give us the tram, please.", state=CommentState.HELD, source="isso"
    )
    assert ids(bot, "section=Sport") == [one.pk]
    assert ids(bot, f"article={sport.pk}") == [one.pk]
    assert ids(bot, f"author={author.pk}") == [one.pk]
    assert ids(bot, "source=isso") == [other.pk]
    assert ids(bot, "q=TRAM") == [other.pk]
    assert ids(bot, "q=%25") == []


def test_filters_by_whom_it_is_assigned_to(site: Site, article: Article, bot: Caller) -> None:
    colleague = factories.member(site, Role.MODERATOR)
    nobody = held(article, since=NOW)
    mine = held(article, assigned_to=bot.user, since=NOW)
    theirs = held(article, assigned_to=colleague, since=NOW)
    assert ids(bot, "assigned=me") == [mine.pk]
    assert ids(bot, "assigned=nobody") == [nobody.pk]
    assert ids(bot, "assigned=others") == [theirs.pk]


def test_counts_are_of_what_is_asked_for(article: Article, bot: Caller) -> None:
    held(article, risk=3, since=NOW - timedelta(hours=2), reports=1)
    held(article, risk=0, since=NOW, escalated=True)
    counts = bot.get("/moderation/queue/counts").json()
    assert (counts["waiting"], counts["held"]) == (2, 2)
    assert (counts["reported"], counts["escalated"]) == (1, 1)
    assert counts["by_risk"] == [1, 0, 0, 1, 0]
    assert bot.get("/moderation/queue/counts?risk=2").json()["waiting"] == 1


@pytest.mark.parametrize(
    "query",
    [
        "risk=9",
        "rule=kindness",
        "score=2",
        "limit=0",
        "limit=1000",
        "article=0",
        "article=" + "9" * 30,
        "q=%00",
        "assigned=everybody",
        "cursor=nonsense",
        "cursor=W10=",
        "cursor=WzEsMiwzXQ==",
        "cursor=" + "A" * 500,
    ],
)
def test_what_makes_no_sense_is_refused(bot: Caller, query: str) -> None:
    answer = bot.get(f"/moderation/queue?{query}")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


def test_queries_do_not_grow_with_rows(article: Article, bot: Caller) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            bot.get("/moderation/queue")
        return len(caught)

    held(article)
    few = queries()
    for _ in range(20):
        held(article)
    assert queries() == few


# --- one comment ---


def test_a_comment_comes_with_all_that_speaks_for_or_against_it(
    site: Site, article: Article, bot: Caller
) -> None:
    reader = factories.viewer(site)
    parent = factories.comment(article)
    comment = factories.comment(article, parent=parent)
    reply = factories.comment(article, parent=comment)
    Decision.objects.create(
        site=site,
        comment=comment,
        outcome="publish",
        scores={"SPAM": 0.1},
        created_at=NOW,
    )
    reporting.report_comment(reader, comment, reason="spam", detail="He sells.", now=NOW)
    answer = bot.get(f"/moderation/comments/{comment.pk}").json()
    assert answer["seen"] == Decision.objects.get().pk
    assert answer["scores"] == {"SPAM": 0.1}
    assert answer["parent"]["id"] == parent.pk
    assert [each["id"] for each in answer["replies"]] == [reply.pk]
    assert [each["detail"] for each in answer["reports"]] == ["He sells."]
    assert answer["waits"]["reports"] == 1
    assert answer["author"]["name"] == comment.author.display_name
    assert reader.user is not None
    assert reader.user.email not in json.dumps(answer)


def test_who_may_not_read_authors_sees_no_record(site: Site, article: Article) -> None:
    comment = factories.comment(article)
    who = factories.member(site, Role.MODERATOR)
    token = factories.token(site, who, Role.MODERATOR, scopes=["queue:read"])
    answer = Caller(who, token).get(f"/moderation/comments/{comment.pk}").json()
    assert answer["author"] is None


def test_reports_come_open_or_settled_in_pages(site: Site, article: Article, bot: Caller) -> None:
    for number in range(3):
        comment = factories.comment(article)
        moment = NOW + timedelta(minutes=number)
        reporting.report_comment(
            factories.viewer(site), comment, reason="spam", detail="", now=moment
        )
    first = bot.get("/moderation/reports?limit=2").json()
    second = bot.get(f"/moderation/reports?cursor={first['next']}").json()
    assert (len(first["reports"]), len(second["reports"]), second["next"]) == (2, 1, None)
    moderator = factories.viewer(site, factories.member(site, Role.MODERATOR))
    moderating.approve(moderator, Comment.objects.get(pk=first["reports"][0]["comment"]), now=NOW)
    [settled] = bot.get("/moderation/reports?settled=true").json()["reports"]
    assert settled["outcome"] == "dismissed"
    assert len(bot.get("/moderation/reports").json()["reports"]) == 2
