"""Relevance: advice, and only where a long comment shares next to nothing with its article."""

from pathlib import Path
from typing import Any

import pytest

from parley.errors import ModelUnavailable
from parley.policy import relevance
from parley.policy.decision import Decision, Outcome, Rule, Severity
from parley.policy.relevance import stem
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts
from tests.policy.submissions import codes, judged

ADVISED = SiteRules(severities={Rule.RELEVANCE: Severity.ADVISE})
ARTICLE = ArticleFacts(
    headline="Ferry service to end when the new bridge opens",
    body=(
        "The ferry across the river will make its last crossing in March, the harbour board said "
        "on Tuesday, when the new bridge opens to lorries and buses. Eleven boatmen have been "
        "offered work in the toll booths. The service has run since 1931 and carries four hundred "
        "passengers a day, most of them schoolchildren and market women from the east bank. The "
        "board lost six lakh rupees on it last year. “Nobody will pay for a boat beside a "
        "bridge,” its chairman said. The boatmen’s union has asked for the landing stage to be "
        "kept for tourists, and for pensions for those above fifty-five."
    ),
)
ABOUT_IT = (
    "My grandmother crossed the river by that ferry with two baskets of brinjals each Thursday, "
    "and the boatmen never took a coin from the schoolchildren. A bridge for lorries cannot "
    "replace such a service, whatever the harbour board says about pensions and tourists."
)
ASTRAY = (
    "Whoever selected the cricket squad should explain why the left-arm spinner was dropped after "
    "taking nine wickets in Ahmedabad, while an opener with an average of eighteen keeps his "
    "contract, his captaincy and his endorsement for noodles."
)


def advised(text: str, **facts: Any) -> Decision:
    return judged(text, ADVISED, **{"article": ARTICLE, **facts})


def test_a_comment_with_nothing_of_the_article_gets_advice_and_goes_up() -> None:
    decision = advised(ASTRAY)
    assert (decision.outcome, codes(decision)) == (Outcome.PUBLISH, ["off_topic"])


def test_a_comment_about_the_article_gets_none() -> None:
    assert codes(advised(ABOUT_IT)) == []


def test_it_is_off_by_default() -> None:
    assert codes(judged(ASTRAY, article=ARTICLE)) == []


def test_it_never_stops_a_comment() -> None:
    strict = SiteRules(severities={Rule.RELEVANCE: Severity.REJECT})
    assert judged(ASTRAY, strict, article=ARTICLE).outcome is Outcome.PUBLISH


def test_a_reply_is_about_what_it_answers() -> None:
    assert codes(advised(ASTRAY, parent_text="And what of the cricket?")) == []


def test_a_short_remark_may_be_about_anything() -> None:
    assert codes(advised("The selectors dropped the left-arm spinner. Shame on them!")) == []


def test_who_speaks_of_the_newspaper_is_not_astray() -> None:
    about_us = ASTRAY.replace("Whoever selected", "No reporter here asked who selected")
    assert codes(advised(about_us)) == []


@pytest.mark.parametrize(
    "article", [ArticleFacts(), ArticleFacts(headline="Ferry to end", body="Soon.")]
)
def test_without_the_articles_text_nothing_is_said(article: ArticleFacts) -> None:
    assert codes(advised(ASTRAY, article=article)) == []


def test_other_languages_are_not_judged_by_english_words() -> None:
    text = (
        "Die Auswahl der Mannschaft ist völlig unverständlich, denn der beste Werfer des Landes "
        "sitzt zu Hause, während ein Schlagmann ohne jeden Erfolg seinen Vertrag, sein Amt und "
        "seine Werbung für Nudeln behält, und niemand im Verband erklärt, warum das so ist."
    )
    rules = SiteRules(languages=("de",), severities={Rule.RELEVANCE: Severity.ADVISE})
    assert codes(judged(text, rules, article=ARTICLE)) == []


@pytest.mark.parametrize(
    "forms",
    [
        ("crossing", "crossed", "cross", "crosses"),
        ("ferry", "ferries", "ferry's"),
        ("drop", "dropped", "dropping", "drops"),
        ("close", "closed", "closing", "closes"),
    ],
)
def test_forms_of_a_word_are_one(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("damage", [None, "", "ferry\n"])
def test_without_its_words_the_check_fails(
    damage: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "words.tsv"
    if damage is not None:
        file.write_text(damage)
    monkeypatch.setattr(relevance, "FILE", file)
    relevance.rarity.cache_clear()
    try:
        with pytest.raises(ModelUnavailable):
            relevance.rarity()
        assert codes(advised(ASTRAY)) == ["check_failed"]
    finally:
        relevance.rarity.cache_clear()
