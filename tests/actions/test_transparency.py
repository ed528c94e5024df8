"""The transparency report: the template's columns and rows, and the right numbers in them."""

import csv
import io
import zipfile
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from parley.actions import legal_cases, legal_register, moderating, trusted_flaggers
from parley.actions import transparency_template as template
from parley.actions.legal_cases import Verdict
from parley.actions.legal_register import Asked, Request
from parley.actions.moderating import Why
from parley.actions.transparency import Report, archive
from parley.actions.transparency_counts import Period
from parley.errors import BadField
from parley.models.appeal import Appeal, AppealOutcome
from parley.models.article import Article
from parley.models.ban import Ban, BanKind
from parley.models.comment import Comment, Redaction
from parley.models.decision import Decision
from parley.models.legal import CaseOutcome, LegalCase
from parley.models.site import Site
from tests import factories, legal

NOW = timezone.now().replace(year=2026, month=6, day=10, hour=12)
YEAR = Period(first=date(2026, 1, 1), last=date(2026, 12, 31))
NOTICED = "Number of notices received "
OWN = "Number of measures taken at the provider's own initiative "
BY_LAW = "Number of actions taken on the basis of the law"
HELD_FOR = [{"rule": "abuse", "severity": "hold"}]


def files(site: Site, period: Period = YEAR) -> dict[str, str]:
    packed = archive(Report(site=site, period=period, today=date(2027, 1, 15)))
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        return {name: found.read(name).decode() for name in found.namelist()}


def part(site: Site, number: int, period: Period = YEAR) -> list[dict[str, str]]:
    names = files(site, period)
    name = next(each for each in names if each.startswith(f"{number}_"))
    return list(csv.DictReader(io.StringIO(names[name], newline="")))


def row(rows: list[dict[str, str]], category: str, **conditions: str) -> dict[str, str]:
    column = next(name for name in rows[0] if name.startswith("Category of"))
    return next(
        each for each in rows if each[column] == category and conditions.items() <= each.items()
    )


def indicator(rows: list[dict[str, str]], name: str, scope: str = "Total number") -> str:
    return next(
        each["Value"] for each in rows if each["Indicator"] == name and each["Scope"] == scope
    )


@pytest.fixture
def comment(article: Article) -> Comment:
    return factories.comment(article, created_at=NOW - timedelta(days=1))


def decide(case: Any, verdict: Verdict, *, after: timedelta) -> None:
    moderator = legal.moderator(case.site)
    legal_cases.decide(moderator, case, verdict=verdict, now=NOW + after)


def reject(comment: Comment, at: datetime = NOW, **why: str) -> Decision:
    given = {"note": "No.", **why}
    moderating.reject(legal.moderator(comment.site), comment, why=Why(**given), now=at)
    return Decision.objects.get(comment=comment, by_machine=False)


def test_every_part_has_the_templates_columns(site: Site) -> None:
    found = files(site)
    numbers = sorted(int(name.partition("_")[0]) for name in found if name != "README.txt")
    assert numbers == list(range(1, 12))
    heads = {
        name: next(csv.reader(io.StringIO(text)))
        for name, text in found.items()
        if name.endswith(".csv")
    }
    assert tuple(heads["4_notices.csv"]) == template.NOTICES
    # As many as in the Commission's files.
    lengths = [len(heads[name]) for name in sorted(heads, key=lambda each: int(each.split("_")[0]))]
    assert lengths == [4, 4, 20, 25, 37, 37, 8, 8, 8, 7, 5]


def test_lines_end_as_rfc_4180_asks_and_every_row_is_whole(site: Site) -> None:
    for name, text in files(site).items():
        if name.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(text, newline="")))
            assert text.count("\r\n") == len(rows)
            assert {len(each) for each in rows} == {len(rows[0])}


def test_orders_have_every_category_for_every_member_state(site: Site) -> None:
    rows = part(site, 3)
    assert len(template.MEMBER_STATES) == 27
    # TOTAL, 14 categories with 75 finer ones, and what was not specified: for all, and each.
    assert len(rows) == 28 * (1 + 14 + 75 + 1)
    assert (rows[91]["Scope"], rows[-1]["Scope"]) == ("AT", "SE")


def test_the_archive_says_what_is_missing_and_that_it_is_no_legal_advice(site: Site) -> None:
    note = files(site)["README.txt"]
    assert "2024/2835" in note
    assert "not legal advice" in note
    assert "compare them with the files that the\nCommission publishes" in note


