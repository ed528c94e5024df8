"""Nothing starts where nothing could be judged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.checks import run_checks

from parley.policy import language_model, scoring
from parley.policy.decide import decide
from parley.policy.decision import Outcome
from parley.policy.site_rules import SiteRules
from tests.policy.submissions import submission


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[Path]:
    """An installation that names a model which is not there."""
    scoring.use_second_tier(tmp_path)
    yield tmp_path
    scoring.use_second_tier(None)


def test_a_missing_model_stops_the_start_with_the_mend(damaged: Path) -> None:
    (error,) = [each for each in run_checks() if each.id == "parley.E002"]
    assert str(damaged) in error.msg
    assert "PARLEY_POLICY_MODEL" in f"{error.hint}"


def test_a_missing_vote_on_language_stops_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    language_model.language_model.cache_clear()
    monkeypatch.setattr(language_model, "FILE", "gone.npz")
    (error,) = [each for each in run_checks() if each.id == "parley.E002"]
    assert "gone.npz" in error.msg


@pytest.mark.usefixtures("damaged")
def test_what_cannot_be_judged_is_held() -> None:
    decision = decide(submission("The council has published the figures."), SiteRules())
    assert decision.outcome is Outcome.HOLD
    assert {each.code for each in decision.reasons} == {"check_failed"}


def test_a_whole_installation_has_no_such_fault() -> None:
    assert [each for each in run_checks() if each.id == "parley.E002"] == []
