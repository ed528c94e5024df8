"""How likely a comment is abusive, in several respects, and which of its words say so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from parley.policy.addressing import without_names
from parley.policy.decision import Attribute
from parley.policy.disguise import plain
from parley.policy.english_words import FUNCTION_WORDS
from parley.policy.first_tier import FirstTier, Judged, load_first_tier
from parley.policy.submission import Submission
from parley.policy.transformer import Transformer, load_transformer

# Where the first tier is sure, the second is not asked: it costs ten times as much.
_GREY = (0.03, 0.97)

# How much of the answer is the second tier's, where it is asked; and from where on it cannot
# talk down what the first heard, as it sometimes does with a plain insult among calm words.
_SECOND = 0.8
_SURE = 0.85

# A word is shown when it adds this much to the score (in logits), and no less than this
# share of what the word that adds most does.
_LEAST_ADDED = 0.15
_LEAST_SHARE = 0.4
_MOST_SHOWN = 5
_NEAR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSpan:
    """Code points of the comment; `value` is what the words add to the score, in 0..1."""

    start: int
    end: int
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """`scores` are calibrated probabilities, of every attribute but spam."""

    scores: Mapping[Attribute, float]
    model_version: str
    judged: Judged

    def words(self, attribute: Attribute) -> tuple[ScoredSpan, ...]:
        """What made the score as high as it is, in the order of the text; it may be nothing."""
        attributes = first_tier().attributes
        if attribute not in attributes:
            return ()
        shares = self.judged.shares(attributes.index(attribute))
        return tuple(sorted(_shown(self.judged, shares), key=lambda span: span.start))


class _Setting:
    """The installation's choice, made once a process before it answers."""

    folder: Path | None = None


def use_second_tier(folder: Path | None) -> None:
    """Ask the model in this folder in the grey zone; None: the first tier alone."""
    _Setting.folder = folder
    second_tier.cache_clear()
    score.cache_clear()


@lru_cache(maxsize=1)
def first_tier() -> FirstTier:
    """Raises ModelUnavailable."""
    return load_first_tier()


@lru_cache(maxsize=1)
def second_tier() -> Transformer | None:
    """None: not in use. Raises ModelUnavailable."""
    return load_transformer(_Setting.folder) if _Setting.folder is not None else None


def model_version() -> str:
    """Names the content of every model in use. Raises ModelUnavailable."""
    second = second_tier()
    return f"{first_tier().version}+{second.version}" if second else first_tier().version


@lru_cache(maxsize=64)
def score(submission: Submission) -> Scored:
    """Raises ModelUnavailable: what cannot be judged is not let through."""
    model = first_tier()
    judged = model.judge(submission)
    scores = {
        Attribute(name): float(value)
        for name, value in zip(model.attributes, judged.probabilities, strict=True)
    }
    second = second_tier()
    if second is not None and _is_grey(scores.values()):
        scores = _mixed(scores, second.probabilities(as_read(submission, model)))
    return Scored(scores=MappingProxyType(scores), model_version=model_version(), judged=judged)


def as_read(submission: Submission, model: FirstTier) -> str:
    """The text as the second tier reads it: no disguises, and parts instead of names."""
    return plain(without_names(submission, submission.text), model.watched).folded.text


def _is_grey(values: Iterable[float]) -> bool:
    return any(_GREY[0] < value < _GREY[1] for value in values)


def _mixed(
    first: Mapping[Attribute, float], second: Mapping[Attribute, float]
) -> dict[Attribute, float]:
    mixed = dict(first)
    for attribute, value in second.items():
        heard = first.get(attribute, value)
        both = _SECOND * value + (1 - _SECOND) * heard
        mixed[attribute] = max(heard, both) if heard >= _SURE else both
    return mixed


def _shown(judged: Judged, shares: Sequence[float]) -> Iterator[ScoredSpan]:
    """The words that weigh most; neighbours among them are shown as one."""
    tokens = judged.tokens
    least = max(_LEAST_ADDED, _LEAST_SHARE * max(shares, default=0.0))
    chosen = [
        index
        for index, share in enumerate(shares)
        if share >= least and tokens[index].is_word and tokens[index].text not in FUNCTION_WORDS
    ]
    runs: list[list[int]] = []
    for index in chosen:
        # "A liar and a thief" is one span, with the small words between.
        if runs and index - runs[-1][-1] <= _NEAR:
            runs[-1].append(index)
        else:
            runs.append([index])
    weighed = sorted(runs, key=lambda run: -sum(shares[index] for index in run))
    for run in weighed[:_MOST_SHOWN]:
        added = sum(shares[index] for index in run)
        yield ScoredSpan(
            start=tokens[run[0]].start, end=tokens[run[-1]].end, value=added / (1 + added)
        )
