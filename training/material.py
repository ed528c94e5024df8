"""What the two tiers learn from, in one order: the opinions of the one are kept by it."""

from pathlib import Path

from training.corpora import training_corpora, unlabelled
from training.examples import Example
from training.own_texts import training_texts
from training.variations import among_calm_words, variations


def labelled() -> list[Example]:
    """Our own text, the corpora, and our own text once more among calm words."""
    examples = [*training_texts(), *training_corpora()]
    return [*examples, *among_calm_words(examples)]


def all_material(base: Path) -> list[Example]:
    """With what nobody has labelled, of which only the teacher's opinion is known."""
    examples = labelled()
    return [*examples, *unlabelled(), *variations(examples, base)]
