"""Our own labelled text, written for this, by what is done with words."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from demo.seed.threads import threads
from parley.policy.decision import Attribute
from training.examples import LEARNT, Example
from training.words import FILLINGS

FOLDER = Path(__file__).parent / "texts"

_LABELS = {
    "toxic": Attribute.TOXICITY,
    "severe": Attribute.SEVERE_TOXICITY,
    "insult": Attribute.INSULT,
    "profanity": Attribute.PROFANITY,
    "threat": Attribute.THREAT,
    "identity": Attribute.IDENTITY_ATTACK,
    "personal": Attribute.PERSONAL_ATTACK,
}
# Names, groups and foul words are not what a line is about, so it is learnt with several.
_FILLINGS = 3

# What implies that a comment is rude, whatever its header says.
_TOXIC = {"severe", "insult", "threat", "identity"}
_HEADER = re.compile(r"\[([a-z ]+)\]")
_FIELD = re.compile(r"(people|parent|term):\s*(.*)")
_PLACEHOLDER = re.compile(r"\{(" + "|".join(FILLINGS) + r")\}")
_PERSON = re.compile(r"([^,()]+?)\s*\((writer|parent|other|named)\)")


class BadText(ValueError):
    """A line of our own text that does not keep to its form; names file and line."""


def training_texts() -> Iterator[Example]:
    yield from _of_folder("train", fillings=_FILLINGS)
    yield from _discussions()


def _discussions() -> Iterator[Example]:
    """What readers of the demo newsroom wrote, and nobody minded."""
    clean: dict[Attribute, float] = dict.fromkeys(LEARNT, 0.0)
    for thread in threads().values():
        for remark in thread.remarks:
            if remark.public and remark.complaint is None:
                yield Example(
                    text=remark.text,
                    labels=clean,
                    source="own",
                    parent=None if remark.parent is None else thread.remarks[remark.parent].text,
                    function="discussion",
                    weight=0.5,
                )


def held_out_texts() -> Iterator[Example]:
    """What never trains; each evaluation of it is of text that no model has met."""
    yield from _of_folder("held_out")


def second_held_out_texts() -> Iterator[Example]:
    """Written when the first part had been measured often; nothing is to be chosen by it."""
    yield from _of_folder("held_out_second")


def _of_folder(name: str, *, fillings: int = 1) -> Iterator[Example]:
    for path in sorted((FOLDER / name).glob("*.txt")):
        yield from read(path, fillings=fillings)


def read(path: Path, *, fillings: int = 1) -> Iterator[Example]:
    """The examples of one file; a line with placeholders is filled so many times, and no filling
    of it weighs more than its share. Raises BadText.
    """
    labels: set[str] | None = None
    fields: dict[str, str] = {}
    lines = map(str.strip, path.read_text(encoding="utf-8").splitlines())
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("# "):
            continue
        if header := _HEADER.fullmatch(line):
            labels, fields = set(header[1].split()), {}
            if not labels <= _LABELS.keys() | {"clean"} or (len(labels) > 1 and "clean" in labels):
                raise BadText(f"{path.name}:{number}: what are the labels “{header[1]}”?")
        elif labels is None:
            raise BadText(f"{path.name}:{number}: a comment before any header.")
        elif field := _FIELD.fullmatch(line):
            fields[field[1]] = field[2]
        else:
            for example in _filled(line, labels, fields, fillings=fillings):
                yield replace(example, function=path.stem)


def _filled(
    line: str, labels: set[str], fields: dict[str, str], *, fillings: int
) -> Iterator[Example]:
    times = fillings if _PLACEHOLDER.search(" ".join([line, *fields.values()])) else 1
    for number in range(times):
        # The same line gets the same names in every run.
        seed = hashlib.sha256(f"{line}{number or ''}".encode()).digest()
        example = _example(line, labels, fields, fill=_Filler(Random(seed)))
        yield replace(example, weight=1 / times, origin=line)


def _example(line: str, labels: set[str], fields: dict[str, str], *, fill: "_Filler") -> Example:
    toxic = {"toxic"} if labels & _TOXIC else set()
    true = {_LABELS[label] for label in (labels | toxic) - {"clean"}}
    people = [
        (fill(name.strip()), role) for name, role in _PERSON.findall(fields.get("people", ""))
    ]
    parents = [name for name, role in people if role == "parent"]
    parent = fields.get("parent")
    return Example(
        text=fill(line),
        labels={attribute: float(attribute in true) for attribute in LEARNT},
        source="own",
        parent=fill(parent) if parent else None,
        parent_author=parents[0] if parents else None,
        writers=tuple(name for name, role in people if role == "writer"),
        others=tuple(name for name, role in people if role in {"other", "named"}),
        term=fields.get("term", ""),
    )


class _Filler:
    """Fills placeholders; a name that stands twice in an example is filled once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._chosen: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        return _PLACEHOLDER.sub(lambda found: self._filling(found[1]), text)

    def _filling(self, kind: str) -> str:
        if kind in {"person", "handle"}:
            return self._chosen.setdefault(kind, self._random.choice(FILLINGS[kind]))
        return self._random.choice(FILLINGS[kind])
