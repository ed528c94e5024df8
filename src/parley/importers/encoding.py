"""Tells text that was damaged on its way here; nothing is guessed and nothing changed."""

import re

REPLACEMENT = "\ufffd"
_FOREIGN = re.compile(r"[\u0080-\uffff]{2,}")


def is_damaged(text: str) -> bool:
    """Whether bytes were lost (U+FFFD), or UTF-8 was read as a Western encoding (“Ã©”, “â€™”)."""
    if text.isascii():
        return False
    return REPLACEMENT in text or any(_was_utf8(run[0]) for run in _FOREIGN.finditer(text))


def _was_utf8(run: str) -> bool:
    """Whether the characters, as Windows-1252 wrote them, are UTF-8 of fewer characters."""
    data = bytearray()
    for character in run:
        try:
            data += character.encode("cp1252")
        except UnicodeEncodeError:
            # The five bytes that Windows-1252 leaves open pass as they are.
            if ord(character) > 0xFF:
                return False
            data.append(ord(character))
    try:
        return len(data.decode("utf-8")) < len(run)
    except UnicodeDecodeError:
        return False
