"""Learns a site's own layer of the policy from what its moderators have decided."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions.posting import rules_of
from parley.actions.rejudging import submission_of
from parley.errors import Conflict, NotFound
from parley.models.decision import Decision
from parley.models.site import Site
from parley.models.site_model import SiteModel
from parley.policy.decide import decide
from parley.policy.decision import Attribute, Outcome
from parley.policy.first_tier import Judged
from parley.policy.scoring import model_version, score
from parley.policy.site_layer import SiteLayer, words_of
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission

Array = npt.NDArray[np.float64]

# The last month is not learnt from: it shows what would have changed.
TRIED_ON = timedelta(days=30)

# With less, chance decides. Of each kind, and before the last month.
LEAST_OF_A_KIND = 30
MOST_DECISIONS = 20_000

# Words that fewer comments have teach nothing but those comments.
MOST_WORDS, LEAST_SEEN = 2_000, 3

# Of what moderators let through, so much may be held for them after all.
FALSE_ALARMS = 0.02

# Strong for words, as there are many; weak for the scores, which are few and know much.
RIDGE_WORDS, RIDGE_LOGITS = 1.0, 0.01
STEPS, FOLDS = 400, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How the policy would have decided what moderators did decide; shares in 0..1.

    `agreement`: published what they published, and not what they rejected. `stopped`: was
    not published at once. `false_alarms`: stopped, of what they published. `missed`:
    published, of what they rejected.
    """

    decisions: int
    agreement: float
    stopped: float
    false_alarms: float
    missed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """A moderator's decision, and the comment as the first tier sees it."""

    submission: Submission
    judged: Judged
    rejected: bool
    at: datetime


def train(site: Site, *, now: datetime) -> SiteModel:
    """A layer and thresholds from the past, stored but not in use.

    Raises Conflict when there are too few decisions, ModelUnavailable.
    """
    past = _past(site)
    earlier = [each for each in past if each.at <= now - TRIED_ON]
    lately = [each for each in past if each.at > now - TRIED_ON]
    rejected = sum(each.rejected for each in earlier)
    if min(rejected, len(earlier) - rejected) < LEAST_OF_A_KIND:
        raise Conflict(
            _(
                "There are %(published)d approvals and %(rejected)d rejections by moderators older "
                "than thirty days. At least %(least)d of each are needed to learn from."
            )
            % {
                "published": len(earlier) - rejected,
                "rejected": rejected,
                "least": LEAST_OF_A_KIND,
            }
        )
    layer, thresholds = _learnt(earlier)
    standing = replace(rules_of(site), layer=None)
    learnt = replace(
        standing,
        layer=layer,
        thresholds=MappingProxyType(dict(standing.thresholds) | thresholds),
    )
    return SiteModel.objects.create(
        site=site,
        layer=layer.as_json(),
        thresholds={attribute.value: value for attribute, value in thresholds.items()},
        report={
            "learnt_from": len(earlier),
            "now": asdict(_agreement(lately, rules_of(site))),
            "then": asdict(_agreement(lately, learnt)),
        },
        model_version=model_version(),
        created_at=now,
    )


def switch(site: Site, *, on: bool) -> SiteModel | None:
    """Have the newest training count from now on, or none. Raises NotFound without any."""
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        SiteModel.objects.filter(site=site, in_use=True).update(in_use=False)
        if not on:
            return None
        newest = SiteModel.objects.filter(site=site).first()
        if newest is None:
            raise NotFound(_("Nothing was trained for this site. Run `parley policy train` first."))
        if newest.model_version != model_version():
            raise Conflict(_("The models have changed since the training. Please train anew."))
        newest.in_use = True
        newest.save(update_fields=["in_use"])
        return newest


def _past(site: Site) -> Sequence[_Past]:
    """The last word of moderators on each comment, newest first."""
    rows = (
        Decision.objects.filter(site=site, by_machine=False)
        .filter(outcome__in=(Outcome.PUBLISH, Outcome.REJECT))
        .exclude(comment__text="")
        .select_related("comment__site", "comment__article", "comment__author")
        .select_related("comment__parent__author")
        .order_by("-created_at", "-pk")[:MOST_DECISIONS]
    )
    seen: set[int] = set()
    past = []
    for row in rows:
        if row.comment_id in seen:
            continue
        seen.add(row.comment_id)
        submission = replace(submission_of(row.comment), earlier=())
        past.append(
            _Past(
                submission=submission,
                judged=score(submission).judged,
                rejected=row.outcome == Outcome.REJECT,
                at=row.created_at,
            )
        )
    return past


