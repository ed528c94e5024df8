"""Learns a site's own layer of the policy from what moderators have decided."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions.labels import Label, labels_of
from parley.actions.posting import rules_of
from parley.errors import Conflict, NotFound
from parley.models.api_key import ApiKey
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
    """A label, and the comment as the first tier sees it."""

    label: Label
    judged: Judged

    @property
    def submission(self) -> Submission:
        return self.label.submission


def train(site: Site, *, now: datetime, keys: Collection[ApiKey] | None = None) -> SiteModel:
    """A layer and thresholds from the past, stored but not in use.

    Learnt from are decisions of the site's moderators, and what was suggested with these API
    keys; None: with any of the site's. Raises Conflict when they are too few, ModelUnavailable.
    """
    labels = labels_of(site, keys=keys)
    earlier = [each for each in labels if each.at <= now - TRIED_ON]
    lately = [each for each in labels if each.at > now - TRIED_ON]
    _require_enough(earlier)
    layer, thresholds = _learnt([_seen(each) for each in earlier])
    before = rules_of(site)
    learnt = replace(
        before,
        layer=layer,
        # What an administrator has set by hand stays, as it will when this is in use.
        thresholds=MappingProxyType(
            dict(before.thresholds) | thresholds | dict(before.chosen_thresholds)
        ),
    )
    return SiteModel.objects.create(
        site=site,
        layer=layer.as_json(),
        thresholds={attribute.value: value for attribute, value in thresholds.items()},
        report=_report(earlier, lately, before=before, after=learnt),
        model_version=model_version(),
        created_at=now,
    )


def _require_enough(earlier: Sequence[Label]) -> None:
    """Raises Conflict."""
    rejected = sum(each.rejected for each in earlier)
    if min(rejected, len(earlier) - rejected) >= LEAST_OF_A_KIND:
        return
    raise Conflict(
        _(
            "There are %(published)d approvals and %(rejected)d rejections older than thirty "
            "days, by moderators and in suggestions. At least %(least)d of each are needed to "
            "learn from."
        )
        % {
            "published": len(earlier) - rejected,
            "rejected": rejected,
            "least": LEAST_OF_A_KIND,
        }
    )


def _report(
    earlier: Sequence[Label], lately: Sequence[Label], *, before: SiteRules, after: SiteRules
) -> dict[str, Any]:
    """How much was learnt from, and what would have changed since.

    Decisions and suggestions are told apart: of what was suggested nobody knows the
    article, the author or what it answers, so that it is judged on less.
    """
    suggested = sum(each.suggested for each in earlier)
    decided_lately = [each for each in lately if not each.suggested]
    suggested_lately = [each for each in lately if each.suggested]
    return {
        "learnt_from": len(earlier),
        "from_moderators": len(earlier) - suggested,
        "from_suggestions": suggested,
        "now": asdict(_agreement(decided_lately, before)),
        "then": asdict(_agreement(decided_lately, after)),
        "suggestions": {
            "now": asdict(_agreement(suggested_lately, before)),
            "then": asdict(_agreement(suggested_lately, after)),
        },
    }


def switch(site: Site, *, on: bool) -> SiteModel | None:
    """Have the newest training count from now on, or none. Raises NotFound without any."""
    with transaction.atomic():
        Site.objects.select_for_update(no_key=True).get(pk=site.pk)
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


def _seen(label: Label) -> _Past:
    return _Past(label=label, judged=score(label.submission).judged)


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
    rejected = np.array([each.label.rejected for each in past], dtype=np.float64)
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


def _agreement(past: Sequence[Label], rules: SiteRules) -> Agreement:
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
