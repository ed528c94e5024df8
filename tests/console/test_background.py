"""What the desk's script sends: decisions, their undoing, further cards, and what is left."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from parley.actions import leasing, moderating
from parley.actions.moderating import last_decision
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories
from tests.console.test_queue import held

KEY = "0123456789abcdef" * 2


@pytest.fixture
def client(moderator: User) -> Client:
    return factories.browser(moderator)


def send(client: Client, address: str, body: object) -> Any:
    return client.post(f"/moderate/{address}/", body, content_type="application/json")


def chosen(*comments: Comment) -> list[dict[str, int]]:
    return [{"comment": each.pk, "seen": last_decision(each)} for each in comments]


def publish(*comments: Comment, **more: Any) -> dict[str, Any]:
    return {"comments": chosen(*comments), "outcome": "publish", **more}


def test_many_are_decided_at_once(client: Client, article: Article) -> None:
    comments = [held(article), held(article)]
    body = {"comments": chosen(*comments), "outcome": "reject", "rule": "spam", "note": "No."}

    answer = send(client, "decide", body).json()

    assert answer["decided"] == [comment.pk for comment in comments]
    assert answer["stale"] == []
    told = set(Decision.objects.values_list("outcome", "rule", "note"))
    assert told == {("reject", "spam", "It is advertising or spam. No.")}


def test_what_a_colleague_has_decided_is_told_with_their_name(
    client: Client, article: Article, site: Site
) -> None:
    comment = held(article)
    body = publish(comment)
    colleague = factories.viewer(site, factories.member(site, Role.MODERATOR, "Ravi Shenoy"))
    why = moderating.Why(note="It is spam.")
    moderating.reject(colleague, comment, why=why, now=timezone.now())

    answer = send(client, "decide", body).json()

    assert answer["decided"] == []
    assert answer["stale"][0]["comment"] == comment.pk
    assert "Ravi Shenoy decided about it" in answer["stale"][0]["why"]


def test_a_decision_that_is_sent_twice_is_one(client: Client, article: Article) -> None:
    comment = held(article)
    body = publish(comment, key=KEY)

    first, second = send(client, "decide", body).json(), send(client, "decide", body).json()

    assert first == second
    assert first["decided"] == [comment.pk]
    assert Decision.objects.count() == 1


def test_a_key_of_a_colleagues_is_refused(client: Client, article: Article, site: Site) -> None:
    colleague = factories.browser(factories.member(site, Role.MODERATOR))
    send(colleague, "decide", publish(held(article), key=KEY))
    assert send(client, "decide", publish(held(article), key=KEY)).status_code == 409


def test_undoing_gives_the_comment_back_into_ones_hand(
    client: Client, article: Article, moderator: User
) -> None:
    comment = held(article)
    batch = send(client, "decide", publish(comment)).json()["batch"]

    answer = send(client, "undo", {"batch": batch}).json()

    comment.refresh_from_db()
    assert comment.state == CommentState.HELD
    assert Waiting.objects.get().lease_by == moderator
    assert answer == {"undone": chosen(comment), "stale": []}
    assert send(client, "decide", publish(comment)).json()["decided"] == [comment.pk]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"comments": [], "outcome": "publish"}, 400),
        ({"comments": [{"comment": 1, "seen": 0}], "outcome": "hold"}, 400),
        ({"comments": [{"comment": 1, "seen": 0}], "outcome": "reject"}, 422),
        ({"comments": [{"comment": 1, "seen": 0}], "outcome": "reject", "rule": "taste"}, 422),
        ({"comments": [{"comment": 1, "seen": 0}], "outcome": "publish", "key": "short"}, 400),
        ({"comments": [{"comment": 987654, "seen": 0}], "outcome": "publish"}, 404),
        ("nonsense", 400),
    ],
)
def test_what_cannot_be_done_is_told_as_a_problem(
    client: Client, site: Site, body: object, status: int
) -> None:
    answer = send(client, "decide", body)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_list_with_another_sites_comment_is_refused_as_a_whole(
    client: Client, article: Article
) -> None:
    elsewhere = held(factories.article(factories.site("other.example")))
    mine = held(article)

    answer = client.post(
        "/moderate/decide/?site=paper.example",
        json.dumps(publish(mine, elsewhere)),
        content_type="application/json",
    )

    assert answer.status_code == 404
    mine.refresh_from_db()
    assert mine.state == CommentState.HELD


@pytest.mark.parametrize("address", ["decide", "undo", "give-back", "ticket", "more"])
def test_it_is_for_moderators_alone(site: Site, address: str) -> None:
    staff = factories.browser(factories.member(site, Role.STAFF))
    assert send(staff, address, {}).status_code == 404
    assert staff.get(f"/moderate/{address}/").status_code == 405


def test_somebody_signed_out_is_told_so_and_not_sent_away(site: Site) -> None:
    answer = send(factories.browser(), "decide", {})
    assert answer.status_code == 401
    assert answer.json()["code"] == "sign_in_needed"


def test_further_cards_come_leased_and_without_those_that_are_there(
    client: Client, article: Article, moderator: User
) -> None:
    comments = [held(article, f"Number {n}.") for n in range(3)]
    sent = {"count": "1", "held": f"{comments[0].pk},x,999999"}

    html = client.post("/moderate/more/", sent).content.decode()

    assert "Number 1." in html
    assert "Number 0." not in html
    assert "Number 2." not in html
    assert 'data-gone="999999"' in html
    assert Waiting.objects.filter(lease_by=moderator).count() == 2


def test_further_cards_are_of_the_same_filter(client: Client, article: Article) -> None:
    held(article, "Something else.")
    Waiting.objects.filter(comment=held(article, "An insult.")).update(attribute="INSULT")
    html = client.post("/moderate/more/?attribute=INSULT", {"count": "5"}).content.decode()
    assert "An insult." in html
    assert "Something else." not in html


def test_whoever_leaves_gives_back_what_is_theirs(
    client: Client, article: Article, site: Site
) -> None:
    comments = [held(article), held(article)]
    colleague = factories.viewer(site, factories.member(site, Role.MODERATOR))
    client.get("/moderate/")
    until = Waiting.objects.get(pk=comments[0].pk).lease_until
    assert until is not None
    body = {"comments": [comments[0].pk], "until": round(until.timestamp() * 1e6)}

    assert send(client, "give-back", body).status_code == 200

    entries = Waiting.objects.of_site(site)
    given = leasing.take(colleague, entries, count=9, now=timezone.now()).given
    assert given == (comments[0].pk,)
