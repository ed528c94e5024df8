"""The rules of a site: chosen by administrators, and tried on real comments first."""

from typing import Any

import pytest

from parley.console.rules import RULES
from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import Role, User
from parley.pages.rules import rule_texts
from parley.policy.decision import Attribute, Rule, Severity
from parley.policy.site_rules import DEFAULT_SEVERITIES, DEFAULT_THRESHOLDS
from tests import factories

PATH = "/moderate/rules/"
LOWER_CASE = "the council should publish the figures before it decides."


@pytest.fixture
def administrator(site: Site) -> User:
    return factories.member(site, Role.ADMINISTRATOR, "Anil Kapur")


def choices(**changed: str) -> dict[str, str]:
    """What the form holds as it is served, with some fields changed."""
    severities = {rule.value: severity.value for rule, severity in DEFAULT_SEVERITIES.items()}
    thresholds = {each.value: str(round(at * 100)) for each, at in DEFAULT_THRESHOLDS.items()}
    return severities | thresholds | changed


def post(by: User, button: str, **changed: str) -> Any:
    return factories.browser(by).post(PATH, choices(**changed) | {button: ""})


def test_it_shows_the_rules_in_force(site: Site, administrator: User) -> None:
    html = factories.browser(administrator).get(PATH).content.decode()
    assert "Full sentences" in html
    assert f'value="{round(DEFAULT_THRESHOLDS[Attribute.INSULT] * 100)}"' in html


def test_rules_have_the_names_that_authors_read(site: Site) -> None:
    named = {each.rule: each.title for each in rule_texts(site)}
    for rule, label, _help in RULES:
        assert label == named.get(rule, label)


def test_saving_has_the_next_comment_judged_so(site: Site, administrator: User) -> None:
    post(administrator, "save", sentences="hold", INSULT="42")
    site.refresh_from_db()
    assert site.site_rules.severity(Rule.SENTENCES) is Severity.HOLD
    assert site.site_rules.threshold(Attribute.INSULT) == 0.42
    assert site.site_rules.severity(Rule.ABUSE) is DEFAULT_SEVERITIES[Rule.ABUSE]


def test_saving_keeps_what_the_page_does_not_show(site: Site, administrator: User) -> None:
    site.rules = {"max_links": 7, "banned_words": ["twaddle"]}
    site.save()
    post(administrator, "save", links="off")
    site.refresh_from_db()
    assert site.site_rules.max_links == 7
    assert site.site_rules.banned_words == ("twaddle",)


def test_trying_shows_what_would_change_and_changes_nothing(
    article: Article, administrator: User
) -> None:
    shouting = factories.comment(article, text=LOWER_CASE)
    factories.comment(article)
    html = post(administrator, "try", sentences="reject").content.decode()
    assert "1 comment would be decided otherwise" in html
    assert shouting.text in html
    assert "<bdi>Rejected</bdi>" in html
    article.site.refresh_from_db()
    assert article.site.rules == {}


def test_trying_leaves_imported_comments_alone(article: Article, administrator: User) -> None:
    factories.comment(article, text=LOWER_CASE, source="disqus", source_id="1")
    html = post(administrator, "try", sentences="reject").content.decode()
    assert "Nobody has commented" in html


def test_a_threshold_that_is_no_percentage_is_refused(site: Site, administrator: User) -> None:
    response = post(administrator, "save", INSULT="400")
    assert "from 1 to 100" in response.content.decode()
    site.refresh_from_db()
    assert site.rules == {}


def test_a_moderator_may_not_change_them(site: Site, moderator: User) -> None:
    assert factories.browser(moderator).get(PATH).status_code == 403
    assert post(moderator, "save", sentences="off").status_code == 403
    site.refresh_from_db()
    assert site.rules == {}


def test_a_reader_does_not_learn_that_the_page_exists(site: Site) -> None:
    assert factories.browser(factories.user()).get(PATH).status_code == 404


def test_an_administrator_of_another_site_changes_only_that(
    site: Site, administrator: User
) -> None:
    other = factories.site("other.example")
    response = factories.browser(administrator).post(
        PATH + "?site=other.example", choices(sentences="off") | {"save": ""}
    )
    assert response.status_code == 404
    other.refresh_from_db()
    assert other.rules == {}


def test_a_trial_is_where_one_is_led_and_says_outcomes_in_words(
    article: Article, administrator: User
) -> None:
    factories.comment(article, text=LOWER_CASE)
    html = post(administrator, "try", sentences="hold").content.decode()
    assert "#trial" in html
    assert "<bdi>Asked to revise</bdi>" in html
    assert "<bdi>Held</bdi>" in html
