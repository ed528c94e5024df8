"""Where the first tier is unsure, the second has most of the say; what is plain it cannot hide."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.policy.decision import Attribute
from parley.policy.scoring import first_tier, score, use_second_tier
from parley.policy.site_rules import DEFAULT_THRESHOLDS
from tests.policy.submissions import submission
from tests.policy.test_transformer import make_model

PLAIN = "You are an idiot and a liar."
UNSURE = "You thanks the council for this rubbish."
CALM = "The new plan does not mention trams at all, and I would like to know why."


@pytest.fixture
def second(tmp_path: Path) -> Iterator[None]:
    """A second tier that minds "fool" and likes "thanks", for insults only."""
    use_second_tier(make_model(tmp_path, labels={"0": "threat", "1": "toxic", "2": "insult"}))
    yield
    use_second_tier(None)


def heard_first(text: str) -> float:
    judged = first_tier().judge(submission(text))
    return float(judged.probabilities[first_tier().attributes.index(Attribute.INSULT)])


@pytest.mark.usefixtures("second")
def test_where_the_first_is_unsure_the_second_has_four_fifths_of_the_say() -> None:
    heard = heard_first(UNSURE)
    assert 0.03 < heard < 0.85
    # A logit of -4 for "thanks", with nothing else that it knows.
    expected = 0.8 * (1 / (1 + 2.718281828**4)) + 0.2 * heard
    assert score(submission(UNSURE)).scores[Attribute.INSULT] == pytest.approx(expected, abs=1e-4)


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("text", [PLAIN, f"{PLAIN} {CALM}", f"{CALM} {PLAIN}"])
def test_a_plain_insult_is_not_talked_down(text: str) -> None:
    thankful = f"{text} So thanks."
    assert heard_first(thankful) >= 0.85
    assert score(submission(thankful)).scores[Attribute.INSULT] == pytest.approx(
        heard_first(thankful)
    )


@pytest.mark.parametrize("text", [PLAIN, f"{PLAIN} {CALM}", f"{CALM} {PLAIN}"])
def test_a_calm_sentence_beside_it_hides_no_insult(text: str) -> None:
    assert heard_first(text) >= DEFAULT_THRESHOLDS[Attribute.INSULT]
