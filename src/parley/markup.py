"""Markdown of a comment -> the safe HTML that every reader sees; the only renderer there is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain, count, repeat

import comrak
import nh3
import regex

ALLOWED_TAGS = frozenset(
    ["p", "br", "strong", "em", "del", "a", "blockquote", "code", "pre", "ul", "ol", "li"]
)
LINK_REL = "nofollow ugc noopener"
SAFE_HREF = re.compile(r"(?:https?|mailto):", re.IGNORECASE)

# Deeper nesting is never prose, and nh3's time grows with the square of the depth of blocks.
MAX_DEPTH = 12
# Twelve times what a reader may post; what an archive holds beyond it is shown without markup.
MAX_LENGTH = 120_000

# Every one of these ends a line somewhere; Markdown knows only the last.
_LINE_ENDS = regex.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls, non-characters and the nine characters that reorder or embed text (U+202A to U+202E,
# U+2066 to U+2069). Marks (U+200E, U+200F, U+061C) and joiners stay: Persian, Arabic, the Indian
# scripts and emoji need them, and `dir=auto` does what well-meant embeddings did.
_INVISIBLE = regex.compile(
    r"[\p{Cc}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069--[\n\t]]", regex.VERSION1
)
_SURROGATES = regex.compile(r"\p{Cs}")
# No orthography stacks more than four general diacritics, or (Tibetan) eight marks of its own.
# Joiners are counted with the marks, since a mark after one still lands on the same letter.
_DIACRITICS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u200c\u200d"
_STACKS = (
    regex.compile(rf"([{_DIACRITICS}]{{4}})[{_DIACRITICS}]+"),
    regex.compile(r"([\p{Mn}\p{Me}\u200c\u200d]{8})[\p{Mn}\p{Me}\u200c\u200d]+"),
)

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z]+[1-6]?)(?P<rest>[^>]*)>")
_ANY_TAG = re.compile(r"(<[^>]*>)")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_PRIVATE_USE = range(0xE000, 0xF8FF)
_EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>")


def clean_text(text: str) -> str:
    """Drops what no reader can see and caps stacked marks; legitimate text is untouched."""
    text = _SURROGATES.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    text = _INVISIBLE.sub("", text)
    for stack in _STACKS:
        text = stack.sub(r"\1", text)
    return text


def render(markdown: str, *, hidden: Sequence[tuple[int, int]] = ()) -> str:
    """Total: any string gives HTML of `ALLOWED_TAGS`, with `href` as the only chosen attribute.

    `hidden` are the places, in order and none over another, of the one mark that stands in the
    text for words that moderators have hidden. They alone are put into a `mark`, which no author
    can write.
    """
    if not hidden:
        return _rendered(clean_text(markdown))
    mark = markdown[slice(*hidden[0])]
    # Markdown makes nothing of it, and no other text has it.
    stand_in = next(letter for letter in map(chr, _PRIVATE_USE) if letter not in markdown)
    ends = [0, *(end for _start, end in hidden)]
    starts = [*(start for start, _end in hidden), len(markdown)]
    between = [markdown[end:start] for end, start in zip(ends, starts, strict=True)]
    html = _rendered(clean_text(stand_in.join(between)))
    pieces = _ANY_TAG.split(html)
    # Every other piece is a tag, where there is nothing to mark.
    pieces[::2] = [
        piece.replace(stand_in, f"<mark>{escape(mark, quote=False)}</mark>")
        for piece in pieces[::2]
    ]
    return "".join(pieces)


def _rendered(text: str) -> str:
    if len(text) > MAX_LENGTH:
        return _plain_paragraphs(text)
    drawn = comrak.render_markdown(
        text,
        extension_options=_extensions(),
        parse_options=_parsing(),
        render_options=_rendering(),
    )
    # Character references were decoded only now, so what they hid is cleaned a second time.
    return _sanitise("".join(_reshape(clean_text(drawn))))


def _extensions() -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    options.autolink = True
    options.strikethrough = True
    return options


def _parsing() -> comrak.ParseOptions:
    options = comrak.ParseOptions()
    options.ignore_setext = True
    return options


def _rendering() -> comrak.RenderOptions:
    options = comrak.RenderOptions()
    options.escape = True
    options.hardbreaks = True
    return options


def _plain_paragraphs(text: str) -> str:
    paragraphs = (escape(part.strip(), quote=False) for part in re.split(r"\n\s*\n", text))
    lines = (part.replace("\n", "<br>\n") for part in paragraphs)
    return _sanitise("\n".join(f"<p>{part}</p>" for part in lines))


@dataclass(frozen=True, slots=True)
class _Element:
    """An open element of comrak's output and what becomes of it."""

    name: str
    end: str = ""
    """What closes it; empty when the element itself was dropped."""
    depth: int = 0
    """How many kept elements are open, this one included."""
    in_link: bool = False
    numbers: Iterator[int] | None = None
    """For a list that does not begin at 1, the numbers of its items."""
    joins: Iterator[str] | None = None
    """For an item of such a list, what to put before each of its paragraphs."""


