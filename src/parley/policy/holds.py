"""Whether the site has a moderator read such comments first, whatever they say."""

from collections.abc import Iterator
from datetime import timedelta

from parley.policy.decision import Attribute, Reason
from parley.policy.messages import reason
from parley.policy.scoring import score
from parley.policy.site_rules import SiteRules
from parley.policy.spam import spam_score
from parley.policy.submission import Submission

_OTHERS = {Attribute.SPAM: "high_score_spam", Attribute.PERSONAL_ATTACK: "high_score_personal"}


def may_go_unread(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    """One reason is enough for the writer, so the widest is told."""
    article = submission.article
    if submission.in_wave:
        yield reason("spam_wave", rules)
    elif rules.hold_all:
        yield reason("site_premoderated", rules)
    elif _is_named(article.section, rules.hold_sections):
        yield reason("section_premoderated", rules, section=article.section.strip())
    elif _is_older(article.age, rules.hold_older_days):
        yield reason("article_old", rules)


def scores_low_enough(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    """Each rule is told once, for whichever of its scores. Raises ModelUnavailable."""
    codes: dict[str, None] = {}
    for attribute, least in rules.hold_scores.items():
        if _score(submission, attribute) >= least:
            codes[_OTHERS.get(attribute, "high_score")] = None
    for code in codes:
        yield reason(code, rules)


def _score(submission: Submission, attribute: Attribute) -> float:
    if attribute is Attribute.SPAM:
        return spam_score(submission)
    return score(submission).scores.get(attribute, 0.0)


def _is_named(section: str, sections: tuple[str, ...]) -> bool:
    return section.strip().casefold() in {each.strip().casefold() for each in sections} - {""}


def _is_older(age: timedelta | None, days: int) -> bool:
    return bool(days) and age is not None and age > timedelta(days=days)
