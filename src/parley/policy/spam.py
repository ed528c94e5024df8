"""Whether a comment is advertising, by a sum of weights that anybody can read."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import exp
from pathlib import Path

from parley.errors import ModelUnavailable
from parley.policy.decision import Reason
from parley.policy.messages import reason
from parley.policy.site_rules import SiteRules
from parley.policy.spam_features import features
from parley.policy.submission import Submission

FILE = Path(__file__).parent / "weights" / "spam.tsv"
# The name of the weight that every text has.
ALWAYS = "(always)"

# From here on a moderator looks. With the training texts taken in turn out of training,
# almost nine in ten advertisements are above it, and two in a hundred remarks on the same
# matters.
HOLD_FROM = 0.4

# Beyond this no probability differs from certainty, and its exponential has an end.
_SUREST = 30.0


def advertises_nothing(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    if spam_score(submission) >= HOLD_FROM:
        yield reason("advertising", rules)


def spam_score(submission: Submission) -> float:
    """The probability that it is advertising, 0 to 1. Raises ModelUnavailable."""
    return _score(submission.text)


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """By feature; above nothing it speaks for advertising. Raises ModelUnavailable."""
    try:
        lines = FILE.read_text(encoding="utf-8").splitlines()
        pairs = (line.split("\t") for line in lines if not line.startswith("#"))
        read = {name: float(weight) for name, weight in pairs}
    except (OSError, ValueError) as fault:
        raise ModelUnavailable(f"{FILE} cannot be read: {fault}") from fault
    if ALWAYS not in read:
        raise ModelUnavailable(f"{FILE} is not whole.")
    return read


# The rule and the decision's scores ask for the same one.
@lru_cache(maxsize=32)
def _score(text: str) -> float:
    known = weights()
    # In order, for sums of fractions depend on it.
    total = known[ALWAYS] + sum(known.get(name, 0.0) for name in sorted(features(text)))
    return 1 / (1 + exp(-max(min(total, _SUREST), -_SUREST)))