_ROOT = _Element("")


def _reshape(html: str) -> Iterator[str]:
    """Fits comrak's well-formed output to the allow-list without losing words."""
    open_elements = [_ROOT]
    position = 0
    for tag in _TAG.finditer(html):
        yield _in_paragraph(html[position : tag.start()], open_elements[-1])
        position = tag.end()
        attributes = dict(_ATTRIBUTE.findall(tag["rest"]))
        if tag["end"]:
            yield open_elements.pop().end
        elif tag["rest"].endswith("/"):
            yield _void(tag["name"], attributes, parent=open_elements[-1])
        else:
            start, element = _opened(tag["name"], attributes, parent=open_elements[-1])
            open_elements.append(element)
            yield start
    yield _in_paragraph(html[position:], open_elements[-1])


def _in_paragraph(text: str, parent: _Element) -> str:
    """A block of raw HTML comes as bare escaped text; readers expect a paragraph and its lines."""
    if parent.name in ("", "blockquote") and text.strip():
        return "<p>" + text.strip().replace("\n", "<br>\n") + "</p>\n"
    return text


def _void(name: str, attributes: dict[str, str], *, parent: _Element) -> str:
    if name == "br":
        return "<br>"
    if name != "img":
        return ""
    source, label = attributes.get("src", ""), attributes.get("alt", "")
    if parent.in_link or not SAFE_HREF.match(source):
        return label
    return f'<a href="{source}">{label or source}</a>'


def _opened(name: str, attributes: dict[str, str], *, parent: _Element) -> tuple[str, _Element]:
    """The start tag to write and the element to remember."""
    if name in _HEADINGS:
        name = "p"
    if name == "ol" and "start" in attributes:
        # The allow-list has no `start`, and "2014. What a year." must not become "1."
        return "", replace(parent, name=name, end="", numbers=count(int(attributes["start"])))
    if name == "li" and parent.numbers:
        joins = chain([""], repeat("<br>"))
        return f"<p>{next(parent.numbers)}. ", _Element("li", "</p>", parent.depth + 1, joins=joins)
    if name == "p" and parent.joins:
        return next(parent.joins), replace(parent, name=name, end="", joins=None)
    href = attributes.get("href", "")
    unwanted = name not in ALLOWED_TAGS or (name == "a" and not SAFE_HREF.match(href))
    if unwanted or parent.depth == MAX_DEPTH:
        return "", replace(parent, name=name, end="", numbers=None, joins=None)
    element = _Element(name, f"</{name}>", parent.depth + 1, in_link=parent.in_link or name == "a")
    return (f'<a href="{href}">' if name == "a" else f"<{name}>"), element


_SANITISER = nh3.Cleaner(
    tags=set(ALLOWED_TAGS),
    attributes={"a": {"href"}},
    # nh3's own list of schemes lets relative and protocol-relative addresses pass.
    attribute_filter=lambda _tag, name, value: (
        value if name == "rel" or SAFE_HREF.match(value) else None
    ),
    link_rel=LINK_REL,
)


def _sanitise(html: str) -> str:
    return _EMPTY_PARAGRAPH.sub("", _SANITISER.clean(html)).strip()
