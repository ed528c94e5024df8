"""Common ground as one image, for the article that reports it and for other sites' previews.

The SVG is ours, its texts are escaped, and it has no element that could load anything.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import Any

import regex
import resvg_py
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from parley.snapshots.ground import svg
from parley.snapshots.ground.scene import Said, Scene

# What social networks show whole.
WIDTH, HEIGHT = 1200, 630
# Images kept made; some 80 kB each.
REMEMBERED = 64
# Source Serif under the SIL Open Font License, as the package `font-source-serif-pro` brings it.
# Letters that it lacks come from whatever fonts the machine has.
_FONTS = "font_source_serif_pro"
_FACES = ("SourceSerifPro-Regular.ttf", "SourceSerifPro-Bold.ttf")
# The first that is there.
_FAMILIES = ("Source Serif Pro", "Noto Serif", "DejaVu Serif", "Liberation Serif", "Georgia")
# Colours of the page by day; an image cannot follow the night.
_PAPER, _INK, _SOFT, _RULE, _ACCENT = "#ffffff", "#17140f", "#5d574e", "#dcd7cd", "#7a1f1f"
_TONES = {
    "left": "#a86a10",
    "right": "#1d767c",
    "mixed": "#8f887b",
    "common": "#23603a",
    "divides": "#b1442f",
    "other": "#8f887b",
    "paper": _PAPER,
    "soft": _SOFT,
}
_PROPERTY = re.compile(r"var\(--parley-ground-(\w+), [^)]*\)")

_EDGE, _COLUMN = 64, 560
_PICTURE_LEFT, _PICTURE_TOP, _PICTURE = 704, 78, 432
_FOOT = 578
_HEADLINE, _QUOTE, _SMALL = 44, 27, 20
_LEADING = 1.25
_MOST_QUOTES = 2
# Widths of letters in ems, on the safe side for Source Serif; no font is asked.
_NARROW, _USUAL, _CAPITAL, _WIDE = 0.33, 0.54, 0.74, 1.02


def poster_png(scene: Scene) -> bytes:
    """The image of these pictures, made once."""
    return _png(poster_svg(scene))


def poster_svg(scene: Scene) -> str:
    """The headline, one or two quotations, and what one side respects and what the other."""
    with override(scene.language):
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
            f' viewBox="0 0 {WIDTH} {HEIGHT}" color="{_INK}" fill="{_INK}"'
            f' font-family="{_families()}">'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>'
            f'<rect width="{WIDTH}" height="12" fill="{_INK}"/>'
            f'<clipPath id="column"><rect width="{_EDGE + _COLUMN + 16}" height="{HEIGHT}"/>'
            f'</clipPath><g clip-path="url(#column)">{_words(scene)}</g>'
            f"{_picture(scene)}{_foot(scene)}</svg>"
        )


@lru_cache(REMEMBERED)
def _png(drawn: str) -> bytes:
    options: dict[str, Any] = {"svg_string": drawn, "serif_family": _FAMILIES[0]}
    if find_spec(_FONTS) is None:
        return resvg_py.svg_to_bytes(**options)
    with as_file(files(_FONTS) / "files") as folder:
        return resvg_py.svg_to_bytes(font_files=[str(folder / face) for face in _FACES], **options)


def _picture(scene: Scene) -> str:
    scale = _PICTURE / svg.WIDTH
    drawn = _PROPERTY.sub(lambda found: _TONES[found[1]], svg.sides_as_drawing(scene))
    return (
        f'<g transform="translate({_PICTURE_LEFT} {_PICTURE_TOP}) scale({scale})"'
        f' font-size="{svg.FONT}">{drawn.replace("currentColor", _INK)}</g>'
    )


def _words(scene: Scene) -> str:
    """From the top: what this is, the headline, and as many quotations as there is room for."""
    kicker = _text(_("Common ground"), y=72, size=_SMALL, fill=_ACCENT, bold=True)
    lines = list(_wrapped(scene.headline, size=_HEADLINE, lines=3))
    y, parts = 72.0, [kicker]
    for line in lines:
        y += _HEADLINE * _LEADING
        parts.append(_text(line, y=y, size=_HEADLINE, bold=True))
    y += 28
    for said in (scene.listed("agreed") or scene.listed("divides"))[:_MOST_QUOTES]:
        quote = list(_wrapped(f"“{said.quote}”", size=_QUOTE, lines=4))
        needed = len(quote) * _QUOTE * _LEADING + _SMALL * 2
        if y + needed > _FOOT - _SMALL * 2:
            break
        for line in quote:
            y += _QUOTE * _LEADING
            parts.append(_text(line, y=y, size=_QUOTE))
        y += _SMALL * 1.5
        parts.append(_text(_by(said), y=y, size=_SMALL, fill=_SOFT))
        y += 16
    return "".join(parts)


def _by(said: Said) -> str:
    """Whose words these are, and what both sides make of them, in one line."""
    shares = _("respected by %(left)d%% on side A, %(right)d%% on B") % {
        "left": said.left,
        "right": said.right,
    }
    room = _COLUMN - _width(f" · {shares}", _SMALL)
    return f"{next(_wrapped(said.author, size=_SMALL, lines=1, room=room), '')} · {shares}"


def _foot(scene: Scene) -> str:
    readers, comments = scene.picture["readers"], len(scene.comments)
    counts = ngettext("%(count)d reader", "%(count)d readers", readers) % {"count": readers}
    counts += " · " + ngettext("%(count)d comment", "%(count)d comments", comments) % {
        "count": comments
    }
    name = next(_wrapped(scene.site_name, size=_QUOTE, lines=1), "")
    return (
        f'<path d="M{_EDGE} {_FOOT - 32}H{WIDTH - _EDGE}" stroke="{_RULE}" stroke-width="2"/>'
        + _text(name, y=_FOOT + 8, size=_QUOTE, bold=True)
        + f'<text x="{WIDTH - _EDGE}" y="{_FOOT + 8}" text-anchor="end" font-size="{_SMALL}"'
        f' fill="{_SOFT}">{escape(counts)}</text>'
    )


# --- letters ---


def _text(line: str, *, y: float, size: int, fill: str = _INK, bold: bool = False) -> str:
    """A line of the left column; a script that is read from the right stands at its right."""
    turned = _from_right(line)
    x, anchor = (_EDGE + _COLUMN, "end") if turned else (_EDGE, "start")
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{fill}"'
        f"{weight}>{escape(line)}</text>"
    )


def _wrapped(text: str, *, size: int, lines: int, room: float = _COLUMN) -> Iterator[str]:
    """Lines that fit into the room, the last one cut where there is more."""
    rest = text.strip()
    for number in range(1, lines + 1):
        if not rest:
            return
        fitting = _fitting(rest, size=size, room=room)
        if len(fitting) == len(rest):
            yield rest
            return
        if number == lines:
            closing = "…”" if rest.endswith("”") else "…"
            short = _fitting(rest, size=size, room=room - _width(closing, size))
            yield short.rstrip(" ,;:–—-.") + closing
            return
        yield fitting.rstrip()
        rest = rest[len(fitting) :].lstrip()


def _fitting(text: str, *, size: int, room: float) -> str:
    """As much of the beginning as fits: whole words where there are any."""
    taken, wide = "", 0.0
    for letter in regex.findall(r"\X", text):
        wide += _width(letter, size)
        if wide > room:
            break
        taken += letter
    if len(taken) == len(text) or text[len(taken)].isspace():
        return taken
    words = taken.rsplit(None, 1)
    return words[0] if len(words) > 1 else taken


def _width(text: str, size: int) -> float:
    return size * sum(_ems(letter) for letter in text)


def _ems(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _WIDE
    if letter in " .,;:!|'’iljftI()":
        return _NARROW
    if letter in "MWmw%—…@":
        return _WIDE
    return _CAPITAL if letter.isupper() else _USUAL


def _from_right(line: str) -> bool:
    first = (unicodedata.bidirectional(letter) for letter in line)
    return next((kind for kind in first if kind in {"L", "R", "AL"}), "L") != "L"


def _families() -> str:
    return ", ".join(_FAMILIES)
