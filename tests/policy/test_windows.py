"""A long comment is read in windows of whole sentences, and nothing of it is left unread."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from parley.policy.windows import windows_of

WORDS = ("[CLS]", "[SEP]", "one", "two", "three", ".", "!")
VOCABULARY = {word: number for number, word in enumerate(WORDS)}


def windows(text: str, *, longest: int) -> list[str]:
    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[SEP]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 0), ("[SEP]", 1)]
    )
    made = windows_of(tokenizer.encode(text), longest=longest)
    return [" ".join(WORDS[number] for number in window) for window in made]


def test_a_comment_that_fits_is_read_at_once() -> None:
    assert windows("one . two .", longest=6) == ["[CLS] one . two . [SEP]"]


def test_a_longer_one_is_parted_between_its_sentences() -> None:
    assert windows("one two . three one two .", longest=7) == [
        "[CLS] one two . [SEP]",
        "[CLS] three one two . [SEP]",
    ]


def test_short_sentences_are_read_together() -> None:
    assert windows("one . two . one two three one .", longest=8) == [
        "[CLS] one . two . [SEP]",
        "[CLS] one two three one . [SEP]",
    ]


def test_marks_that_follow_one_another_end_a_sentence_once() -> None:
    assert windows("one two ! . three one two .", longest=7) == [
        "[CLS] one two ! . [SEP]",
        "[CLS] three one two . [SEP]",
    ]


def test_a_sentence_without_an_end_is_cut() -> None:
    assert windows("one two three one two", longest=5) == [
        "[CLS] one two three [SEP]",
        "[CLS] one two [SEP]",
    ]


def test_a_short_rest_is_read_with_what_stands_before_it() -> None:
    assert windows("one two three . one two . three", longest=7) == [
        "[CLS] one two three . [SEP]",
        "[CLS] one two . three [SEP]",
    ]


@given(
    st.lists(st.sampled_from(WORDS[2:]), min_size=1, max_size=60),
    st.integers(4, 20),
)
def test_every_word_is_read_once_in_its_order(words: list[str], longest: int) -> None:
    made = [each.split() for each in windows(" ".join(words), longest=longest)]
    assert [word for window in made for word in window[1:-1]] == words
    assert all(len(window) <= longest for window in made)
    assert all(len(one) + len(other) - 4 > (longest - 2) // 2 for one, other in pairwise(made))
