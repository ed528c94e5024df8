"""Readers get threads: from memory, in their encoding, or word that they have them."""

import asyncio
import json
import threading
import zlib

import brotli
import pytest

from parley.snapshots.thread import CACHE_CONTROL
from tests.readpath.newsroom import Answer, Client, Newsroom, ask, asking

THREAD = "/api/v1/thread?article=12"
HTML = "/api/v1/thread.html?article=12"
AT_URL = "/api/v1/thread?url=https://paper.example/a"


def test_a_thread_is_found_by_its_article() -> None:
    assert ask(Newsroom(), THREAD).text.startswith("json of 12 by ground, page 1 at 1.")


def test_the_fragment_is_found_the_same_way() -> None:
    answer = ask(Newsroom(), HTML)
    assert answer.text.startswith("html of 12")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_thread_is_found_by_its_address() -> None:
    assert ask(Newsroom(), AT_URL).text.startswith("json of 12")


def test_a_thread_is_found_by_the_publishers_id_beside_the_address() -> None:
    path = "/api/v1/thread?url=https://paper.example/moved&article_id=nid-7"
    assert ask(Newsroom(), path).text.startswith("json of 12")


def test_two_spellings_of_an_address_are_one_thread() -> None:
    spelling = "/api/v1/thread?url=http%3A%2F%2FWWW.Paper.Example%2Fa%2F%3Futm_source%3Dx"
    assert ask(Newsroom(), spelling).body == ask(Newsroom(), AT_URL).body


@pytest.mark.parametrize("sort", ["ground", "respected", "newest", "oldest"])
def test_the_order_can_be_chosen(sort: str) -> None:
    assert f"by {sort}" in ask(Newsroom(), f"{THREAD}&sort={sort}").text


def test_a_page_can_be_chosen() -> None:
    assert "page 2" in ask(Newsroom(), f"{THREAD}&page=2").text


def test_everything_can_be_had_on_one_page() -> None:
    assert "page 0" in ask(Newsroom(), f"{THREAD}&all=1").text


def test_the_page_of_a_comment_is_opened() -> None:
    assert "page 2" in ask(Newsroom(), f"{THREAD}&comment=3").text


def test_a_comment_that_is_not_shown_leads_to_the_first_page() -> None:
    assert "page 1" in ask(Newsroom(), f"{THREAD}&comment=99").text


def test_a_page_beyond_the_last_is_not_found() -> None:
    answer = ask(Newsroom(), f"{THREAD}&page=3")
    assert (answer.status, json.loads(answer.body)["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "article=0",
        "article=-1",
        "article=x",
        "article=٣",
        "article=99999999999999999999",
        "article=12&page=0",
        "article=12&page=1.5",
        "article=12&sort=loudest",
        "article=12&article=13",
        "article=12&comment=x",
        "url=ftp://paper.example/a",
        "url=",
        "url=%ff",
        "url=https://paper.example/a&article_id=" + "x" * 256,
        "url=https://paper.example/" + "a" * 9000,
    ],
)
def test_nonsense_is_refused_without_asking_the_database(query: str) -> None:
    newsroom = Newsroom()
    path = "/api/v1/thread?" + query.encode().decode("latin-1")
    answer = ask(newsroom, path)
    assert answer.status in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert newsroom.asked == []


def test_parameters_of_others_make_no_difference() -> None:
    newsroom = Newsroom()

    async def talk(client: Client) -> tuple[Answer, Answer]:
        return await client.ask(THREAD), await client.ask(f"{THREAD}&utm_source=x&utm_source=y")

    first, second = asking(newsroom, talk)
    assert first.body == second.body
    assert newsroom.asked == ["thread 12 ground"]


def test_an_article_that_is_not_there_is_not_found() -> None:
    assert ask(Newsroom(), "/api/v1/thread?article=13").status == 404


def test_a_page_nobody_has_commented_on_is_an_empty_thread() -> None:
    answer = ask(Newsroom(), "/api/v1/thread?url=https://paper.example/new")
    assert (answer.status, answer.text) == (200, "Nothing at https://paper.example/new.")


def test_a_page_of_a_foreign_host_is_told_so() -> None:
    answer = ask(Newsroom(), "/api/v1/thread?url=https://elsewhere.example/a")
    assert (answer.status, json.loads(answer.body)["code"]) == (404, "unknown_site")


@pytest.mark.parametrize(
    "path", [THREAD, HTML, AT_URL, "/api/v1/thread?url=https://paper.example/new"]
)
def test_the_second_reader_costs_no_question(path: str) -> None:
    newsroom = Newsroom()

    async def talk(client: Client) -> int:
        await client.ask(path)
        asked = len(newsroom.asked)
        await client.ask(path, ("Accept-Encoding", "br"))
        return len(newsroom.asked) - asked

    assert asking(newsroom, talk) == 0


