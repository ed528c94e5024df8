"""`parley policy pass`: imported comments are judged when a site asks for it, and only then."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from parley.cli.policy import policy
from parley.models import Article, Comment, Decision, Site
from parley.models.comment import CommentState
from parley.models.decision import Notice
from parley.models.queue import Waiting
from tests import factories

pytestmark = pytest.mark.django_db

INSULT = "You are an idiot, and everybody knows it."
SHORT = "no way lol"


@pytest.fixture
def insult(article: Article) -> Comment:
    factories.comment(article, source="disqus", source_id="1")
    factories.comment(article, source="disqus", source_id="2", text=SHORT)
    factories.comment(article, text=INSULT)
    factories.comment(article, source="isso", source_id="4", text=INSULT)
    factories.comment(
        article, source="disqus", source_id="5", text=INSULT, state=CommentState.REJECTED
    )
    return factories.comment(article, source="disqus", source_id="3", text=INSULT)


def run(site: Site, *options: str) -> dict[str, Any]:
    arguments = ["pass", "--site", site.domain, "--source", "disqus", "--json", *options]
    result = CliRunner().invoke(policy, arguments)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_it_shows_what_would_be_stopped_and_changes_nothing(site: Site, insult: Comment) -> None:
    found = run(site)
    assert (found["judged"], found["held"]) == (3, 0)
    assert found["rules"]["abuse"] == 1
    assert [example["comment"] for example in found["examples"]] == [insult.pk]
    assert not Comment.objects.filter(state=CommentState.HELD).exists()


def test_it_holds_what_is_stopped_with_the_reasons(site: Site, insult: Comment) -> None:
    assert run(site, "--hold")["held"] == 1
    insult.refresh_from_db()
    assert insult.state == CommentState.HELD
    decision = Decision.objects.get(comment=insult)
    assert (decision.outcome, decision.by_machine) == ("hold", True)
    assert {reason["rule"] for reason in decision.reasons} <= {"abuse", "personal"}
    assert Waiting.objects.get().comment == insult


def test_counters_follow_and_nobody_is_notified(
    site: Site, article: Article, insult: Comment
) -> None:
    article.refresh_from_db()
    before = article.comment_count
    run(site, "--hold")
    article.refresh_from_db()
    assert article.comment_count == before - 1
    assert not Notice.objects.exists()


def test_a_second_pass_finds_nothing_more(site: Site, insult: Comment) -> None:
    run(site, "--hold")
    assert run(site, "--hold")["held"] == 0


def test_other_rules_count_when_asked_for(site: Site, insult: Comment) -> None:
    assert set(run(site, "--rule", "sentences")["rules"]) == {"sentences"}
