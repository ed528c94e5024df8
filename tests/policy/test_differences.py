"""What was changed between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from parley.policy.differences import MOST_TOKENS, Change, Part, differences
from tests.growth import grows_less_than_squarely

TEXTS = st.text(st.sampled_from("ab \n."), max_size=60) | st.text(max_size=40)


@given(before=TEXTS, after=TEXTS)
def test_both_texts_are_in_it(before: str, after: str) -> None:
    parts = differences(before, after)
    assert "".join(part.text for part in parts if part.change is not Change.NEW) == before
    assert "".join(part.text for part in parts if part.change is not Change.GONE) == after


def test_a_word_that_was_replaced_is_told_with_the_one_in_its_place() -> None:
    assert differences("You are a fool, sir.", "You are mistaken, sir.") == (
        Part("You are ", Change.SAME),
        Part("a fool,", Change.GONE),
        Part("mistaken,", Change.NEW),
        Part(" sir.", Change.SAME),
    )


def test_a_text_of_one_word_over_and_over_takes_no_longer_than_it_must() -> None:
    def compare(size: int) -> object:
        return differences("no " * size, "no yes " * size)

    assert grows_less_than_squarely(compare, MOST_TOKENS, MOST_TOKENS * 8)
