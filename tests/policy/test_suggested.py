"""What other programs' moderators suggest, as one answer: rejected or not."""

import pytest

from parley.policy.suggested import rejected


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        ({"APPROVED": 1}, False),
        ({"DELETED": 1}, True),
        ({"APPROVED": 0}, True),
        ({"DELETED": 0}, False),
        ({"APPROVED": 1, "TOXICITY": 1}, False),
        ({"DELETED": 1, "TOXICITY": 0}, True),
        ({"TOXICITY": 0.9}, True),
        ({"TOXICITY": 0.1}, False),
        ({"TOXICITY@6": 0.9}, True),
        ({"SEVERE_TOXICITY_EXPERIMENTAL": 0.5}, True),
        ({"LIKELY_TO_REJECT": 0.2}, False),
        ({"ATTACK_ON_COMMENTER": 1}, True),
        ({"TOXICITY": 0.1, "THREAT": 0.9}, True),
        ({"INSULT": 0}, None),
        ({"PROFANITY": 1}, None),
        ({"TOXICITY": 0, "PROFANITY": 1}, False),
        ({"OFF_TOPIC": 1}, None),
        ({}, None),
    ],
)
def test_it_says_whether_it_was_rejected(scores: dict[str, float], *, verdict: bool | None) -> None:
    assert rejected(scores) is verdict
