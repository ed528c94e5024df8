"""Deciding by the API is deciding at the desk: at once, audited, undone within ten seconds."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from parley.actions import deciding, moderating, undo_window
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.site import Site
from parley.models.user import Role
from tests import factories
from tests.api.conftest import Caller, caller


@pytest.fixture
def bot(site: Site) -> Caller:
    return caller(site, Role.MODERATOR)


@pytest.fixture
def author(site: Site) -> Author:
    return factories.author(site, factories.user(accepted=site))


@pytest.fixture
def held(article: Article, author: Author) -> list[Comment]:
    return [factories.comment(article, author, state=CommentState.HELD) for _ in range(2)]


def chosen(comments: list[Comment]) -> list[dict[str, int]]:
    return [{"id": one.pk, "seen": moderating.last_decision(one)} for one in comments]


def states(comments: list[Comment]) -> list[str]:
    return [Comment.objects.get(pk=one.pk).state for one in comments]


def decide(bot: Caller, comments: list[Comment], outcome: str = "publish", **more: str) -> Any:
    return bot.post(
        "/moderation/decide", {"comments": chosen(comments), "outcome": outcome, **more}
    )


def test_many_are_published_in_one_go(bot: Caller, held: list[Comment]) -> None:
    answer = decide(bot, held).json()
    assert sorted(answer["decided"]) == sorted(one.pk for one in held)
    assert states(held) == ["published"] * 2
    assert {entry.via for entry in AuditEntry.objects.filter(verb="approve")} == {"api"}


def test_a_rejection_keeps_the_rule_and_the_law(bot: Caller, held: list[Comment]) -> None:
    decide(bot, held, "reject", note="It is libel.", rule="personal", legal_ground="§ 186 StGB")
    decision = Decision.objects.latest("pk")
    assert states(held) == ["rejected"] * 2
    assert (decision.rule, decision.legal_ground) == ("personal", "§ 186 StGB")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"comments": [], "outcome": "publish"},
        {"comments": [{"id": 1}], "outcome": "publish"},
        {"comments": [{"id": -1, "seen": 0}], "outcome": "publish"},
        {"comments": [{"id": 10**30, "seen": 0}], "outcome": "publish"},
        {"comments": [{"id": 1, "seen": 0}] * 201, "outcome": "publish"},
        {"comments": [{"id": 1, "seen": 0}], "outcome": "hold"},
        {"comments": [{"id": 1, "seen": 0}], "outcome": "reject"},
        {"comments": [{"id": 1, "seen": 0}], "outcome": "reject", "note": "  "},
        {"comments": [{"id": 1, "seen": 0}], "outcome": "reject", "note": "x" * 1_001},
        {"comments": [{"id": 1, "seen": 0}], "outcome": "reject", "note": "a\0b"},
        {"comments": "all", "outcome": "publish"},
    ],
)
def test_what_makes_no_sense_is_refused(bot: Caller, body: Any) -> None:
    answer = bot.post("/moderation/decide", body)
    # A rejection without a reason is looked at only after the comments were found.
    assert answer.status_code in {404, 422}
    assert not Decision.objects.exists()


def test_a_rejection_without_words_or_by_no_rule_of_ours_changes_nothing(
    bot: Caller, held: list[Comment]
) -> None:
    for more in ({}, {"note": "No.", "rule": "kindness"}):
        assert decide(bot, held, "reject", **more).status_code == 422
    assert states(held) == ["held"] * 2


def test_a_list_with_another_sites_comment_is_refused_as_a_whole(
    bot: Caller, held: list[Comment]
) -> None:
    other = factories.comment(factories.article(factories.site("gazette.example")))
    assert decide(bot, [*held, other], "reject", note="No.").status_code == 404
    assert states([*held, other]) == ["held", "held", "published"]


def test_what_has_changed_meanwhile_is_told_and_left_alone(
    site: Site, bot: Caller, held: list[Comment]
) -> None:
    seen = chosen(held)
    colleague = factories.viewer(site, factories.member(site, Role.MODERATOR))
    moderating.approve(colleague, held[0], now=timezone.now())
    body = {"comments": seen, "outcome": "reject", "note": "No."}
    answer = bot.post("/moderation/decide", body).json()
    assert (answer["decided"], answer["stale"]) == ([held[1].pk], [held[0].pk])
    assert states(held) == ["published", "rejected"]


def test_undoing_twice_is_undoing_once(bot: Caller, held: list[Comment]) -> None:
    batch = decide(bot, held).json()["batch"]
    answer = bot.post("/moderation/undo", {"batch": batch})
    assert sorted(answer.json()["decided"]) == sorted(one.pk for one in held)
    assert states(held) == ["held"] * 2
    assert bot.post("/moderation/undo", {"batch": batch}).status_code == 404
    assert states(held) == ["held"] * 2


def test_a_colleagues_decision_is_not_ones_own_to_undo(
    site: Site, bot: Caller, held: list[Comment]
) -> None:
    batch = decide(bot, held).json()["batch"]
    other = caller(site, Role.MODERATOR)
    assert other.post("/moderation/undo", {"batch": batch}).status_code == 404


def test_after_the_window_it_is_too_late(bot: Caller, held: list[Comment]) -> None:
    batch = decide(bot, held).json()["batch"]
    late = timezone.now() - undo_window.TOLD_AFTER
    Decision.objects.filter(batch=batch).update(created_at=late - timedelta(seconds=1))
    assert bot.post("/moderation/undo", {"batch": batch}).status_code == 409


@pytest.mark.parametrize("batch", ["", "0" * 32, "x" * 500, "\0"])
def test_an_unknown_batch_undoes_nothing(bot: Caller, batch: str) -> None:
    assert bot.post("/moderation/undo", {"batch": batch}).status_code in {404, 422}


def test_no_more_are_taken_than_the_desk_takes() -> None:
    from parley.api.moderation.schemas import DecideIn

    too_many = [{"id": 1, "seen": 0}] * (deciding.MOST + 1)
    with pytest.raises(ValueError, match="too_long"):
        DecideIn.model_validate({"comments": too_many, "outcome": "publish"})


# --- authors and articles ---


def test_an_author_is_suspended_and_let_back(bot: Caller, author: Author) -> None:
    until = (timezone.now() + timedelta(days=3)).isoformat()
    answer = bot.post(
        f"/moderation/authors/{author.pk}/suspend", {"until": until, "reason": "Calm down."}
    )
    assert answer.json()["suspension_reason"] == "Calm down."
    author.refresh_from_db()
    assert author.suspended_at(timezone.now())
    assert bot.post(f"/moderation/authors/{author.pk}/lift").json()["suspended_until"] is None
    assert bot.post(f"/moderation/authors/{author.pk}/lift").status_code == 409


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        ("2001-01-01T00:00:00Z", "Why not."),
        ("2099-01-01T00:00:00", "No zone."),
        ("soon", "When."),
        ("2099-01-01T00:00:00Z", ""),
        ("2099-01-01T00:00:00Z", "x" * 501),
    ],
)
def test_a_suspension_needs_a_moment_to_come_and_a_reason(
    bot: Caller, author: Author, until: str, reason: str
) -> None:
    body = {"until": until, "reason": reason}
    assert bot.post(f"/moderation/authors/{author.pk}/suspend", body).status_code == 422


def test_staff_are_not_suspended(site: Site, bot: Caller) -> None:
    colleague = factories.author(site, factories.member(site, Role.STAFF))
    body = {"until": "2099-01-01T00:00:00Z", "reason": "No."}
    assert bot.post(f"/moderation/authors/{colleague.pk}/suspend", body).status_code == 403


def test_a_discussion_is_closed_and_opened(bot: Caller, article: Article) -> None:
    path = f"/moderation/articles/{article.pk}"
    for state in ("closed", "premoderated", "open"):
        assert bot.send("PATCH", path, {"state": state}).json()["state"] == state
    assert bot.send("PATCH", path, {"state": "ajar"}).status_code == 422


# --- the audit ---


def test_the_audit_tells_what_was_done_newest_first(
    site: Site, bot: Caller, held: list[Comment]
) -> None:
    decide(bot, held[:1])
    decide(bot, held[1:], "reject", note="It is advertising.")
    reader = caller(site, Role.ADMINISTRATOR)
    first = reader.get("/moderation/audit?limit=1").json()
    [entry] = first["entries"]
    assert (entry["verb"], entry["actor_id"], entry["via"]) == ("reject", bot.user.pk, "api")
    assert (entry["object_id"], entry["why"]) == (held[1].pk, "It is advertising.")
    [older] = reader.get(f"/moderation/audit?cursor={first['next']}").json()["entries"]
    assert older["verb"] == "approve"
    [found] = reader.get("/moderation/audit?verb=approve&kind=comment").json()["entries"]
    assert found == older
    assert reader.get(f"/moderation/audit?actor={reader.user.pk}").json()["entries"] == []
