"""Digits as people string them together: in groups, one by one, as words, or in any mixture."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from parley.policy.personal_data.reading import Reading

# No number of a person is shorter or longer; a longer row of digits is none, whatever is
# in it.
LEAST, LONGEST = 8, 19

_UNITS = {
    "zero": "0", "nought": "0", "naught": "0", "oh": "0", "one": "1", "two": "2", "three": "3",
    "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_WORD = "|".join(_UNITS)
# Hardly anybody writes without these; "one" is in every other comment.
_TELLING = frozenset(_UNITS) - {"one", "oh"}
# Seven digits in words without a space between them.
_LONG_WORD = 20
_TIMES = {"double": 2, "triple": 3, "treble": 3}

# "O" and "l" within a number are read as zero and one. Everywhere without giving back,
# or a long row of digits costs its square.
_TOKEN = regex.compile(
    rf"""
    (?P<digits>(?:(?<![a-z0-9])o(?=\d))?+\d++(?:[oil]++\d++)*+(?:o++(?![a-z]))?+)
    | (?<![a-z])(?:(?P<times>double|triple|treble)[\s-]{{0,2}})?+
      (?P<words>(?:{_WORD})++|(?<=(?:double|triple|treble)[\s-]{{0,2}})\d)(?![a-z])
    """,
    regex.VERBOSE,
)
_LETTERS = str.maketrans("oil", "011")
_EACH_WORD = regex.compile(_WORD)

# What may stand between the parts of one number. A keycap's frame is left of an emoji.
_JOINT = regex.compile(r"[\s\-‐-―−._/()\[\]*·•|~:+\\\u20E3]{0,4}")
_SPOKEN_JOINT = regex.compile(r"(?:[\s\-‐-―−._/*·•|~]{0,4}|,\s?|\s?and\s)")
_LOOSE = regex.compile(r"[\s/|]")

# Digits one by one; fewer are a score, or somebody counting.
_LEAST_ONE_BY_ONE = 7


@dataclass(frozen=True, slots=True)
class Block:
    """Digits that stand together. `singly`: written one by one, or in words (`spoken`);
    `joint`: what stands between them then."""

    digits: str
    start: int
    end: int
    singly: bool = False
    spoken: bool = False
    joint: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring blocks that may be one number, with what stands between them."""

    blocks: tuple[Block, ...]
    joints: tuple[str, ...]

    @property
    def digits(self) -> str:
        return "".join(block.digits for block in self.blocks)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(block.digits) for block in self.blocks)

    @property
    def start(self) -> int:
        return self.blocks[0].start

    @property
    def end(self) -> int:
        return self.blocks[-1].end


def may_be_long(reading: Reading) -> bool:
    """Whether there are digits enough for a number of a person, at a glance."""
    return (
        sum(reading.digit_groups) >= LEAST
        or not _TELLING.isdisjoint(reading.words)
        or any(len(word) > _LONG_WORD for word in reading.words)
    )


def runs(text: str) -> Iterator[Window]:
    """Every row of digits that nothing but joints interrupts, as far as it goes."""
    blocks: list[Block] = []
    joints: list[str] = []
    for block in _blocks(text):
        if blocks:
            joint = text[blocks[-1].end : block.start]
            if not _are_joined(blocks[-1], block, joint=joint):
                yield _merged(blocks, joints)
                blocks, joints = [], []
            else:
                joints.append(joint)
        blocks.append(block)
    if blocks:
        yield _merged(blocks, joints)


def windows_at(run: Window, first: int) -> Iterator[Window]:
    """What may be one number from this block on, the longest first.

    A number ends where the eye sees a gap: nothing is cut out of "4056-98765-43210".
    """
    if first and not _LOOSE.search(run.joints[first - 1]):
        return
    lasts: list[int] = []
    count = 0
    for last in range(first, len(run.blocks)):
        count += len(run.blocks[last].digits)
        if count > LONGEST:
            break
        if last == len(run.joints) or _LOOSE.search(run.joints[last]):
            lasts.append(last)
    for last in reversed(lasts):
        window = Window(run.blocks[first : last + 1], run.joints[first:last])
        if not _is_cut(window, run, first=first, last=last):
            yield window


def _is_cut(window: Window, run: Window, *, first: int, last: int) -> bool:
    """Whether digits given one by one go on: "10 9 8 7 6 5 4 3 2 1 0" counts down."""
    if not all(block.singly for block in window.blocks):
        return False
    within = {block.joint for block in window.blocks if block.joint} | set(window.joints)
    around = {*run.joints[max(0, first - 1) : first], *run.joints[last : last + 1]}
    return bool(within & around)


def _blocks(text: str) -> Iterator[Block]:
    for found in _TOKEN.finditer(text):
        if found["digits"]:
            digits = found["digits"].translate(_LETTERS)
            yield Block(digits, found.start(), found.end(), singly=len(digits) == 1)
        else:
            words = found["words"]
            digits = words if words.isdigit() else _spelled(words)
            times = _TIMES.get(found["times"] or "", 1)
            yield Block(digits[:1] * (times - 1) + digits, *found.span(), singly=True, spoken=True)


def _spelled(words: str) -> str:
    return "".join(_UNITS[word] for word in _EACH_WORD.findall(words))


def _are_joined(one: Block, other: Block, *, joint: str) -> bool:
    if _JOINT.fullmatch(joint):
        return True
    return one.singly and other.singly and _SPOKEN_JOINT.fullmatch(joint) is not None


def _merged(blocks: list[Block], joints: list[str]) -> Window:
    """Digits given one by one, always with the same joint, are one block."""
    merged: list[Block] = []
    between: list[str] = []
    place = 0
    while place < len(blocks):
        end = place + 1
        while end < len(blocks) and _goes_on(blocks, joints, place=place, end=end):
            end += 1
        if end - place >= _LEAST_ONE_BY_ONE:
            merged.append(_one_block(blocks[place:end], joint=joints[place]))
        else:
            merged.extend(blocks[place:end])
            between.extend(joints[place : end - 1])
        if end < len(blocks):
            between.append(joints[end - 1])
        place = end
    return Window(tuple(merged), tuple(between))


def _goes_on(blocks: list[Block], joints: list[str], *, place: int, end: int) -> bool:
    return blocks[place].singly and blocks[end].singly and joints[end - 1] == joints[place]


def _one_block(blocks: list[Block], *, joint: str) -> Block:
    digits = "".join(block.digits for block in blocks)
    spoken = any(block.spoken for block in blocks)
    return Block(digits, blocks[0].start, blocks[-1].end, singly=True, spoken=spoken, joint=joint)
