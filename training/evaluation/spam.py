"""How well advertising is told from remarks, and copies from texts of one's own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from random import Random

from demo.seed.threads import threads
from parley.policy.copies import bands, fingerprint, is_nobody_elses
from parley.policy.decision import Attribute
from parley.policy.site_rules import DEFAULT_THRESHOLDS, SiteRules
from parley.policy.spam import spam_score
from parley.policy.submission import RecentText, Submission
from training.evaluation.curves import auc
from training.evaluation.table import Row, Wish
from training.spam import Labelled, others, own

_NOW = datetime(2026, 11, 24, tzinfo=UTC)
_SEED = 20261124
# Of which each is held against each other.
_COMPARED = 450


def rows() -> list[Row]:
    theirs = others(training=False)
    messages = [each for each in theirs if each.source == "sms"]
    remarks = {
        "Civil Comments, 3 parts of 10": [e.text for e in theirs if e.source == "civil"],
        "Wikipedia talk, 3 parts of 10": [e.text for e in theirs if e.source == "wikipedia"],
        "demo newsroom, public remarks": _public(),
    }
    return [
        *_advertising("our own held-out comments", own("held_out_spam"), targets=(0.85, 0.03)),
        *_advertising("SMS Spam, 3 parts of 10", messages, targets=(None, None)),
        *(_held(name, texts, target=0.005) for name, texts in remarks.items()),
        *_copies(_public()),
    ]


def _advertising(
    name: str, texts: Sequence[Labelled], *, targets: tuple[float | None, float | None]
) -> list[Row]:
    spam = [each.text for each in texts if each.spam]
    clean = [each.text for each in texts if not each.spam]
    scores = [_score(text) for text in spam], [_score(text) for text in clean]
    errors = [(1 - score) ** 2 for score in scores[0]] + [score**2 for score in scores[1]]
    return [
        Row(
            measure="advertising held",
            value=_share(_is_held(text) for text in spam),
            target=targets[0],
            data=f"{name}: {len(spam)}",
        ),
        _held(name, clean, target=targets[1]),
        Row(measure="ROC-AUC", value=auc(*scores), data=f"{name}: {len(texts):,}"),
        Row(
            measure="Brier score",
            value=sum(errors) / len(errors),
            wish=Wish.AT_MOST,
            data=f"{name}: {len(texts):,}",
        ),
    ]


def _held(name: str, clean: Sequence[str], *, target: float | None) -> Row:
    return Row(
        measure="remarks held",
        value=_share(_is_held(text) for text in clean),
        wish=Wish.AT_MOST,
        target=target,
        data=f"{name}: {len(clean):,}",
    )


def _copies(texts: Sequence[str]) -> list[Row]:
    """Each remark as two others would have posted it, and what is like it by chance."""
    random = Random(_SEED)
    long = [text for text in texts if fingerprint(text) is not None]
    ways: Mapping[str, Callable[[str], str]] = {
        "word for word": str,
        "with a greeting and a number": lambda text: f"Dear friends! {text} Ring 98450 00000.",
        "with one word changed": lambda text: _changed(text, 1, random=random),
        "with three words changed": lambda text: _changed(text, 3, random=random),
    }
    found = [
        Row(
            measure=f"copies held, {way}",
            value=_share(_is_copy(text, of=change(text)) for text in long),
            target=0.9 if way != "with three words changed" else None,
            data=f"demo newsroom: {len(long)}",
        )
        for way, change in ways.items()
    ]
    pairs = list(combinations(long[:_COMPARED], 2))
    alike = _share(_is_copy(one, of=other) for one, other in pairs)
    return [
        *found,
        Row(
            measure="other texts taken for copies",
            value=alike,
            wish=Wish.AT_MOST,
            target=0.0001,
            data=f"demo newsroom: {len(pairs):,} pairs",
        ),
    ]


def _is_copy(text: str, *, of: str) -> bool:
    own, seen = fingerprint(text), fingerprint(of)
    # Posting asks only for those that share a band.
    if own is None or seen is None or set(bands(own)).isdisjoint(bands(seen)):
        return False
    twice = tuple(RecentText(author=author, fingerprint=seen, created_at=_NOW) for author in (1, 2))
    return any(is_nobody_elses(Submission(text=text, now=_NOW, recent=twice), SiteRules()))


def _changed(text: str, words: int, *, random: Random) -> str:
    changed = text.split()
    for place in random.sample(range(len(changed)), words):
        changed[place] = "somewhat"
    return " ".join(changed)


def _public() -> list[str]:
    return [
        remark.text for thread in threads().values() for remark in thread.remarks if remark.public
    ]


def _score(text: str) -> float:
    return spam_score(Submission(text=text, now=_NOW))


def _is_held(text: str) -> bool:
    return _score(text) >= DEFAULT_THRESHOLDS[Attribute.SPAM]


def _share(answers: Iterable[bool]) -> float:
    given = list(answers)
    return sum(given) / len(given)