def test_it_names_the_provider_and_the_period(site: Site) -> None:
    legal.switch_on(site, digital_services={"provider": "Paper Media Ltd"})
    values = [each["Value"] for each in part(site, 1)]
    assert values == ["Paper Media Ltd", "2027-01-15", "", "2026-01-01", "2026-12-31"]
    assert part(site, 4)[0]["Reporting period"] == "2026-01-01/2026-12-31"


def test_notices_are_counted_by_category_flagger_and_what_came_of_them(article: Article) -> None:
    site = article.site
    trusted_flaggers.add(
        legal.administrator(site), name="H", email="h@mail.example", expertise="", now=NOW
    )
    hotline = factories.verified(factories.user("H", accepted=site, email="h@mail.example"))
    speech, privacy = "ILLEGAL_OR_HARMFUL_SPEECH", "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"
    first = legal.notice(factories.comment(article), now=NOW, category=speech)
    second = legal.notice(factories.comment(article), hotline, now=NOW, category=speech)
    legal.notice(factories.comment(article), now=NOW, category=privacy)
    decide(first, legal.removed(), after=timedelta(hours=4))
    terms = legal.removed(why=Why(note="Rude.", rule="abuse"))
    decide(second, terms, after=timedelta(hours=1))
    rows = part(site, 4)
    total, of_speech = row(rows, "TOTAL"), row(rows, f"STATEMENT_CATEGORY_{speech}")
    assert total[NOTICED] == "3"
    assert of_speech[NOTICED] == "2"
    assert of_speech["Number of notices received from Trusted flaggers"] == "1"
    assert of_speech[BY_LAW] == "1"
    on_terms = "Number of actions taken on the basis of the terms and conditions of the service"
    assert of_speech[on_terms] == "1"
    assert of_speech["Median time to take action"] == "2.50"
    assert of_speech["Median time to take action (Trusted Flagger notices)"] == "1.00"
    assert row(rows, "STATEMENT_CATEGORY_VIOLENCE")[NOTICED] == "0"
    assert row(rows, "KEYWORD_DEFAMATION")[NOTICED] == ""


def test_the_period_is_days_of_the_sites_calendar(site: Site, comment: Comment) -> None:
    site.timezone = "Asia/Kolkata"
    site.save()
    comment.site.refresh_from_db()
    # Half past midnight on the first of January in Kolkata.
    legal.notice(comment, now=datetime.fromisoformat("2025-12-31T19:00:00+00:00"))
    assert row(part(site, 4), "TOTAL")[NOTICED] == "1"
    before = Period(first=date(2025, 1, 1), last=date(2025, 12, 31))
    assert row(part(site, 4, before), "TOTAL")[NOTICED] == "0"


def test_orders_are_counted_by_member_state_and_sort(site: Site, comment: Comment) -> None:
    legal.switch_on(site, authorities={"register_requests": True})
    administrator = legal.administrator(site)
    for country, asked in (("DE", Asked.REMOVAL), ("GR", Asked.DISCLOSURE), ("US", Asked.REMOVAL)):
        request = Request(
            authority="Court",
            number="1",
            dated=date(2026, 6, 1),
            country=country,
            ground="Law",
            asked=asked,
            text="Please.",
        )
        legal_register.record(administrator, request, now=NOW)
    case = LegalCase.objects.filter(site=site)[0]
    verdict = Verdict(outcome=CaseOutcome.REFUSED, answer="No.")
    legal_cases.decide(administrator, case, verdict=verdict, now=NOW)
    rows = part(site, 3)
    act = "Number of orders to act against illegal content received"
    tell = "Number of orders to provide information"
    total, germany = row(rows, "TOTAL", Scope="TOTAL"), row(rows, "TOTAL", Scope="DE")
    assert (total[act], total[tell]) == ("1", "1")
    assert (germany[act], germany[tell]) == ("1", "0")
    assert row(rows, "TOTAL", Scope="EL")[tell] == "1"


