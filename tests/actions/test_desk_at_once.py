"""Moderators, administrators and readers who meet in one moment, step by step."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from parley.actions import (
    articles,
    deciding,
    delivering,
    hooking,
    moderating,
    posting,
    ruling,
    sending,
)
from parley.actions.authors import author_of
from parley.actions.deciding import Choice, Decided
from parley.actions.hooking import Event
from parley.actions.moderating import Why
from parley.actions.posting import Draft
from parley.actions.ruling import Choices
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.hook import Delivery, Hook, HookKind
from parley.models.outbox import Change
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome, Severity
from parley.policy.site_rules import SiteRules
from tests import factories, hooks

MODERATORS, COMMENTS = 20, 5
NOW = timezone.now()

pytestmark = pytest.mark.django_db(transaction=True)


def member(site: Site, role: Role = Role.MODERATOR) -> Viewer:
    return factories.viewer(site, factories.member(site, role))


def at_once(*deeds: Callable[[], object]) -> None:
    """Raises what one of them raises."""
    faults = list[Exception]()

    def run(deed: Callable[[], object]) -> None:
        try:
            deed()
        except Exception as fault:  # noqa: BLE001  # Raised below, where the test sees it.
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise ExceptionGroup("at once", faults)


def test_of_twenty_who_decide_about_the_same_comments_one_does() -> None:
    site = factories.site()
    article, by = factories.article(site), factories.author(site)
    held = [factories.comment(article, by, state=CommentState.HELD) for _ in range(COMMENTS)]
    shown = [Choice(comment.pk, moderating.last_decision(comment)) for comment in held]
    barrier, done = threading.Barrier(MODERATORS), list[Decided]()

    def decides(viewer: Viewer, publish: bool) -> None:
        barrier.wait()
        outcome = Outcome.PUBLISH if publish else Outcome.REJECT
        why = None if publish else Why(note="It is advertising.")
        done.append(deciding.decide(viewer, shown, outcome=outcome, why=why, now=timezone.now()))

    viewers = [member(site) for _ in range(MODERATORS)]
    at_once(
        *(
            lambda viewer=viewer, publish=number % 2 == 0: decides(viewer, publish)
            for number, viewer in enumerate(viewers)
        )
    )

    keys = {comment.pk for comment in held}
    assert Decision.objects.count() == COMMENTS
    assert sorted(pk for each in done for pk in each.decided) == sorted(keys)
    assert all({*each.decided, *each.stale} == keys for each in done)
    told = Counter(pk for each in done for pk in each.stale)
    assert told == dict.fromkeys(keys, MODERATORS - 1)
    assert not Waiting.objects.exists()


def choices(close_after: timedelta | None) -> Choices:
    return Choices(
        severities={},
        thresholds={},
        hold_scores={},
        hold_all=False,
        hold_first=0,
        hold_younger_hours=0,
        hold_sections=(),
        hold_older_days=0,
        slow_seconds=0,
        close_after=close_after,
    )


def test_rules_are_set_while_a_moderator_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one has the site and wants the article, the other has the article and names the site."""
    site = factories.site()
    article = factories.article(site, created_at=NOW - timedelta(days=9))
    factories.comment(article)
    held = factories.comment(article, state=CommentState.HELD)
    administrator, moderator = member(site, Role.ADMINISTRATOR), member(site)
    meeting = threading.Barrier(2)
    # SQLite has one writer at a time, and nobody whom to meet.
    meet = meeting.wait if connection.vendor == "postgresql" else lambda: None
    redraw, locked = ruling._redraw, deciding._locked

    def redraws(*args: object, **kwargs: object) -> None:
        meet()
        redraw(*args, **kwargs)  # type: ignore[arg-type]

    def locks(*args: object, **kwargs: object) -> object:
        rows = locked(*args, **kwargs)  # type: ignore[arg-type]
        meet()
        return rows

    monkeypatch.setattr(ruling, "_redraw", redraws)
    monkeypatch.setattr(deciding, "_locked", locks)
    at_once(
        lambda: ruling.set_rules(administrator, choices(timedelta(days=3)), now=NOW),
        lambda: deciding.decide(
            moderator, [Choice(held.pk, 0)], outcome=Outcome.PUBLISH, why=None, now=NOW
        ),
    )

    held.refresh_from_db()
    site.refresh_from_db()
    assert (held.state, site.close_after) == ("published", timedelta(days=3))


