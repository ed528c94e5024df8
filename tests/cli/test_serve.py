"""`parley serve`: one command that starts whole, or says why not, and ends whole."""

import http.client
import multiprocessing
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from parley.cli.supervision import Lifeline, WebServer
from tests.server import (
    PARLEY,
    ROOT,
    Database,
    MigratedDatabases,
    Server,
    ServerFactory,
    environment_for,
    free_port,
)

END_SECONDS = 10
PATIENCE = 60


def get(server: Server, path: str) -> http.client.HTTPResponse:
    """An open response; reading it is the caller's."""
    parts = urlsplit(server.base_url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    connection.request("GET", path)
    return connection.getresponse()


def answers(server: Server) -> bool:
    try:
        return get(server, "/healthz").status == 200
    except OSError:
        return False


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for a condition that other processes bring about."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def children(pid: int) -> set[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return {int(line) for line in listed.stdout.split()}


def alive(pid: int) -> bool:
    """Whether it runs; a zombie does not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def refusal(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [PARLEY, "serve", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


def test_it_says_exactly_when_and_where_it_is_ready(server: Server) -> None:
    assert [line for line in server.output if "ready" in line] == [
        f"Parley is ready: {server.base_url}/\n"
    ]


@pytest.mark.either_database
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/embed.js", "/accounts/login/"])
def test_readers_and_pages_are_served_by_one_command(server: Server, path: str) -> None:
    assert get(server, path).status == 200


@pytest.mark.either_database
def test_the_address_it_says_leads_somewhere_before_there_is_a_site(server: Server) -> None:
    response = get(server, "/")
    assert response.status == 200
    assert b"parley site add paper.example" in response.read()


@pytest.mark.either_database
def test_a_part_that_is_served_alone_is_all_that_is_served(new_server: ServerFactory) -> None:
    server = new_server(only="perspective")
    there = ["/healthz", "/readyz", "/$discovery/rest?version=v1alpha1"]
    absent = ["/", "/embed.js", "/api/openapi.json", "/accounts/login/", "/admin/", "/static/x.css"]
    assert [get(server, path).status for path in (*there, *absent)] == [200] * 3 + [404] * 6
    assert len(children(server.pid)) == 1, "One worker, and nobody who does jobs."


@pytest.mark.either_database
def test_a_part_that_is_served_alone_ends_when_told_to(new_server: ServerFactory) -> None:
    server = new_server(workers=2, only="perspective")
    family = {server.pid, *children(server.pid)}
    os.kill(server.pid, signal.SIGTERM)
    assert server.wait() == 0
    assert not any(alive(pid) for pid in family)


@pytest.fixture
def empty_database(tmp_path: Path) -> Database:
    """One that nobody has migrated; on SQLite there is no file either."""
    url = os.environ.get("PARLEY_TEST_DATABASE_URL", f"sqlite:///{tmp_path}/none.sqlite3")
    return Database(url, tmp_path)


def test_a_database_that_is_not_there_is_told(empty_database: Database, tmp_path: Path) -> None:
    assert "run `parley migrate` first" in refusal(environment_for(empty_database))
    assert not (tmp_path / "none.sqlite3").exists()


@pytest.mark.either_database
def test_a_port_that_is_taken_is_told(migrated_databases: MigratedDatabases) -> None:
    with socket.socket() as other, migrated_databases.copy() as database:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = refusal(environment_for(database), "--port", str(port))
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use." in told


@pytest.mark.either_database
def test_without_a_base_url_it_is_the_address_listened_on(
    migrated_databases: MigratedDatabases,
) -> None:
    port = free_port()
    with migrated_databases.copy() as database:
        process = subprocess.Popen(
            [PARLEY, "serve", "--port", str(port), "--workers", "1"],
            env=environment_for(database),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == f"Parley is ready: http://127.0.0.1:{port}/\n"
        process.terminate()
        process.communicate(timeout=PATIENCE)


@pytest.mark.either_database
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_all_of_it_ends_when_told_to_though_readers_are_connected(
    new_server: ServerFactory, sign: signal.Signals
) -> None:
    server = new_server(workers=2)
    family = {server.pid, *children(server.pid)}
    streams = [get(server, "/api/v1/events?article=1") for _ in range(4)]
    began = time.monotonic()
    os.kill(server.pid, sign)
    assert server.wait() == 0
    assert time.monotonic() - began < END_SECONDS
    assert not any(alive(pid) for pid in family)
    assert "was killed" not in "".join(server.output)
    assert [b"retry" in stream.read() for stream in streams] == [True] * 4


def test_a_worker_that_is_told_to_end_before_it_serves_ends_at_once() -> None:
    server = WebServer("127.0.0.1", free_port(), workers=1, lifeline=Lifeline())
    told = list[str]()
    server.on_end = lambda: told.append("all")
    worker = multiprocessing.get_context("fork").Process(target=server.signal_handler_interrupt)
    worker.start()
    worker.join(PATIENCE)
    assert (worker.exitcode, told) == (os.EX_TEMPFAIL, [])


class NoStreams:
    """An application that nobody follows."""

    def end_streams(self) -> None:
        """There are none."""


def test_a_worker_that_forgot_the_word_to_end_is_told_again() -> None:
    lifeline = Lifeline()
    server = WebServer("127.0.0.1", free_port(), workers=1, lifeline=lifeline)

    def serve() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        server.in_child(NoStreams())
        time.sleep(PATIENCE)

    worker = multiprocessing.get_context("fork").Process(target=serve)
    worker.start()
    lifeline.cut()
    worker.join(END_SECONDS / 2)
    assert worker.exitcode == -signal.SIGTERM


@pytest.mark.either_database
def test_no_child_outlives_a_parent_that_was_killed(new_server: ServerFactory) -> None:
    server = new_server(workers=2)
    family = children(server.pid)
    assert len(family) == 3
    killed = time.monotonic()
    os.kill(server.pid, signal.SIGKILL)
    until(lambda: not any(alive(pid) for pid in family))
    assert time.monotonic() - killed < END_SECONDS / 2, "They waited for the grace to end."


def test_every_process_that_dies_is_replaced(new_server: ServerFactory) -> None:
    server = new_server(workers=1)
    for pid in children(server.pid):
        os.kill(pid, signal.SIGKILL)
        until(lambda: len([one for one in children(server.pid) if alive(one)]) == 2)
    until(lambda: answers(server))


def test_a_slow_writer_holds_up_nobody(server: Server) -> None:
    parts = urlsplit(server.base_url)
    address = (parts.hostname or "", parts.port or 0)
    writers = [socket.create_connection(address) for _ in range(40)]
    for writer in writers:
        writer.sendall(b"POST /api/v1/check HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    assert get(server, "/accounts/login/").status == 200
    for writer in writers:
        writer.close()


@pytest.mark.either_database
def test_two_bodies_in_one_request_are_refused(server: Server) -> None:
    parts = urlsplit(server.base_url)
    with socket.create_connection((parts.hostname or "", parts.port or 0)) as client:
        client.sendall(
            b"POST /api/v1/check HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        )
        answer = b""
        while part := client.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1
