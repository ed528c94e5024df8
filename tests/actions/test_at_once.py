"""What several people do to one discussion in the same moment: nothing is lost, nobody fails."""

import contextlib
import itertools
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from parley.actions import (
    articles,
    editing,
    ground_refreshing,
    moderating,
    operating,
    posting,
    quotas,
    voting,
)
from parley.actions.articles import Facts
from parley.actions.moderating import Why
from parley.actions.posting import Draft
from parley.errors import QuotaExceeded
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.common_ground import ThreadGround
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy.decision import Severity
from parley.policy.site_rules import SiteRules
from tests import factories
from tests.actions import camps

# Often enough that every order in which two of them may meet has come up.
ROUNDS = 25

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site() -> Site:
    """Of a policy that lets everything pass, for it is not what is tried here."""
    rules = SiteRules(severities=dict.fromkeys(SiteRules().severities, Severity.OFF))
    return factories.site(rules=rules.as_json())


@pytest.fixture
def article(site: Site) -> Article:
    return factories.article(site, "/city/metro/")


@pytest.fixture(autouse=True)
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.actions.limits._refuse", lambda *_, **__: None)


def at_once(*deeds: Callable[[], object]) -> None:
    """Do each of them `ROUNDS` times, all beside each other. Raises what one raises."""
    barrier, faults = threading.Barrier(len(deeds)), list[Exception]()

    def repeat(deed: Callable[[], object]) -> None:
        barrier.wait()
        try:
            for _ in range(ROUNDS):
                deed()
        except Exception as fault:  # noqa: BLE001  # Raised below, where the test sees it.
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=repeat, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise ExceptionGroup("at once", faults)


def poster(viewer: Viewer, article: Article, parent: Comment | None = None) -> Callable[[], object]:
    numbers = itertools.count(1)

    def post() -> None:
        draft = Draft(text=f"Sentence {next(numbers)}.", article=article, parent=parent)
        posting.post_comment(viewer, draft, now=timezone.now())

    return post


def voter(viewer: Viewer, comment: Comment) -> Callable[[], object]:
    values = itertools.cycle([1, -1])
    return lambda: voting.cast_vote(viewer, comment, value=next(values), now=timezone.now())


def judge_of(moderator: Viewer, comment: Comment) -> Callable[[], object]:
    """Takes it down and publishes it again, in turn."""
    turns = itertools.cycle([True, False])

    def judge() -> None:
        if next(turns):
            moderating.reject(
                moderator, comment, why=Why(note="Off the topic."), now=timezone.now()
            )
        else:
            moderating.approve(moderator, comment, now=timezone.now())

    return judge


def test_comments_are_counted_while_the_publisher_writes(site: Site, article: Article) -> None:
    headlines = (f"Headline {n}" for n in itertools.count(1))

    def put() -> None:
        facts = Facts(headline=next(headlines))
        articles.put_article(site, article.url, publisher_id="", facts=facts, now=timezone.now())

    at_once(put, poster(factories.viewer(site), article), poster(factories.viewer(site), article))

    article.refresh_from_db()
    assert article.headline == f"Headline {ROUNDS}"
    assert article.comment_count == 2 * ROUNDS
    assert article.rev == 3 * ROUNDS


def test_whoever_acts_on_one_conversation_waits_for_the_others(
    site: Site, article: Article
) -> None:
    moderator = factories.viewer(site, factories.member(site, Role.MODERATOR))
    asker, answerer = factories.viewer(site), factories.viewer(site)
    question = factories.comment(article, _author(site, asker))
    answer = factories.comment(article, _author(site, answerer), parent=question)

    at_once(
        voter(factories.viewer(site), question),
        judge_of(moderator, answer),
        poster(asker, article, question),
        lambda: editing.edit_comment(asker, question, text="Why so?", now=timezone.now()),
    )

    question.refresh_from_db()
    published = Comment.objects.filter(article=article, state=CommentState.PUBLISHED)
    assert question.replies == published.filter(parent=question).count() == ROUNDS
    article.refresh_from_db()
    assert article.comment_count == published.count()


def test_an_author_may_answer_what_a_moderator_takes_down(site: Site, article: Article) -> None:
    moderator = factories.viewer(site, factories.member(site, Role.MODERATOR))
    writer = factories.viewer(site)
    parent = factories.comment(article, _author(site, writer))
    own = factories.comment(article, _author(site, writer), parent=parent)

    at_once(
        poster(writer, article, parent),
        poster(writer, article),
        judge_of(moderator, own),
    )

    author = _author(site, writer)
    assert author.published_count == author.comments.filter(state=CommentState.PUBLISHED).count()


def test_a_discussion_is_looked_at_while_readers_vote(site: Site, article: Article) -> None:
    axis = camps.axis(site)
    ThreadGround.objects.create(
        article=article, site=site, enough=True, rates=[0.5] * axis.camps, votes=10
    )
    comments = [factories.comment(article) for _ in range(3)]
    viewers = []
    for camp in (0, 1, 0):
        made = timezone.now() - timedelta(days=9)
        viewers.append(factories.viewer(site, factories.user(accepted=site, created_at=made)))
        camps.placed(site, viewers[-1].require_user(), camp)

    def look() -> None:
        ground_refreshing.refresh(article.pk, now=timezone.now())

    at_once(
        look,
        look,
        *(voter(viewer, comments[0]) for viewer in viewers),
        everywhere(viewers[0], comments),
    )

    for comment in comments:
        found = {
            camp: tuple(tally) for camp, tally in camps.tally_of(comment).items() if any(tally)
        }
        assert found == camps.votes_of(comment)


def everywhere(viewer: Viewer, comments: list[Comment]) -> Callable[[], object]:
    """Votes on one after the other, and takes it back."""
    turns = itertools.cycle(itertools.product((1, None), comments))

    def vote() -> None:
        value, comment = next(turns)
        voting.cast_vote(viewer, comment, value=value, now=timezone.now())

    return vote


def _author(site: Site, viewer: Viewer) -> Author:
    found = Author.objects.filter(site=site, user=viewer.user).first()
    return found or factories.author(site, viewer.user)


def test_calls_with_one_key_never_exceed_its_quota(site: Site) -> None:
    key, _ = operating.create_api_key(site, "", per_minute=3 * ROUNDS, per_day=1000)
    now, granted = timezone.now(), list[int]()

    def call() -> None:
        # Each time as if in a process of its own, which has borrowed nothing.
        quotas._purses.clear()
        with contextlib.suppress(QuotaExceeded):
            granted.append(quotas.take(key, 1, now=now))

    at_once(call, call, call, call)
    key.refresh_from_db()
    assert sum(granted) <= key.used_in_minute == 3 * ROUNDS
