"""Whether a comment is advertising, by a sum of weights that anybody can read."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import exp, fsum

from parley.errors import ModelUnavailable
from parley.policy import plain_weights
from parley.policy.decision import Attribute, Reason
from parley.policy.messages import reason
from parley.policy.site_rules import SiteRules
from parley.policy.spam_features import features
from parley.policy.submission import Submission

FILE = plain_weights.FOLDER / "spam.tsv"
# The name of the weight that every text has.
ALWAYS = "(always)"

# Beyond this no probability differs from certainty, and its exponential has an end.
_SUREST = 30.0


def advertises_nothing(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    if spam_score(submission) >= rules.threshold(Attribute.SPAM):
        yield reason("advertising", rules)


def spam_score(submission: Submission) -> float:
    """The probability that it is advertising, 0 to 1. Raises ModelUnavailable."""
    return _score(submission.text)


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """By feature; above nothing it speaks for advertising. Raises ModelUnavailable."""
    known = plain_weights.read(FILE)
    if ALWAYS not in known:
        raise ModelUnavailable(f"{FILE} is not whole.")
    return known


# The rule and the decision's scores ask for the same one.
@lru_cache(maxsize=32)
def _score(text: str) -> float:
    known = weights()
    # Exact, as the order of a set differs from process to process.
    total = fsum([known[ALWAYS], *(known.get(name, 0.0) for name in features(text))])
    return 1 / (1 + exp(-max(min(total, _SUREST), -_SUREST)))
