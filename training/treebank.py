"""Sentences of the English Web Treebank: what is a full one there, and what a fragment."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from parley.policy.fragments import LEAST_WORDS
from training.evaluation.reference_data import FOLDER

_VERB_FORM = re.compile(r"VerbForm=(Fin|Inf|Part|Ger)")


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

    @property
    def verb_form(self) -> str:
        """The tag, and of verbs the form: what is finite, imperative, infinitive, and so on."""
        if "Mood=Imp" in self.traits:
            return self.tag + "Imp"
        form = _VERB_FORM.search(self.traits)
        is_past = form is not None and form[1] == "Part" and "Tense=Past" in self.traits
        is_verb = form is not None and self.tag in {"VERB", "AUX"}
        return self.tag + (form[1] + "Past" * is_past if is_verb and form else "")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`words[i]` has the number i + 1, by which its dependents name it; the root's head is 0."""

    text: str
    words: tuple[Word, ...]
    document: str

    @property
    def is_short(self) -> bool:
        return sum(word.tag not in {"PUNCT", "SYM"} for word in self.words) < LEAST_WORDS

    @property
    def kind(self) -> Kind:
        if self.is_short:
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
    document, text, words = "", "", list[Word]()
    with gzip.open(FOLDER / f"ewt-{part}.conllu.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                document = line.removeprefix("# newdoc id = ").strip()
            elif line.startswith("# text = "):
                text = line.removeprefix("# text = ").strip()
            elif line[0].isdigit():
                number, form, lemma, tag, _, traits, head, relation, *_ = line.split("\t")
                if number.isdigit():
                    words.append(Word(form, lemma, tag, traits, int(head), relation))
            elif not line.strip() and words:
                yield Sentence(text, tuple(words), document)
                words = []
