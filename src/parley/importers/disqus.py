"""Disqus' XML export -> records, streamed, as far as the file can be read."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import cast

from lxml import etree

from parley.errors import BadInput
from parley.importers.export_file import BrokenOff, pieces
from parley.importers.markdown import from_html
from parley.importers.record import (
    MAX_ID,
    MAX_MESSAGE,
    MAX_RAW,
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

# A record larger than this, or as much between two, is no comment but an attempt on our memory.
MAX_RECORD = 1024 * 1024
# Each is kept by the parser; a file with more is noise.
MAX_ERRORS = 5_000
_KINDS = {"post": Kind.COMMENT, "thread": Kind.ARTICLE}
# The parser is fed record by record, so that an error can be laid to the record it is in.
_FED_AT_ONCE = re.compile(rb".*?</(?:\w+:)?(?:post|thread)\s*>|.+", re.DOTALL)
# Exports were seen to begin with a stray back-tick; no parser accepts that.
_MARKUP_BEGINS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# Made up by Disqus, or by programs that read its exports; nobody receives mail there.
_INVENTED_HOSTS = re.compile(r"(?:.*\.)?disqus(?:\.com|\.net|-user|-anonymous-user)")
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


class _Unusable(Exception):  # Never leaves this module.
    """A record that is kept aside."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble = trouble
        self.detail = detail


def read(path: Path) -> Iterator[Record]:
    """Every thread and post, in the order of the file. Raises BadInput for another kind of file.

    Damaged records come as Quarantined, and so does one that the end of the file cuts short.
    """
    document = _Document()
    try:
        for piece in pieces(path):
            for part in _FED_AT_ONCE.findall(document.without_junk(piece)):
                yield from document.feed(part)
    except BrokenOff as broken:
        yield Damage(f"{path.name}: {broken}")
    yield from document.close()
    if not document.found:
        raise BadInput(f"{path.name} is no Disqus export: it has no threads and no posts.")


class _Document:
    """The one pass of the parser over the file, forgetting each record once it was yielded."""

    def __init__(self) -> None:
        # Damage is mended where possible; entities stay closed, and nothing is fetched.
        self._parser = etree.XMLPullParser(
            events=("start", "end"),
            recover=True,
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        )
        self.found = False
        self._begun = False
        self._skipped_lines = 0
        self._errors = 0
        self._since_record = 0
        self._errors_before: dict[etree._Element, int] = {}
        self._stopped = ""
        self._complete = self._cut_short = False

    def without_junk(self, piece: bytes) -> bytes:
        """The piece, from the first mark-up of the file on."""
        if self._begun or piece.startswith(_MARKUP_BEGINS):
            self._begun = True
            return piece
        start = piece.find(b"<")
        self._begun = start >= 0
        junk = piece[:start] if self._begun else piece
        self._skipped_lines += junk.count(b"\n")
        return piece[len(junk) :]

    def feed(self, data: bytes) -> Iterator[Record]:
        if self._stopped:
            return
        self._since_record += len(data)
        errors_before = self._errors
        try:
            self._parser.feed(data)
        except etree.XMLSyntaxError as error:
            self._stopped = str(error)
        yield from self._records(errors_before)
        if self._since_record > MAX_RECORD:
            self._stopped = f"no record ends within {MAX_RECORD} bytes."
        elif self._errors > MAX_ERRORS:
            self._stopped = f"there are more than {MAX_ERRORS} errors."

    def close(self) -> Iterator[Record]:
        """What is open now was cut short."""
        complete = self._complete
        self._cut_short = True
        if self._begun:
            with suppress(etree.XMLSyntaxError):
                self._parser.close()
            yield from self._records(self._errors)
        if self.found and not complete:
            yield Damage(f"The file could not be read to its end: {self._why_not()}")

    def _why_not(self) -> str:
        log = self._parser.feed_error_log
        return self._stopped or (str(log[-1].message).strip() if len(log) else "it ends early.")

    def _records(self, errors_before: int) -> Iterator[Record]:
        self._errors = len(self._parser.feed_error_log)
        # Something follows the root: another export, perhaps, which the parser does not read.
        self._complete = self._complete and self._errors == errors_before
        # The stubs know neither the events asked for nor a line number.
        events = cast("Iterator[tuple[str, etree._Element]]", self._parser.read_events())
        for event, element in events:
            if event == "start":
                self._start(element, errors_before)
            elif element in self._errors_before:
                self.found = True
                self._since_record = 0
                yield self._record(element)
                _forget(element)
            elif element.getparent() is None:
                self._complete = True
            elif _is_below_root(element):
                _forget(element)

    def _start(self, element: etree._Element, errors_before: int) -> None:
        if element.getparent() is None and element.getroottree().docinfo.internalDTD is not None:
            raise BadInput("The file declares a document type, which no Disqus export does.")
        name = _name(element)
        is_reference = name == "thread" and _parent_name(element) == "post"
        if name in _KINDS and not is_reference:
            self._errors_before[element] = errors_before

    def _record(self, element: etree._Element) -> Record:
        line = cast("int", element.sourceline) + self._skipped_lines
        damaged = self._cut_short or self._errors > self._errors_before.pop(element)
        children = {_name(child): child for child in reversed(element)}
        try:
            if damaged:
                raise _Unusable(Trouble.MALFORMED, self._why_not())
            build = _comment if _name(element) == "post" else _article
            return build(element, children, line=line)
        except _Unusable as unusable:
            return _quarantined(element, children, unusable=unusable, line=line)


