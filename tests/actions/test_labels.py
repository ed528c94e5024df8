"""What training learns from: moderators' last words, and suggestions beside them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions.labels import labels_of
from parley.actions.operating import create_api_key
from parley.actions.suggesting import suggest_scores
from parley.models.api_key import ApiKey
from parley.models.article import Article
from parley.models.decision import Decision
from parley.models.site import Site
from parley.policy.decision import Outcome
from tests import factories
from tests.api.perspective.conftest import KINDNESS, program_of

TEXT = "The stadium opens on Monday, so buy your tickets today."


@pytest.fixture
def key(site: Site) -> ApiKey:
    return create_api_key(site, "Coral", per_minute=9, per_day=9)[0]


def suggest(key: ApiKey, text: str = TEXT, *, days_ago: int = 60, **scores: float) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    suggest_scores(key, scores, text=text, community_id="", now=at)


def decide(article: Article, outcome: Outcome, *, text: str = TEXT, days_ago: int = 60) -> None:
    Decision.objects.create(
        site=article.site,
        comment=factories.comment(article, text=text),
        outcome=outcome,
        by_machine=False,
        decided_by=factories.user(),
        created_at=timezone.now() - timedelta(days=days_ago),
    )


def labels(site: Site) -> list[tuple[str, bool, bool]]:
    """Text, whether rejected, whether suggested."""
    return [
        (each.submission.text, each.rejected, each.suggested) for each in labels_of(site, keys=None)
    ]


@pytest.mark.parametrize(("verdict", "rejected"), [("APPROVED", False), ("DELETED", True)])
def test_what_coral_sends_is_a_label(site: Site, verdict: str, *, rejected: bool) -> None:
    body = {
        "comment": {"text": KINDNESS},
        "context": {"entries": [{"text": '{"url":"https://paper.example/a?commentID=7"}'}]},
        "attributeScores": {verdict: {"summaryScore": {"value": 1}}},
        "languages": ["en"],
        "communityId": "Coral:https://coral.paper.example",
        "clientToken": "comment:7",
    }
    assert program_of(site).post("suggestscore", body).status_code == 200
    assert labels(site) == [(KINDNESS, rejected, True)]


def test_the_later_suggestion_for_a_text_counts(site: Site, key: ApiKey) -> None:
    suggest(key, days_ago=50, DELETED=1)
    suggest(key, TEXT.replace(" ", "  "), days_ago=40, APPROVED=1)
    suggest(key, days_ago=60, DELETED=1)
    assert [rejected for _, rejected, _ in labels(site)] == [False]


def test_what_was_suggested_at_once_belongs_together(site: Site, key: ApiKey) -> None:
    suggest(key, TOXICITY=0.1, SPAM=0.9)
    assert labels(site) == [(TEXT, True, True)]


def test_a_suggestion_that_says_neither_is_no_label(site: Site, key: ApiKey) -> None:
    suggest(key, days_ago=50, OFF_TOPIC=1)
    suggest(key, days_ago=60, DELETED=1)
    assert labels(site) == [(TEXT, True, True)]


def test_a_suggestion_without_its_text_is_no_label(site: Site, key: ApiKey) -> None:
    suggest(key, "", DELETED=1)
    assert labels(site) == []


@pytest.mark.parametrize("days_ago", [5, 90])
def test_a_moderators_word_on_a_text_is_the_last(
    article: Article, key: ApiKey, days_ago: int
) -> None:
    """Else it could be learnt from a suggestion, and tried on the decision."""
    decide(article, Outcome.PUBLISH, days_ago=days_ago)
    suggest(key, TEXT.upper(), DELETED=1)
    assert labels(article.site) == [(TEXT, False, False)]


def test_both_kinds_stand_in_one_order_of_time(article: Article, key: ApiKey) -> None:
    for days_ago in (10, 30):
        decide(article, Outcome.REJECT, text=f"Decided {days_ago}.", days_ago=days_ago)
        suggest(key, f"Suggested {days_ago + 10}.", days_ago=days_ago + 10, DELETED=1)
    found = [text for text, _, _ in labels(article.site)]
    assert found == ["Decided 10.", "Suggested 20.", "Decided 30.", "Suggested 40."]


def test_what_a_deleted_key_has_suggested_stays(site: Site, key: ApiKey) -> None:
    suggest(key, DELETED=1)
    key.delete()
    assert labels(site) == [(TEXT, True, True)]
    assert list(labels_of(site, keys=())) == []


def test_what_was_undone_is_no_label(article: Article) -> None:
    decide(article, Outcome.REJECT)
    Decision.objects.update(undone_at=timezone.now())
    assert labels(article.site) == []