def test_two_hundred_readers_at_once_are_one_rendering() -> None:
    newsroom = Newsroom()
    everyone_waits = threading.Event()

    def wait() -> None:
        assert everyone_waits.wait(10)

    newsroom.before_build = wait

    async def talk(client: Client) -> list[Answer]:
        asks = [asyncio.ensure_future(client.ask(THREAD)) for _ in range(200)]
        await asyncio.sleep(0)
        everyone_waits.set()
        return await asyncio.gather(*asks)

    answers = asking(newsroom, talk)
    assert {answer.status for answer in answers} == {200}
    assert newsroom.asked == ["thread 12 ground"]


def test_head_tells_the_length_and_sends_nothing() -> None:
    head = ask(Newsroom(), THREAD, method="HEAD")
    got = ask(Newsroom(), THREAD)
    assert (head.body, head.headers) == (b"", got.headers)
    assert int(head.headers["content-length"]) == len(got.body)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "get"])
def test_a_thread_can_only_be_read(method: str) -> None:
    answer = ask(Newsroom(), THREAD, method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_preflight_is_answered() -> None:
    answer = ask(Newsroom(), THREAD, method="OPTIONS")
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (204, "*")


def test_everybody_may_keep_and_include_it() -> None:
    headers = ask(Newsroom(), THREAD).headers
    assert headers["cache-control"] == CACHE_CONTROL.decode()
    assert headers["access-control-allow-origin"] == "*"
    assert headers["surrogate-key"] == "article-12"
    assert headers["vary"] == "Accept-Encoding"
    assert headers["x-content-type-options"] == "nosniff"


def test_nothing_depends_on_who_asks() -> None:
    plain = ask(Newsroom(), THREAD)
    known = ask(Newsroom(), THREAD, ("Cookie", "parley-session=x"), ("Authorization", "Bearer x"))
    assert plain == known
    assert "set-cookie" not in plain.headers


def test_the_body_is_sent_in_the_clients_encoding() -> None:
    plain = ask(Newsroom(), THREAD).body
    assert brotli.decompress(ask(Newsroom(), THREAD, ("Accept-Encoding", "br")).body) == plain
    zipped = ask(Newsroom(), THREAD, ("Accept-Encoding", "gzip")).body
    assert zlib.decompress(zipped, 31) == plain


def tag(encoding: str = "br") -> str:
    return ask(Newsroom(), THREAD, ("Accept-Encoding", encoding)).headers["etag"]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '{} , "other"', "*"])
def test_who_has_it_already_is_told_so(form: str) -> None:
    held = ("If-None-Match", form.format(tag()))
    answer = ask(Newsroom(), THREAD, ("Accept-Encoding", "br"), held)
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag())
    assert answer.headers["cache-control"] == CACHE_CONTROL.decode()
    assert "content-length" not in answer.headers


def test_a_validator_of_another_encoding_does_not_match() -> None:
    held = ("If-None-Match", tag("gzip"))
    assert ask(Newsroom(), THREAD, ("Accept-Encoding", "br"), held).status == 200


def test_a_validator_of_an_older_revision_does_not_match() -> None:
    held = ("If-None-Match", tag())
    newer = Newsroom(revs={12: 2})
    assert ask(newer, THREAD, ("Accept-Encoding", "br"), held).status == 200


def test_without_database_and_snapshot_the_fault_is_told() -> None:
    answer = ask(Newsroom(down=True), THREAD)
    assert (answer.status, answer.headers["retry-after"]) == (503, "2")
    assert json.loads(answer.body)["code"] == "unavailable"


def test_an_article_that_has_gone_is_looked_up_again_at_its_address() -> None:
    newsroom = Newsroom()

    async def talk(client: Client) -> list[int]:
        before = await client.ask(AT_URL)
        del newsroom.revs[12], newsroom.keys["paper.example/a"]
        client.app._store.clear()
        gone = await client.ask(AT_URL)
        after = await client.ask(AT_URL)
        return [before.status, gone.status, after.status]

    assert asking(newsroom, talk) == [200, 404, 200]


def test_health_needs_no_database() -> None:
    assert ask(Newsroom(down=True), "/healthz").status == 200


@pytest.mark.parametrize(("down", "status"), [(False, 200), (True, 503)])
def test_readiness_needs_one(down: bool, status: int) -> None:
    assert ask(Newsroom(down=down), "/readyz").status == status
