"""What one process commits, every process serves."""

import http.client
import json
import threading
import time
from urllib.parse import urlsplit

from tests.faults.test_kill import PATIENCE, prepare
from tests.server import Server, ServerFactory

# The kernel deals connections out; among so many, every worker has some.
CONNECTIONS = 12


def connect(server: Server) -> http.client.HTTPConnection:
    parts = urlsplit(server.base_url)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)


def get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    return connection.getresponse().read()


def post(server: Server, token: str, *, article: int, text: str) -> None:
    connection = connect(server)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps({"article": article, "text": text})
    connection.request("POST", "/api/v1/comments", body, headers)
    assert connection.getresponse().status == 201


def test_every_worker_serves_a_new_comment(new_server: ServerFactory) -> None:
    server = new_server(workers=2)
    article, [token, *_] = prepare(server)
    path = f"/api/v1/thread?article={article}"
    readers = [connect(server) for _ in range(CONNECTIONS)]
    for reader in readers:
        assert b"spread" not in get(reader, path)
    post(server, token, article=article, text="The news should spread to everyone.")
    end = time.monotonic() + PATIENCE
    while not all(b"spread" in get(reader, path) for reader in readers):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_live_readers_of_every_worker_are_told(new_server: ServerFactory) -> None:
    server = new_server(workers=2)
    article, [token, *_] = prepare(server)
    told: list[str] = []

    def listen(connection: http.client.HTTPConnection, ready: threading.Semaphore) -> None:
        connection.request("GET", f"/api/v1/events?article={article}")
        stream = connection.getresponse()
        ready.release()
        while line := stream.readline():
            if line.startswith(b"data:") and b"spread" in line:
                told.append(json.loads(line.removeprefix(b"data:"))["text"])
                return

    ready = threading.Semaphore(0)
    listeners = [
        threading.Thread(target=listen, args=(connect(server), ready)) for _ in range(CONNECTIONS)
    ]
    for listener in listeners:
        listener.start()
    for _ in listeners:
        ready.acquire()
    post(server, token, article=article, text="The news should spread to everyone.")
    for listener in listeners:
        listener.join(PATIENCE)
    assert told == ["The news should spread to everyone."] * CONNECTIONS