def test_discussions_that_close_are_drawn_in_the_order_of_locks() -> None:
    site = factories.site()
    opened = NOW - timedelta(days=9)
    made = [
        factories.article(
            site, created_at=opened, last_comment_at=NOW - timedelta(hours=hours), comment_count=1
        )
        for hours in (1, 3, 2)
    ]
    administrator = member(site, Role.ADMINISTRATOR)
    Change.objects.all().delete()
    ruling.set_rules(administrator, choices(timedelta(days=3)), now=NOW)

    drawn = Change.objects.order_by("pk").values_list("article_id", flat=True)
    assert list(drawn) == sorted(article.pk for article in made)


def test_the_audit_tells_what_was_changed_and_not_what_a_page_had_shown() -> None:
    site = factories.site()
    article = factories.article(site)
    first, second = (Article.objects.get(pk=article.pk) for _ in range(2))
    articles.set_state(member(site), first, state="premoderated", now=NOW)
    articles.set_slow(member(site), first, seconds=60, now=NOW)
    articles.set_state(member(site), second, state="closed", now=NOW)
    articles.set_slow(member(site), second, seconds=300, now=NOW)

    befores = AuditEntry.objects.order_by("pk").values_list("before", flat=True)
    assert list(befores)[2:] == [{"state": "premoderated"}, {"slow_seconds": 60}]


def test_of_two_comments_in_one_moment_slow_mode_takes_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    off = dict.fromkeys(SiteRules().severities, Severity.OFF)
    site = factories.site(rules=SiteRules(severities=off, slow_seconds=60).as_json())
    article, viewer = factories.article(site), factories.viewer(site)
    author_of(viewer)
    both_judged, conclude = threading.Barrier(2), posting.conclude

    def concluded(*args: object, **kwargs: object) -> object:
        said = conclude(*args, **kwargs)  # type: ignore[arg-type]
        both_judged.wait()
        return said

    monkeypatch.setattr(posting, "conclude", concluded)
    made = list[posting.Posted]()

    def post(text: str) -> None:
        made.append(posting.post_comment(viewer, Draft(text=text, article=article), now=NOW))

    at_once(lambda: post("The first."), lambda: post("The second."))

    assert Comment.objects.count() == 1
    [refused] = [each for each in made if each.comment is None]
    assert [each.code for each in refused.decision.reasons] == ["too_soon"]


def meet_at_the_delivery(monkeypatch: pytest.MonkeyPatch, meet: Callable[[], object]) -> None:
    """Once when it is sent, then where the one has it and the other is about to want it."""
    forget, keep = hooking.forget, delivering._keep

    def post(*_args: object, **_kwargs: object) -> object:
        meet()
        raise sending.Unsent("Nobody is there.")

    def forgets(comment: Comment) -> None:
        forget(comment)
        meet()

    def keeps(delivery: Delivery) -> None:
        meet()
        keep(delivery)

    monkeypatch.setattr(sending, "post", post)
    monkeypatch.setattr(hooking, "forget", forgets)
    monkeypatch.setattr(delivering, "_keep", keeps)


def test_a_hook_fails_while_what_it_is_told_of_is_taken_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The one has the delivery and leaves the hook another, the other has the hook and wants the
    delivery."""
    site = factories.site()
    comment = factories.comment(factories.article(site))
    hooks.hook(site)
    hooking.tell(site, Event(kind=HookKind.PUBLISHED, comment=comment), now=NOW)
    delivery, moderator = Delivery.objects.get(), member(site)
    meeting = threading.Barrier(2, timeout=30)
    # SQLite has one writer at a time, and nobody whom to meet.
    meet = meeting.wait if connection.vendor == "postgresql" else lambda: None
    meet_at_the_delivery(monkeypatch, meet)

    def reject() -> None:
        meet()
        chosen = [Choice(comment.pk, 0)]
        why = Why(note="It is advertising.")
        deciding.decide(moderator, chosen, outcome=Outcome.REJECT, why=why, now=NOW)

    at_once(lambda: delivering.attempt(delivery.pk, now=NOW), reject)

    delivery.refresh_from_db()
    assert "public" not in delivery.payload["data"]["comment"]
    assert delivery.error == "Nobody is there."
    assert Hook.objects.get().failures == 1
    assert Delivery.objects.filter(kind=HookKind.REMOVED).exists()
