"""Whether the comment is one that this site's moderators would reject, as they did before."""

from collections.abc import Iterator

from parley.policy.decision import Reason
from parley.policy.messages import reason
from parley.policy.scoring import score
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission


def as_moderators_decided(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    """Says nothing where the site has trained no layer. Raises ModelUnavailable."""
    layer = rules.layer
    if layer is not None and layer.probability(score(submission).judged) >= layer.threshold:
        yield reason("site_model", rules)
