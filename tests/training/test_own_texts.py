"""Our own labelled text keeps to its form, and what is held out never trains."""

from itertools import chain, combinations
from pathlib import Path

import pytest

from parley.policy.decision import Attribute
from training.evaluation.groups import GROUPS
from training.own_texts import (
    BadText,
    held_out_texts,
    read,
    second_held_out_texts,
    training_texts,
)
from training.romanised import held_out_lines, training_lines

TOXIC = {Attribute.TOXICITY, Attribute.INSULT, Attribute.PERSONAL_ATTACK}


def written(folder: Path, text: str) -> Path:
    path = folder / "function.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_block_gives_its_labels_and_its_people(tmp_path: Path) -> None:
    text = (
        "# A remark.\n[insult personal]\n"
        "people: Meera Nair (writer), dev_k (parent), Zoya (other)\n"
        "parent: It is fair.\nYou fool.\n[clean]\nI agree.\n"
    )
    attack, agreement = read(written(tmp_path, text))
    assert {each for each, value in attack.labels.items() if value} == TOXIC
    assert (attack.parent, attack.parent_author) == ("It is fair.", "dev_k")
    assert (attack.writers, attack.others) == (("Meera Nair",), ("Zoya",))
    assert not any(agreement.labels.values())
    assert agreement.parent is None


def test_a_placeholder_is_filled_alike_in_every_run(tmp_path: Path) -> None:
    path = written(tmp_path, "[clean]\n{handle}, {handle} and {group} met {person}.\n")
    (first,), (second,) = read(path), read(path)
    assert first == second
    assert "{" not in first.text
    handle, _, rest = first.text.partition(", ")
    assert rest.startswith(handle)


def test_a_line_is_learnt_with_several_fillings_that_weigh_no_more_together(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "[clean]\nThe {group} of our town met {person}.\nI agree.\n")
    *filled, plain = read(path, fillings=3)
    assert len({each.text for each in filled}) == 3
    assert sum(each.weight for each in filled) == pytest.approx(plain.weight)


@pytest.mark.parametrize(
    ("text", "line"), [("Without a header.\n", 1), ("[clean]\nFine.\n[rude]\n", 3)]
)
def test_what_breaks_the_form_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(BadText, match=f"function.txt:{line}"):
        list(read(written(tmp_path, text)))


def test_what_is_held_out_never_trains() -> None:
    parts = [
        {each.text.casefold() for each in texts()}
        for texts in (training_texts, held_out_texts, second_held_out_texts)
    ]
    training, first, second = parts
    assert len(training) > 1_000
    assert len(first) > 500
    assert len(second) > 500
    for one, other in combinations(parts, 2):
        assert not one & other


def test_both_parts_held_out_ask_the_same_functions() -> None:
    first, second = (
        {each.function for each in texts()} for texts in (held_out_texts, second_held_out_texts)
    )
    assert first == second


def test_the_second_part_asks_about_other_identities() -> None:
    first, second = (
        {each.term.casefold() for each in texts() if each.term}
        for texts in (held_out_texts, second_held_out_texts)
    )
    assert len(second) == 20
    assert not first & second


def test_each_identity_is_counted_with_a_group() -> None:
    terms = {each.term for each in chain(held_out_texts(), second_held_out_texts()) if each.term}
    assert terms == {term for group in GROUPS.values() for term in group}


def test_no_line_stands_twice_in_the_second_part() -> None:
    texts = [each.text.casefold() for each in second_held_out_texts()]
    assert len(texts) == len(set(texts))


def test_romanised_comments_are_of_ten_languages_and_of_english() -> None:
    for lines in (list(training_lines()), list(held_out_lines())):
        assert len({language for language, _ in lines}) == 11
        assert all(text.strip() for _, text in lines)
    assert not {text for _, text in training_lines()} & {text for _, text in held_out_lines()}
