"""The rules of a site: chosen by administrators, and tried on real comments first."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.outbox import Change
from parley.models.site import Site
from parley.models.user import Role, User
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


def test_saving_keeps_what_a_later_release_has_set(site: Site, administrator: User) -> None:
    site.rules = {"hold_links": 3, "severities": {"irony": "hold"}}
    site.save()
    post(administrator, "save", links="off")
    site.refresh_from_db()
    assert site.rules == {"hold_links": 3, "severities": {"irony": "hold", "links": "off"}}


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


SECTIONED = {"hold_sections": "Politics"}


def test_it_offers_the_sections_of_the_newspaper(site: Site, administrator: User) -> None:
    factories.article(site, section="Politics")
    factories.article(site, section="Politics")
    factories.article(factories.site("other.example"), section="Racing")
    html = factories.browser(administrator).get(PATH).content.decode()
    assert html.count("<bdi>Politics</bdi>") == 1
    assert "Racing" not in html


def test_a_section_that_is_held_can_be_let_go_after_its_last_article(
    site: Site, administrator: User
) -> None:
    site.rules = {"hold_sections": ["Old"]}
    site.save()
    assert "<bdi>Old</bdi>" in factories.browser(administrator).get(PATH).content.decode()
    post(administrator, "save")
    site.refresh_from_db()
    assert site.rules == {}


def test_what_is_read_first_is_saved(site: Site, administrator: User) -> None:
    factories.article(site, section="Politics")
    post(
        administrator,
        "save",
        hold_all="on",
        hold_first="3",
        hold_younger_hours="48",
        hold_older_days="7",
        slow_seconds="30",
        hold_INSULT="40",
        close_days="14",
        **SECTIONED,
    )
    site.refresh_from_db()
    assert site.rules == {
        "hold_all": True,
        "hold_first": 3,
        "hold_younger_hours": 48,
        "hold_sections": ["Politics"],
        "hold_older_days": 7,
        "hold_scores": {"INSULT": 0.4},
        "slow_seconds": 30,
    }
    assert site.close_after == timedelta(days=14)


def test_emptied_fields_are_as_if_nothing_was_set(site: Site, administrator: User) -> None:
    site.rules = {"hold_first": 3, "slow_seconds": 30, "hold_scores": {"INSULT": 0.4}}
    site.close_after = timedelta(days=3)
    site.save()
    post(administrator, "save")
    site.refresh_from_db()
    assert site.rules == {}
    assert site.close_after is None


def test_an_age_that_is_no_number_of_days_stays_unless_it_is_changed(
    site: Site, administrator: User
) -> None:
    site.close_after = timedelta(hours=36)
    site.save()
    assert 'value="2"' in factories.browser(administrator).get(PATH).content.decode()
    post(administrator, "save", close_days="2")
    site.refresh_from_db()
    assert site.close_after == timedelta(hours=36)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hold_first", "-1"),
        ("hold_younger_hours", "many"),
        ("hold_older_days", "1.5"),
        ("slow_seconds", "1000000"),
        ("close_days", "0"),
        ("hold_INSULT", "101"),
        ("hold_sections", "Nowhere"),
    ],
)
def test_what_is_no_such_number_or_section_is_refused(
    site: Site, administrator: User, name: str, value: str
) -> None:
    response = post(administrator, "save", **{name: value})
    assert 'role="alert"' in response.content.decode()
    site.refresh_from_db()
    assert site.rules == {}


def test_saving_is_audited_with_what_changed(site: Site, administrator: User) -> None:
    site.rules = {"max_links": 7, "slow_seconds": 30}
    site.save()
    post(administrator, "save", slow_seconds="60", hold_all="on")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor_id) == ("set_rules", administrator.pk)
    assert entry.before == {"slow_seconds": 30}
    assert entry.after == {"slow_seconds": 60, "hold_all": True}


def test_discussions_that_close_by_age_are_drawn_anew(site: Site, administrator: User) -> None:
    old = factories.article(site, published_at=timezone.now() - timedelta(days=30))
    new = factories.article(site, published_at=timezone.now())
    factories.comment(old)
    factories.comment(new)
    post(administrator, "save", close_days="14")
    assert list(Change.objects.values_list("article_id", flat=True)) == [old.pk]


def outcomes(html: str) -> dict[str, tuple[int, int]]:
    """The trial's table: of each outcome how many now, and then."""
    rows = re.findall(r'<th scope="row">([^<]+)</th><td>(\d+)</td><td>(\d+)</td>', html)
    return {label: (int(now), int(then)) for label, now, then in rows}


@pytest.mark.parametrize(
    ("rule", "value", "held"),
    [
        ("hold_all", "on", 2),
        ("hold_first", "2", 2),
        ("hold_first", "1", 1),
        ("hold_younger_hours", "1000", 2),
        ("hold_older_days", "5", 2),
        ("hold_older_days", "50", 0),
        ("hold_sections", "Politics", 2),
        ("hold_TOXICITY", "1", 2),
    ],
)
def test_a_trial_counts_what_would_wait(
    site: Site, administrator: User, rule: str, value: str, held: int
) -> None:
    now = timezone.now()
    article = factories.article(
        site, section="Politics", published_at=now - timedelta(days=20), created_at=now
    )
    author = factories.author(site, factories.user())
    for hours in (2, 1):
        factories.comment(
            article,
            author,
            created_at=now - timedelta(hours=hours),
            text="This silly plan of the council costs a lot of money.",
        )
    html = post(administrator, "try", **{rule: value}).content.decode()
    assert outcomes(html)["Held"] == (0, held)


def test_a_trial_knows_who_came_too_soon_and_who_is_spared(
    article: Article, administrator: User
) -> None:
    now = timezone.now()
    for trusted in (False, True):
        author = factories.author(article.site, factories.user(), trusted=trusted)
        for seconds in (90, 60):
            at = now - timedelta(seconds=seconds)
            factories.comment(article, author, created_at=at)
    html = post(administrator, "try", slow_seconds="40").content.decode()
    assert outcomes(html)["Rejected"] == (0, 1)


def test_a_trial_knows_what_would_have_been_closed(article: Article, administrator: User) -> None:
    article.published_at = timezone.now() - timedelta(days=20)
    article.save()
    factories.comment(article)
    html = post(administrator, "try", close_days="5").content.decode()
    assert outcomes(html)["Rejected"] == (0, 1)


def test_a_trial_of_more_comments_takes_no_more_queries(
    article: Article, administrator: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            post(administrator, "try", hold_first="3", slow_seconds="30")
        return len(captured)

    factories.comment(article)
    few = queries()
    for _ in range(5):
        factories.comment(article)
    assert queries() == few
