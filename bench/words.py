"""How long a list of words takes to be compiled and matched: `python -m bench.words`.

CPU time, as on a machine with other work the clock on the wall says nothing.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import TypeVar

from parley.policy.site_rules import MOST_WORDS
from parley.policy.word_list import Entries, WordList, word_list

T = TypeVar("T")

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TEXTS, WORDS_EACH = 400, (50, 200)
MOST_PATTERNS = 1_000


def main() -> None:
    random = Random(0)
    print("| list of 50,000 | compile s | words | first ms | p50 ms | p99 ms |")
    print("|---|---|---|---|---|---|")
    for name, entry in KINDS.items():
        entries = [entry(random, number) for number in range(MOST_WORDS)]
        compiled, seconds = _timed(partial(WordList, entries))
        for words in WORDS_EACH:
            taken = _matching(compiled, random, words=words)
            first, ordered = taken[0], sorted(taken)
            print(
                f"| {name} | {seconds:.2f} | {words} | {first:.2f} | "
                f"{ordered[TEXTS // 2]:.2f} | {ordered[-TEXTS // 100]:.2f} |",
                flush=True,
            )
    _lookup(random)


def _word(random: Random) -> str:
    return "".join(random.choices(LETTERS, k=random.randint(4, 12)))


def _mixed(random: Random, number: int) -> str:
    match number % 8:
        case 0:
            return _word(random) + "*"
        case 1:
            return "*" + _word(random)
        case 2 | 3:
            return f"{_word(random)} {_word(random)}"
    return _word(random)


def _with_patterns(random: Random, number: int) -> str:
    if number % (MOST_WORDS // MOST_PATTERNS):
        return _mixed(random, number)
    return f"/{_word(random)}[0-9 ]*{_word(random)}/"


KINDS: dict[str, Callable[[Random, int], str]] = {
    "words": lambda random, _number: _word(random),
    "other script": lambda _random, number: f"हरामी{number}",
    "words, phrases, wildcards": _mixed,
    "the same, 1,000 patterns": _with_patterns,
}


def _matching(compiled: WordList, random: Random, *, words: int) -> Sequence[float]:
    """Milliseconds for each of the texts, in their order."""
    taken = []
    for _ in range(TEXTS):
        text = " ".join(_word(random) for _ in range(words))
        taken.append(_timed(partial(_spans, compiled, text))[1] * 1_000)
    return taken


def _spans(compiled: WordList, text: str) -> list[tuple[int, int]]:
    return list(compiled.spans(text))


def _lookup(random: Random) -> None:
    """What a comment pays for the list before it is matched."""
    entries = Entries(_word(random) for _ in range(MOST_WORDS))
    word_list(entries)
    _, seconds = _timed(lambda: [word_list(entries) for _ in range(1_000)])
    print(f"\nfound compiled: {seconds * 1_000:.1f} µs")


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    done = work()
    return done, time.process_time() - began


if __name__ == "__main__":
    main()
