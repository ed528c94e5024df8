"""Writes exports of any size, such as another system would hand out, for the benchmarks."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com"'
    ' xmlns:dsq="http://disqus.com/disqus-internals">\n'
)
_WORDS = """
    the council should publish its figures before it decides because readers have waited long for
    an answer and nobody in the ward knows what the bridge will cost or who is to pay for it when
    the monsoon comes again next year and the old road lies under water
    """.split()  # noqa: SIM905 - It reads as the text that it makes.
_FIRST = datetime(2012, 1, 1, tzinfo=UTC)
# What was seen in exports of newspapers: comments by discussion and by person are very uneven.
_COMMENTS_A_THREAD = 40
_COMMENTS_A_PERSON = 12
_SHARE_OF_REPLIES = 0.55
_SHARE_OF_SPAM = 0.02
_SHARE_OF_DELETED = 0.03


def disqus(path: Path, comments: int, *, seed: int = 1) -> None:
    """A Disqus XML export with so many posts; the same for the same seed."""
    draw = random.Random(seed)
    threads = max(1, comments // _COMMENTS_A_THREAD)
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        file.writelines(_thread(number) for number in range(1, threads + 1))
        file.writelines(_posts(draw, comments, threads=threads))
        file.write("</disqus>\n")


def _thread(number: int) -> str:
    return (
        f'<thread dsq:id="{number}"><id>story-{number}</id><forum>paper</forum>'
        f"<link>https://paper.example/news/{number}/</link><title>Story {number}</title><message />"
        f"<createdAt>{_FIRST:%Y-%m-%dT%H:%M:%SZ}</createdAt><author><name>Desk</name>"
        "<isAnonymous>false</isAnonymous><username>desk</username></author>"
        "<isClosed>false</isClosed><isDeleted>false</isDeleted></thread>\n"
    )


def _posts(draw: random.Random, comments: int, *, threads: int) -> Iterator[str]:
    last_in: dict[int, int] = {}
    people = max(1, comments // _COMMENTS_A_PERSON)
    for number in range(1, comments + 1):
        # Squared, so that few discussions have most of the comments.
        thread = 1 + int(threads * draw.random() ** 2)
        answers = last_in.get(thread) if draw.random() < _SHARE_OF_REPLIES else None
        if answers is None or draw.random() < 0.5:
            last_in[thread] = number
        yield _post(draw, number, thread=thread, answers=answers, person=draw.randrange(people))


def _post(
    draw: random.Random, number: int, *, thread: int, answers: int | None, person: int
) -> str:
    moment = _FIRST + timedelta(seconds=37 * number)
    sentences = [
        " ".join(draw.choices(_WORDS, k=draw.randrange(6, 18))).capitalize() + "."
        for _each in range(draw.randrange(1, 5))
    ]
    parent = f'<parent dsq:id="{answers}" />' if answers else ""
    deleted = str(draw.random() < _SHARE_OF_DELETED).lower()
    spam = str(draw.random() < _SHARE_OF_SPAM).lower()
    return (
        f'<post dsq:id="{number}"><id /><message><![CDATA[<p>{" ".join(sentences)}</p>]]></message>'
        f"<createdAt>{moment:%Y-%m-%dT%H:%M:%SZ}</createdAt><isDeleted>{deleted}</isDeleted>"
        f"<isSpam>{spam}</isSpam><author><name>Reader {person}</name><isAnonymous>false"
        f"</isAnonymous><username>reader{person}</username></author>"
        f'<thread dsq:id="{thread}" />{parent}</post>\n'
    )
