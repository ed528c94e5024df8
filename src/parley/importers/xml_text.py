"""The bytes of an export as clean UTF-8 for an XML parser, and what had to be left out for it."""

import codecs
import re
from collections.abc import Iterator

from parley.importers.record import Damage

# Enough to hold the declaration at the start of any file.
_HEAD = 4096
_START = 16
# A tag or a reference that a piece ends in is kept for the next; longer ones are cut.
_HELD_BACK = 64
_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# UTF-16 without a mark of its order shows in its first "<".
_UNMARKED = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARATION = re.compile(rb"<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(rb"\bencoding\s*=\s*[\"']([\w.:-]+)[\"']")
_ASCII = bytes(range(0x20, 0x7F))
# Python knows these by name, and no file is written in them.
_NEVER = frozenset(["idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"])

# https://www.w3.org/TR/xml/#charsets: these may not stand in XML, neither plain nor by number.
_FORBIDDEN = bytes({*range(0x20)} - {*b"\t\n\r"})
_FORBIDDEN_OTHERWISE = re.compile(
    rb"\xef\xbf[\xbe\xbf]"
    rb"|&#0*(?:[0-8]|1[124-9]|2\d|3[01]);"
    rb"|&#x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef]);",
    re.IGNORECASE,
)
_ANY_FORBIDDEN = re.compile(
    b"[" + re.escape(_FORBIDDEN) + b"]|" + _FORBIDDEN_OTHERWISE.pattern, re.IGNORECASE
)


class Text:
    """Hands on what is fed to it, from the first mark-up of the file on.

    The declaration at its start is taken out: what comes is UTF-8, whatever the file was in.
    Bytes that are not UTF-8 in a file that should be are left to the parser: then only the
    record that they are in is damaged.
    """

    def __init__(self) -> None:
        # Of what was taken away before the first mark-up.
        self.lines_before = 0
        # How the file begins, by which another kind of file is told.
        self.start = b""
        self._begun = False
        self._held = b""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._known = False
        self._line = 1
        self._replaced = self._dropped = self._first_dropped = 0
        self._odd_name = ""

    def feed(self, piece: bytes, *, final: bool = False) -> bytes:
        if not self._known:
            piece, self._held = self._held + piece, b""
            if len(piece) < _HEAD and not final:
                self._held = piece
                return b""
            piece = self._find_encoding(piece)
        if self._decoder is not None:
            text = self._decoder.decode(piece, final)
            self._replaced += text.count("\ufffd")
            piece = text.encode("utf-8", "replace")
        data, self._held = self._held + piece, b""
        if not self._begun:
            data = self._without_junk(data)
        if not final:
            data = self._without_open_end(data)
        return self._without_forbidden(data)

    def damage(self) -> Iterator[Damage]:
        if self._odd_name:
            yield Damage(
                f"The file says that its encoding is {self._odd_name!r}, which it is not;"
                " it was read as UTF-8."
            )
        if self._replaced:
            yield Damage(
                f"{self._replaced} bytes are not of the file's encoding; “\ufffd” stands for them."
            )
        if self._dropped:
            yield Damage(
                f"{self._dropped} characters that XML forbids were left out, the first near"
                f" line {self._first_dropped}."
            )

    def _find_encoding(self, head: bytes) -> bytes:
        """What follows the mark of the encoding."""
        self._known, self.start = True, head[:_START]
        for bom, name in _BOMS.items():
            if head.startswith(bom):
                self._set_encoding(name)
                return head[len(bom) :]
        for start, name in _UNMARKED.items():
            if head.startswith(start):
                self._set_encoding(name)
                return head
        declaration = _DECLARATION.search(head)
        declared = declaration and _ENCODING.search(declaration[0])
        if declared:
            self._set_encoding(declared[1].decode("ascii"))
        return head

    def _set_encoding(self, name: str) -> None:
        try:
            found = codecs.lookup(name).name
        except LookupError:
            found = ""
        marked = name in _BOMS.values()
        if not found or found in _NEVER or not (marked or _holds_ascii(found)):
            # The declaration itself could be read, so it is wrong.
            self._odd_name = name
        elif found not in ("utf-8", "ascii"):
            self._decoder = codecs.getincrementaldecoder(found)("replace")

    def _without_junk(self, data: bytes) -> bytes:
        """Exports were seen to begin with a stray back-tick; no parser accepts that."""
        start = data.find(b"<")
        self._begun = start >= 0
        if not self._begun:
            start = len(data)
        elif declaration := _DECLARATION.match(data, start):
            start = declaration.end()
        self.lines_before += data.count(b"\n", 0, start)
        self._line = self.lines_before + 1
        return data[start:]

    def _without_open_end(self, data: bytes) -> bytes:
        start = max(data.rfind(b"<", -_HELD_BACK), data.rfind(b"&", -_HELD_BACK))
        last = data[start:]
        if start < 0 or b">" in last or b";" in last:
            return data
        self._held = last
        return data[:start]

    def _without_forbidden(self, data: bytes) -> bytes:
        clean = data.translate(None, _FORBIDDEN)
        dropped = len(data) - len(clean)
        if b"\xef\xbf" in clean or b"&#" in clean:
            clean, others = _FORBIDDEN_OTHERWISE.subn(b"", clean)
            dropped += others
        if dropped and not self._dropped:
            first = _ANY_FORBIDDEN.search(data)
            before = data.count(b"\n", 0, first.start() if first else None)
            self._first_dropped = self._line + before
        self._dropped += dropped
        self._line += data.count(b"\n")
        return clean


def utf8_head(head: bytes) -> bytes:
    """The first bytes of a file as the parser is given them."""
    return Text().feed(head, final=True)


def _holds_ascii(name: str) -> bool:
    """Whether plain letters are the same bytes in it, as they are in a declaration read so far."""
    try:
        return _ASCII.decode(name).encode("ascii") == _ASCII
    except (UnicodeError, LookupError):
        return False
