"""The figures as tables: for a page, for a spreadsheet, for a script."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from parley.actions import csv_table
from parley.actions.figures import decisions, outcomes, people, queue, rules
from parley.actions.figures.outcomes import Counted, Fate
from parley.actions.figures.people import Reported
from parley.actions.figures.period import Bucket, Period
from parley.actions.judgements import Share
from parley.models.site import Site

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`columns` are names for programs, in English; None is an empty cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_csv(self, *, mark: bool = True) -> str:
        """With a header, UTF-8, lines as in RFC 4180; no cell is taken for a formula."""
        rows = ([_written(cell) for cell in row] for row in self.rows)
        return "".join(csv_table.lines(self.columns, rows, mark=mark))


def _written(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell


def of_outcomes(found: outcomes.Outcomes) -> Table:
    """A row for each bar."""
    return Table(
        columns=("from", "to", "posted", *Fate, "decided", "by_machine_alone"),
        rows=tuple(
            (*_days(each.bucket), each.posted, *each.fates.values(), each.decided, each.alone)
            for each in found.by_time
        ),
    )


def of_rules(found: Sequence[rules.RuleOverTime], period: Period) -> Table:
    """A row for each bar and rule that was named in it."""
    return Table(
        columns=("from", "to", "rule", "decisions"),
        rows=tuple(
            (*_days(bucket), each.rule, each.counts[number])
            for number, bucket in enumerate(period.buckets)
            for each in found
            if each.counts[number]
        ),
    )


def of_waits(found: decisions.Decisions) -> Table:
    """A row for each bar; seconds."""
    return Table(
        columns=("from", "to", "decisions", "median_seconds", "ninety_percent_seconds"),
        rows=tuple(
            (*_days(bucket), wait.decisions, wait.median, wait.most)
            for bucket, wait in found.by_time
        ),
    )


def of_alarms(found: decisions.Decisions) -> Table:
    """A row for each rule."""
    return Table(
        columns=(
            "rule",
            "decided",
            "published_after_all",
            "share",
            "low",
            "high",
            "median_seconds",
            "ninety_percent_seconds",
        ),
        rows=tuple(
            (each.rule, *_share(each.alarms), each.wait.median, each.wait.most)
            for each in found.by_rule
        ),
    )


def of_queue(found: queue.Queue) -> Table:
    """A row for each age."""
    return Table(
        columns=("from_seconds", "to_seconds", "held", "public"),
        rows=tuple(
            (
                int(age.least.total_seconds()),
                int(age.most.total_seconds()) if age.most is not None else None,
                age.held,
                age.public,
            )
            for age in found.ages
        ),
    )


def of_reversals(found: decisions.Decisions, changed: decisions.Reversed) -> Table:
    """A row for each kind of decision, with what was decided otherwise later."""
    kinds = {
        "machine_published": found.published,
        "machine_stopped": found.stopped,
        "moderators_upon_appeal": changed.appeal,
        "moderators_without_appeal": changed.another,
    }
    return Table(
        columns=("decision", "all", "reversed", "share", "low", "high"),
        rows=tuple((kind, *_share(share)) for kind, share in kinds.items()),
    )


def of_authors(found: people.Authors) -> Table:
    """A row for each bar."""
    return Table(
        columns=("from", "to", "new", "returning"),
        rows=tuple((*_days(each.bucket), each.new, each.returning) for each in found.by_time),
    )


def of_reported(found: Iterable[Reported]) -> Table:
    """A row for each comment, author or article."""
    return Table(
        columns=("id", "name", "reports", "upheld", "dismissed"),
        rows=tuple((e.pk, e.name, e.reports, e.upheld, e.dismissed) for e in found),
    )


def of_counted(found: Iterable[Counted]) -> Table:
    """A row for each article or section."""
    return Table(
        columns=("id", "name", "posted", "published", "refused", "waiting"),
        rows=tuple((e.article, e.name, e.posted, e.published, e.refused, e.waiting) for e in found),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose figures, of which days; `now` is the moment of the queue's."""

    site: Site
    period: Period
    now: datetime

    @property
    def of(self) -> tuple[Site, Period]:
        return self.site, self.period


def _reversals(asked: Asked) -> Table:
    changed = decisions.reversed_decisions(*asked.of)
    return of_reversals(decisions.decisions(*asked.of), changed)


# By the name under which each is downloaded.
TABLES: dict[str, Callable[[Asked], Table]] = {
    "outcomes": lambda asked: of_outcomes(outcomes.outcomes(*asked.of)),
    "waits": lambda asked: of_waits(decisions.decisions(*asked.of)),
    "queue": lambda asked: of_queue(queue.queue_now(asked.site, asked.now)),
    "rules": lambda asked: of_rules(rules.by_machine(*asked.of), asked.period),
    "refusals": lambda asked: of_rules(rules.by_people(*asked.of), asked.period),
    "false-alarms": lambda asked: of_alarms(decisions.decisions(*asked.of)),
    "reversals": _reversals,
    "authors": lambda asked: of_authors(people.authors(*asked.of)),
    "reported-comments": lambda asked: of_reported(people.reported_comments(*asked.of)),
    "reported-authors": lambda asked: of_reported(people.reported_authors(*asked.of)),
    "reported-articles": lambda asked: of_reported(people.reported_articles(*asked.of)),
    "articles": lambda asked: of_counted(outcomes.by_article(*asked.of)),
    "sections": lambda asked: of_counted(outcomes.by_section(*asked.of)),
}


def _days(bucket: Bucket) -> tuple[date, date]:
    return bucket.first, bucket.last


def _share(share: Share) -> tuple[Cell, ...]:
    known = share.share is not None
    return (
        share.whole,
        share.part,
        share.share,
        share.interval.low if known else None,
        share.interval.high if known else None,
    )
