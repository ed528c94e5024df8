"""Variations of comments: the same in every run, traceable, and made of whole sentences."""

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from parley.policy.decision import Attribute
from training.examples import Example
from training.variations import among_calm_words, variations

# Two kinds of words, each as many as a word has neighbours, and itself.
VEHICLES = ("bus", "tram", "train", "car", "lorry", "bicycle", "scooter", "taxi", "ferry")
PLACES = ("road", "street", "lane", "bridge", "square", "alley", "avenue", "corner", "market")
# A piece of a word and a short word are nobody's neighbours.
NO_WORDS = ("##ing", "it")
# Each sentence has a word of its own, which has no neighbours.
COMMENTS = [
    Example(
        text=f"Zq{n}a opens this. Zq{n}b stands here. Zq{n}c closes it.", labels={}, source="own"
    )
    for n in range(40)
]


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as of the encoder, read as NumPy's files: safetensors is not in `make setup`."""
    stand_in = ModuleType("safetensors.numpy")
    stand_in.load_file = lambda path: dict(np.load(path))  # type: ignore[attr-defined] # made here
    monkeypatch.setitem(sys.modules, "safetensors", ModuleType("safetensors"))
    monkeypatch.setitem(sys.modules, "safetensors.numpy", stand_in)
    vocabulary = (*VEHICLES, *PLACES, *NO_WORDS)
    (tmp_path / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    side = np.array([1.0 if word in VEHICLES else -1.0 for word in vocabulary])
    table = np.stack([side, np.linspace(0, 0.1, len(vocabulary))], axis=1).astype(np.float32)
    with (tmp_path / "model.safetensors").open("wb") as file:
        named = {"embeddings.word_embeddings.weight": table}
        np.savez(file, **named)  # type: ignore[arg-type] # NumPy's own stub forbids it
    return tmp_path


def example(text: str, source: str = "own", origin: str = "") -> Example:
    return Example(text=text, labels={Attribute.INSULT: 1.0}, source=source, origin=origin)


def test_they_are_the_same_in_every_run(base: Path) -> None:
    assert list(variations(COMMENTS, base)) == list(variations(COMMENTS, base))


def test_nobody_has_labelled_them(base: Path) -> None:
    varied = list(variations([example("My tram came late! Who mends the road?")], base))
    assert varied
    assert not any(each.labels for each in varied)
    assert {each.source for each in varied} == {"varied"}


def test_each_keeps_the_line_that_it_was_made_from(base: Path) -> None:
    filled = example("The council sleeps.", origin="The {member} sleeps.")
    plain = example("My tram came late.")
    origins = {each.origin for each in variations([filled, plain], base)}
    assert origins == {"The {member} sleeps.", "My tram came late."}


def test_they_are_left_out_with_their_origin(base: Path) -> None:
    for each in COMMENTS:
        kept = {varied.is_left_out(3) for varied in variations([each], base)}
        assert kept == {each.is_left_out(3)}


def test_who_is_present_stays_so(base: Path) -> None:
    told = Example(
        text="You sleep.", labels={}, source="own", parent="It is fair.", parent_author="dev_k"
    )
    assert {(each.parent, each.parent_author) for each in variations([told], base)} == {
        ("It is fair.", "dev_k")
    }


def test_a_word_gives_way_to_a_neighbour_only(base: Path) -> None:
    varied = [each.text.split() for each in variations([example("Tram road zq.")] * 30, base)]
    said = {word.lower() for words in varied for word in words} - {"zq.", "."}
    assert said > {"tram", "road"}
    assert said <= {*VEHICLES, *PLACES}
    for first, second in (words[:2] for words in varied if len(words) == 3):
        assert first.lower() in VEHICLES
        assert first.istitle()
        assert second in PLACES


def test_a_source_that_nobody_varies_gives_none(base: Path) -> None:
    assert list(variations([example("The council sleeps.", source="tweets")], base)) == []


def test_what_is_spliced_is_whole_sentences(base: Path) -> None:
    """No sentence of one comment runs on into a sentence of another."""
    for each in variations(COMMENTS, base):
        for sentence in each.text.replace("?", ".").replace("!", ".").split("."):
            assert sum(word.startswith("Zq") for word in sentence.split()) <= 1


def test_some_are_spliced_with_another_comment(base: Path) -> None:
    def comments(text: str) -> set[str]:
        return {word[:-1] for word in text.split() if word.startswith("Zq")}

    assert max(len(comments(each.text)) for each in variations(COMMENTS, base)) > 1


def calm(text: str, source: str) -> Example:
    return Example(text=text, labels={Attribute.INSULT: 0.0}, source=source)


PROSE = [calm(f"Calm prose {n}.", "prose") for n in range(20)]
REMARKS = [calm(f"Calm remark {n}.", "talk") for n in range(20)]


def test_our_own_lines_stand_among_calm_words_as_well() -> None:
    rude = [example(f"You fool {n}.") for n in range(40)]
    longer = list(among_calm_words([*PROSE, *REMARKS, *rude]))
    assert longer == list(among_calm_words([*PROSE, *REMARKS, *rude]))
    assert 10 < len(longer) < 30
    for each in longer:
        assert each.labels == {Attribute.INSULT: 1.0}
        assert each.origin in each.text
    for part in ("Calm prose", "Calm remark"):
        assert any(part in each.text for each in longer)
    assert {each.text.startswith("You") for each in longer} == {True, False}


def test_nothing_rude_stands_around_them_nor_what_would_calibrate() -> None:
    rude = [example(f"You fool {n}.") for n in range(40)]
    mean = [example(f"Mean remark {n}.", "talk") for n in range(40)]
    for each in among_calm_words([*PROSE, *REMARKS, *mean, *rude]):
        assert "Mean" not in each.text
        for sentence in (*PROSE, *REMARKS):
            assert not (sentence.is_left_out(6) and sentence.text in each.text)


def test_only_our_own_lines_do() -> None:
    assert not list(
        among_calm_words([*PROSE, *(example("Fool.", source="civil") for _ in range(9))])
    )
