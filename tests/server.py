"""A real `parley serve` for tests: started, waited for, killed, on a database of its own."""

import contextlib
import fcntl
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
PARLEY = Path(sys.executable).with_name("parley")
READY = "Parley is ready: "
READY_SECONDS = 60
# A database on SQLite, in its folder.
FILE = "parley.sqlite3"
# In these files stand the names of the shared ones, by what they hold.
_MIGRATED, _SEEDED = "migrated", "seeded-"


@dataclass(frozen=True, slots=True)
class Database:
    """Where one server keeps everything: its URL, and a folder for mail and logs."""

    url: str
    folder: Path

    @property
    def name(self) -> str:
        """On PostgreSQL."""
        return self.folder.name

    @property
    def file(self) -> Path:
        """On SQLite."""
        return self.folder / FILE


class MigratedDatabases:
    """One migrated, empty database as a template, and cheap copies of it."""

    def __init__(self, template: Database) -> None:
        self.template = template

    @classmethod
    @contextlib.contextmanager
    def open(cls, folder: Path) -> Iterator["MigratedDatabases"]:
        with _new_database(folder, None) as template:
            run_parley("migrate", environment=environment_for(template))
            yield cls(template)

    @classmethod
    def shared(cls, folder: Path) -> "MigratedDatabases":
        """That of all processes that name this folder: the first of them migrates, the others
        wait for it. It stands until `close_shared`."""

        def fill(database: Database) -> None:
            run_parley("migrate", environment=environment_for(database))

        return cls(_made_once(folder, _MIGRATED, source=None, fill=fill))

    def seeded(self, name: str, fill: Callable[[Database], None]) -> "MigratedDatabases":
        """Copies of one that was filled besides, by the first of all processes that wants it."""
        folder, made = self.template.folder.parent, _SEEDED + name
        return type(self)(_made_once(folder, made, source=self.template, fill=fill))

    @contextlib.contextmanager
    def copy(self) -> Iterator[Database]:
        with _new_database(self.template.folder.parent, self.template) as database:
            yield database


def close_shared(folder: Path) -> None:
    """Takes away what `MigratedDatabases.shared` has left on the database's server, if anything."""
    for made in (folder / _MIGRATED, *folder.glob(f"{_SEEDED}*")):
        if made.exists():
            _drop(_at(folder / made.read_text()))


def _made_once(
    folder: Path, name: str, *, source: Database | None, fill: Callable[[Database], None]
) -> Database:
    made = folder / name
    with (folder / f"lock-{name}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            database = _create(folder, source)
            fill(database)
            made.write_text(database.folder.name)
    return _at(folder / made.read_text())


@contextlib.contextmanager
def _new_database(parent: Path, template: Database | None) -> Iterator[Database]:
    database = _create(parent, template)
    yield database
    _drop(database)


def _create(parent: Path, template: Database | None) -> Database:
    database = _at(parent / f"parley_{uuid.uuid4().hex[:12]}")
    database.folder.mkdir()
    if server_url := os.environ.get("PARLEY_TEST_DATABASE_URL"):
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        source = "template1" if template is None else template.name
        with psycopg.connect(server_url, autocommit=True) as connection:
            name = sql.Identifier(database.name)
            connection.execute(create.format(name, sql.Identifier(source)))
    elif template is not None:
        shutil.copy(template.file, database.file)
    return database


def _drop(database: Database) -> None:
    if server_url := os.environ.get("PARLEY_TEST_DATABASE_URL"):
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(drop.format(sql.Identifier(database.name)))


def _at(folder: Path) -> Database:
    """The database that is called as its folder, on whichever system is tested."""
    server_url = os.environ.get("PARLEY_TEST_DATABASE_URL")
    if server_url is None:
        return Database(f"sqlite:///{folder / FILE}", folder)
    return Database(urlsplit(server_url)._replace(path=f"/{folder.name}").geturl(), folder)


def environment_for(database: Database, **extra: str) -> dict[str, str]:
    """The environment of a `parley` command that works on this database."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        "PARLEY_DATABASE_URL": database.url,
        "PARLEY_SECRET_KEY": os.environ["PARLEY_SECRET_KEY"],
        "PARLEY_EMAIL_URL": f"file://{database.folder / 'mail'}",
        **extra,
    }


def run_parley(*arguments: str, environment: dict[str, str]) -> str:
    """Runs one command to its end; gives its standard output, raises on failure."""
    done = subprocess.run(
        [PARLEY, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"parley {' '.join(arguments)} failed:\n{done.stderr}"
    return done.stdout


class Server:
    """`parley serve` in a process group of its own, so that one signal reaches all of it."""

    def __init__(
        self,
        database: Database,
        *,
        workers: int,
        extra: dict[str, str],
        name: str = "127.0.0.1",
        only: str | None = None,
    ) -> None:
        """`name` is how browsers call it; Chromium takes every *.localhost for this machine.
        `only` is a part that is to be served alone."""
        port = free_port()
        self.base_url = f"http://{name}:{port}"
        self.database = database
        self.environment = environment_for(database, PARLEY_BASE_URL=self.base_url, **extra)
        self.output: list[str] = []
        self._command = [str(PARLEY), "serve", "--port", str(port), "--workers", str(workers)]
        self._command += ["--only", only] if only else []
        self._process: subprocess.Popen[str] | None = None
        self._follower: threading.Thread | None = None

    def start(self) -> None:
        """Starts it and waits for the line that says it is ready."""
        process = subprocess.Popen(
            self._command,
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._process = process
        ready: queue.Queue[bool] = queue.Queue()
        follow = threading.Thread(target=self._follow, args=(process, ready), daemon=True)
        follow.start()
        self._follower = follow
        try:
            is_ready = ready.get(timeout=READY_SECONDS)
        except queue.Empty:
            is_ready = False
        if not is_ready:
            self.kill()
            raise AssertionError("parley serve did not become ready:\n" + "".join(self.output))

    def _follow(self, process: subprocess.Popen[str], ready: "queue.Queue[bool]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.output.append(line)
            if line.startswith(READY):
                ready.put(True)
        ready.put(False)

    def kill(self) -> None:
        """`kill -9` for every process of it, and waits until they are gone."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Asks it to end as a service manager would."""
        self._end(signal.SIGTERM)

    def _end(self, sign: signal.Signals) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, sign)
        self._process.wait(timeout=READY_SECONDS)

    @property
    def pid(self) -> int:
        """The process that all others of it descend from."""
        assert self._process is not None
        return self._process.pid

    def wait(self) -> int:
        """Until it has ended by itself and `output` is complete; its exit code."""
        assert self._process is not None
        assert self._follower is not None
        code = self._process.wait(timeout=READY_SECONDS)
        self._follower.join(timeout=READY_SECONDS)
        return code

    def parley(self, *arguments: str) -> str:
        """Runs a command on this server's database."""
        return run_parley(*arguments, environment=self.environment)


class ServerFactory(Protocol):
    """The `new_server` fixture."""

    def __call__(
        self,
        *,
        workers: int = 1,
        environment: dict[str, str] | None = None,
        only: str | None = None,
    ) -> Server: ...


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
