"""Words that a full stop shortens, without an end to the sentence."""

from parley.policy.word_sets import word_set

ABBREVIATIONS = word_set("""
    mr mrs ms dr st sr jr prof gen col rev hon smt shri vs etc eg ie no nos rs approx dept govt
    fig vol al cf viz
    """)


def stops_short(word: str) -> bool:
    """Whether a full stop after this word, in small letters, belongs to it; so after initials."""
    return word in ABBREVIATIONS or (len(word) == 1 and word.isalpha())
