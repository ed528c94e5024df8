"""Sets of words, written down as running text."""


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())
