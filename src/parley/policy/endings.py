"""How the last sentence of a comment ends, and marks set twice."""

from collections.abc import Iterator

import regex

from parley.policy.prose import OBJECT, SPEAKER, prose

# Scripts that mark the end of a sentence by a space, or not at all.
_UNMARKED = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}\p{Tai_Tham}]\p{M}*$")

# The mark that belongs to the script of the last letter, where it is not ".".
_MARKS = (
    (regex.compile(r"[\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Oriya}]\p{M}*$"), "।"),
    (regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]$"), "。"),
    (regex.compile(r"\p{Armenian}$"), "։"),
    (regex.compile(r"\p{Ethiopic}$"), "።"),
)
_QUESTION = regex.compile(
    r"(?:why|who|where|whose|how (?:many|much|long|can|could|do|does|did|is|are|will)|"
    r"what (?:is|are|was|were|do|does|did|will|about)|"
    r"(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had) "
    r"(?:i|you|he|she|it|we|they|this|that|these|those|there|the|not|anyone|anybody))\b",
    regex.IGNORECASE,
)

# Emoji, closing quotes and brackets after the end mark. These are searched from the end, as
# a pattern anchored there would try every place before it.
_LAST_WORD = regex.compile(
    r"(?r)[^\s\p{So}\p{Sk}\p{Emoji_Presentation}\p{Extended_Pictographic}"
    r"\uFE0F\u200D\U000E0020-\U000E007F\"'”’»)\]}*_~^+|<>–—-]"
)
_SMILEY = regex.compile(r"(?r)(?:^|\s)(?:[:;=8][-o']?[)(DPp/|]|<3|\^_\^|xD|XD)$")
_ENDED = regex.compile(rf"(?r)(?:[\p{{Sentence_Terminal}}…:{OBJECT}]|\.\.)$")
_SPOKEN_BY = regex.compile(rf"[\p{{Sentence_Terminal}}…][\"”’»]{SPEAKER}")
_LIST_ITEM = regex.compile(r"\s*(?:[-*•–—+]|\(?\d{1,3}[.)]|\(?\p{L}\p{M}*+[.)])\s")
_SIGN_OFF_WORDS = 4
_LINE = regex.compile(r"[^\n\r]+")
_SENTENCE_END = regex.compile(r"[\p{Sentence_Terminal}\n]\s")

# A row of one mark, or of "?" and "!" in turn; three full stops are an ellipsis.
_ROW = regex.compile(r"[?!]*([?!])[?!]+|([,;:])\2+|(\.)\.{4,}|(।)।{2,}|(؟)؟+")


def missing_end(text: str) -> int | None:
    """Where the end mark should stand; None: nothing is missing."""
    lines = [found for found in _LINE.finditer(prose(text)) if found[0].strip()]
    for index, line in reversed(tuple(enumerate(lines))):
        end = _end_of_words(line[0])
        if not end:
            continue
        # "Regards" or a name below a finished comment is a signature.
        is_signature = index > 0 and len(line[0].split()) <= _SIGN_OFF_WORDS
        if is_signature and _is_closed(lines[index - 1][0]):
            return None
        is_finished = _is_finished(line[0][:end]) or _LIST_ITEM.match(line[0])
        is_attributed = _SPOKEN_BY.search(line[0][:end])
        return None if is_finished or is_attributed else line.start() + end
    return None


def end_mark(text: str, offset: int) -> str:
    """The mark to set at an offset from `missing_end`."""
    own = prose(text)
    for pattern, mark in _MARKS:
        if pattern.search(own[:offset]):
            return mark
    last = _SENTENCE_END.split(own[:offset])[-1].strip(" \"'“‘(")
    return "?" if _QUESTION.match(last) else "."


def repeated_marks(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and the mark that is enough."""
    for found in _ROW.finditer(prose(text)):
        mark = "?" if "?" in found[0] else next(group for group in found.groups() if group)
        yield found.start(), found.end(), "..." if mark == "." else mark


def _end_of_words(line: str) -> int:
    """Behind the last word or mark, before emoji, closing quotes and white space."""
    line = line.rstrip()
    if smiley := _SMILEY.search(line):
        line = line[: smiley.start()]
    last = _LAST_WORD.search(line)
    return last.end() if last else 0


def _is_finished(words: str) -> bool:
    return _ENDED.search(words) is not None or _UNMARKED.search(words) is not None


def _is_closed(line: str) -> bool:
    words = line[: _end_of_words(line)]
    return not words or _is_finished(words) or words.endswith(",")
