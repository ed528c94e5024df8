"""Perspective's own clients work on a real server, told nothing but another address."""

import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from googleapiclient import discovery
from googleapiclient.errors import HttpError

from scripts.npm import node
from tests.api.perspective.conftest import INSULT, KINDNESS
from tests.server import ROOT, MigratedDatabases, Server

pytestmark = pytest.mark.either_database

PATIENCE = 60
CLIENTS = ROOT / "tests" / "clients"


@dataclass(frozen=True)
class Endpoint:
    """A server, and a key for it."""

    server: Server
    key: str

    @property
    def address(self) -> str:
        return self.server.base_url


@pytest.fixture(scope="module")
def endpoint(migrated_databases: MigratedDatabases) -> Iterator[Endpoint]:
    """Served alone, and by two processes."""
    with migrated_databases.copy() as database:
        extra = {"PARLEY_LOG_LEVEL": "debug"}
        server = Server(database, workers=2, extra=extra, only="perspective")
        server.parley("site", "add", "paper.example")
        key = server.parley("key", "create", "--site", "paper.example").strip()
        try:
            server.start()
            yield Endpoint(server, key)
        finally:
            server.kill()


def google_client(endpoint: Endpoint, *, key: str | None = None) -> Any:
    """As Perspective's documentation builds it."""
    return discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey=key or endpoint.key,
        discoveryServiceUrl=f"{endpoint.address}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
    )


def request(text: str = INSULT, **fields: Any) -> dict[str, Any]:
    return {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}, **fields}


