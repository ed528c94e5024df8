"""The figures as charts: a sentence, a drawing, its table and its file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parley.actions.figures import findings, tables, words
from parley.actions.figures.decisions import Decisions
from parley.actions.figures.outcomes import Fate, Outcomes
from parley.actions.figures.people import Authors
from parley.actions.figures.period import Period, Step
from parley.actions.figures.queue import Queue
from parley.actions.figures.rules import RuleOverTime
from parley.actions.figures.tables import Table
from parley.actions.judgements import Share
from parley.console.figures import svg
from parley.console.figures.svg import Axis, Said, Series

# From the bottom of a bar to its top; colours of `figures.css`.
FATES = (
    (Fate.AT_ONCE, "calm"),
    (Fate.AFTER_A_LOOK, "looked"),
    (Fate.REMOVED, "removed"),
    (Fate.REJECTED, "refused"),
    (Fate.BY_MACHINE, "machine"),
    (Fate.RETURNED, "returned"),
    (Fate.WAITING, "waiting"),
    (Fate.DELETED, "gone"),
)
NOTHING = SafeString()
# Rules that one reads a line about; the table has them all.
_MOST_RULES = 8
# Steps in which people count time: seconds, each with what it is a multiple of.
_CLOCK = (10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800)


class Key(NamedTuple):
    """What a colour means, with the number that belongs to it."""

    swatch: SafeString
    name: str
    value: str


class Line(NamedTuple):
    """A line of a chart that lies on its side."""

    name: str
    drawn: SafeString
    value: str
    more: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One figure: either `drawn` with its `key`, or `lines`, or neither where there is nothing.

    `timed` lines run from left to right in every language; others begin where reading does.
    `wide` is for one that needs the whole page; `long` for lines with long names; `scale` for
    lines that are shares, from 0 to 100%.
    """

    name: str
    title: str
    finding: str
    table: Table
    definition: str = ""
    drawn: SafeString = NOTHING
    key: Sequence[Key] = ()
    lines: Sequence[Line] = ()
    wide: bool = False
    long: bool = False
    scale: bool = False
    timed: bool = False


def of_outcomes(found: Outcomes, period: Period) -> Chart:
    title, finding = _("What became of the comments"), findings.of_outcomes(found)
    series = [
        Series(
            name=str(words.FATES[fate]),
            colour=colour,
            values=[each.fates[fate] for each in found.by_time],
        )
        for fate, colour in FATES
        if found.fates[fate]
    ]
    key = [
        Key(
            drawn(svg.swatch(each.colour)),
            each.name,
            f"{words.number(int(sum(each.values)))} · {_share(sum(each.values), found.posted)}",
        )
        for each in reversed(series)
    ]
    axis = _counts(period, [each.posted for each in found.by_time], of=_("comments"), height=240)
    said = Said(name="outcomes", title=title, about=finding)
    return Chart(
        name="outcomes",
        title=title,
        finding=finding,
        table=tables.of_outcomes(found),
        definition=_("By the day on which they were posted, as they stand now."),
        drawn=drawn(svg.stacked(series, axis, said=said)) if series else NOTHING,
        key=key,
        wide=True,
    )


def of_queue(found: Queue) -> Chart:
    title, finding = _("The queue now, by how long it has waited"), findings.of_queue(found)
    series = [
        Series(name=_("held"), colour="looked", values=[age.held for age in found.ages]),
        Series(name=_("public"), colour="refused", values=[age.public for age in found.ages]),
    ]
    heights = [age.held + age.public for age in found.ages]
    axis = Axis(
        labels=[words.age(age.least, age.most) for age in found.ages],
        whole=[True] * len(found.ages),
        ticks=_ticks(heights, of=_("comments")),
    )
    said = Said(name="queue", title=title, about=finding)
    return Chart(
        name="queue",
        title=title,
        finding=finding,
        table=tables.of_queue(found),
        drawn=drawn(svg.stacked(series, axis, said=said)) if found.waiting else NOTHING,
        key=[
            Key(drawn(svg.swatch(each.colour)), each.name, words.number(int(sum(each.values))))
            for each in series
        ]
        if found.waiting
        else (),
    )


def of_waits(found: Decisions, period: Period) -> Chart:
    title, finding = _("Time until a moderator decided"), findings.of_waits(found)
    waits = [wait for _bucket, wait in found.by_time]
    middle = Series(
        name=_("half within, seconds"),
        colour="line",
        values=[nan if wait.median is None else wait.median for wait in waits],
    )
    upper = Series(
        name=_("nine in ten within, seconds"),
        colour="band",
        values=[nan if wait.most is None else wait.most for wait in waits],
    )
    axis = Axis(
        labels=_labels(period),
        whole=[bucket.whole for bucket in period.buckets],
        ticks=_clock_ticks(max((wait.most or 0.0 for wait in waits), default=0.0)),
    )
    said = Said(name="waits", title=title, about=finding)
    there = found.wait.decisions > 0
    return Chart(
        name="waits",
        title=title,
        finding=finding,
        table=tables.of_waits(found),
        drawn=drawn(svg.banded((middle, upper), axis, said=said)) if there else NOTHING,
        key=[
            Key(drawn(svg.swatch("line")), _("half within"), words.duration(found.wait.median)),
            Key(
                drawn(svg.swatch("band")), _("nine in ten within"), words.duration(found.wait.most)
            ),
        ]
        if there
        else (),
    )


