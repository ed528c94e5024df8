"""HTML of a comment, as other systems store it -> our Markdown, so that one renderer shows all."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3
import regex

_MARKS = {
    "strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~",
}  # fmt: skip
_ALIASES = {"b": "strong", "i": "em", "s": "del", "strike": "del"}
_INLINE = frozenset(["strong", "em", "del", "a", "code"])
_CONTAINERS = _INLINE | {"blockquote", "ul", "ol", "li", "pre"}
_BLOCKS = frozenset(
    ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "td", "th", "dt", "dd"]
)
# Quotations of quotations; deeper ones are shown at this depth.
_MAX_DEPTH = 10

# The parser below is strict about what is well-formed; this one makes anything so.
_NORMALISER = nh3.Cleaner(
    tags={*_CONTAINERS, *_ALIASES, *_BLOCKS, "br", "img", "tr", "tbody"},
    attributes={"a": {"href"}, "img": {"src", "alt"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel=None,
)

_PARAGRAPHS = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?'\"()\[\]*_~]", re.IGNORECASE)
# What Markdown would read as more than the character itself, wherever it stands in a line.
_SPECIAL = re.compile(
    r"[\\`\[]|(?<!\s)[*~]|[*~](?!\s)|(?<![^\W_])_|_(?![^\W_])|<(?=[a-z/!?])|&(?=#?\w+;)|!\Z",
    re.IGNORECASE,
)
_SPECIAL_AT_START = re.compile(r"(?=#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|-[-\s]*$|-{3})")
_NUMBERED = re.compile(r"\d{1,9}[.)](?:\s|$)")
_REFERENCE = re.compile(r"&#?\w+;")
# Punctuation at the edge of emphasis would keep the marks from being read as marks.
_EDGES = regex.compile(
    r"(?P<before>(?:\s|\\[\p{P}\p{S}]|[\p{P}\p{S}--[\\`*_~<\[]])*)(?P<inner>.*?)"
    r"(?P<after>(?:\s|\\[\p{P}\p{S}]|[\p{P}\p{S}--[\\`*_~>\])]])*)",
    regex.DOTALL | regex.VERSION1,
)

# Marks with punctuation inside them neither close before a letter nor open behind one.
_CLOSED_BY_PUNCTUATION = regex.compile(r"[\p{P}\p{S}--[\\*~]][*~]+\Z", regex.VERSION1)
_OPENED_BY_PUNCTUATION = regex.compile(r"[*~]+[^\s\w*~]")
_OPENED_BY_WORD = regex.compile(r"[*~]*\w")
# Most comments are words that are Markdown as they are: reading them as HTML takes ten times as
# long. No mark, no reference, one space at a time, and nothing at the start of a line but a letter
# or a quotation mark. "!" would be escaped at the end of a run of text; "_" is looked for apart.
# The scripts of India are named, as their vowel signs are no letters to Python.
_WORD = r"[\w\u0900-\u0dff,.;:?'\"()/%’‘“”…–—-]+"
_LINE = rf"(?=[^\W\d]|['\"’‘“”]){_WORD}(?:!? {_WORD})*"
_PLAIN_LINES = re.compile(rf"{_LINE}(?:\n{{1,2}}{_LINE})*")
_PLAIN_PARAGRAPHS = re.compile(rf"(?:<p>{_LINE}(?:<br>{_LINE})*</p>)+")

# Where WordPress makes no line break, as the tag makes one itself.
_PRE_OR_TAG = re.compile(r"(<pre\b.*?</pre\s*>|<[a-z/!][^<>]*>)", re.IGNORECASE | re.DOTALL)
_BREAKS = re.compile(
    r"</?(?:p|div|br|h[1-6]|hr|table|tr|td|th|dl|dt|dd|blockquote|ul|ol|li|pre)\b", re.IGNORECASE
)


def with_line_breaks(html: str) -> str:
    """HTML in which a new line is one, as WordPress' `wpautop` shows what it stores.

    https://developer.wordpress.org/reference/functions/wpautop/
    """
    lines = html.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in lines or "<" not in lines:
        return lines
    parts = _PRE_OR_TAG.split(lines)
    for at in range(0, len(parts), 2):
        text = parts[at]
        if at > 0 and _BREAKS.match(parts[at - 1]):
            text = text.lstrip("\n")
        if at + 1 < len(parts) and _BREAKS.match(parts[at + 1]):
            text = text.rstrip("\n")
        parts[at] = text.replace("\n", "<br>")
    return "".join(parts)


def from_html(html: str) -> str:
    """Our Markdown for it: links and images become links, what we have no mark for its words.

    In text without paragraphs of its own a new line is a new line.
    """
    if "_" in html:
        return _by_parser(html)
    if _PLAIN_PARAGRAPHS.fullmatch(html):
        return html[3:-4].replace("</p><p>", "\n\n").replace("<br>", "\n")
    return html if _PLAIN_LINES.fullmatch(html) else _by_parser(html)


def _by_parser(html: str) -> str:
    writer = _Writer(keep_lines=not _PARAGRAPHS.search(html))
    writer.feed(_NORMALISER.clean(html))
    writer.close()
    return writer.finished()


@dataclass(slots=True)
class _Frame:
    """An open element: what it holds so far, and the line ends due before anything more."""

    tag: str
    href: str = ""
    parts: list[str] = field(default_factory=list)
    line_ends: int = 0
    items: int = 0

    @property
    def inline(self) -> bool:
        return self.tag in _INLINE

    @property
    def at_line_start(self) -> bool:
        return not self.inline and (not self.parts or self.line_ends > 0)


class _Writer(HTMLParser):
    """Writes Markdown from the inside out: an element is written into its parent when it ends."""

    def __init__(self, *, keep_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._keep_lines = keep_lines
        self._frames = [_Frame("")]

    @property
    def _top(self) -> _Frame:
        return self._frames[-1]

    def finished(self) -> str:
        while len(self._frames) > 1:
            self.handle_endtag(self._top.tag)
        return "".join(self._top.parts).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _ALIASES.get(tag, tag)
        attributes = {name: value or "" for name, value in attrs}
        if self._top.tag in ("code", "pre"):
            if tag == "br":
                self._write("\n")
        elif tag in _CONTAINERS and self._may_open(tag):
            self._frames.append(_Frame(tag, href=attributes.get("href", "")))
        elif tag == "br":
            self._break(min(2, self._top.line_ends + 1))
        elif tag == "img":
            self._write_image(attributes.get("src", ""), attributes.get("alt", ""))
        elif tag not in _INLINE:
            self._break(2)

    def _may_open(self, tag: str) -> bool:
        # Markdown has no quotation or list within emphasis or a link, only lines.
        misplaced = tag not in _INLINE and self._top.inline
        return not misplaced and len(self._frames) <= _MAX_DEPTH

    def handle_endtag(self, tag: str) -> None:
        tag = _ALIASES.get(tag, tag)
        if tag not in _CONTAINERS or self._top.tag != tag:
            self._break(0 if tag in _INLINE else 2)
        else:
            frame = self._frames.pop()
            content = "".join(frame.parts)
            if frame.inline:
                # Bold within bold is bold; doubled marks could open a fence of tildes.
                nested = any(outer.tag == frame.tag for outer in self._frames)
                self._write_inline(frame.tag, content if nested else _inline(frame, content))
                self._break(frame.line_ends)
            elif content.strip():
                self._write_block(frame, content)

    def handle_data(self, data: str) -> None:
        if self._top.tag in ("code", "pre"):
            self._write(data)
            return
        if self._top.tag in ("ul", "ol") and data.isspace():
            return
        lines = data.split("\n") if self._keep_lines else [data]
        for number, line in enumerate(lines):
            if number:
                self._break(min(2, self._top.line_ends + 1))
            self._write_text(re.sub(r"\s+", " ", line))

    def _write_text(self, text: str) -> None:
        if self._top.at_line_start:
            text = text.lstrip(" ")
        in_link = any(frame.tag == "a" for frame in self._frames)
        escaped = _escape(text, in_link=in_link)
        if self._top.at_line_start:
            escaped = _escape_start(escaped)
        self._write(escaped)

    def _write_image(self, source: str, label: str) -> None:
        in_link = any(frame.tag == "a" for frame in self._frames)
        if in_link or not source:
            # A link cannot stand in a link, and one without words would be lost.
            self._write_text(label.strip() or source)
        else:
            self._write(_link(_escape(label.strip(), in_link=True), source))

    def _write_inline(self, tag: str, text: str) -> None:
        """Joins what stands next to another of its kind: `**a****b**` would be no emphasis."""
        mark = _MARKS.get(tag)
        parts = self._top.parts
        if mark and parts and not self._top.line_ends and text.startswith(mark):
            before = parts[-1]
            if re.search(rf"(?<![\\*~]){re.escape(mark)}\Z", before):
                parts[-1] = before[: -len(mark)]
                text = text[len(mark) :]
        if tag == "code" and parts and parts[-1].endswith("`"):
            text = " " + text
        self._write(_escape_start(text) if self._top.at_line_start else text)

    def _write_block(self, frame: _Frame, content: str) -> None:
        if frame.tag == "li":
            self._top.items += 1
            mark = f"{self._top.items}. " if self._top.tag == "ol" else "- "
            self._break(1)
            self._write(_indented(content.strip(), mark, others=" " * len(mark)))
            self._break(1)
            return
        self._break(2)
        if frame.tag == "blockquote":
            self._write(_indented(content.strip(), "> ", others="> "))
        elif frame.tag == "pre":
            self._write(_fenced(content))
        else:
            self._write(content.strip())
        self._break(2)

    def _write(self, text: str) -> None:
        frame = self._top
        if frame.at_line_start:
            text = text.lstrip(" ")
        if not text:
            return
        if frame.line_ends and frame.parts:
            frame.parts[-1] = frame.parts[-1].rstrip(" ")
            frame.parts.append("\n" * frame.line_ends)
        elif frame.parts and _are_glued(frame.parts[-1], text):
            text = " " + text
        frame.line_ends = 0
        frame.parts.append(text)

    def _break(self, line_ends: int) -> None:
        """Something that comes next begins a line (1) or a paragraph (2)."""
        # An inline element that has no words yet is moved into the next line as a whole.
        frame = next(frame for frame in reversed(self._frames) if frame.parts or not frame.inline)
        frame.line_ends = max(frame.line_ends, line_ends)


def _are_glued(before: str, text: str) -> bool:
    """Whether marks of emphasis would not be read as such without a space between."""
    if _CLOSED_BY_PUNCTUATION.search(before):
        return _OPENED_BY_WORD.match(text) is not None
    return before[-1:].isalnum() and _OPENED_BY_PUNCTUATION.match(text) is not None


def _escape(text: str, *, in_link: bool) -> str:
    if in_link:
        return _SPECIAL.sub(r"\\\g<0>", text).replace("]", "\\]")
    pieces = []
    position = 0
    for match in _WEB.finditer(text):
        pieces += [_escape_words(text[position : match.start()]), _bare_link(match[0])]
        position = match.end()
    return "".join([*pieces, _escape_words(text[position:])])


def _escape_words(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _escape_start(text: str) -> str:
    """Keeps words at the start of a line from opening a list, a heading or a quotation."""
    if _NUMBERED.match(text):
        return re.sub(r"(?=[.)])", r"\\", text, count=1)
    return "\\" + text if _SPECIAL_AT_START.match(text) else text


def _bare_link(url: str) -> str:
    if _REFERENCE.search(url):
        return _link(_escape(url, in_link=True), url)
    return f"<{url}>" if re.search(r"[*_~\[\]\\`]", url) else url


def _link(label: str, url: str) -> str:
    """A Markdown link; `label` is Markdown already."""
    destination = re.sub(r"[\s<>\\]", lambda match: f"%{ord(match[0][0]):02X}", url)
    destination = _REFERENCE.sub(r"\\\g<0>", destination)
    if re.search(r"[()]", destination):
        destination = f"<{destination}>"
    return f"[{label or _escape(url, in_link=True)}]({destination})"


def _inline(frame: _Frame, content: str) -> str:
    """An inline element's Markdown; `content` is Markdown already, but for code."""
    if frame.tag == "code":
        return _code_span(content)
    if frame.tag == "a":
        label = re.sub(r"\s*\n\s*", " ", content)
        words = label.strip()
        if not frame.href or not words:
            return label
        return label.replace(words, _link(words, frame.href), 1)
    parts = _EDGES.fullmatch(content)
    if parts is None or not parts["inner"] or "\n\n" in content:
        return content
    mark = _MARKS[frame.tag]
    return f"{parts['before']}{mark}{parts['inner']}{mark}{parts['after']}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _code_span(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    if not text.strip():
        return text
    fence = "`" * (_longest_run(text) + 1)
    pad = " " if re.search(r"^`|`$|^ .* $", text) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _fenced(text: str) -> str:
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}\n{text.strip(chr(10))}\n{fence}"


def _indented(text: str, first: str, *, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        ((others if number else first) + line).rstrip() for number, line in enumerate(lines)
    )
