"""What a site's hooks are told, and what they are never told."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from parley.actions import (
    deciding,
    editing,
    erasing,
    hooking,
    moderating,
    policy_pass,
    posting,
    reporting,
)
from parley.actions.deciding import Choice
from parley.actions.hooking import Event
from parley.actions.moderating import Why
from parley.actions.posting import Draft
from parley.actions.undo_window import TOLD_AFTER
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.hook import Delivery, Hook, HookKind
from parley.models.report import Report
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from tests import factories, hooks

WHY = Why(note="Call nobody that, please.", rule="abuse")
SHOUTED = "THE COUNCIL SHOULD PUBLISH THE FIGURES BEFORE IT DECIDES."


@pytest.fixture
def listener(site: Site) -> Hook:
    return hooks.hook(site)[0]


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


def told() -> list[dict[str, Any]]:
    return [delivery.payload for delivery in Delivery.objects.order_by("pk")]


def kinds() -> list[str]:
    return [payload["type"] for payload in told()]


def post(site: Site, article: Article, text: str = factories.PROPER) -> Comment:
    draft = Draft(text=text, article=article, send_to_moderator=True)
    comment = posting.post_comment(factories.viewer(site), draft, now=timezone.now()).comment
    assert comment is not None
    return comment


def test_a_published_comment_is_told_as_readers_see_it(
    site: Site, article: Article, listener: Hook
) -> None:
    comment = post(site, article)
    [payload] = told()
    assert payload["type"] == "comment.published"
    assert payload["data"]["site"] == "paper.example"
    about = payload["data"]["comment"]
    assert (about["id"], about["state"]) == (comment.pk, "published")
    assert about["url"].endswith(f"#comment-{comment.pk}")
    assert about["public"]["text"] == factories.PROPER
    assert payload["data"]["article"]["url"] == article.url
    assert payload["data"]["decision"]["by"] == "policy"
    assert payload["data"]["decision"]["outcome"] == "publish"
    assert 0 <= payload["data"]["decision"]["scores"]["TOXICITY"] <= 1


def test_of_a_held_comment_the_reasons_are_told_and_not_a_word(
    site: Site, article: Article, listener: Hook
) -> None:
    post(site, article, SHOUTED)
    [payload] = told()
    assert payload["type"] == "comment.held"
    assert payload["data"]["decision"]["codes"] == ["all_capitals"]
    assert "public" not in payload["data"]["comment"]
    assert "COUNCIL" not in json.dumps(payload)


def test_nobodys_address_is_told(
    site: Site, article: Article, listener: Hook, moderator: Viewer
) -> None:
    comment = post(site, article)
    reporter = factories.viewer(site)
    reporting.report_comment(
        reporter, comment, reason="abuse", detail="He is my neighbour.", now=timezone.now()
    )
    moderating.reject(moderator, comment, why=WHY, now=timezone.now())
    said = json.dumps(told())
    for viewer in (reporter, moderator):
        assert viewer.user is not None
        assert viewer.user.email not in said
        assert viewer.user.display_name not in said
    assert comment.author.user is not None
    assert comment.author.user.email not in said
    assert "neighbour" not in said
    assert "Call nobody" not in said


def test_each_thing_that_happens_has_its_kind(
    site: Site, article: Article, listener: Hook, moderator: Viewer
) -> None:
    now = timezone.now()
    held = factories.comment(article, state=CommentState.HELD)
    moderating.reject(moderator, held, why=WHY, now=now)
    moderating.approve(moderator, held, now=now)
    moderating.reject(moderator, held, why=WHY, now=now)
    mine = factories.comment(article, factories.author(site, factories.user(accepted=site)))
    viewer = factories.viewer(site, mine.author.user)
    editing.edit_comment(viewer, mine, text="I say something else instead.", now=now)
    reporting.report_comment(factories.viewer(site), mine, reason="spam", detail="", now=now)
    editing.delete_comment(mine, now)
    moderating.suspend(moderator, mine.author, until=now + timedelta(days=1), reason="No.", now=now)
    assert kinds() == [
        "comment.rejected",
        "comment.published",
        "comment.removed",
        "comment.edited",
        "comment.reported",
        "comment.deleted",
        "author.suspended",
    ]
    assert told()[0]["data"]["decision"] == {
        "by": "moderator",
        "outcome": "reject",
        "rule": "abuse",
        "legal_ground": "",
    }


def test_an_imported_comment_that_the_policy_holds_is_told(
    site: Site, article: Article, listener: Hook
) -> None:
    factories.comment(article, text="You are a stupid idiot, shut up.", source="isso")
    [found] = policy_pass.judged(site, "isso", rules=policy_pass.USUAL_RULES)
    policy_pass.hold(found, now=timezone.now())
    assert kinds() == ["comment.held"]


def test_a_second_complaint_of_the_same_reader_is_not_told(
    site: Site, article: Article, listener: Hook
) -> None:
    comment, reader = factories.comment(article), factories.viewer(site)
    for _ in range(2):
        reporting.report_comment(reader, comment, reason="spam", detail="", now=timezone.now())
    assert Report.objects.count() == 1
    assert kinds() == ["comment.reported"]


def test_a_hook_is_told_of_the_kinds_it_has_chosen(site: Site, article: Article) -> None:
    choosy, _ = hooks.hook(site, HookKind.HELD)
    post(site, article)
    held = post(site, article, SHOUTED)
    [delivery] = Delivery.objects.all()
    assert (delivery.hook, delivery.comment) == (choosy, held)


def test_a_hook_that_is_off_and_one_of_another_site_are_told_nothing(
    site: Site, article: Article, listener: Hook
) -> None:
    hooks.hook(factories.site("gazette.example"))
    Hook.objects.filter(pk=listener.pk).update(disabled_at=timezone.now())
    post(site, article)
    assert told() == []


def test_a_transaction_that_fails_tells_nobody(
    site: Site, article: Article, listener: Hook
) -> None:
    comment = factories.comment(article)
    event = Event(kind=HookKind.HELD, comment=comment)
    with transaction.atomic():
        hooking.tell(site, event, now=timezone.now())
        assert told()
        transaction.set_rollback(True)
    assert told() == []
    assert not DBTaskResult.objects.exists()


def test_where_there_is_no_hook_it_costs_one_query(
    site: Site, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    comment = factories.comment(article)
    with django_assert_num_queries(1):
        event = Event(kind=HookKind.HELD, comment=comment)
        hooking.tell(site, event, now=timezone.now())


# --- what can be undone ---


def decided(moderator: Viewer, comments: list[Comment]) -> deciding.Decided:
    choices = [Choice(one.pk, moderating.last_decision(one)) for one in comments]
    return deciding.decide(moderator, choices, outcome=Outcome.REJECT, why=WHY, now=timezone.now())


def test_what_can_be_undone_waits_until_it_cannot(
    article: Article, listener: Hook, moderator: Viewer
) -> None:
    decided(moderator, [factories.comment(article, state=CommentState.HELD)])
    [delivery] = Delivery.objects.all()
    assert delivery.next_at == delivery.created_at + TOLD_AFTER


def test_what_was_undone_is_told_to_nobody(
    article: Article, listener: Hook, moderator: Viewer
) -> None:
    pair = [factories.comment(article, state=CommentState.HELD) for _ in range(2)]
    done = decided(moderator, pair)
    deciding.undo(moderator, done.batch, now=timezone.now())
    assert told() == []


def test_undoing_leaves_alone_what_somebody_has_decided_since(
    site: Site, article: Article, listener: Hook, moderator: Viewer
) -> None:
    pair = [factories.comment(article, state=CommentState.HELD) for _ in range(2)]
    done = decided(moderator, pair)
    other = factories.viewer(site, factories.member(site, Role.MODERATOR))
    moderating.approve(other, pair[0], now=timezone.now())
    deciding.undo(moderator, done.batch, now=timezone.now())
    assert kinds() == ["comment.rejected", "comment.published"]


# --- what is erased ---


def test_a_deleted_comments_words_leave_what_is_kept_of_deliveries(
    site: Site, article: Article, listener: Hook
) -> None:
    comment = post(site, article)
    editing.delete_comment(comment, timezone.now())
    said = json.dumps(told())
    assert factories.PROPER not in said
    assert comment.author.display_name not in said
    assert kinds() == ["comment.published", "comment.deleted"]


def test_an_erased_readers_words_do_too(site: Site, article: Article, listener: Hook) -> None:
    comment = post(site, article)
    assert comment.author.user is not None
    erasing.erase_user(comment.author.user, timezone.now())
    assert factories.PROPER not in json.dumps(told())