def test_own_initiative_is_told_by_rule_and_how_it_was_found(article: Article) -> None:
    abusive, found = factories.comment(article), factories.comment(article)
    Decision.objects.create(
        site=article.site,
        comment=found,
        outcome="hold",
        reasons=HELD_FOR,
        created_at=NOW - timedelta(hours=1),
    )
    reject(abusive, rule="abuse")
    reject(found, rule="language")
    rows = part(article.site, 6)
    total = row(rows, "TOTAL")
    assert (total[OWN], total["Visibility restriction Removal"]) == ("2", "2")
    by_machine = "Number of measures taken after detection with solely automated means "
    assert total[by_machine] == "1"
    assert row(rows, "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH")[OWN] == "1"
    assert row(rows, "KEYWORD_LANGUAGE_REQUIREMENTS")[OWN] == "1"


def test_what_is_illegal_is_in_the_other_part(comment: Comment) -> None:
    reject(comment, legal_ground="§ 185 StGB")
    assert row(part(comment.site, 5), "TOTAL")[OWN] == "1"
    assert row(part(comment.site, 6), "TOTAL")[OWN] == "0"


def test_after_a_notice_it_is_not_of_ones_own_accord(comment: Comment) -> None:
    case = legal.notice(comment, now=NOW)
    decide(case, legal.removed(), after=timedelta(hours=1))
    assert row(part(comment.site, 5), "TOTAL")[OWN] == "0"


def test_what_was_undone_is_not_counted(comment: Comment) -> None:
    decision = reject(comment, rule="abuse")
    Decision.objects.filter(pk=decision.pk).update(undone_at=NOW)
    assert row(part(comment.site, 6), "TOTAL")[OWN] == "0"


def test_redactions_and_bans_are_counted(comment: Comment) -> None:
    site = comment.site
    Redaction.objects.create(comment=comment, before="a", after="b", why="x", made_at=NOW)
    Ban.objects.create(site=site, kind=BanKind.ACCOUNT, value="1", reason="x", made_at=NOW)
    total = row(part(site, 6), "TOTAL")
    assert (total[OWN], total["Visibility restriction Other"]) == ("2", "1")
    assert total["Account restriction Termination"] == "1"


def test_appeals_are_counted_with_their_outcomes_and_median_time(article: Article) -> None:
    for outcome, took in ((AppealOutcome.KEPT, 10), (AppealOutcome.REVERSED, 20), ("", 0)):
        comment = factories.comment(article)
        Appeal.objects.create(
            site=article.site,
            comment=comment,
            decision=reject(comment),
            text="No.",
            opened_at=NOW,
            due_at=NOW,
            outcome=outcome,
            decided_at=NOW + timedelta(hours=took) if took else None,
        )
    rows = part(article.site, 7)
    submitted = "Number of complaints submitted to the internal-complaints mechanism"
    assert indicator(rows, submitted) == "3"
    assert indicator(rows, submitted, "Decisions upheld") == "1"
    assert indicator(rows, submitted, "Decisions reversed") == "1"
    assert indicator(rows, submitted, "Median time") == "15.00"


def test_precision_is_the_share_of_what_was_held_rightly(article: Article) -> None:
    for stopped in (True, True, True, False):
        comment = factories.comment(article, state="held")
        Decision.objects.create(
            site=article.site,
            comment=comment,
            outcome="hold",
            reasons=HELD_FOR,
            created_at=NOW - timedelta(hours=1),
        )
        if stopped:
            reject(comment)
        else:
            moderating.approve(legal.moderator(article.site), comment, now=NOW)
    rows = part(article.site, 8)
    assert indicator(rows, "Accuracy of the automated means - Precision") == "0.7500"
    assert indicator(rows, "Number of measures not taken by automated means") == "3"
    assert indicator(rows, "Number of measures solely taken by automated means ") == "0"


def test_nothing_of_another_site_is_counted(comment: Comment) -> None:
    reject(comment, rule="abuse")
    legal.notice(factories.comment(comment.article), now=NOW)
    other = factories.site("other.example")
    assert row(part(other, 4), "TOTAL")[NOTICED] == "0"
    assert row(part(other, 6), "TOTAL")[OWN] == "0"


def test_its_queries_do_not_grow(article: Article, django_assert_max_num_queries: Any) -> None:
    for number in range(4):
        legal.notice(factories.comment(article), now=NOW, from_email=f"r{number}@mail.example")
        reject(factories.comment(article), rule="abuse")
    with django_assert_max_num_queries(20):
        files(article.site)


def test_a_period_that_ends_before_it_begins_is_refused(site: Site) -> None:
    with pytest.raises(BadField):
        files(site, Period(first=date(2026, 2, 1), last=date(2026, 1, 1)))