def _forget(element: etree._Element) -> None:
    """Frees a record that was read; the element itself is still the parser's."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        del parent[: parent.index(element)]


def _is_below_root(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.getparent() is None


def _name(element: etree._Element) -> str:
    """The name without namespace: exports differ in prefixes, and damage loses declarations."""
    return _local(str(element.tag))


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _parent_name(element: etree._Element) -> str:
    parent = element.getparent()
    return _name(parent) if parent is not None else ""


Children = dict[str, etree._Element]


def _article(element: etree._Element, children: Children, *, line: int) -> ImportedArticle:
    url = unescape(_text(children, "link"))
    if not url:
        raise _Unusable(Trouble.NO_ADDRESS, "The thread has no link.")
    created = _text(children, "createdAt")
    return ImportedArticle(
        source_id=_id(element, children),
        url=url,
        identifier=unescape(_text(children, "id")),
        headline=_text(children, "title"),
        created_at=_time(created) if created else None,
        closed=_flag(children, "isClosed"),
        deleted=_flag(children, "isDeleted"),
        line=line,
    )


def _comment(element: etree._Element, children: Children, *, line: int) -> ImportedComment:
    thread, parent = children.get("thread"), children.get("parent")
    thread_id = _attribute_id(thread) if thread is not None else ""
    if not thread_id:
        raise _Unusable(Trouble.NO_THREAD, "The post names no thread.")
    state = _state(children)
    deleted = state is SourceState.DELETED
    original = "" if deleted else _message(children)
    text = from_html(original)
    if not text and not deleted:
        raise _Unusable(Trouble.EMPTY, "The message is empty.")
    return ImportedComment(
        source_id=_id(element, children),
        article_id=thread_id,
        author=_author(children),
        created_at=_time(_text(children, "createdAt")),
        state=state,
        parent_id=_attribute_id(parent) if parent is not None else "",
        text=text,
        original=original,
        line=line,
    )


def _state(children: Children) -> SourceState:
    """The least public of what the flags say."""
    if _flag(children, "isDeleted"):
        return SourceState.DELETED
    if _flag(children, "isSpam"):
        return SourceState.SPAM
    return (
        SourceState.PUBLISHED if _flag(children, "isApproved", default=True) else SourceState.HELD
    )


def _author(children: Children) -> ImportedAuthor:
    element = children.get("author")
    parts = {_name(part): part for part in reversed(element)} if element is not None else {}
    email = _text(parts, "email").lower()
    invented = _INVENTED_HOSTS.fullmatch(email.rpartition("@")[2])
    return ImportedAuthor(
        name=_text(parts, "name"),
        user_id=_bounded(_text(parts, "username")),
        email=email if _EMAIL.fullmatch(email) and not invented else "",
    )


def _message(children: Children) -> str:
    """The message as HTML, whether the export escaped it, wrapped it as CDATA, or did neither."""
    element = children.get("message")
    if element is None:
        return ""
    inner = (etree.tostring(child, encoding="unicode", with_tail=True) for child in element)
    # Without elements the text is HTML that was escaped as a whole.
    message = ((element.text or "") + "".join(inner)).strip()
    if len(message) > MAX_MESSAGE:
        raise _Unusable(Trouble.TOO_LONG, f"The message has {len(message)} characters.")
    return message


def _id(element: etree._Element, children: Children) -> str:
    found = _attribute_id(element) or _text(children, "id")
    if not found:
        raise _Unusable(Trouble.NO_ID, "There is neither a dsq:id nor an id.")
    return _bounded(found)


def _attribute_id(element: etree._Element) -> str:
    found = (str(value) for name, value in element.attrib.items() if _local(str(name)) == "id")
    return _bounded(next(found, "").strip())


def _bounded(identifier: str) -> str:
    if len(identifier) > MAX_ID:
        raise _Unusable(Trouble.NO_ID, f"The id is longer than {MAX_ID} characters.")
    return identifier


def _text(children: Children, name: str) -> str:
    """The words of a child, on one line; "" if there is none."""
    element = children.get(name)
    return " ".join((element.text or "").split()) if element is not None else ""


def _time(text: str) -> datetime:
    """Times without a zone are UTC: Disqus' API writes them so."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _Unusable(Trouble.BAD_DATE, f"{text[:80]!r} is no time.") from error


def _flag(children: Children, name: str, *, default: bool = False) -> bool:
    text = _text(children, name).lower()
    if not text:
        return default
    if text not in _FLAGS:
        raise _Unusable(Trouble.BAD_FLAG, f"{name} is {text[:80]!r}, neither true nor false.")
    return _FLAGS[text]


def _quarantined(
    element: etree._Element, children: Children, *, unusable: _Unusable, line: int
) -> Quarantined:
    name = _name(element)
    identifier = next(
        (str(value) for key, value in element.attrib.items() if _local(str(key)) == "id"), ""
    )
    return Quarantined(
        kind=_KINDS[name],
        record=f"dsq:id {identifier}"[:MAX_ID] if identifier else f"{name} without dsq:id",
        trouble=unusable.trouble,
        detail=unusable.detail,
        raw=_without_personal_data(element, children),
        line=line,
    )


def _without_personal_data(element: etree._Element, children: Children) -> str:
    """The record for a person to look at: no addresses, and nothing that its author deleted."""
    hidden = ["{*}email", "{*}ipAddress"]
    if _text(children, "isDeleted").lower() not in ("", "0", "false"):
        hidden.append("{*}message")
    # By name: to touch every element of a record without end takes hours.
    for part in list(element.iter(*hidden)):
        part.clear()
    return etree.tostring(element, encoding="unicode", with_tail=False)[:MAX_RAW]
