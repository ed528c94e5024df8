"""`parley export`: everything that a site's discussions are, in one file."""

import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

FORMATS = ("parley", "disqus")


@click.command("export", short_help="Write a site's discussions to a file.")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--site", required=True, metavar="DOMAIN", help="The site whose discussions they are."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="parley",
    show_default=True,
    help="parley: everything, to be restored by `parley import parley`; disqus: what is public.",
)
def export(file: Path, *, site: str, form: str) -> None:
    """Write all discussions of a site to FILE, packed by gzip if its name ends in .gz.

    FILE "-" is the standard output. Readers' addresses are in it: keep it as you keep a backup.
    An existing FILE is replaced once the new one is complete.
    """
    from parley.cli.state import open_state

    open_state()
    from parley import access
    from parley.actions import disqus_export, site_export

    found = access.site_by_domain(site)
    write = site_export.export_lines if form == "parley" else disqus_export.export_lines
    count = 0
    with _written(file) as out:
        for line in write(found):
            out.write(line)
            count += 1
            if count % 10_000 == 0 and sys.stderr.isatty():
                click.echo(f"{count} lines written … \r", err=True, nl=False)
    click.echo(f"{count} lines written to {file}", err=True)


@contextmanager
def _written(file: Path) -> Iterator[IO[bytes] | gzip.GzipFile]:
    """Appears under its name when it is whole, readable by its owner only."""
    if file == Path("-"):
        yield sys.stdout.buffer
        return
    part = file.with_name(file.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "wb") as raw:
            if file.suffix == ".gz":
                # Without the time of day: the same discussions give the same file.
                with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
                    yield packed
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
