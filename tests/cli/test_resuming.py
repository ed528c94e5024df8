"""An import that is killed at a random moment, and run again, leaves what one run would have left.

Two rounds in the suite; PARLEY_TEST_KILLS sets another number.
"""

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.exports import disqus
from tests.server import PARLEY, ROOT, Database, MigratedDatabases, environment_for, run_parley

ROUNDS = int(os.environ.get("PARLEY_TEST_KILLS", "2"))
COMMENTS = 1_500
DOMAIN = "paper.example"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("exports") / "disqus.xml"
    disqus(file, COMMENTS)
    return file


@pytest.fixture
def database(migrated_databases: MigratedDatabases) -> Iterator[Database]:
    with migrated_databases.copy() as copy:
        run_parley("site", "add", DOMAIN, environment=environment_for(copy))
        yield copy


def import_command(export: Path) -> tuple[str, ...]:
    return ("import", "disqus", str(export), "--site", DOMAIN)


def everything(database: Database) -> list[object]:
    """All rows in their public form, but for the moments at which they were made."""
    exported = run_parley("export", "-", "--site", DOMAIN, environment=environment_for(database))
    rows = [json.loads(line) for line in exported.splitlines()]
    rows = [row for row in rows if row["kind"] != "site"]
    for row in rows:
        if row["kind"] != "comment":
            row.pop("created_at", None)
        for decision in row.get("decisions", ()):
            del decision["created_at"]
    return sorted(rows, key=lambda row: (row["kind"], str(row.get("id"))))


def counters(database: Database) -> str:
    """What readers are shown of numbers, by the ids of the source."""
    script = (
        "import django; django.setup();"
        "from parley.models import *;"
        "print([*Article.objects.order_by('source_id').values_list("
        "'source_id', 'comment_count', 'last_comment_at')],"
        "[*Comment.objects.order_by('source_id').values_list('source_id', 'replies', 'depth')],"
        "[*Author.objects.order_by('source_id').values_list('source_id', 'published_count')])"
    )
    environment = environment_for(database, DJANGO_SETTINGS_MODULE="parley.settings")
    python = PARLEY.with_name("python")
    done = subprocess.run(
        [python, "-c", script],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def killed_after(seconds: float, export: Path, *, database: Database) -> None:
    process = subprocess.Popen(
        [PARLEY, *import_command(export)],
        env=environment_for(database),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_a_killed_import_is_finished_by_the_next(
    export: Path, database: Database, migrated_databases: MigratedDatabases
) -> None:
    began = time.monotonic()
    run_parley(*import_command(export), environment=environment_for(database))
    undisturbed = time.monotonic() - began
    expected = everything(database), counters(database)
    draw = random.Random()
    for _round in range(ROUNDS):
        moment = draw.uniform(0.3, 1.0) * undisturbed
        with migrated_databases.copy() as copy:
            environment = environment_for(copy)
            run_parley("site", "add", DOMAIN, environment=environment)
            killed_after(moment, export, database=copy)
            run_parley(*import_command(export), environment=environment)
            assert (everything(copy), counters(copy)) == expected, f"killed after {moment}"
