"""Trains what tells a full sentence from a fragment: `python -m training.fragments`.

Needs nothing beside Parley itself and takes half a minute. `--cross-validate` instead trains five
times without a fifth of the documents, and says which threshold takes so few of the full
sentences for fragments, and how many fragments it finds.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

# Sums in one thread have one order.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import numpy.typing as npt

from parley.policy.fragments import (
    FILE,
    UNKNOWN,
    Piece,
    Vocabulary,
    of_arrays,
    pieces,
)
from parley.policy.prose import prose
from training.tag_network import NO_TAG, NOT_RARE, Example, train
from training.treebank import Kind, Sentence, sentences
from training.weights_file import FOLDER, packed, write

# Of a hundred full sentences, about one may be taken for a fragment.
KEPT = 0.99

# `--cross-validate` finds 0.85 for it, and 91.4% of the fragments of treebank sentences by
# themselves; a little more tells fewer full sentences wrongly.
THRESHOLD = 0.9

FOLDS = 5

# Rarer words are known by their endings, as those of any other text must be.
LEAST_SEEN = 2
WEIGHT_OF_FRAGMENTS = 2.0
_MOST_SEEN = 1_000

Arrays = dict[str, npt.NDArray[np.generic]]


def main() -> None:
    bank = list(sentences("train"))
    if "--cross-validate" in sys.argv[1:]:
        _cross_validate(bank)
    else:
        write(FOLDER / FILE, trained(bank))


def trained(bank: Sequence[Sentence]) -> Arrays:
    """The arrays of the file."""
    aligned = [(each, list(_tagged_pieces(each))) for each in bank]
    aligned = [(sentence, tagged) for sentence, tagged in aligned if tagged]
    seen = Counter(_small(piece) for _, tagged in aligned for piece, _ in tagged)
    vocabulary = _vocabulary(aligned, seen)
    tags = sorted({tag for _, tagged in aligned for _, tag in tagged})
    numbers = {tag: number for number, tag in enumerate(tags)}
    examples = [
        Example(
            rows=_rows([piece for piece, _ in tagged], vocabulary),
            tags=np.array([numbers.get(tag, NO_TAG) for _, tag in tagged]),
            seen=np.array([_seen(piece, seen) for piece, _ in tagged]),
            aim=float(sentence.kind is Kind.FRAGMENT),
            weight=_weight(sentence),
        )
        for sentence, tagged in aligned
    ]
    rows = vocabulary.rows
    found = train(examples, rows=len(rows) + 1, tags=len(tags), unknown=rows[UNKNOWN])
    vectors = found.pop("vectors")
    scales = np.abs(vectors).max(axis=0) / 127
    return {
        "names": packed(rows),
        "verbs": packed(sorted(vocabulary.verbs)),
        "vectors": np.rint(vectors / scales).astype(np.int8),
        "scales": scales,
        **found,
        "threshold": np.array(THRESHOLD),
    }


def _cross_validate(bank: Sequence[Sentence]) -> None:
    documents = {each.document: None for each in bank}
    fold = {document: number % FOLDS for number, document in enumerate(documents)}
    full, fragments = list[float](), list[float]()
    for number in range(FOLDS):
        tagger = of_arrays(trained([each for each in bank if fold[each.document] != number]))
        for each in bank:
            if fold[each.document] == number and each.kind is not Kind.OTHER:
                logits = full if each.kind is Kind.FULL else fragments
                logits.append(tagger.logit(prose(each.text)))
    threshold = float(np.quantile(full, KEPT))
    found = (np.array(fragments) > threshold).mean()
    print(f"threshold {threshold:.2f}: kept {KEPT:.1%}, found {found:.1%}")


def _tagged_pieces(sentence: Sentence) -> Iterator[tuple[Piece, str]]:
    """The treebank's words and ours, by their places; "cannot" is two there, and finite."""
    places = list(_places(sentence))
    at = 0
    for piece in pieces(prose(sentence.text)):
        while at < len(places) - 1 and places[at][1] <= piece.start:
            at += 1
        tag = sentence.words[at].verb_form
        for word, (start, _) in zip(sentence.words[at:], places[at:], strict=True):
            if start >= piece.end:
                break
            tag = word.verb_form if word.is_finite else tag
        yield piece, tag


def _places(sentence: Sentence) -> Iterator[tuple[int, int]]:
    end = 0
    for word in sentence.words:
        start = sentence.text.find(word.form, end)
        # A few words are written differently in the text.
        start = start if end <= start <= end + 3 else end
        end = start + len(word.form)
        yield start, end


def _vocabulary(
    aligned: Sequence[tuple[Sentence, Sequence[tuple[Piece, str]]]], seen: Counter[str]
) -> Vocabulary:
    known = {word for word, count in seen.items() if count >= LEAST_SEEN and word.isascii()}
    verbs = frozenset(
        word.lemma
        for sentence, _ in aligned
        for word in sentence.words
        if word.tag == "VERB" and word.lemma.isascii() and word.lemma.islower()
    )
    words = Vocabulary(dict.fromkeys(known, 0), verbs)
    named = Counter(
        name
        for _, tagged in aligned
        for index, (piece, _) in enumerate(tagged)
        for name in words.names(piece.text, is_first=index == 0)
    )
    names = sorted({UNKNOWN} | {name for name, count in named.items() if count >= LEAST_SEEN})
    return Vocabulary({name: row for row, name in enumerate(names, 1)}, verbs)


def _rows(said: Sequence[Piece], vocabulary: Vocabulary) -> npt.NDArray[np.int64]:
    rows = (vocabulary.rows_of(piece.text, is_first=index == 0) for index, piece in enumerate(said))
    return np.array(list(rows), dtype=np.int64)


def _weight(sentence: Sentence) -> float:
    if sentence.is_short:
        return 0.0
    return WEIGHT_OF_FRAGMENTS if sentence.kind is Kind.FRAGMENT else 1.0


def _seen(piece: Piece, seen: Counter[str]) -> int:
    """Only words are forgotten."""
    return min(seen[_small(piece)], _MOST_SEEN) if piece.text[0].isalpha() else NOT_RARE


def _small(piece: Piece) -> str:
    return piece.text.lower()


if __name__ == "__main__":
    main()
