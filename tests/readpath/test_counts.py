"""The numbers of comments under a front page's headlines."""

import json

from parley.snapshots.change import Change
from tests.readpath.newsroom import Client, Feed, Newsroom, ask, asking, read_path, until
from tests.readpath.newsroom import run as in_loop

A = "https://paper.example/a"
NEW = "https://paper.example/new"
FOREIGN = "https://elsewhere.example/a"


def path(*urls: str) -> str:
    return "/api/v1/counts?" + "&".join(f"url={url}" for url in urls)


def counts(newsroom: Newsroom, *urls: str) -> object:
    return json.loads(ask(newsroom, path(*urls)).body)["counts"]


def test_known_pages_have_their_count() -> None:
    assert counts(Newsroom(), A) == {A: 3}


def test_pages_nobody_has_commented_on_have_none() -> None:
    assert counts(Newsroom(), A, NEW) == {A: 3, NEW: 0}


def test_pages_of_foreign_hosts_are_left_out() -> None:
    assert counts(Newsroom(), A, FOREIGN) == {A: 3}


def test_counts_stand_under_the_words_that_were_asked() -> None:
    spelling = "http://www.paper.example/a/"
    assert counts(Newsroom(), spelling, A) == {spelling: 3, A: 3}


def test_a_hundred_pages_are_one_question() -> None:
    newsroom = Newsroom()
    ask(newsroom, path(*(f"https://paper.example/{number}" for number in range(100))))
    assert len(newsroom.asked) == 1


def test_more_than_a_hundred_are_refused() -> None:
    newsroom = Newsroom()
    answer = ask(newsroom, path(*(f"https://paper.example/{number}" for number in range(101))))
    assert (answer.status, newsroom.asked) == (422, [])


def test_none_is_refused() -> None:
    assert ask(Newsroom(), "/api/v1/counts").status == 422


def test_the_second_reader_costs_no_question() -> None:
    newsroom = Newsroom()

    async def talk(client: Client) -> None:
        await client.ask(path(A, NEW, FOREIGN))
        await client.ask(path(FOREIGN, NEW, A))

    asking(newsroom, talk)
    assert len(newsroom.asked) == 1


def test_a_count_follows_the_feed_without_a_question() -> None:
    newsroom, feed = Newsroom(), Feed()

    async def run() -> object:
        client = Client(read_path(newsroom, feed=feed))
        client.app.start()
        await client.ask(path(A))
        feed.write(Change(7, 12, 99, "comment", {}, rev=2, comment_count=4))
        await until(lambda: client.app._directory._counts.get(12) == 4)
        answer = await client.ask(path(A))
        client.app._feed.stop()
        return json.loads(answer.body)["counts"]

    assert in_loop(run()) == {A: 4}
    assert len(newsroom.asked) == 1


def test_the_first_comment_on_a_page_is_counted_at_once() -> None:
    newsroom, feed = Newsroom(), Feed()

    async def run() -> object:
        client = Client(read_path(newsroom, feed=feed))
        client.app.start()
        await client.ask(path(NEW))
        newsroom.keys["paper.example/new"] = 13
        newsroom.counts[13] = 1
        feed.write(Change(7, 13, None, "article", {}, rev=1, comment_count=1))
        await until(lambda: client.app._directory._counts.get(13) == 1)
        answer = await client.ask(path(NEW))
        client.app._feed.stop()
        return json.loads(answer.body)["counts"]

    assert in_loop(run()) == {NEW: 1}
