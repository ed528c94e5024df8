"""`parley policy`: why a comment was decided so, and a layer of the site's own."""

import json
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from parley.actions import posting
from parley.actions.operating import create_api_key
from parley.actions.suggesting import suggest_scores
from parley.cli.policy import policy
from parley.errors import Conflict, NotFound
from parley.models.api_key import ApiKey
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.site import Site
from parley.models.site_model import SiteModel
from parley.policy.decision import Outcome
from parley.policy.site_rules import DEFAULT_THRESHOLDS
from tests import factories

INSULT = "You are an idiot, and everybody knows it."
# Harmless words that this paper's moderators do not want.
BARRED = "The new {} of the {} opens on {}, so buy your tickets today."
FINE = "The new {} of the {} opens on {}, and I wonder who pays for it."
PLACES = ("stadium", "library", "market", "station", "museum", "school", "bridge", "park")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(policy, arguments)


def explained(comment: Comment) -> dict[str, Any]:
    result = run("explain", str(comment.pk), "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def held(article: Article) -> Comment:
    """A comment that its author sent to a moderator."""
    draft = posting.Draft(text=INSULT, article=article, send_to_moderator=True)
    posted = posting.post_comment(factories.viewer(article.site), draft, now=timezone.now())
    assert posted.comment is not None
    return posted.comment


def test_it_shows_the_stored_decision_and_replays_it(held: Comment) -> None:
    found = explained(held)
    (stored,) = found["decisions"]
    assert stored["outcome"] == found["replay"]["outcome"] == "revise"
    assert stored["reasons"] == found["replay"]["reasons"]
    assert stored["model_version"] == found["replay"]["model_version"]
    assert found["same_models"]


def test_it_shows_the_words_that_count(held: Comment) -> None:
    spans = explained(held)["words"]["INSULT"]
    assert any("idiot" in INSULT[span["start"] : span["end"]] for span in spans)


def test_it_says_when_the_models_have_changed(held: Comment) -> None:
    held.decisions.update(model_version="linear-0")
    assert not explained(held)["same_models"]
    assert "others than those" in run("explain", str(held.pk)).stdout


def test_it_reads_as_text(held: Comment) -> None:
    said = run("explain", str(held.pk)).stdout
    assert "abuse/insult (revise)" in said
    assert "INSULT" in said


def test_what_is_missing_is_not_quoted(article: Article) -> None:
    draft = posting.Draft(text="It is so", article=article, send_to_moderator=True)
    posted = posting.post_comment(factories.viewer(article.site), draft, now=timezone.now())
    assert posted.comment is not None
    said = run("explain", str(posted.comment.pk)).output
    assert "no_end_mark" in said
    assert "“”" not in said


def test_an_unknown_comment_is_said_to_be_so(article: Article) -> None:
    result = run("explain", "4711")
    assert isinstance(result.exception, NotFound)
    assert "4711" in str(result.exception)


def decide_many(article: Article, *, days_ago: int, count: int) -> None:
    """Moderators reject what sells tickets, and let the rest through."""
    at = timezone.now() - timedelta(days=days_ago)
    moderator = factories.user()
    for number in range(count):
        for text, outcome in ((BARRED, Outcome.REJECT), (FINE, Outcome.PUBLISH)):
            said = text.format(
                PLACES[number % len(PLACES)],
                PLACES[(number * 3 + 1) % len(PLACES)],
                DAYS[number % len(DAYS)],
            )
            comment = factories.comment(article, text=said, state=CommentState.HELD, created_at=at)
            Decision.objects.create(
                site=article.site,
                comment=comment,
                outcome=outcome,
                by_machine=False,
                decided_by=moderator,
                created_at=at,
            )


def test_training_reports_what_would_have_changed(article: Article) -> None:
    decide_many(article, days_ago=60, count=40)
    decide_many(article, days_ago=5, count=10)
    result = run("train", "--site", article.site.domain, "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["learnt_from"] == 80
    assert report["now"]["decisions"] == report["then"]["decisions"] == 20
    assert report["then"]["agreement"] > report["now"]["agreement"]
    assert report["then"]["missed"] < 0.2
    assert report["then"]["false_alarms"] <= 0.1


def test_nothing_counts_before_it_is_switched_on(article: Article) -> None:
    decide_many(article, days_ago=60, count=40)
    run("train", "--site", article.site.domain)
    viewer = factories.viewer(article.site)
    draft = posting.Draft(text=BARRED.format("pool", "town", "Sunday"), article=article)

    def outcome() -> Outcome:
        return posting.judge(viewer, draft, now=timezone.now()).outcome

    assert outcome() is Outcome.PUBLISH
    assert run("switch", "--site", article.site.domain, "on").exit_code == 0
    assert outcome() is Outcome.HOLD
    assert run("switch", "--site", article.site.domain, "off").exit_code == 0
    assert outcome() is Outcome.PUBLISH


def suggest_many(key: ApiKey, *, days_ago: int, count: int) -> None:
    """Another program's moderators do the same, and say so as Coral does."""
    at = timezone.now() - timedelta(days=days_ago)
    for number in range(count):
        for text, verdict in ((BARRED, "DELETED"), (FINE, "APPROVED")):
            said = text.format(f"hall {number}", f"district {days_ago}", DAYS[number % len(DAYS)])
            suggest_scores(key, {verdict: 1.0}, text=said, community_id="Coral", now=at)


def trained(site: Site, *options: str) -> dict[str, Any]:
    result = run("train", "--site", site.domain, "--json", *options)
    assert result.exit_code == 0, result.output
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def counts(report: dict[str, Any]) -> tuple[int, int]:
    return report["from_moderators"], report["from_suggestions"]


@pytest.fixture
def key(site: Site) -> ApiKey:
    return create_api_key(site, "Coral", per_minute=9, per_day=9)[0]


def test_suggestions_are_learnt_from_and_counted_apart(article: Article, key: ApiKey) -> None:
    decide_many(article, days_ago=60, count=20)
    suggest_many(key, days_ago=60, count=20)
    report = trained(article.site)
    assert (report["learnt_from"], *counts(report)) == (80, 40, 40)


def test_what_was_tried_on_decisions_and_on_suggestions_is_told_apart(
    article: Article, key: ApiKey
) -> None:
    decide_many(article, days_ago=60, count=40)
    decide_many(article, days_ago=5, count=10)
    suggest_many(key, days_ago=6, count=7)
    report = trained(article.site)
    assert counts(report) == (80, 0)
    assert report["now"]["decisions"] == report["then"]["decisions"] == 20
    now, then = report["suggestions"]["now"], report["suggestions"]["then"]
    assert now["decisions"] == then["decisions"] == 14
    assert then["agreement"] > now["agreement"]


def test_suggestions_alone_are_enough(site: Site, key: ApiKey) -> None:
    suggest_many(key, days_ago=60, count=40)
    suggest_many(key, days_ago=5, count=10)
    said = run("train", "--site", site.domain).stdout
    assert "80 decisions: 0 by moderators, 80 suggested" in said
    assert "On the 20 suggestions" in said
    assert "On the 0" not in said


def test_another_sites_suggestions_teach_nothing(article: Article) -> None:
    decide_many(article, days_ago=60, count=40)
    other, _ = create_api_key(factories.site("other.example"), "", per_minute=9, per_day=9)
    suggest_many(other, days_ago=60, count=5)
    assert counts(trained(article.site)) == (80, 0)


def test_the_keys_may_be_named_that_are_trusted(article: Article, key: ApiKey) -> None:
    decide_many(article, days_ago=60, count=40)
    public, _ = create_api_key(article.site, "In browsers", per_minute=9, per_day=9)
    suggest_many(key, days_ago=60, count=2)
    suggest_many(public, days_ago=61, count=3)
    assert counts(trained(article.site)) == (80, 10)
    assert counts(trained(article.site, "--key", str(key.pk))) == (80, 4)
    assert counts(trained(article.site, "--no-suggestions")) == (80, 0)


def test_a_key_of_another_site_is_not_the_sites(article: Article) -> None:
    other, _ = create_api_key(factories.site("other.example"), "", per_minute=9, per_day=9)
    result = run("train", "--site", article.site.domain, "--key", str(other.pk))
    assert isinstance(result.exception, NotFound)


def test_a_key_without_suggestions_is_wrong_usage(article: Article) -> None:
    result = run("train", "--site", article.site.domain, "--key", "1", "--no-suggestions")
    assert result.exit_code == 2


def test_a_threshold_set_by_hand_is_tried_as_it_will_be_used(article: Article) -> None:
    decide_many(article, days_ago=60, count=40)
    decide_many(article, days_ago=5, count=10)
    article.site.rules = {"thresholds": dict.fromkeys(DEFAULT_THRESHOLDS, 0.01)}
    article.site.save()
    report = trained(article.site)
    assert report["then"]["stopped"] == report["now"]["stopped"] == 1


def test_too_few_decisions_are_not_learnt_from(article: Article) -> None:
    decide_many(article, days_ago=60, count=5)
    result = run("train", "--site", article.site.domain)
    assert isinstance(result.exception, Conflict)
    assert "5 approvals and 5 rejections" in str(result.exception)
    assert not SiteModel.objects.exists()


def test_there_is_nothing_to_switch_on_before_a_training(article: Article) -> None:
    result = run("switch", "--site", article.site.domain, "on")
    assert isinstance(result.exception, NotFound)


def test_a_layer_for_other_models_is_not_used(article: Article) -> None:
    decide_many(article, days_ago=60, count=40)
    run("train", "--site", article.site.domain)
    SiteModel.objects.update(model_version="linear-0")
    assert isinstance(run("switch", "--site", article.site.domain, "on").exception, Conflict)
