"""Charts over time as SVG that stretch with the page while their words keep their size.

Places across are in per cent, heights in pixels. Time runs from left to right in every
language. Colours are custom properties of `figures.css`, told apart by lightness as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

TOP, FOOT = 22, 24
INK, SOFT, RULE = "var(--fig-ink)", "var(--fig-soft)", "var(--fig-rule)"
# Of the room of one bar; the rest is the gap.
_BAR = 0.78
# More words below an axis would touch on a telephone.
_MOST_LABELS = 4
# Of what is not over yet.
_FAINT = 0.5
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What one colour stands for, bar by bar; `colour` is the name of a custom property."""

    name: str
    colour: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """`labels` are those of the bars, `whole` tells which of them are over. `ticks` are the
    heights at which there is a line, with what stands on it; the last is the top."""

    labels: Sequence[str]
    whole: Sequence[bool]
    ticks: Sequence[tuple[float, str]]
    height: int = 180

    @property
    def most(self) -> float:
        return self.ticks[-1][0] if self.ticks else 1.0

    def up(self, value: float) -> float:
        """Where a value is drawn, from the top."""
        return TOP + self.height * (1 - value / self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a chart is called and what it says, for those who hear it; `name` is its id."""

    name: str
    title: str
    about: str


def round_ticks(most: float) -> list[float]:
    """From nothing up to at least `most`, in two or three steps of whole numbers."""
    if most <= 1:
        return [0, 1]
    rough = most / 3
    power = 10 ** floor(log10(rough)) if rough >= 1 else 1
    step = next(power * each for each in (1, 2, 2.5, 5, 10) if power * each >= rough)
    step = max(1, ceil(step)) if step < _PERCENT else step
    return [step * number for number in range(ceil(most / step) + 1)]


def stacked(series: Sequence[Series], axis: Axis, *, said: Said) -> str:
    """Bars, the first series at the bottom."""
    count = len(axis.labels)
    room = _PERCENT / count
    drawn = []
    for number in range(count):
        below = 0.0
        opacity = "" if axis.whole[number] else f' fill-opacity="{_FAINT}"'
        for each in series:
            value = each.values[number]
            if not value:
                continue
            top, bottom = axis.up(below + value), axis.up(below)
            below += value
            # A paper's breadth between two colours, where there is room for it.
            height = max(bottom - top - (1 if bottom - top > 3 else 0), 1.0)
            drawn.append(
                f'<rect x="{_n(room * (number + (1 - _BAR) / 2))}%" y="{_n(bottom - height)}"'
                f' width="{_n(room * _BAR)}%" height="{_n(height)}"'
                f' fill="var(--fig-{each.colour})"{opacity}/>'
            )
        drawn.append(_told(number, series, axis=axis))
    return _svg("".join(drawn), axis, said=said)


def banded(pair: tuple[Series, Series], axis: Axis, *, said: Said) -> str:
    """A line for the first series, with a band from it up to the second; nan for nothing."""
    middle, upper = pair
    runs = list(_runs(middle.values))
    band = "".join(
        "M"
        + "L".join(f"{_n(_middle(i, axis))} {_n(axis.up(upper.values[i]))}" for i in run)
        + "L"
        + "L".join(f"{_n(_middle(i, axis))} {_n(axis.up(middle.values[i]))}" for i in reversed(run))
        + "Z"
        for run in runs
    )
    line = "".join(
        "M" + "L".join(f"{_n(_middle(i, axis))} {_n(axis.up(middle.values[i]))}" for i in run)
        for run in runs
    )
    # A day with none on either side would be no line at all.
    alone = "".join(
        f'<path d="M{_n(_middle(i, axis) - 0.6)} {_n(axis.up(upper.values[i]))}h1.2V'
        f'{_n(axis.up(middle.values[i]))}h-1.2z" fill="var(--fig-{upper.colour})"/>'
        f'<path d="M{_n(_middle(i, axis) - 0.6)} {_n(axis.up(middle.values[i]))}h1.2"'
        f' stroke="var(--fig-{middle.colour})" stroke-width="2.5"'
        ' vector-effect="non-scaling-stroke"/>'
        for run in runs
        if len(run) == 1
        for i in run
    )
    whole = TOP + axis.height + FOOT
    stretched = (
        f'<svg viewBox="0 0 100 {whole}" width="100%" height="{whole}"'
        ' preserveAspectRatio="none">'
        f'<path d="{band}" fill="var(--fig-{upper.colour})"/>'
        f'<path d="{line}" fill="none" stroke="var(--fig-{middle.colour})" stroke-width="2.5"'
        f' stroke-linejoin="round" vector-effect="non-scaling-stroke"/>{alone}</svg>'
    )
    told = "".join(_told(number, (middle, upper), axis=axis) for number in range(len(axis.labels)))
    return _svg(stretched + told, axis, said=said)


def sparkbars(values: Sequence[float], *, most: float, colour: str) -> str:
    """Small bars without words, to stand in a line of text; silent, the line says it."""
    room, height = _PERCENT / len(values), 26
    bars = "".join(
        f'<rect x="{_n(room * (number + 0.1))}%" y="{_n(height - max(1.5, height * value / most))}"'
        f' width="{_n(room * 0.8)}%" height="{_n(max(1.5, height * value / most))}"'
        f' fill="var(--fig-{colour})"/>'
        for number, value in enumerate(values)
        if value
    )
    return (
        f'<svg width="100%" height="{height + 1}" aria-hidden="true" focusable="false">{bars}'
        f'<rect x="0" y="{height}" width="100%" height="1" fill="{RULE}"/></svg>'
    )


def interval(share: float, low: float, *, high: float) -> str:
    """A share of 0 to 1 as a bar, with the whisker from `low` to `high`; silent."""
    ticks = "".join(
        f'<rect x="{place}%" y="0" width="1" height="22" fill="{RULE}"/>' for place in (25, 50, 75)
    )
    return (
        '<svg width="100%" height="22" aria-hidden="true" focusable="false">'
        f'<rect x="0" y="0" width="100%" height="22" fill="var(--fig-sheet)"/>{ticks}'
        f'<rect x="0" y="4" width="{_n(share * 100)}%" height="14" fill="var(--fig-share)"/>'
        f'<line x1="{_n(low * 100)}%" x2="{_n(high * 100)}%" y1="11" y2="11" stroke="{INK}"'
        ' stroke-width="1.5"/>'
        + "".join(
            f'<line x1="{_n(end * 100)}%" x2="{_n(end * 100)}%" y1="7" y2="15" stroke="{INK}"'
            ' stroke-width="1.5"/>'
            for end in (low, high)
        )
        + "</svg>"
    )


def parts(values: Iterable[tuple[float, str]], *, most: float) -> str:
    """One bar of parts, each a value and a colour; as long as its part of `most`; silent."""
    drawn, begin = [], 0.0
    for value, colour in values:
        length = _PERCENT * value / most if most else 0.0
        drawn.append(
            f'<rect x="{_n(begin)}%" y="2" width="{_n(length)}%" height="12"'
            f' fill="var(--fig-{colour})"/>'
        )
        begin += length
    return f'<svg width="100%" height="16" aria-hidden="true">{"".join(drawn)}</svg>'


def swatch(colour: str) -> str:
    """The colour of a series, to stand before its name."""
    return (
        '<svg class="swatch" width="12" height="12" aria-hidden="true">'
        f'<rect width="12" height="12" fill="var(--fig-{colour})"/></svg>'
    )


def _middle(number: int, axis: Axis) -> float:
    """Of a bar, in per cent."""
    return _PERCENT * (number + 0.5) / len(axis.labels)


def _runs(values: Sequence[float]) -> Iterator[list[int]]:
    """The numbers of neighbours that have a value."""
    run: list[int] = []
    for number, value in enumerate(values):
        if value == value:  # noqa: PLR0124  # Not nan.
            run.append(number)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _told(number: int, series: Sequence[Series], *, axis: Axis) -> str:
    """What the pointer is told over a bar: its days, and each value that is not nothing."""
    values = "\n".join(
        f"{each.name}: {each.values[number]:,.0f}"
        for each in reversed(series)
        if each.values[number] > 0
    )
    room = _PERCENT / len(axis.labels)
    return (
        f'<rect x="{_n(room * number)}%" y="{TOP}" width="{_n(room)}%" height="{axis.height}"'
        f' fill="transparent"><title>{escape(axis.labels[number])}\n{escape(values)}</title></rect>'
    )


def _svg(drawn: str, axis: Axis, *, said: Said) -> str:
    height = TOP + axis.height + FOOT
    return (
        f'<svg class="chart" width="100%" height="{height}" role="img" direction="ltr"'
        f' aria-labelledby="{said.name}-title" aria-describedby="{said.name}-about">'
        f'<title id="{said.name}-title">{escape(said.title)}</title>'
        f'<desc id="{said.name}-about">{escape(said.about)}</desc>'
        f"{_lines(axis)}{drawn}{_words_of_lines(axis)}{_days(axis)}</svg>"
    )


def _lines(axis: Axis) -> str:
    return "".join(
        f'<rect x="0" y="{_n(axis.up(value))}" width="100%" height="1"'
        f' fill="{INK if not value else RULE}"/>'
        for value, _label in axis.ticks
    )


def _words_of_lines(axis: Axis) -> str:
    """On their lines, at the left, with paper behind them where a bar would hide them."""
    return "".join(
        f'<text class="tick" x="0" y="{_n(axis.up(value) - 5)}">{escape(label)}</text>'
        for value, label in axis.ticks
        if value
    )


def _days(axis: Axis) -> str:
    count = len(axis.labels)
    shown = sorted(
        {round(i * (count - 1) / (_MOST_LABELS - 1)) for i in range(_MOST_LABELS)}
        if count > _MOST_LABELS + 3
        else set(range(count))
    )
    y = TOP + axis.height + 17
    words = []
    for number in shown:
        place, anchor = _PERCENT * (number + 0.5) / count, "middle"
        if count > _MOST_LABELS + 3 and number == 0:
            place, anchor = 0, "start"
        elif count > _MOST_LABELS + 3 and number == count - 1:
            place, anchor = _PERCENT, "end"
        words.append(
            f'<text x="{_n(place)}%" y="{y}" text-anchor="{anchor}">'
            f"{escape(axis.labels[number])}</text>"
        )
    return "".join(words)


def _n(number: float) -> str:
    """As short as a hundredth is told."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
