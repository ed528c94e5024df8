"""What moderators do with comments, authors and appeals, by the API; each action has tests of
its own."""

from typing import Any

import pytest
from django.utils import timezone

from parley.actions import appealing, moderating
from parley.actions.moderating import Why
from parley.models.appeal import Appeal
from parley.models.article import Article
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban
from parley.models.comment import Comment, CommentState
from parley.models.hook import Delivery
from parley.models.site import Site
from parley.models.user import Role
from tests import factories, hooks
from tests.api.conftest import Caller, caller

NOW = timezone.now()


@pytest.fixture
def bot(site: Site) -> Caller:
    return caller(site, Role.MODERATOR)


@pytest.fixture
def author(site: Site) -> Author:
    return factories.author(site, factories.user(accepted=site))


@pytest.fixture
def comment(article: Article, author: Author) -> Comment:
    return factories.comment(article, author, text="Call me: 98450 12345.")


def done(bot: Caller, comment: Comment, verb: str, **body: Any) -> Comment:
    answer = bot.post(f"/moderation/comments/{comment.pk}/{verb}", body)
    assert answer.status_code == 200, answer.content
    return Comment.objects.get(pk=comment.pk)


def test_a_comment_is_sent_back(bot: Caller, comment: Comment) -> None:
    row = done(bot, comment, "return", note="Give your source.", seen=0)
    assert row.state == CommentState.RETURNED


def test_what_was_sent_back_can_be_undone(bot: Caller, comment: Comment) -> None:
    done(bot, comment, "return", note="Shorter, please.", batch="b" * 32)
    assert bot.post("/moderation/undo", {"batch": "b" * 32}).json()["decided"] == [comment.pk]
    comment.refresh_from_db()
    assert comment.state == "published"


def test_what_has_changed_since_it_was_seen_is_not_sent_back(bot: Caller, comment: Comment) -> None:
    body = {"note": "Give your source.", "seen": 99}
    assert bot.post(f"/moderation/comments/{comment.pk}/return", body).status_code == 409


def test_a_comment_is_picked_and_pinned_and_no_longer(bot: Caller, comment: Comment) -> None:
    assert done(bot, comment, "pick").picked
    assert not done(bot, comment, "pick", picked=False).picked
    assert done(bot, comment, "pin").pinned
    assert not done(bot, comment, "pin", pinned=False).pinned
    again = bot.post(f"/moderation/comments/{comment.pk}/pin", {"pinned": False})
    assert again.status_code == 409


def test_words_are_hidden(bot: Caller, comment: Comment) -> None:
    row = done(bot, comment, "redact", spans=[[9, 20]], why="A telephone number.")
    assert "98450" not in row.text
    path = f"/moderation/comments/{comment.pk}/redact"
    for spans in ([], [[5, 2]], [[0, 999]], [[-1, 2]], "all"):
        assert bot.post(path, {"spans": spans, "why": "So."}).status_code == 422
    other = {"spans": [[0, 3]], "why": "So.", "seen": comment.text_digest()}
    assert bot.post(path, other).status_code == 409


def test_a_comment_is_moved_to_another_article_of_the_site(
    site: Site, bot: Caller, comment: Comment
) -> None:
    to = factories.article(site)
    assert done(bot, comment, "move", article=to.pk).article_id == to.pk
    elsewhere = factories.article(factories.site("gazette.example"))
    path = f"/moderation/comments/{comment.pk}/move"
    assert bot.post(path, {"article": elsewhere.pk}).status_code == 404


def test_a_comment_is_escalated_and_assigned(site: Site, bot: Caller, comment: Comment) -> None:
    path = f"/moderation/comments/{comment.pk}"
    assert bot.post(f"{path}/escalate", {"why": "A threat."}).json()["escalated"]
    colleague = factories.member(site, Role.MODERATOR)
    given = bot.post(f"{path}/assign", {"user": colleague.pk}).json()
    assert given["assigned_to"] == colleague.pk
    assert bot.post(f"{path}/assign", {"user": None}).json()["assigned_to"] is None
    stranger = factories.member(factories.site("gazette.example"), Role.MODERATOR)
    assert bot.post(f"{path}/assign", {"user": stranger.pk}).status_code == 404


def test_an_author_is_warned_trusted_premoderated_and_noted(bot: Caller, author: Author) -> None:
    path = f"/moderation/authors/{author.pk}"
    assert bot.post(f"{path}/warn", {"text": "Calm down."}).status_code == 204
    assert bot.post(f"{path}/trust", {}).json()["trusted"]
    assert not bot.post(f"{path}/trust", {"trusted": False}).json()["trusted"]
    assert bot.post(f"{path}/premoderate", {}).json()["premoderated"]
    assert bot.post(f"{path}/note", {"text": "Has a brother."}).status_code == 204
    assert AuthorNote.objects.get().made_by == bot.user
    assert bot.get(path).json()["notes"][0]["text"] == "Has a brother."
    assert bot.post(f"{path}/note", {"text": " "}).status_code == 422


