"""Hooks keep no words of a comment that readers cannot see any more, or not as they were."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import (
    deciding,
    editing,
    erasing,
    hooking,
    moderating,
    policy_pass,
    redacting,
    reporting,
    retaining,
    returning,
)
from parley.actions.deciding import Choice
from parley.actions.hooking import Event
from parley.actions.moderating import Why
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.hook import Delivery, HookKind
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy import hiding
from parley.policy.decision import Outcome
from tests import factories, hooks

# An insult, so that the policy holds it when it looks.
WORDS = "You are a stupid idiot, and your number is 080 2345 6789."
NUMBER = "080 2345 6789"
WHY = Why(note="Call nobody that, please.", rule="abuse")

Path = Callable[[Viewer, Comment], object]


def reject(moderator: Viewer, comment: Comment) -> None:
    moderating.reject(moderator, comment, why=WHY, now=timezone.now())


def reject_many(moderator: Viewer, comment: Comment) -> deciding.Decided:
    chosen = [Choice(comment.pk, moderating.last_decision(comment))]
    return deciding.decide(moderator, chosen, outcome=Outcome.REJECT, why=WHY, now=timezone.now())


def send_back(moderator: Viewer, comment: Comment) -> None:
    returning.send_back(moderator, comment, why=WHY, now=timezone.now())


def hold_by_reports(moderator: Viewer, comment: Comment) -> None:
    settings = {"hold_weight": 0.01, "least_readers": 1, "new_days": 0}
    Site.objects.filter(pk=comment.site_id).update(desk={"reports": settings})
    reported = Comment.objects.with_facts().get(pk=comment.pk)
    reader = factories.viewer(reported.site)
    reporting.report_comment(reader, reported, reason="abuse", detail="", now=timezone.now())
    comment.refresh_from_db()
    assert comment.state == CommentState.HELD


def hold_by_policy(moderator: Viewer, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(source="isso")
    [found] = policy_pass.judged(moderator.site, "isso", rules=policy_pass.USUAL_RULES)
    assert policy_pass.hold(found, now=timezone.now())


def edit(moderator: Viewer, comment: Comment) -> None:
    viewer = factories.viewer(moderator.site, comment.author.user)
    text = "The council should publish the figures before it decides."
    editing.edit_comment(viewer, comment, text=text, now=timezone.now())


def edit_into_waiting(moderator: Viewer, comment: Comment) -> None:
    viewer = factories.viewer(moderator.site, comment.author.user)
    editing.edit_comment(viewer, comment, text=WORDS, send_to_moderator=True, now=timezone.now())
    comment.refresh_from_db()
    assert comment.state == CommentState.HELD


def redact(moderator: Viewer, comment: Comment) -> None:
    spans = hiding.places(comment.text, NUMBER)
    redacting.redact(moderator, comment, spans=spans, why="Private.", now=timezone.now())


def keep_no_longer(moderator: Viewer, comment: Comment) -> None:
    site = moderator.site
    site.desk = {**site.desk, "retention": {"rejected_days": 30}}
    site.save()
    reject(moderator, comment)
    retaining.enforce_on(site, timezone.now() + timedelta(days=400))


def erase(_moderator: Viewer, comment: Comment) -> None:
    assert comment.author.user is not None
    erasing.erase_user(comment.author.user, timezone.now())


def delete(_moderator: Viewer, comment: Comment) -> None:
    editing.delete_comment(comment, timezone.now())


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def told(site: Site, article: Article) -> Comment:
    """A public comment of which a hook was told, and is still to be told once more."""
    hooks.hook(site)
    author = factories.author(site, factories.user(accepted=site))
    comment = factories.comment(article, author, text=WORDS)
    for _ in range(2):
        event = Event(kind=HookKind.PUBLISHED, comment=comment)
        hooking.tell(site, event, now=timezone.now())
    Delivery.objects.filter(pk=Delivery.objects.latest("pk").pk).update(
        state="delivered", next_at=None, settled_at=timezone.now()
    )
    assert NUMBER in said()
    return comment


def said() -> str:
    return json.dumps(list(Delivery.objects.values_list("payload", flat=True)))


@pytest.mark.parametrize(
    "path",
    [
        reject,
        reject_many,
        send_back,
        hold_by_reports,
        hold_by_policy,
        edit,
        edit_into_waiting,
        redact,
        keep_no_longer,
        erase,
        delete,
    ],
)
def test_what_left_the_public_leaves_the_deliveries(
    moderator: Viewer, told: Comment, path: Path
) -> None:
    path(moderator, told)
    assert NUMBER not in said()
    assert Delivery.objects.filter(kind=HookKind.PUBLISHED).count() == 2


@pytest.mark.parametrize("path", [edit, edit_into_waiting, delete])
def test_they_are_looked_through_once(moderator: Viewer, told: Comment, path: Path) -> None:
    with CaptureQueriesContext(connection) as queries:
        path(moderator, told)
    asked = f'"parley_delivery"."comment_id" = {told.pk} ORDER BY'
    assert sum(asked in each["sql"] for each in queries) == 1


def test_an_edited_comment_is_told_in_its_new_words(moderator: Viewer, told: Comment) -> None:
    edit(moderator, told)
    payload = Delivery.objects.get(kind=HookKind.EDITED).payload
    assert payload["data"]["comment"]["public"]["text"].startswith("The council")


def test_what_was_undone_is_public_again_and_was_told_to_nobody(
    moderator: Viewer, told: Comment
) -> None:
    done = reject_many(moderator, told)
    deciding.undo(moderator, done.batch, now=timezone.now())
    told.refresh_from_db()
    assert told.state == CommentState.PUBLISHED
    assert {each.kind for each in Delivery.objects.all()} == {HookKind.PUBLISHED}
