"""`kill -9` of every process while readers write: what was acknowledged is there."""

import contextlib
import http.client
import itertools
import json
import os
import random
import subprocess
import sys
import threading
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import psycopg
from pysqlite3 import dbapi2 as sqlite

from tests.server import ROOT, Server, ServerFactory

WRITERS = 16
# More rounds for a night's run: PARLEY_TEST_KILL_ROUNDS=500.
ROUNDS = int(os.environ.get("PARLEY_TEST_KILL_ROUNDS", "8"))
PATIENCE = 60


@dataclass
class Ledger:
    """What the writers know: keys acknowledged with their comment, and keys unanswered."""

    acknowledged: dict[str, int] = field(default_factory=dict)
    unanswered: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def acknowledge(self, key: str, comment_id: int) -> None:
        with self._changed:
            self.acknowledged[key] = comment_id
            self.unanswered.pop(key, None)
            self._changed.notify_all()

    def until(self, acknowledged: int) -> None:
        with self._changed:
            enough = self._changed.wait_for(
                lambda: self.refused or len(self.acknowledged) >= acknowledged, PATIENCE
            )
        assert enough
        assert self.refused == []


@dataclass
class Writer:
    """Posts without pause until the server is gone; then remembers what was unanswered."""

    server: Server
    token: str
    article: int
    ledger: Ledger
    numbers: "itertools.count[int]"

    def write(self) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = self._connect()
            while True:
                self._post(connection, str(uuid.uuid4()))

    def retry(self) -> None:
        """Send every unanswered comment of this writer again, under its key."""
        connection = self._connect()
        for key in [key for key, token in self.ledger.unanswered.items() if token == self.token]:
            self._post(connection, key)
        connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.server.base_url)
        return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)

    def _post(self, connection: http.client.HTTPConnection, key: str) -> None:
        self.ledger.unanswered[key] = self.token
        text = f"Statement {next(self.numbers)} deserves a careful reading."
        body = {"article": self.article, "text": text, "idempotency_key": key}
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
        }
        connection.request("POST", "/api/v1/comments", json.dumps(body), headers)
        response = connection.getresponse()
        answer = response.read()
        if response.status not in {200, 201}:
            self.ledger.refused.append(f"{response.status} {answer.decode()}")
            raise ConnectionAbortedError
        self.ledger.acknowledge(key, json.loads(answer)["comment"]["id"])


def query(server: Server, sql: str) -> list[tuple[Any, ...]]:
    """Asks the database behind the server's back, and whether it is sound; any rows."""
    if server.database.url.startswith("sqlite"):
        connection = sqlite.connect(server.database.folder / "parley.sqlite3")
        with contextlib.closing(connection):
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return list(connection.execute(sql))
    with psycopg.connect(server.database.url) as postgres:
        return postgres.execute(sql.encode()).fetchall()


def comments(server: Server) -> dict[str, int]:
    """Every comment's id by its idempotency key."""
    rows = query(server, "SELECT idempotency_key, id FROM parley_comment")
    by_key: dict[str, int] = dict(rows)
    assert len(by_key) == len(rows)
    return by_key


def prepare(server: Server) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.prepare", str(WRITERS)],
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "parley.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    made = json.loads(done.stdout)
    return made["article"], made["tokens"]


def write_and_kill(writers: list[Writer], acknowledged: int) -> None:
    """All write at once; when so many comments stand, everything is killed."""
    threads = [threading.Thread(target=writer.write) for writer in writers]
    for thread in threads:
        thread.start()
    writers[0].ledger.until(acknowledged)
    writers[0].server.kill()
    for thread in threads:
        thread.join(PATIENCE)


def test_every_acknowledged_comment_survives_the_death_of_every_process(
    new_server: ServerFactory,
) -> None:
    server = new_server(workers=2)
    article, tokens = prepare(server)
    ledger, numbers, instants = Ledger(), itertools.count(1), random.Random(2)
    writers = [Writer(server, token, article, ledger, numbers) for token in tokens]
    for _ in range(ROUNDS):
        write_and_kill(writers, len(ledger.acknowledged) + instants.randint(1, 60))
        stored = comments(server)
        lost = {key: pk for key, pk in ledger.acknowledged.items() if stored.get(key) != pk}
        assert lost == {}
        server.start()
        for writer in writers:
            writer.retry()
        assert ledger.unanswered == {}
    assert comments(server) == ledger.acknowledged
    [(number,)] = query(server, "SELECT count(*) FROM parley_comment")
    [(counted, rev)] = query(
        server,
        f"SELECT comment_count, rev FROM parley_article WHERE id = {article}",
    )
    assert number == counted == rev == len(ledger.acknowledged)
