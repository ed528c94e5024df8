"""Lists of words are made once, and kept as far as there is room."""

from parley.policy.kept_lists import KeptLists
from parley.policy.word_list import Entries, WordList, word_list


class Made:
    """Counts how often a list was made."""

    def __init__(self, most: int) -> None:
        self.kept: KeptLists[str, str] = KeptLists(most)
        self.times = 0

    def __call__(self, key: str) -> str:
        return self.kept.made(key, lambda: self._make(key))

    def _make(self, key: str) -> str:
        self.times += 1
        return key


def test_a_list_is_made_once() -> None:
    made = Made(most=10)
    assert [made("abc"), made("abc")] == ["abc", "abc"]
    assert made.times == 1


def test_what_was_used_longest_ago_makes_room() -> None:
    made = Made(most=6)
    for key in ("abc", "def", "abc", "ghi"):
        made(key)
    assert ("abc" in made.kept, "def" in made.kept, "ghi" in made.kept) == (True, False, True)
    assert len(made.kept) == 6


def test_a_list_that_is_too_long_by_itself_is_kept_all_the_same() -> None:
    made = Made(most=2)
    made("ab")
    made("abcdef")
    made("abcdef")
    assert (made.times, len(made.kept)) == (2, 6)


def test_a_long_list_is_compiled_once_in_a_process() -> None:
    lines = [f"word{number}" for number in range(50_000)]
    assert word_list(Entries(lines)) is word_list(Entries(lines))


def test_entries_are_what_a_tuple_of_them_is() -> None:
    assert Entries(["a", "b"]) == ("a", "b")
    assert hash(Entries(["a", "b"])) == hash(("a", "b"))


def test_a_list_knows_its_length() -> None:
    assert len(WordList(["idiot", "free money"])) == 2
