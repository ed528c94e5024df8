"""A long comment is read in windows of whole sentences, and nothing of it is left unread."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Encoding, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from parley.policy.windows import Window, sentences_of, windows_of

WORDS = ("[CLS]", "[SEP]", "one", "two", "three", ".", "!", "dr")
VOCABULARY = {word: number for number, word in enumerate(WORDS)}


def encoded(text: str) -> Encoding:
    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[SEP]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 0), ("[SEP]", 1)]
    )
    return tokenizer.encode(text)


def windows(text: str, *, longest: int) -> list[str]:
    return as_text(windows_of(encoded(text), longest=longest))


def as_text(made: list[Window]) -> list[str]:
    return [" ".join(WORDS[number] for number in window) for window in made]


def test_each_sentence_can_be_read_by_itself() -> None:
    assert as_text(sentences_of(encoded("one . two three ! . two"), longest=5)) == [
        "[CLS] one . [SEP]",
        "[CLS] two three ! [SEP]",
        "[CLS] two [SEP]",
    ]


def test_a_full_stop_after_an_abbreviation_ends_none() -> None:
    assert sentences_of(encoded("one dr . two"), longest=9) == []


def test_one_that_stands_alone_is_read_already() -> None:
    assert sentences_of(encoded("one two ."), longest=9) == []
    assert sentences_of(encoded(""), longest=9) == []


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