def ask_by_node(program: str, endpoint: Endpoint, *arguments: str) -> Any:
    """What a script in tests/clients prints."""
    if not (CLIENTS / "node_modules").is_dir():
        pytest.fail("Perspective's clients for Node are not installed: run `make setup`.")
    done = subprocess.run(
        [node(), CLIENTS / program, endpoint.address, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={},
    )
    return json.loads(done.stdout)


def test_googles_python_client_analyzes(endpoint: Endpoint) -> None:
    body = request(languages=["en"], spanAnnotations=True, clientToken="7")
    answer = google_client(endpoint).comments().analyze(body=body).execute()
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5
    assert answer["clientToken"] == "7"


def test_googles_python_client_sends_the_standard_parameters(endpoint: Endpoint) -> None:
    comments = google_client(endpoint).comments()
    call = comments.analyze(
        body=request(), fields="languages", prettyPrint=False, quotaUser="7", x__xgafv="2"
    )
    assert call.execute() == {"languages": ["en"]}


def test_googles_python_client_suggests_a_score(endpoint: Endpoint) -> None:
    scores = {"TOXICITY": {"summaryScore": {"value": 0}}}
    body = {"comment": {"text": KINDNESS}, "attributeScores": scores, "clientToken": "c"}
    answer = google_client(endpoint).comments().suggestscore(body=body).execute()
    assert answer["clientToken"] == "c"


def test_googles_python_client_finds_our_batches(endpoint: Endpoint) -> None:
    body = {"requests": [request(INSULT), request(KINDNESS), {}]}
    answer = google_client(endpoint).comments().batchAnalyze(body=body).execute()
    assert [list(each) for each in answer["responses"]] == [["response"], ["response"], ["error"]]


def test_googles_python_client_reads_why_it_was_refused(endpoint: Endpoint) -> None:
    call = google_client(endpoint).comments().analyze(body=request(""))
    with pytest.raises(HttpError) as refused:
        call.execute()
    assert refused.value.status_code == 400
    assert refused.value.reason == "Comment must be non-empty."
    assert refused.value.error_details[0]["errorType"] == "COMMENT_EMPTY"


def test_googles_python_client_reads_that_its_key_is_wrong(endpoint: Endpoint) -> None:
    call = google_client(endpoint, key="wrong").comments().analyze(body=request())
    with pytest.raises(HttpError) as refused:
        call.execute()
    assert refused.value.error_details[0]["reason"] == "API_KEY_INVALID"


def test_conversationais_client_asks_for_spam_and_toxicity(endpoint: Endpoint) -> None:
    scores = ask_by_node("conversationai.cjs", endpoint, endpoint.key, INSULT)
    assert set(scores) == {"SPAM", "TOXICITY"}
    assert scores["TOXICITY"] > 0.5


def test_conversationais_client_fails_as_it_did_with_google(endpoint: Endpoint) -> None:
    answer = ask_by_node("conversationai.cjs", endpoint, "wrong", INSULT)
    assert "status code 400" in answer["failed"]


def test_perspective_api_client_names_no_language(endpoint: Endpoint) -> None:
    answer = ask_by_node("perspective-api-client.cjs", endpoint, endpoint.key, INSULT)
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5


def test_perspective_api_client_asks_for_several(endpoint: Endpoint) -> None:
    options = json.dumps({"attributes": ["insult", "threat"], "doNotStore": False})
    answer = ask_by_node("perspective-api-client.cjs", endpoint, endpoint.key, INSULT, options)
    assert set(answer["attributeScores"]) == {"INSULT", "THREAT"}


def test_perspective_api_client_is_told_why_it_was_refused(endpoint: Endpoint) -> None:
    options = json.dumps({"attributes": ["GRUMPINESS"]})
    answer = ask_by_node("perspective-api-client.cjs", endpoint, endpoint.key, INSULT, options)
    assert answer["failed"] == "Unknown requested attribute: GRUMPINESS"


@pytest.mark.parametrize("kind", ["form", "none"])
def test_a_body_is_json_whatever_it_is_called(endpoint: Endpoint, kind: str) -> None:
    """curl calls it a form, and PyPerspective nothing at all."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if kind == "form" else {}
    answer = httpx.post(
        f"{endpoint.address}/v1alpha1/comments:analyze",
        params={"key": endpoint.key},
        content=b'{comment: {text: "You idiot, go away."}, requestedAttributes: {TOXICITY: {}}}',
        headers=headers,
    )
    assert answer.status_code == 200


def test_a_body_too_large_for_anything_is_refused_in_googles_form(endpoint: Endpoint) -> None:
    address = f"{endpoint.address}/v1alpha1/comments:analyze"
    answer = httpx.post(address, params={"key": endpoint.key}, content=b" " * 10_000_000)
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"


def test_a_quota_holds_whichever_process_is_asked(endpoint: Endpoint) -> None:
    create = ("key", "create", "--site", "paper.example", "--per-minute", "5", "--per-day", "7")
    key = endpoint.server.parley(*create).strip()
    address = f"{endpoint.address}/v1alpha1/comments:analyze"
    # A connection each, so that both processes are asked.
    codes = [
        httpx.post(address, params={"key": key}, json=request()).status_code for _ in range(30)
    ]
    # The minute may end meanwhile.
    assert 5 <= codes.count(200) <= 7
    assert codes.count(429) == 30 - codes.count(200)


def test_no_key_is_ever_logged(endpoint: Endpoint) -> None:
    wrong = "parley_key_of_somebody_else"
    for key in (endpoint.key, wrong):
        for path in ("comments:analyze", "comments:none", "comments:suggestscore"):
            address = f"{endpoint.address}/v1alpha1/{path}"
            httpx.post(address, params={"key": key}, content=b"{")
            httpx.post(address, headers={"X-Goog-Api-Key": key}, json=request())
    last = f"{endpoint.address}/v1alpha1/comments:last"
    httpx.post(last, params={"key": wrong})
    output = read_until("/v1alpha1/comments:last", endpoint.server)
    assert "/v1alpha1/comments:none" in output
    assert endpoint.key not in output
    assert wrong not in output


def read_until(word: str, server: Server) -> str:
    """What the server has put out, when this is part of it."""
    end = time.monotonic() + PATIENCE
    while word not in (output := "".join(server.output)):
        assert time.monotonic() < end
        time.sleep(0.02)
    return output
