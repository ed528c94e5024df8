"""Sentences of the English Web Treebank: what is a full one there, and what a fragment."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from training.evaluation.reference_data import FOLDER


class Kind(StrEnum):
    """As `parley.policy.fragments` defines them; OTHER is neither, or too short to tell."""

    FULL = "full"
    FRAGMENT = "fragment"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Word:
    form: str
    lemma: str
    tag: str
    traits: str
    head: int
    relation: str

    @property
    def is_finite(self) -> bool:
        return "VerbForm=Fin" in self.traits


@dataclass(frozen=True, slots=True)
class Sentence:
    """`words[i]` has the number i + 1, by which its dependents name it; the root's head is 0."""

    text: str
    words: tuple[Word, ...]

    @property
    def kind(self) -> Kind:
        if sum(word.tag not in {"PUNCT", "SYM"} for word in self.words) < 3:
            return Kind.OTHER
        if not any(word.is_finite for word in self.words):
            return Kind.FRAGMENT
        number, root = next((i, each) for i, each in enumerate(self.words, 1) if each.head == 0)
        children = [word for word in self.words if word.head == number]
        finite = root.is_finite or any(
            child.is_finite and child.relation.startswith(("cop", "aux")) for child in children
        )
        subject = "Mood=Imp" in root.traits or any(
            child.relation.startswith(("nsubj", "csubj", "expl")) for child in children
        )
        return Kind.FULL if finite and subject else Kind.OTHER


def sentences(part: str) -> Iterator[Sentence]:
    """Of `part` "train" or "dev"."""
    text, words = "", list[Word]()
    with gzip.open(FOLDER / f"ewt-{part}.conllu.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# text = "):
                text = line.removeprefix("# text = ").strip()
            elif line[0].isdigit():
                number, form, lemma, tag, _, traits, head, relation, *_ = line.split("\t")
                if number.isdigit():
                    words.append(Word(form, lemma, tag, traits, int(head), relation))
            elif not line.strip() and words:
                yield Sentence(text, tuple(words))
                words = []