def _learnt(past: Sequence[_Past]) -> tuple[SiteLayer, dict[Attribute, float]]:
    seen = Counter(word for each in past for word in words_of(each.judged))
    words = [word for word, count in seen.most_common(MOST_WORDS) if count >= LEAST_SEEN]
    logits = np.array([each.judged.logits for each in past], dtype=np.float64)
    present = np.zeros((len(past), len(words)))
    place = {word: index for index, word in enumerate(words)}
    for row, each in enumerate(past):
        present[row, [place[word] for word in words_of(each.judged) if word in place]] = 1.0
    matrix = np.hstack([np.ones((len(past), 1)), logits, present])
    ridge = np.concatenate(
        [[0.0], np.full(logits.shape[1], RIDGE_LOGITS), np.full(len(words), RIDGE_WORDS)]
    )
    rejected = np.array([each.rejected for each in past], dtype=np.float64)
    weights = _fit(matrix, rejected, ridge=ridge)
    edge = 1 + logits.shape[1]
    layer = SiteLayer(
        intercept=float(weights[0]),
        logits=tuple(map(float, weights[1:edge])),
        words={
            word: round(float(weight), 4)
            for word, weight in zip(words, weights[edge:], strict=True)
            if abs(weight) >= 0.01
        },
        threshold=_threshold(_unseen(matrix, rejected, ridge=ridge), rejected),
    )
    return layer, _thresholds(past, rejected)


def _fit(matrix: Array, aim: Array, *, ridge: Array) -> Array:
    """Logistic regression by Nesterov's accelerated descent; deterministic."""
    share = np.where(aim > 0, 0.5 / max(1.0, aim.sum()), 0.5 / max(1.0, (1 - aim).sum()))
    step = 1 / (0.25 * float((share[:, None] * matrix**2).sum()) + float(ridge.max()) / len(aim))
    weights = ahead = np.zeros(matrix.shape[1])
    for number in range(STEPS):
        error = share * (1 / (1 + np.exp(-np.clip(matrix @ ahead, -30, 30))) - aim)
        slope = matrix.T @ error + ridge * ahead / len(aim)
        before, weights = weights, ahead - step * slope
        ahead = weights + number / (number + 3) * (weights - before)
    return np.asarray(weights)


def _unseen(matrix: Array, aim: Array, *, ridge: Array) -> Array:
    """Probabilities for each row from a model that has not seen it."""
    fold = np.arange(len(aim)) % FOLDS
    found = np.zeros(len(aim))
    for number in range(FOLDS):
        rest, here = fold != number, fold == number
        found[here] = matrix[here] @ _fit(matrix[rest], aim[rest], ridge=ridge)
    return np.asarray(1 / (1 + np.exp(-np.clip(found, -30, 30))))


def _threshold(probabilities: Array, rejected: Array) -> float:
    """The lowest that stops no more than the allowed share of what moderators let through."""
    let_through = probabilities[rejected == 0]
    return float(np.clip(np.quantile(let_through, 1 - FALSE_ALARMS), 0.5, 0.99))


def _thresholds(past: Sequence[_Past], rejected: Array) -> dict[Attribute, float]:
    """For each score that tells rejections apart here, where it stops few approvals."""
    found: dict[Attribute, float] = {}
    scores = [score(each.submission).scores for each in past]
    for attribute in scores[0]:
        values = np.array([each[attribute] for each in scores])
        threshold = float(np.quantile(values[rejected == 0], 1 - FALSE_ALARMS))
        caught = (values[rejected == 1] >= threshold).mean()
        if caught > 2 * FALSE_ALARMS:
            found[attribute] = round(min(0.95, max(0.3, threshold)), 2)
    return found


def _agreement(past: Sequence[_Past], rules: SiteRules) -> Agreement:
    stopped = np.array(
        [decide(each.submission, rules).outcome is not Outcome.PUBLISH for each in past],
        dtype=bool,
    )
    rejected = np.array([each.rejected for each in past], dtype=bool)
    return Agreement(
        decisions=len(past),
        agreement=_mean(stopped == rejected),
        stopped=_mean(stopped),
        false_alarms=_mean(stopped[~rejected]),
        missed=_mean(~stopped[rejected]),
    )


def _mean(shares: npt.NDArray[np.bool_]) -> float:
    return float(shares.mean()) if shares.size else 0.0
