"""The comments as Vuukle's old plug-in for WordPress uploaded them -> records."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from parley.errors import BadInput
from parley.importers.export_file import opened
from parley.importers.json_stream import Broken, Item, items, raw
from parley.importers.markdown import from_html
from parley.importers.record import (
    Damage,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    Kind,
    Quarantined,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.source import Options
from parley.importers.states import known_state, state_of
from parley.importers.values import (
    Clock,
    Unusable,
    email,
    id_of,
    identifier,
    line_of,
    message,
    unaddressed,
    without_addresses,
)

_FORM_FIELD = b"list="
_BEGINS = re.compile(
    rb'\s*(?:(?:\{\s*"list"\s*:\s*)?\[\s*\{\s*"url"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"data"\s*:'
    rb"|list=(?:\[|%5B)(?:\s|\+|%20)*(?:\{|%7B))",
    re.IGNORECASE,
)
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_HIDDEN = ("email", "ip")
# An ampersand that began a character's name in HTML.
_LOST_REFERENCE = re.compile(r"`(?=(?:amp|quot|lt|gt|nbsp|#x?[0-9a-fA-F]{2,6});)")
_LOST_APOSTROPHE = re.compile(r"(?<=[^\W\d_])`(?=[^\W\d_])")
_LOST_AMPERSAND = re.compile(r"(?<=\s)`(?=\s)")
_HASH_LENGTH = 40


def recognises(start: bytes) -> bool:
    return bool(_BEGINS.match(start.removeprefix(b"\xef\xbb\xbf")))


def read(path: Path, options: Options, *, clock: Clock) -> Iterator[Record]:
    """Every article and its comments. None of them says whether it was public."""
    reading = _Reading(options, clock, name=path.name)
    with _decoded(path, options.told) as stream:
        for item in items(stream, ("item", "list.item")):
            if isinstance(item, Damage):
                yield item
            elif isinstance(item, Broken):
                why = f"The file breaks off in it: {item.why}"
                yield _quarantined({}, Unusable(Trouble.MALFORMED, why), text=item.raw)
            elif item.path in ("item", "list.item"):
                yield from reading.article(item)
    yield from reading.damage()


def restored(text: str) -> str:
    """With the marks for which back-ticks stand, as far as that can be told by what is around.

    The plug-in wrote one for each ', " and &. Which is lost; between letters it is taken as an
    apostrophe, between spaces as an ampersand, and anywhere else as a quotation mark.
    """
    text = _LOST_REFERENCE.sub("&", text)
    text = _LOST_APOSTROPHE.sub("'", text)
    return _LOST_AMPERSAND.sub("&", text).replace("`", '"')


class _Reading:
    """The articles of one file."""

    def __init__(self, options: Options, clock: Clock, *, name: str) -> None:
        self._options, self._clock = options, clock
        self._restored = 0
        given = [state_of(field) for column, field in options.columns.items() if not column.strip()]
        self._state = next((state for state in given if state is not None), None)
        self._refusal = BadInput(
            f"{name} does not say which comments were public; pending ones and spam are among them."
            " Say what they are: --map =held, or --map =published if you know better."
        )

    def article(self, item: Item) -> Iterator[Record]:
        page = item.value if isinstance(item.value, dict) else {}
        url, comments = line_of(page.get("url")), page.get("data")
        if not url or not isinstance(comments, list):
            yield Quarantined(
                kind=Kind.ARTICLE,
                record=f"article {url}" if url else "article without address",
                trouble=Trouble.MALFORMED if url else Trouble.NO_ADDRESS,
                detail="The article has no list of comments." if url else "There is no address.",
                raw=raw(unaddressed(item.value), *_HIDDEN),
            )
            return
        if url.startswith("/") and not url.startswith("//"):
            url = self._options.base_url + url
        yield ImportedArticle(source_id=id_of(url), url=url, record=f"article {url}")
        for comment in comments:
            try:
                yield self._comment(comment, url)
            except Unusable as unusable:
                yield _quarantined({"url": url, "data": [comment]}, unusable)

    def _comment(self, found: Any, url: str) -> ImportedComment:  # Any: it is foreign JSON.
        if not isinstance(found, dict):
            raise Unusable(Trouble.MALFORMED, "The comment is no object.")
        state = self._state
        if found.get("status"):
            state = known_state(str(found["status"]))
        if state is None:
            raise self._refusal
        original = message(found.get("comment"))
        self._restored += original.count("`")
        text = from_html(restored(original))
        if not text:
            raise Unusable(Trouble.EMPTY, "The message is empty.")
        created = self._clock.moment(found.get("timestamp"))
        name = line_of(found.get("name"))
        parts = f"{url}|{name}|{created.isoformat()}|{original}"
        account = identifier(found.get("facebookid"))
        deleted = state is SourceState.DELETED
        author = ImportedAuthor(
            name=restored(name),
            user_id=f"facebook:{account}" if account.strip("0") else "",
            email=email(found.get("email")),
        )
        return ImportedComment(
            source_id=f"row-{sha256(parts.encode()).hexdigest()[:_HASH_LENGTH]}",
            article_id=id_of(url),
            author=ImportedAuthor(name="") if deleted else author,
            created_at=created,
            state=state,
            text="" if deleted else text,
            original="" if deleted else original,
            record=f"comment of {created:%Y-%m-%d %H:%M:%S}",
        )

    def damage(self) -> Iterator[Damage]:
        if self._restored:
            yield Damage(
                f"{self._restored} back-ticks stand for apostrophes, quotation marks and"
                " ampersands that an old plug-in has destroyed. Readers see what each most likely"
                " was; the original is kept."
            )


def _quarantined(page: dict[str, Any], unusable: Unusable, *, text: str = "") -> Quarantined:
    comments = page.get("data", [{}])
    comment = comments[0] if isinstance(comments[0], dict) else {}
    return Quarantined(
        kind=Kind.COMMENT,
        record=f"comment of {line_of(comment.get('timestamp'))[:40] or 'no time'}",
        trouble=unusable.trouble,
        detail=unusable.detail,
        raw=raw(unaddressed([page]), *_HIDDEN) if page else without_addresses(text),
        email=email(comment.get("email")),
    )


class _Decoded(io.RawIOBase):
    """The field "list" of a form, as browsers send it."""

    def __init__(self, inner: IO[bytes]) -> None:
        super().__init__()
        self._inner = inner
        self._held = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        # What "%2" becomes is known with the next piece.
        data = b""
        while not data and not self._ended:
            piece = self._inner.read(max(len(buffer) - len(self._held), 1))
            data, self._held = self._held + piece, b""
            self._ended = not piece
            cut = data.rfind(b"%", -2)
            if piece and cut >= 0:
                data, self._held = data[:cut], data[cut:]
        value, mark, _others = data.partition(b"&")
        self._ended = self._ended or bool(mark)
        value = _PERCENT.sub(
            lambda found: bytes.fromhex(found[1].decode()), value.replace(b"+", b" ")
        )
        buffer[: len(value)] = value
        return len(value)


@contextmanager
def _decoded(path: Path, told: Callable[[int], None]) -> Iterator[IO[bytes]]:
    """The JSON, whether it is the file or a field of a form."""
    with opened(path, told) as stream:
        if stream.peek(len(_FORM_FIELD)).startswith(_FORM_FIELD):
            stream.read(len(_FORM_FIELD))
            yield io.BufferedReader(_Decoded(stream))
        else:
            yield stream
