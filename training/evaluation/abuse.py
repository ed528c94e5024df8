"""Abuse and attacks on persons, by both tiers, on text that neither has met."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import chain
from pathlib import Path

from parley.policy.decide import decide
from parley.policy.decision import Attribute, Rule, Severity
from parley.policy.scoring import score, use_second_tier
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission
from training.corpora import insults_held_out, talk_held_out
from training.evaluation import groups
from training.evaluation.curves import auc
from training.evaluation.table import Row, Wish
from training.examples import Example
from training.own_texts import held_out_texts, second_held_out_texts

TRANSFORMER = Path(__file__).parents[2] / "models" / "transformer"

# What must not be taken for abuse, and what must.
_INNOCENT = (
    "counter_speech", "reclaimed", "negation", "homonyms", "identity_neutral",
    "identity_positive", "figures_of_speech", "criticism_of_ideas",
)  # fmt: skip
_ATTACKS = ("direct_attacks", "threats", "slurs_and_identity")

# What stands before an attack, to see whether it is still found.
_CALM = (
    "The council has published the figures for the last ten years, and they show that the "
    "traffic on the ring road has grown by a third while the number of buses has stayed the "
    "same. I have lived here since 1984 and remember when the first trams were taken away. It "
    "was said then that the buses would be enough. They never were. The new plan does not "
    "mention trams at all, and I would like to know why. "
)

# What stands on either side of it.
_BEFORE = "I read the whole report last night, and most of its figures agree with my own. "
_AFTER = " The new plan does not mention trams at all, and I would like to know why."

# What Perspective scored lower, and no rater minded, is harmless.
_HARMLESS = 0.3

_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_JUDGED = {Rule.ABUSE, Rule.PERSONAL}


def rows() -> list[Row]:
    return [*_of_tier("first tier", linear=True), *_with_transformer()]


def _with_transformer() -> list[Row]:
    if not TRANSFORMER.is_dir():
        return []
    use_second_tier(TRANSFORMER)
    try:
        return _of_tier("both tiers", linear=False)
    finally:
        use_second_tier(None)


def _of_tier(name: str, *, linear: bool) -> list[Row]:
    return [
        *_areas(name, insults=0.87 if linear else 0.91, talk=0.83 if linear else _perspective()),
        *_of_part(name, list(held_out_texts())),
        *_of_part(f"{name}, second part", list(second_held_out_texts())),
        *groups.rows(name, chain(held_out_texts(), second_held_out_texts()), is_told),
    ]


def _of_part(name: str, examples: Sequence[Example]) -> list[Row]:
    return [
        *_functions(name, examples),
        *_among_calm_words(name, examples),
        *_terms(name, examples),
        _persons(name, examples),
    ]


def _areas(name: str, *, insults: float, talk: float) -> list[Row]:
    held_out = list(insults_held_out())
    talked = [(text, toxic) for text, toxic, _ in talk_held_out()]
    return [
        Row(
            measure=f"{name}: ROC-AUC of INSULT",
            value=_area(held_out, Attribute.INSULT),
            target=insults,
            data=f"dev-insults, {len(held_out):,}",
        ),
        Row(
            measure=f"{name}: ROC-AUC of TOXICITY",
            value=_area(talked, Attribute.TOXICITY),
            target=talk,
            data=f"Wikipedia talk, held-out third, {len(talked):,}"
            f" ({sum(toxic for _, toxic in talked)} toxic)",
        ),
        _harmless_talk(name),
    ]


def _harmless_talk(name: str) -> Row:
    harmless = [
        Example(text=text, labels={}, source="talk")
        for text, toxic, teacher in talk_held_out()
        if not toxic and teacher < _HARMLESS
    ]
    return Row(
        measure=f"{name}: harmless comments told",
        value=sum(map(is_told, harmless)) / len(harmless),
        wish=Wish.AT_MOST,
        data=f"Wikipedia talk, held-out third, {len(harmless):,}",
    )


@cache
def _perspective() -> float:
    answers = [(toxic, teacher) for _, toxic, teacher in talk_held_out()]
    return auc([t for toxic, t in answers if toxic], [t for toxic, t in answers if not toxic])


def _area(texts: Sequence[tuple[str, bool]], attribute: Attribute) -> float:
    scored = [(_score(text, attribute), is_true) for text, is_true in texts]
    return auc([s for s, true in scored if true], [s for s, true in scored if not true])


def _score(text: str, attribute: Attribute) -> float:
    return score(Submission(text=text, now=_MOMENT)).scores[attribute]


def _functions(name: str, examples: Iterable[Example]) -> list[Row]:
    told: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for example in examples:
        told[example.function, _is_abuse(example)].append(is_told(example))
    rows = [
        _rate(f"{name}: {function}, {'caught' if abuse else 'false alarms'}", found)
        for (function, abuse), found in sorted(told.items())
    ]
    innocent = [each for function in _INNOCENT for each in told[function, False]]
    attacks = [each for function in _ATTACKS for each in told[function, True]]
    return [
        *rows,
        _rate(f"{name}: all functions, false alarms", innocent, at_most=0.10),
        _rate(f"{name}: direct attacks, threats, slurs, caught", attacks, at_least=0.90),
    ]


def _among_calm_words(name: str, examples: Iterable[Example]) -> Iterator[Row]:
    attacks = [each for each in examples if each.function in _ATTACKS and _is_abuse(each)]
    for place, before, after in (
        ("behind a calm sentence", _BEFORE, ""),
        ("before a calm sentence", "", _AFTER),
        (f"behind {len(_CALM.split())} calm words", _CALM, ""),
    ):
        told = [is_told(replace(each, text=before + each.text + after)) for each in attacks]
        yield _rate(f"{name}: the same {place}, caught", told)


def _is_abuse(example: Example) -> bool:
    """Friendly swearing is none."""
    return any(
        value > 0 for attribute, value in example.labels.items() if attribute != Attribute.PROFANITY
    )


def is_told(example: Example) -> bool:
    """Whether the author would be asked to change it, or worse, for abuse of any kind."""
    reasons = decide(example.submission, SiteRules()).reasons
    return any(
        each.rule in _JUDGED and each.severity.rank > Severity.ADVISE.rank for each in reasons
    )


def _terms(name: str, examples: Iterable[Example]) -> list[Row]:
    told: dict[str, list[bool]] = defaultdict(list)
    for example in examples:
        if example.term:
            told[example.term].append(is_told(example))
    worst = max(told, key=lambda term: sum(told[term]) / len(told[term]))
    return [
        _rate(f"{name}: worst identity term ({worst}), false alarms", told[worst], at_most=0.03),
        _rate(
            f"{name}: all identity terms, false alarms",
            chain.from_iterable(told.values()),
            at_most=0.03,
        ),
    ]


def _persons(name: str, examples: Iterable[Example]) -> Row:
    asked = [each for each in examples if each.function == "person_or_argument"]
    scores = [
        (score(each.submission).scores[Attribute.PERSONAL_ATTACK], _is_abuse(each))
        for each in asked
    ]
    return Row(
        measure=f"{name}: person against argument, ROC-AUC of PERSONAL_ATTACK",
        value=auc([s for s, true in scores if true], [s for s, true in scores if not true]),
        target=0.93,
        data=f"own held-out text, {len(asked)}",
    )


def _rate(
    measure: str,
    told: Iterable[bool],
    *,
    at_most: float | None = None,
    at_least: float | None = None,
) -> Row:
    found = list(told)
    return Row(
        measure=measure,
        value=sum(found) / max(1, len(found)),
        wish=Wish.AT_LEAST if at_least is not None else Wish.AT_MOST,
        target=at_least if at_least is not None else at_most,
        data=f"own held-out text, {len(found)}",
    )