def test_an_author_is_banned_and_let_back(bot: Caller, author: Author) -> None:
    path = f"/moderation/authors/{author.pk}"
    answer = bot.post(f"{path}/ban", {"kind": "account", "reason": "Threats."})
    assert answer.json()["until"] is None
    assert Ban.objects.get().made_by == bot.user
    assert bot.post(f"{path}/ban", {"kind": "account", "reason": "Again."}).status_code == 409
    assert bot.post(f"{path}/ban", {"kind": "planet", "reason": "No."}).status_code == 422
    assert bot.post(f"{path}/unban").status_code == 204
    assert bot.post(f"{path}/unban").status_code == 409


def test_a_discussion_is_slowed_down(bot: Caller, article: Article) -> None:
    path = f"/moderation/articles/{article.pk}"
    assert bot.send("PATCH", path, {"slow_seconds": 300}).json()["slow_seconds"] == 300
    refused = bot.send("PATCH", path, {"state": "closed", "slow_seconds": 7})
    assert refused.status_code == 422
    article.refresh_from_db()
    assert (article.state, article.slow_seconds) == ("open", 300)


# --- appeals ---


@pytest.fixture
def appeal(site: Site, comment: Comment, author: Author) -> Appeal:
    """Against another moderator's decision."""
    first = factories.viewer(site, factories.member(site, Role.MODERATOR))
    moderating.reject(first, comment, why=Why(note="No."), now=NOW)
    row = Comment.objects.with_facts().get(pk=comment.pk)
    return appealing.appeal(
        factories.viewer(site, author.user), row, text="It was polite.", now=timezone.now()
    )


def test_an_appeal_is_heard_by_another(bot: Caller, appeal: Appeal) -> None:
    [listed] = bot.get("/moderation/appeals").json()["appeals"]
    assert (listed["id"], listed["text"]) == (appeal.pk, "It was polite.")
    body = {"grant": True, "reason": "We were wrong."}
    answer = bot.post(f"/moderation/appeals/{appeal.pk}/hear", body)
    assert answer.json()["outcome"] == "reversed"
    assert Comment.objects.get(pk=appeal.comment_id).state == CommentState.PUBLISHED
    assert bot.get("/moderation/appeals").json()["appeals"] == []
    assert len(bot.get("/moderation/appeals?heard=true").json()["appeals"]) == 1
    assert bot.post(f"/moderation/appeals/{appeal.pk}/hear", body).status_code == 409


def test_not_by_who_decided_first(site: Site, bot: Caller, appeal: Appeal) -> None:
    first = appeal.decision.decided_by
    assert first is not None
    same = Caller(first, factories.token(site, first, Role.MODERATOR))
    body = {"grant": False, "reason": "I was right."}
    assert same.post(f"/moderation/appeals/{appeal.pk}/hear", body).status_code == 403


# --- what hooks are told of all this ---


def test_hooks_are_told_without_a_word_of_anybody(
    site: Site, bot: Caller, comment: Comment, author: Author
) -> None:
    hooks.hook(site)
    done(bot, comment, "return", note="Give your source.")
    path = f"/moderation/authors/{author.pk}"
    bot.post(f"{path}/ban", {"kind": "account", "reason": "Threats."})
    told = {each.kind: each.payload["data"] for each in Delivery.objects.all()}
    assert set(told) == {"comment.returned", "author.banned"}
    assert told["comment.returned"]["decision"]["outcome"] == "revise"
    assert told["author.banned"]["until"] is None
    assert "source" not in str(told)
    assert "Threats" not in str(told)


def test_hooks_are_told_of_appeals(site: Site, bot: Caller, appeal: Appeal) -> None:
    hooks.hook(site)
    body = {"grant": True, "reason": "We were wrong."}
    bot.post(f"/moderation/appeals/{appeal.pk}/hear", body)
    kinds = list(Delivery.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["comment.published", "appeal.decided"]
    assert "wrong" not in str(Delivery.objects.latest("pk").payload)


def test_redacted_words_leave_what_is_kept_of_deliveries(
    site: Site, bot: Caller, article: Article, comment: Comment
) -> None:
    from parley.actions import hooking
    from parley.models.hook import HookKind

    hooks.hook(site)
    hooking.tell(site, hooking.Event(kind=HookKind.PUBLISHED, comment=comment), now=NOW)
    done(bot, comment, "redact", spans=[[9, 20]], why="A telephone number.")
    assert "98450" not in str(Delivery.objects.get().payload)


def test_a_domain_is_banned_only_with_its_reach(bot: Caller, author: Author) -> None:
    path, body = f"/moderation/authors/{author.pk}/ban", {"kind": "domain", "reason": "Spam."}
    refused = bot.post(path, body)
    assert refused.status_code == 409
    assert "confirmed_accounts=1" in refused.json()["detail"]
    assert bot.post(path, body | {"confirmed_accounts": 7}).status_code == 409
    assert bot.post(path, body | {"confirmed_accounts": 1}).status_code == 200