def of_machine(found: Outcomes, period: Period) -> Chart:
    """Shares of each bar: what the machine alone decided, below what people did."""
    title, finding = _("Decided by the machine alone"), findings.of_machine(found)
    shares = [100 * each.alone / each.decided if each.decided else 0 for each in found.by_time]
    rest = [
        100 - share if each.decided else 0
        for share, each in zip(shares, found.by_time, strict=True)
    ]
    series = [
        Series(name=_("machine, %"), colour="calm", values=shares),
        Series(name=_("people, %"), colour="looked", values=rest),
    ]
    axis = Axis(
        labels=_labels(period),
        whole=[bucket.whole for bucket in period.buckets],
        ticks=[(0, "0"), (50, "50%"), (100, "100%")],
    )
    said = Said(name="machine", title=title, about=finding)
    return Chart(
        name="outcomes",
        title=title,
        finding=finding,
        table=tables.of_outcomes(found),
        definition=_("Of the comments that were published or refused, by the day of posting."),
        drawn=drawn(svg.stacked(series, axis, said=said)) if found.decided else NOTHING,
        key=[
            Key(drawn(svg.swatch("calm")), _("machine alone"), words.number(found.alone)),
            Key(
                drawn(svg.swatch("looked")), _("people"), words.number(found.decided - found.alone)
            ),
        ]
        if found.decided
        else (),
    )


def of_authors(found: Authors, period: Period) -> Chart:
    title, finding = _("Authors, new and returning"), findings.of_authors(found)
    series = [
        Series(
            name=_("returning"), colour="back", values=[each.returning for each in found.by_time]
        ),
        Series(name=_("new"), colour="new", values=[each.new for each in found.by_time]),
    ]
    axis = _counts(
        period, [each.new + each.returning for each in found.by_time], of=_("authors"), height=180
    )
    said = Said(name="authors", title=title, about=finding)
    there = found.new + found.returning > 0
    return Chart(
        name="authors",
        title=title,
        finding=finding,
        table=tables.of_authors(found),
        drawn=drawn(svg.stacked(series, axis, said=said)) if there else NOTHING,
        key=[
            Key(drawn(svg.swatch("new")), _("new"), words.number(found.new)),
            Key(drawn(svg.swatch("back")), _("returning"), words.number(found.returning)),
        ]
        if there
        else (),
    )


def of_rules(found: tuple[RuleOverTime, ...], period: Period, *, people: bool) -> Chart:
    """A line of small bars for each rule, all to one scale."""
    most = max((max(each.counts) for each in found), default=0)
    lines = [
        Line(
            words.rule_name(each.rule),
            drawn(svg.sparkbars(each.counts, most=most, colour="refused" if people else "machine")),
            words.number(each.total),
        )
        for each in found[:_MOST_RULES]
    ]
    bars = _("a bar a day") if period.step is Step.DAY else _("a bar a week")
    return Chart(
        name="refusals" if people else "rules",
        title=_("Refused by moderators, by rule")
        if people
        else _("Stopped by the machine, by rule"),
        finding=findings.of_refusals(found) if people else findings.of_rules(found),
        table=tables.of_rules(found, period),
        definition=_("%(bars)s, the highest is %(most)s") % {"bars": bars, "most": most}
        if found
        else "",
        lines=lines,
        timed=True,
    )


def of_shares(
    name: str, shares: Sequence[tuple[str, Share]], *, title: str, finding: str, table: Table
) -> Chart:
    """Shares with their intervals; what was never tried is left out."""
    lines = [
        Line(
            label,
            drawn(svg.interval(share.share, share.interval.low, high=share.interval.high)),
            words.percent(share.share),
            _("%(part)s of %(whole)s")
            % {"part": words.number(share.part), "whole": words.number(share.whole)},
        )
        for label, share in shares
        if share.share is not None
    ]
    return Chart(
        name=name,
        title=title,
        finding=finding,
        table=table,
        definition=_(
            "The thin line is where the true share may well be: 95% of such lines hold it."
        )
        if lines
        else "",
        lines=lines,
        scale=True,
        long=name == "reversals",
    )


def _labels(period: Period) -> list[str]:
    return [words.day(bucket.first) for bucket in period.buckets]


def _counts(period: Period, heights: Sequence[int], *, of: str, height: int) -> Axis:
    return Axis(
        labels=_labels(period),
        whole=[bucket.whole for bucket in period.buckets],
        ticks=_ticks(heights, of=of),
        height=height,
    )


def _ticks(heights: Sequence[int], *, of: str) -> list[tuple[float, str]]:
    """The highest line says what is counted."""
    values = svg.round_ticks(max(heights, default=0))
    return [
        (
            value,
            f"{words.number(int(value))} {of}" if value == values[-1] else words.number(int(value)),
        )
        for value in values
    ]


def _clock_ticks(most: float) -> list[tuple[float, str]]:
    steps: Callable[[float], bool] = lambda step: most <= 3 * step  # noqa: E731
    step = next(filter(steps, _CLOCK), 86_400 * -(-most // (3 * 86_400)))
    count = max(1, int(-(-most // step)))
    return [(step * number, words.duration(step * number)) for number in range(count + 1)]


def _share(part: float, whole: int) -> str:
    return words.percent(part / whole if whole else None)


def drawn(made: str) -> SafeString:
    """What `svg` drew, which escapes every word itself."""
    return SafeString(made)
