"""Carries out an order to import, and shows how far it has come."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from parley.cli.state import open_state
from parley.errors import BadInput
from parley.importers import formats
from parley.importers.source import Importer, Options
from parley.importers.url_map import UrlMap

if TYPE_CHECKING:
    from parley.actions.importing import Export
    from parley.models.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the operator wants; `moved` is None where no articles have moved.

    `named` tells several installations of one system apart; "" for the only one. `bans`: those
    of the file are wanted, whoever is here already.
    """

    format: str
    paths: tuple[Path, ...]
    columns: Mapping[str, str]
    zone: ZoneInfo | None
    moved: UrlMap | None
    dry_run: bool
    sample: Path | None
    named: str
    bans: bool


def carry_out(order: Order, domain: str) -> "tuple[Site, dict[str, Any]]":
    """The site and the report, as the contract's JSON."""
    open_state()
    from django.utils import timezone

    from parley import access
    from parley.actions.import_sample import sample_to
    from parley.actions.importing import import_records

    site = access.site_by_domain(domain)
    importer = formats.choose(order.format, order.paths)
    if order.columns and not importer.takes_columns:
        raise BadInput(f"--map names the columns of a table; {importer.title}'s have their own.")
    size = sum(path.stat().st_size for path in order.paths)
    with _shown("read", size) as read, _shown("stored", None) as stored:
        options = Options(
            base_url=f"https://{site.domain}",
            zone=order.zone,
            columns=order.columns,
            told=lambda count: read(count, None),
        )
        export = _export(order, importer, options=options)
        looked = {"look": sample_to(order.sample)} if order.sample else {}
        report = import_records(
            site, export, now=timezone.now(), dry_run=order.dry_run, progress=stored, **looked
        )
    if order.moved is not None and order.moved.unused:
        report.warnings.append(
            f"{order.moved.unused} addresses of the list are of no article of the export."
        )
    return site, report.as_dict()


def _export(order: Order, importer: Importer, *, options: Options) -> "Export":
    """The files as an action takes them, with what a later mending has to know."""
    from parley.actions.importing import Export

    records = importer.read(order.paths, options)
    return Export(
        f"{importer.name}-{order.named}" if order.named else importer.name,
        order.moved.applied(records) if order.moved else records,
        ", ".join(path.name for path in order.paths),
        {
            "zone": order.zone.key if order.zone else None,
            "columns": dict(order.columns),
            "format": importer.name,
            "importer": importer.title,
            **({"bans": True} if order.bans else {}),
        },
    )


Tell = Callable[[int, int | None], None]


@contextmanager
def _shown(what: str, total: int | None) -> Iterator[Tell]:
    """A bar on a terminal, with the rate and the time that is left; silent elsewhere.

    The total may come with what is told.
    """
    if not sys.stderr.isatty():
        yield lambda _count, _total: None
        return
    with ExitStack() as stack:
        yield _Bar(what, total, stack=stack).tell


class _Bar:
    """Begins with the first thing that is told."""

    def __init__(self, what: str, total: int | None, *, stack: ExitStack) -> None:
        self._what, self._total, self._stack = what, total, stack
        self._bar: Any = None  # Any: click's bar is not typed as public.
        self._began = 0.0

    def tell(self, count: int, total: int | None) -> None:
        if self._bar is None:
            self._began = monotonic()
            length = self._total or total or 0
            bar = click.progressbar(
                length=length,
                label=self._what,
                file=sys.stderr,
                show_eta=True,
                item_show_func=self._rate,
                update_min_steps=max(1, length // 1000),
            )
            self._bar = self._stack.enter_context(bar)
        self._bar.update(count, self._what)

    def _rate(self, _item: object) -> str:
        a_second = self._bar.pos / max(monotonic() - self._began, 0.001) if self._bar else 0
        if self._what == "read":
            return f"{a_second / 1e6:.1f} MB/s"
        return f"{a_second:.0f} comments/s"
