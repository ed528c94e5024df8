"""The training of the rule `spam`: what it learns, and that it learns the same every time."""

from training import labelled_lines
from training.spam import Labelled, as_file, fitted, own, part_of

TEXTS = [
    *(Labelled(f"Message us for a loan at {number}% today.", True, "own") for number in range(9)),
    *(
        Labelled(f"The bank refused me a loan in {year}.", False, "own")
        for year in range(2000, 2009)
    ),
]


def test_it_learns_what_tells_one_from_the_other() -> None:
    weights = fitted(TEXTS)
    assert weights["<asks to be contacted>"] > 0 > weights["refused"]
    assert weights["refused"] <= weights["loan"] < weights["<asks to be contacted>"]


def test_the_same_texts_make_the_same_file() -> None:
    assert as_file(fitted(TEXTS), count=18) == as_file(fitted(TEXTS), count=18)


def test_no_text_trains_that_is_held_out() -> None:
    assert not {each.text for each in own("spam")} & {each.text for each in own("held_out_spam")}


def test_a_text_is_always_in_the_same_part() -> None:
    assert part_of("The ferry runs every day.") == part_of("The ferry runs every day.")
    assert {part_of(str(number)) for number in range(500)} == set(range(10))


def test_every_line_has_one_of_the_labels_that_are_known() -> None:
    for name in ("spam", "held_out_spam"):
        assert {label for label, _line in labelled_lines.read(name)} == {"spam", "clean"}
