"""The three pictures of common ground as SVG, legible without a style sheet and without eyes.

Colours are custom properties of the page around, with middling tones for pages that set none:
those stand out from white and from black alike. Shapes differ as well, for who sees no colours.
"""

from collections.abc import Iterable, Sequence
from html import escape
from math import sqrt
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parley.ranking.picture import LEAST_CAMPS
from parley.snapshots.ground.scene import Kind, Said, Scene

# Units across; some 400 pixels in a widget's column, of which telephones have three quarters.
WIDTH = 400
FONT = 13

INK = "currentColor"
SOFT = "var(--parley-ground-soft, currentColor)"
PAPER = "var(--parley-ground-paper, transparent)"
SIDES = {
    "left": "var(--parley-ground-left, #b0771a)",
    "mixed": "var(--parley-ground-mixed, #8a8478)",
    "right": "var(--parley-ground-right, #2b868b)",
}
KINDS = {
    Kind.AGREED: "var(--parley-ground-common, #3b8a5c)",
    Kind.DIVIDES: "var(--parley-ground-divides, #b8523c)",
    Kind.OTHER: "var(--parley-ground-other, #8a8478)",
}


class _Draws(Protocol):
    def __call__(self, said: Said, *, x: float, y: float, radius: float) -> str: ...


# --- the map ---

_MAP_EDGE = 5
_LEGEND = 30
# A dot with three readers is still seen beside one with a hundred.
_LEAST_RADIUS = 0.2


def opinion_map(scene: Scene) -> str:
    """Readers by how they vote: who votes alike stands close together."""
    picture = scene.picture
    # Half a step on every side, for the dots at the edge.
    inner = (WIDTH - 2 * _MAP_EDGE) / (1 + picture["step"])
    step = inner * picture["step"]
    edge = _MAP_EDGE + step / 2
    height = inner * picture["height"] + 2 * edge
    most = max((cell["readers"] for cell in picture["cells"]), default=1)
    dots = []
    for cell in picture["cells"]:
        x = edge + inner * cell["x"]
        y = height - edge - inner * cell["y"]
        radius = step / 2 * max(_LEAST_RADIUS, sqrt(cell["readers"] / most))
        title = _of_cell(cell["side"], scene) % {"count": cell["readers"]}
        dots.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{SIDES[cell["side"]]}">'
            f"<title>{escape(title)}</title></circle>"
        )
    legend = _legend(
        height + _LEGEND / 2,
        (
            (0, "start", _dot(SIDES["left"]), _("Side A")),
            (WIDTH / 2, "middle", _dot(SIDES["mixed"]), _middle(scene)),
            (WIDTH, "end", _dot(SIDES["right"]), _("Side B")),
        ),
    )
    ground = (
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{_n(height - 1)}" rx="3"'
        f' fill="{INK}" fill-opacity="0.035" stroke="{INK}" stroke-opacity="0.22"/>'
    )
    return _svg(
        "map",
        ground + "".join(dots) + legend,
        height=height + _LEGEND,
        title=_("The map of opinions"),
        about=map_in_words(scene),
    )


def map_in_words(scene: Scene) -> str:
    """What the map shows, for those who hear it."""
    sides = dict.fromkeys(SIDES, 0)
    for cell in scene.picture["cells"]:
        sides[cell["side"]] += cell["readers"]
    return _(
        "Readers by their votes: %(left)d stand in places where most belong to side A,"
        " %(right)d where most belong to side B, %(mixed)d elsewhere."
    ) % {"left": sides["left"], "right": sides["right"], "mixed": sides["mixed"]}


def _middle(scene: Scene) -> str:
    """What stands between the ends: where they meet, or camps of their own."""
    return _("mixed") if scene.picture["camps"] == LEAST_CAMPS else _("in between")


