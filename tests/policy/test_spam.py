"""Advertising: what sells something waits for a moderator, and what speaks of selling does not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import ModelUnavailable
from parley.policy import spam
from parley.policy.decide import decide
from parley.policy.decision import Attribute, Outcome, Rule, Severity
from parley.policy.site_rules import DEFAULT_THRESHOLDS, SiteRules
from parley.policy.spam import spam_score
from parley.policy.spam_features import features
from parley.policy.submission import AuthorFacts, Standing
from tests.policy.submissions import codes, judged, submission

ADVERTISEMENT = (
    "We offer loans at 3% interest to everybody without any documents. Apply today at "
    "www.loans.example or message us on WhatsApp."
)


def score(text: str) -> float:
    return spam_score(submission(text))


@pytest.mark.parametrize(
    "text",
    [
        ADVERTISEMENT,
        "Earn 5,000 rupees daily from home with copy paste work. WhatsApp me for details.",
        "Best online casino of the year! 200% bonus on your first deposit, join now.",
        "Dr Obi brought my husband back with his love spell. Contact obi@mail.example now.",
        "Thanks to Mrs Kate I earn $3,000 weekly with Bitcoin. Message her on Telegram @kate.",
        "Nice post. Visit our website for the cheapest packers and movers in Chennai.",
        "Independent escorts in Delhi, hotel and home service, call now.",
    ],
)
def test_an_advertisement_waits_for_a_moderator(text: str) -> None:
    decision = judged(text)
    assert "advertising" in codes(decision)
    assert score(text) > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "The loan apps should have been banned years ago. My brother owed 3,000 rupees to one.",
        "I work from home and earn 40,000 rupees a month, which pays the rent and nothing else.",
        "A casino in every hotel, and the state takes its bonus: that, to him, is tourism.",
        "The astrologer on the morning show said that the monsoon would fail. It did not.",
        "Bitcoin lost a third of its value last week, and nobody on television will explain why.",
        "Call your councillor today and ask for the figures. I have done so, twice.",
        "Thank you for this article.",
        "See https://statistics.example/tables/4 for the figures, and page 12 for the method.",
    ],
)
def test_a_remark_on_the_same_matters_does_not(text: str) -> None:
    assert "advertising" not in codes(judged(text))
    assert score(text) < DEFAULT_THRESHOLDS[Attribute.SPAM]


@pytest.mark.parametrize(
    "written",
    [
        "Ｅａｒｎ 5,000 daily from home, no investment, message us on WhatsApp now!",
        "Earn 5,000 da\u200bily from ho\u200bme, no inv\u200bestment, message us on WhatsApp now!",
        "Еаrn 5,000 daily frоm home, no investment, message us on WhatsApp now!",
        "Earn 5,000 d@ily fr0m h0me, no investment, message us on WhatsApp now!",
    ],
)
def test_disguised_letters_do_not_help(written: str) -> None:
    assert score(written) > 0.9


def test_trusted_authors_are_spared() -> None:
    author = AuthorFacts(standing=Standing.TRUSTED)
    assert judged(ADVERTISEMENT, author=author).outcome is Outcome.PUBLISH


def test_a_site_may_refuse_it_outright() -> None:
    strict = SiteRules(severities={Rule.SPAM: Severity.REJECT})
    assert judged(ADVERTISEMENT, strict).outcome is Outcome.REJECT


def test_a_site_may_switch_it_off() -> None:
    off = SiteRules(severities={Rule.SPAM: Severity.OFF})
    assert codes(judged(ADVERTISEMENT, off)) == []


@given(st.text(max_size=200))
def test_a_score_is_a_probability(text: str) -> None:
    assert 0 <= score(text) <= 1


def test_the_form_of_the_weights_can_be_read() -> None:
    known = spam.weights()
    assert known["whatsapp"] > 0 > known["the"]
    assert spam.FILE.stat().st_size < 200_000


def test_what_a_text_shows_has_names_that_can_be_read() -> None:
    shown = features("Hurry! Message us, or visit www.shop.example. 50% off, only ₹499.")
    assert {"<urges>", "<asks to be contacted>", "<link>", "<share>", "<money>"} <= shown


@pytest.mark.parametrize("damage", [None, "", "loan\t1.0\n", "(always)\tnothing\n", "loan\n"])
def test_without_its_weights_nothing_is_let_through(
    damage: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "spam.tsv"
    if damage is not None:
        file.write_text(damage)
    monkeypatch.setattr(spam, "FILE", file)
    spam.weights.cache_clear()
    spam._score.cache_clear()
    try:
        with pytest.raises(ModelUnavailable):
            spam.weights()
        decision = decide(submission("The council has to publish the report."), SiteRules())
    finally:
        spam.weights.cache_clear()
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["check_failed"])
