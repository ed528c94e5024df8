"""How fast a Disqus export comes in, and with how much memory, beside Isso's importer.

    python -m bench.imports [--comments 1000000] [--isso PATH]

PATH is the program `isso` of an environment of its own; without it the peer is left out.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.exports import disqus
from scripts.temporary_postgres import temporary_postgres

DOMAIN = "paper.example"
PARLEY = str(Path(sys.executable).with_name("parley"))


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock and of CPU (the database server's not among them), peak memory in MB."""

    clock: float
    cpu: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--isso")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export = folder / "disqus.xml"
        disqus(export, asked.comments)
        size = export.stat().st_size / 1e6
        print(f"{asked.comments:,} comments, {size:,.0f} MB of XML\n")
        print("| into | seconds | CPU s | comments a minute | peak memory MB |")
        print("|---|---|---|---|---|", flush=True)
        for what, run in _runs(folder, export, isso=asked.isso):
            rate = asked.comments / run.clock * 60
            print(
                f"| {what} | {run.clock:.0f} | {run.cpu:.0f} | {rate:,.0f} | {run.memory:.0f} |",
                flush=True,
            )


def _runs(folder: Path, export: Path, *, isso: str | None) -> Iterator[tuple[str, Run]]:
    for name in ("SQLite", "PostgreSQL"):
        with _database(name, folder) as environment:
            _run([PARLEY, "migrate"], environment)
            _run([PARLEY, "site", "add", DOMAIN], environment)
            command = [PARLEY, "import", "disqus", str(export), "--site", DOMAIN]
            yield f"Parley, {name}", _run(command, environment)
    if isso:
        yield "Isso, SQLite", _isso(folder, export, program=isso)


@contextmanager
def _database(name: str, folder: Path) -> Iterator[Mapping[str, str]]:
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'parley.sqlite3'}"
        if name == "PostgreSQL":
            url = stack.enter_context(temporary_postgres())
        yield {**os.environ, "PARLEY_DATABASE_URL": url, "PARLEY_SECRET_KEY": "bench-" * 10}


def _isso(folder: Path, export: Path, *, program: str) -> Run:
    settings = folder / "isso.cfg"
    settings.write_text(f"[general]\ndbpath = {folder / 'isso.db'}\nhost = http://{DOMAIN}/\n")
    command = [program, "-c", str(settings), "import", "--type", "disqus", "--empty-id"]
    return _run([*command, str(export)], os.environ)


def _run(command: list[str], environment: Mapping[str, str]) -> Run:
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}.")
    clock = time.perf_counter() - began
    return Run(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