def _of_cell(side: str, scene: Scene) -> str:
    mixed = _("%(count)d readers from both sides")
    between = _("%(count)d readers in between")
    return {
        "left": _("%(count)d readers, most of them from side A"),
        "mixed": mixed if scene.picture["camps"] == LEAST_CAMPS else between,
        "right": _("%(count)d readers, most of them from side B"),
    }[side]


# --- by what each end respects ---

_PLOT_LEFT, _PLOT_TOP, _PLOT = 44, 34, 340
_PLOT_BOTTOM = 44
# Between the frame and 0% or 100%: room for the names of the quarters, where no mark is.
_PAD = 28
_INNER = _PLOT - 2 * _PAD
# Radii by votes: the area grows with their number, within what can be seen and told apart.
_SMALLEST, _LARGEST = 3.5, 8.0


def sides_compared(scene: Scene) -> str:
    """Comments by the respect of one end of the map and of the other: agreed ones top right."""
    return _svg(
        "sides",
        _field() + _axes() + _corners(),
        marks=_compared(scene, _mark),
        height=_PLOT_TOP + _PLOT + _PLOT_BOTTOM,
        title=_("What one side respects, and what the other"),
        about=_about_comments(scene),
    )


def sides_as_drawing(scene: Scene) -> str:
    """The same without frame, links and titles, for an image; there are no readers' texts in it."""
    return _field() + _axes() + _corners() + _compared(scene, _shape)


def _compared(scene: Scene, draw: _Draws) -> str:
    most = max(said.votes for said in scene.comments)
    # Large ones first, so that none is hidden below another; what matters, above the rest.
    order = sorted(scene.comments, key=lambda said: (said.kind is not Kind.OTHER, -said.votes))
    return "".join(
        draw(
            said,
            x=_across(said.left),
            y=_up(said.right),
            radius=max(_SMALLEST, _LARGEST * sqrt(said.votes / most)),
        )
        for said in order
    )


def _across(share: float) -> float:
    return _PLOT_LEFT + _PAD + _INNER * share / 100


def _up(share: float) -> float:
    return _PLOT_TOP + _PLOT - _PAD - _INNER * share / 100


def _field() -> str:
    """The quarter where both respect, tinted; the line on which both respect alike."""
    half, right, bottom = _PLOT / 2, _PLOT_LEFT + _PLOT, _PLOT_TOP + _PLOT
    middle, across = _across(50), _up(50)
    return (
        f'<rect x="{_n(middle)}" y="{_PLOT_TOP}" width="{_n(half)}" height="{_n(half)}"'
        f' fill="{KINDS[Kind.AGREED]}" fill-opacity="0.14"/>'
        f'<path d="M{_n(_across(0))} {_n(_up(0))}L{_n(_across(100))} {_n(_up(100))}"'
        f' stroke="{INK}" stroke-opacity="0.35" stroke-dasharray="2 4" fill="none"/>'
        f'<path d="M{_PLOT_LEFT} {_n(across)}H{right}M{_n(middle)} {_PLOT_TOP}V{bottom}"'
        f' stroke="{INK}" stroke-opacity="0.16" fill="none"/>'
        f'<rect x="{_PLOT_LEFT}" y="{_PLOT_TOP}" width="{_PLOT}" height="{_PLOT}" fill="none"'
        f' stroke="{INK}" stroke-opacity="0.35"/>'
    )


def _corners() -> str:
    """What each quarter means."""
    right, bottom = _PLOT_LEFT + _PLOT - 8, _PLOT_TOP + _PLOT - 8
    left, top = _PLOT_LEFT + 8, _PLOT_TOP + 17
    common, bold = KINDS[Kind.AGREED], ' font-weight="700"'
    return (
        _text(_("Common ground"), x=right, y=top, anchor="end", fill=common, more=bold)
        + _text(_("only side B"), x=left, y=top, anchor="start", fill=SOFT)
        + _text(_("only side A"), x=right, y=bottom, anchor="end", fill=SOFT)
        + _text(_("neither"), x=left, y=bottom, anchor="start", fill=SOFT)
    )


