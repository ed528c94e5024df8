"""How seldom the rule `relevance` is wrong, and how often it says anything at all."""

from collections.abc import Iterable
from datetime import UTC, datetime
from random import Random

from demo.seed.articles import stories
from demo.seed.threads import threads
from parley.policy.decision import Rule, Severity
from parley.policy.relevance import is_about_the_article
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts, Submission
from training.evaluation.table import Row, Wish
from training.spam import others

# The discussion on which the threshold was chosen.
CHOSEN_ON = "congestion-charge"

_NOW = datetime(2026, 11, 24, tzinfo=UTC)
_SEED = 20261124
_RULES = SiteRules(severities={Rule.RELEVANCE: Severity.ADVISE})


def rows() -> list[Row]:
    random = Random(_SEED)
    remarks = [
        (slug, remark)
        for slug, thread in threads().items()
        for remark in thread.remarks
        if slug != CHOSEN_ON and remark.public
    ]
    first = [(slug, remark.text) for slug, remark in remarks if remark.parent is None]
    replies = [(slug, remark.text) for slug, remark in remarks if remark.parent is not None]
    strayed = [
        (random.choice([other for other in stories() if other != slug]), text)
        for slug, text in first
        for _ in range(4)
    ]
    civil = [each.text for each in others(training=False) if each.source == "civil"]
    foreign = [(random.choice(list(stories())), text) for text in random.sample(civil, 1_000)]
    return [
        _row("comments told under their own article", first, wish=Wish.AT_MOST, target=0.02),
        _row("replies told, were they judged as comments", replies, wish=Wish.AT_MOST),
        _row("comments told under another article of the newsroom", strayed),
        _row("comments of another newspaper told (Civil Comments)", foreign),
    ]


def _row(
    measure: str,
    placed: Iterable[tuple[str, str]],
    *,
    wish: Wish = Wish.AT_LEAST,
    target: float | None = None,
) -> Row:
    told = [_is_told(slug, text) for slug, text in placed]
    return Row(
        measure=measure,
        value=sum(told) / len(told),
        wish=wish,
        target=target,
        data=f"demo newsroom without “{CHOSEN_ON}”: {len(told):,}",
    )


def _is_told(slug: str, text: str) -> bool:
    story = stories()[slug]
    article = ArticleFacts(headline=story.headline, body=story.words)
    return any(is_about_the_article(Submission(text=text, now=_NOW, article=article), _RULES))
