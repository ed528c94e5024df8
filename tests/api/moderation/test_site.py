"""What a site chooses, by the API: its rules, words, settings, wave, figures and hooks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import legal_cases
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.ban import Ban, BanKind, SeenAddress
from parley.models.claim import Claim
from parley.models.comment import CommentState
from parley.models.decision import Decision
from parley.models.hook import Hook
from parley.models.legal import CaseOutcome
from parley.models.sections.staff import Staff
from parley.models.site import Site
from parley.models.user import Role
from parley.policy.decision import Rule, Severity
from parley.policy.site_rules import SiteRules
from tests import factories, hooks, legal
from tests.access.objects import objects_of
from tests.api.conftest import Caller, caller

NOW = timezone.now()


@pytest.fixture
def bot(site: Site) -> Caller:
    return caller(site, Role.ADMINISTRATOR)


def test_a_wave_begins_and_ends_and_is_told(site: Site, bot: Caller) -> None:
    assert bot.get("/moderation/wave").json() == {"until": None, "by": "", "surge": None}
    begun = bot.post("/moderation/wave/begin", {"minutes": 60}).json()
    site.refresh_from_db()
    assert site.in_wave(timezone.now())
    assert begun["by"] == bot.user.display_name
    assert bot.post("/moderation/wave/end").json()["until"] is None
    assert bot.post("/moderation/wave/end").status_code == 409


def test_rules_that_are_not_sent_stay_as_they_are(site: Site, bot: Caller) -> None:
    bot.send("PATCH", "/moderation/rules", {"hold_first": 3, "close_after_days": 30})
    told = bot.send("PATCH", "/moderation/rules", {"severities": {"links": "reject"}}).json()
    site.refresh_from_db()
    rules = SiteRules.from_json(site.rules)
    assert (rules.hold_first, rules.severity(Rule.LINKS)) == (3, Severity.REJECT)
    assert rules.severity(Rule.SPAM) == Severity.HOLD
    assert (site.close_after, told["close_after_days"]) == (timedelta(days=30), 30)
    assert told == bot.get("/moderation/rules").json()
    assert AuditEntry.objects.filter(verb="set_rules", actor_id=bot.user.pk).count() == 2


@pytest.mark.parametrize(
    "body",
    [
        {"severities": {"author": "off"}},
        {"severities": {"links": "burn"}},
        {"hold_first": -1},
        {"hold_older_days": 10**9},
        {"thresholds": {"SPAM": 2}},
        {"close_after_days": 0},
    ],
)
def test_rules_that_cannot_be_are_refused(site: Site, bot: Caller, body: object) -> None:
    assert bot.send("PATCH", "/moderation/rules", body).status_code == 422
    site.refresh_from_db()
    assert site.rules == {}


def test_words_are_tried_and_then_set_from_what_was_seen(
    site: Site, article: Article, bot: Caller
) -> None:
    comment = factories.comment(article, text="Buy cheap watches here.")
    tried = bot.post("/moderation/words/try", {"entries": ["cheap watches"]}).json()
    assert (tried["count"], tried["hits"][0]["comment"]) == (1, comment.pk)
    seen = bot.get("/moderation/words").json()["seen"]
    body = {"suspect": ["cheap watches"], "seen": seen}
    assert bot.send("PUT", "/moderation/words", body).json()["suspect"] == ["cheap watches"]
    assert bot.send("PUT", "/moderation/words", body).status_code == 409


def test_a_section_of_settings_is_set_and_what_will_not_do_is_named(
    site: Site, bot: Caller
) -> None:
    path = "/moderation/settings/staff"
    assert bot.send("PUT", path, {"second_factor": True}).json()["values"]["second_factor"]
    site.refresh_from_db()
    assert Staff.of(site).second_factor
    for body in ({"second_factor": "perhaps"}, {"third_factor": True}):
        refused = bot.send("PUT", path, body)
        assert (refused.status_code, refused.json()["field"].split(".")[0]) == (422, "staff")
    assert bot.get("/moderation/settings/nonsense").status_code == 404


def test_every_section_says_what_it_takes(bot: Caller) -> None:
    for section in bot.get("/moderation/settings").json()["sections"]:
        assert section["values"].keys() == section["described"]["properties"].keys()
        assert section["title"]


def test_a_hooks_secret_is_told_once(site: Site, bot: Caller) -> None:
    body = {"name": "Print", "target": hooks.PUBLIC}
    made = bot.post("/moderation/hooks", body)
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    path = f"/moderation/hooks/{made.json()['hook']['id']}"
    assert "secret" not in bot.get(path).content.decode()
    assert bot.send("PATCH", path, {"name": "Press"}).json()["target"] == hooks.PUBLIC
    assert bot.send("DELETE", path).status_code == 204
    assert not Hook.objects.filter(site=site).exists()


def test_a_chats_address_is_told_to_nobody(site: Site, bot: Caller) -> None:
    row, _secret = hooks.hook(site)
    Hook.objects.filter(pk=row.pk).update(form="chat")
    assert bot.get(f"/moderation/hooks/{row.pk}").json()["target"] == ""


def test_a_figure_is_told_as_json_and_as_csv(article: Article, bot: Caller) -> None:
    factories.comment(article)
    told = bot.get("/moderation/figures/outcomes?days=7").json()
    assert len(told["rows"]) == 7
    text = bot.get("/moderation/figures/outcomes.csv?days=7").content.decode("utf-8-sig")
    assert text.splitlines()[0].split(",") == told["columns"]
    for wrong in ("outcomes?from=2026-01-01", "outcomes?from=2026-02-01&to=2026-01-01"):
        assert bot.get(f"/moderation/figures/{wrong}").status_code == 422
    assert bot.get("/moderation/figures/nonsense").status_code == 404


def test_every_figure_can_be_told(article: Article, bot: Caller) -> None:
    factories.comment(article)
    for name in bot.get("/moderation/figures").json()["names"]:
        assert bot.get(f"/moderation/figures/{name}").status_code == 200, name


def test_a_record_has_bans_in_force_and_linked_accounts(site: Site, bot: Caller) -> None:
    author, twin = (factories.author(site, factories.user(accepted=site)) for _ in range(2))
    for each in (author, twin):
        SeenAddress.objects.create(site=site, author=each, digest="d" * 64, last_seen=NOW)
    for value, until in (("1", None), ("2", NOW - timedelta(days=1))):
        Ban.objects.create(
            site=site,
            author=author,
            kind=BanKind.ADDRESS,
            value=value,
            until=until,
            reason="-",
            made_at=NOW,
        )
    told = bot.get(f"/moderation/authors/{author.pk}").json()
    assert [(each["kind"], each["value"]) for each in told["bans"]] == [("address", "")]
    assert [each["id"] for each in told["linked"]] == [twin.pk]


def test_authors_are_found_by_name_in_capitals_or_not(site: Site, bot: Caller) -> None:
    asha = factories.author(site, display_name="Äsha Menon")
    factories.author(site, display_name="Ravi Iyer")
    found = bot.get("/moderation/authors?q=%C3%A4SHA").json()["authors"]
    assert [each["id"] for each in found] == [asha.pk]


def test_requests_of_authorities_are_for_who_keeps_the_register(site: Site, bot: Caller) -> None:
    case = legal.grievance(site)
    type(case).objects.filter(pk=case.pk).update(kind="request")
    moderator = caller(site, Role.MODERATOR)
    assert moderator.get("/moderation/cases").json()["cases"] == []
    assert moderator.get(f"/moderation/cases/{case.pk}").status_code == 404
    assert [each["id"] for each in bot.get("/moderation/cases").json()["cases"]] == [case.pk]


def test_a_notice_that_is_right_removes_its_comment(site: Site, article: Article) -> None:
    bot = caller(site, Role.MODERATOR)
    comment = factories.comment(article)
    case = legal.notice(comment)
    body = {"outcome": "removed", "answer": "It was taken down.", "rule": "privacy"}
    told = bot.post(f"/moderation/cases/{case.pk}/decide", body).json()
    comment.refresh_from_db()
    assert (comment.state, told["outcome"]) == (CommentState.REJECTED, "removed")
    assert bot.post(f"/moderation/cases/{case.pk}/decide", body).status_code == 409
    [statement] = bot.get(f"/moderation/comments/{comment.pk}/statements").json()["statements"]
    assert (statement["rule"], statement["after_notice"]) == ("privacy", True)


def test_the_transparency_report_is_told_part_by_part(bot: Caller) -> None:
    for part in bot.get("/moderation/transparency").json()["parts"]:
        days = "from=2026-01-01&to=2026-12-31"
        answer = bot.get(f"/moderation/transparency/{part}?{days}")
        assert answer.headers["Content-Type"].startswith("text/csv"), part


def test_a_claim_is_not_granted_with_anothers_author(site: Site, bot: Caller) -> None:
    claim: Claim = objects_of(site)["claim"]
    foreign = factories.imported_author(factories.site("gazette.example"))
    body = {"authors": [claim.author_id, foreign.pk]}
    assert bot.post(f"/moderation/claims/{claim.pk}/grant", body).status_code == 404
    claim.refresh_from_db()
    assert claim.state == "asked"


def test_a_house_rule_alone_is_reason_enough(site: Site, article: Article, bot: Caller) -> None:
    for note, told in (
        ("", "It is advertising or spam."),
        ("Twice now.", "It is advertising or spam. Twice now."),
    ):
        comment = factories.comment(article, state=CommentState.HELD)
        body = {
            "comments": [{"id": comment.pk, "seen": 0}],
            "outcome": "reject",
            "rule": "spam",
            "note": note,
        }
        assert bot.post("/moderation/decide", body).json()["decided"] == [comment.pk]
        assert Decision.objects.get(comment=comment, outcome="reject").note == told


def test_a_decision_with_a_key_is_not_made_twice(article: Article, bot: Caller) -> None:
    comment = factories.comment(article, state=CommentState.HELD)
    body = {
        "comments": [{"id": comment.pk, "seen": 0}],
        "outcome": "publish",
        "key": "nightly-run-2026-11-28",
    }
    first = bot.post("/moderation/decide", body).json()
    assert bot.post("/moderation/decide", body).json() == first
    assert first["batch"] == "nightly-run-2026-11-28"
    assert Decision.objects.filter(comment=comment, by_machine=False).count() == 1


def test_an_answer_is_the_newsrooms(site: Site, article: Article) -> None:
    bot = caller(site, Role.STAFF)
    asked = factories.comment(article)
    path = f"/moderation/comments/{asked.pk}/answer"
    body = {"text": "Thank you, this was corrected.", "idempotency_key": "a1"}
    made = bot.post(path, body)
    assert (made.status_code, made.json()["state"]) == (201, "published")
    assert bot.post(path, body).json()["id"] == made.json()["id"]


def test_a_decided_case_is_listed_with_the_settled(site: Site, bot: Caller) -> None:
    case = legal.grievance(site)
    viewer = legal.moderator(site)
    verdict = legal_cases.Verdict(outcome=CaseOutcome.UNFOUNDED, answer="No.")
    legal_cases.decide(viewer, case, verdict=verdict, now=NOW)
    assert bot.get("/moderation/cases").json()["cases"] == []
    settled = bot.get("/moderation/cases?settled=true&kind=grievance").json()["cases"]
    assert [each["id"] for each in settled] == [case.pk]
