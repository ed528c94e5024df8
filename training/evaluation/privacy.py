"""How well personal data are found, and what is taken for them that is not."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random

from parley.policy.privacy import personal_data
from parley.policy.site_rules import SiteRules
from training import labelled_lines
from training.evaluation import made_numbers, reference_data
from training.evaluation.table import Row, Wish

_SEED = 20261124
_TIMES = 300
_RULES = SiteRules()

# Without a word that says what it is.
_SENTENCES = (
    "She wrote {} on the wall for all to see.",
    "It was {} that he read out to the whole room, I am told.",
    "Somebody had pinned {} to the door, and nobody knows who.",
)


def rows() -> list[Row]:
    ours = list(labelled_lines.read("held_out_privacy"))
    return [
        *_ours(ours),
        _made("telephone numbers found", made_numbers.phones, code="phone_number", target=0.95),
        _made(
            "disguised ones found",
            made_numbers.disguised_phones,
            code="phone_number",
            target=0.95,
        ),
        _made("e-mail addresses found", made_numbers.addresses, code="email_address", target=0.95),
        _made("identity and payment numbers found", made_numbers.numbers_of_people, target=0.95),
        _alarms("numbers of orders, cases, prices, scores …", made_numbers.other_numbers, 0.005),
        _alarms("digits with no word beside", made_numbers.bare_numbers, None),
        *_read("train-civil"),
        *_read("train-wikipedia"),
    ]


def _ours(lines: Sequence[tuple[str, str]]) -> list[Row]:
    data = [(label, line) for label, line in lines if label != "clean"]
    clean = [line for label, line in lines if label == "clean"]
    return [
        Row(
            measure="told, and as the right kind",
            value=_share(_kinds(line) == [label] for label, line in data),
            target=0.9,
            data=f"our own held-out comments: {len(data)}",
        ),
        Row(
            measure="false alarms",
            value=_share(bool(_kinds(line)) for line in clean),
            wish=Wish.AT_MOST,
            target=0.02,
            data=f"our own held-out comments: {len(clean)}",
        ),
    ]


def _made(
    measure: str,
    make: Callable[[Random], Mapping[str, str]],
    *,
    code: str | None = None,
    target: float,
) -> Row:
    """`code` None: what is made is named by its code."""
    random = Random(_SEED)
    found = list[bool]()
    for number in range(_TIMES):
        sentence = _SENTENCES[number % len(_SENTENCES)]
        for name, written in make(random).items():
            text = sentence.format(written)
            told = [
                (each.code, text[each.start : each.end]) for each in personal_data(text, _RULES)
            ]
            found.append(told == [(code or name, written)])
    return Row(
        measure=f"{measure}, to the letter",
        value=_share(found),
        target=target,
        data=f"made at random: {len(found):,}",
    )


def _alarms(measure: str, make: Callable[[Random], Mapping[str, str]], target: float | None) -> Row:
    random = Random(_SEED)
    texts = [text for _ in range(_TIMES) for text in make(random).values()]
    return Row(
        measure=f"false alarms: {measure}",
        value=_share(bool(_kinds(text)) for text in texts),
        wish=Wish.AT_MOST,
        target=target,
        data=f"made at random: {len(texts):,}",
    )


def _read(name: str) -> list[Row]:
    """A row for each kind that is found there; a person has to say which of them are right."""
    texts = [record["text"] for record in reference_data.records(name)]
    counts = Counter(kind for text in texts for kind in set(_kinds(text)))
    found = dict.fromkeys(("phone_number", "email_address"), 0) | counts
    return [
        Row(
            measure=f"texts in which it sees {kind}",
            value=count,
            wish=Wish.AT_MOST,
            data=f"{name}: {len(texts):,}",
        )
        for kind, count in sorted(found.items())
    ]


def _kinds(text: str) -> list[str]:
    return [each.code for each in personal_data(text, _RULES)]


def _share(answers: Iterable[bool]) -> float:
    given = list(answers)
    return sum(given) / len(given)