def _axes() -> str:
    bottom, beside = _PLOT_TOP + _PLOT, _PLOT_LEFT - 5
    ticks = "".join(
        _text(f"{share}%", x=_across(share), y=bottom + 16, fill=SOFT)
        + _text(f"{share}%", x=beside, y=_up(share) + 4, anchor="end", fill=SOFT)
        for share in (0, 50, 100)
    )
    up = "↑ " + _("respect on side B")
    across = _("respect on side A") + " →"
    return (
        ticks
        + _text(up, x=0, y=15, anchor="start")
        + _text(across, x=_PLOT_LEFT + _PLOT, y=bottom + 36, anchor="end")
    )


# --- from common to divisive ---

_LINE_EDGE = 12
_SWARM_RADIUS, _SWARM_GAP = 4.5, 0.9
_SWARM_MARGIN = 10
_LINE_FOOT = 44
# The line ends with the next ten points above the widest gap, but is never shorter than this.
_SHORTEST_LINE, _LINE_STEP = 50, 10


def common_to_divisive(scene: Scene) -> str:
    """Comments on one line by how far the two ends of the map are apart on them."""
    widest = max(said.gap for said in scene.comments)
    end = max(_SHORTEST_LINE, -(-widest // _LINE_STEP) * _LINE_STEP)
    inner = WIDTH - 2 * _LINE_EDGE
    xs = [_LINE_EDGE + inner * said.gap / end for said in scene.comments]
    offsets = swarm(xs)
    reach = max(abs(offset) for offset in offsets) + _SWARM_RADIUS + _SWARM_MARGIN
    marks = "".join(
        _mark(said, x=x, y=reach + offset, radius=_SWARM_RADIUS)
        for said, x, offset in zip(scene.comments, xs, offsets, strict=True)
    )
    foot = 2 * reach
    ticks = "".join(
        f'<path d="M{_n(x)} {_n(foot)}v4" stroke="{INK}" stroke-opacity="0.5"/>'
        + _text(str(points), x=x, y=foot + 17, fill=SOFT)
        for points in range(0, end + 1, 2 * _LINE_STEP)
        for x in [_LINE_EDGE + inner * points / end]
    )
    axis = (
        f'<path d="M0 {_n(foot)}H{WIDTH}" stroke="{INK}" stroke-opacity="0.5" fill="none"/>{ticks}'
        + _text("← " + _("both sides alike"), x=0, y=foot + 36, anchor="start")
        + _text(_("points apart") + " →", x=WIDTH, y=foot + 36, anchor="end")
    )
    return _svg(
        "line",
        axis,
        marks=marks,
        height=foot + _LINE_FOOT,
        title=_("From common to divisive"),
        about=_about_comments(scene),
    )


def swarm(xs: Sequence[float]) -> list[float]:
    """How far from the line each dot is moved so that no two touch; `xs` ascend."""
    apart = 2 * _SWARM_RADIUS + _SWARM_GAP
    placed: list[tuple[float, float]] = []
    for x in xs:
        near = [(u, v) for u, v in placed if x - u < apart]
        # Beside the line, or just clear of a neighbour on either side of it.
        tries = [0.0]
        for u, v in near:
            clear = sqrt(apart * apart - (x - u) ** 2)
            tries += [v + clear, v - clear]
        free = [
            y for y in tries if all((x - u) ** 2 + (y - v) ** 2 >= apart**2 - 1e-6 for u, v in near)
        ]
        placed.append((x, min(free, key=lambda y: (abs(y), y))))
    return [y for _x, y in placed]


# --- what all of them are made of ---


def in_words(said: Said) -> str:
    """Like "83% of side A and 76% of side B respect it · 41 votes"."""
    shares = _("%(left)d%% of side A and %(right)d%% of side B respect it") % {
        "left": said.left,
        "right": said.right,
    }
    votes = ngettext("%(count)d vote", "%(count)d votes", said.votes) % {"count": said.votes}
    return f"{shares} · {votes}"


def _about_comments(scene: Scene) -> str:
    counts = {kind: sum(said.kind is kind for said in scene.comments) for kind in Kind}
    return _(
        "%(all)d comments: %(agreed)d that most on every side respect, %(divides)d that divide"
        " them. The table below has the numbers."
    ) % {
        "all": len(scene.comments),
        "agreed": counts[Kind.AGREED],
        "divides": counts[Kind.DIVIDES],
    }


def _mark(said: Said, *, x: float, y: float, radius: float) -> str:
    """A comment, linked."""
    title = f"“{said.quote}” — {said.author}. {in_words(said)}"
    return (
        f'<a href="{escape(said.url)}" tabindex="-1">{_shape(said, x=x, y=y, radius=radius)}'
        f"<title>{escape(title)}</title></a>"
    )


def _shape(said: Said, *, x: float, y: float, radius: float) -> str:
    return _kind(said.kind, x=x, y=y, radius=radius)


def _kind(kind: Kind, *, x: float, y: float, radius: float) -> str:
    drawn = f' fill="{KINDS[kind]}" stroke="{PAPER}" stroke-width="1"'
    if kind is Kind.DIVIDES:
        r = radius * 1.2
        sides = " ".join((_n(r), _n(r), _n(-r), _n(r), _n(-r), _n(-r)))
        return f'<path d="M{_n(x)} {_n(y - r)}l{sides}z"{drawn}/>'
    if kind is Kind.OTHER:
        drawn += ' fill-opacity="0.6"'
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"{drawn}/>'


def key() -> str:
    """What the marks of comments mean; as HTML, to stand once below the pictures of them."""
    names = (
        (Kind.AGREED, _("most on every side respect it")),
        (Kind.DIVIDES, _("divides the sides")),
        (Kind.OTHER, _("other comments")),
    )
    items = "".join(
        f'<li><svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">'
        f"{_kind(kind, x=7, y=7, radius=5)}</svg> {escape(name)}</li>"
        for kind, name in names
    )
    return f'<ul class="parley-key">{items}</ul>'


def _legend(y: float, entries: Iterable[tuple[float, str, str, str]]) -> str:
    """Marks with their names; each entry by place, anchor, mark and name."""
    return "".join(
        f'<text x="{_n(x)}" y="{_n(y + 7)}" text-anchor="{anchor}" fill="{INK}">'
        f"{mark} {escape(name)}</text>"
        for x, anchor, mark, name in entries
    )


def _dot(fill: str) -> str:
    return f'<tspan fill="{fill}">●</tspan>'


def _text(
    label: str, *, x: float, y: float, anchor: str = "middle", fill: str = INK, more: str = ""
) -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" fill="{fill}"{more}>'
        f"{escape(label)}</text>"
    )


def _svg(name: str, drawn: str, *, marks: str = "", height: float, title: str, about: str) -> str:
    """Left is left on the map, so that nothing is mirrored where one reads from the right.

    What is heard is one picture with a name. Its marks lead to comments by mouse or finger
    only, so they stand beside it and are silent: the table below has the same links.
    """
    silent = f'<g aria-hidden="true">{marks}</g>' if marks else ""
    return (
        f'<svg class="parley-{name}" viewBox="0 0 {WIDTH} {_n(height)}" role="none"'
        f' direction="ltr" font-size="{FONT}" font-family="inherit" width="100%">'
        f'<g role="img" aria-labelledby="parley-{name}-title"'
        f' aria-describedby="parley-{name}-about">'
        f'<title id="parley-{name}-title">{escape(title)}</title>'
        f'<desc id="parley-{name}-about">{escape(about)}</desc>{drawn}</g>{silent}</svg>'
    )


def _n(number: float) -> str:
    """As short as a tenth of a unit is told."""
    return f"{number:.1f}".rstrip("0").rstrip(".")
