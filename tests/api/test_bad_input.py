"""Text that no honest writer sends: told so in words, at the doors that judge and post."""

import json
from typing import Any

import pytest
from django.test import Client

from parley.models.article import Article
from parley.models.comment import Comment
from tests.api.conftest import Caller

KILOBYTES_20 = "The council has to decide. " * 800
MEGABYTES_10 = "word " * 2_000_000
MARKS = "a" + "\u0301" * 99_000
DOORS = ["/check", "/comments"]

# What is refused by the policy, whatever the site's rules, and by which code.
REJECTED = {
    "empty": ("", "empty"),
    "nothing to see": (" \n\u200b", "empty"),
    "20 KB": (KILOBYTES_20, "too_large"),
    "a null byte": ("Two\0parts of it.", "unreadable"),
    "one endless word": ("x" * 99_000, "too_large"),
    "a hundred thousand marks": (MARKS, "too_large"),
    "some marks": ("a" + "\u0301" * 500, "stacked_marks"),
}


def asked(caller: Caller, door: str, article: Article, text: str) -> Any:
    body = {"article": article.pk, "text": text}
    return caller.post(door, {**body, "send_to_moderator": True} if door == "/comments" else body)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("what", REJECTED)
def test_it_is_rejected_in_words_and_not_stored(
    reader: Caller, article: Article, door: str, what: str
) -> None:
    text, code = REJECTED[what]
    answer = asked(reader, door, article, text)
    decision = answer.json() if door == "/check" else answer.json()["decision"]
    assert answer.status_code == (200 if door == "/check" else 422)
    assert decision["outcome"] in {"reject", "revise"}
    assert decision["reasons"][0]["code"] == code
    assert not Comment.objects.exists()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("text", [MEGABYTES_10, "x" * 10_000_000, "a" + "\u0301" * 1_000_000])
def test_ten_megabytes_are_refused_unread(
    reader: Caller, article: Article, door: str, text: str
) -> None:
    answer = asked(reader, door, article, text)
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"
    assert len(answer.content) < 1_000


@pytest.mark.parametrize("door", DOORS)
def test_half_a_character_is_named(reader: Caller, article: Article, door: str) -> None:
    answer = asked(reader, door, article, "half \ud83d a face")
    assert answer.status_code == 422
    assert "text" in json.dumps(answer.json()["fields"])


@pytest.mark.parametrize("door", DOORS)
def test_more_text_than_anybody_reads_is_named(reader: Caller, article: Article, door: str) -> None:
    answer = asked(reader, door, article, "x" * 100_001)
    assert answer.status_code == 422
    assert "text" in json.dumps(answer.json()["fields"])
    assert len(answer.content) < 1_000


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("body", [b'{"text": "caf\xe9"}', b"\xff\xfe", b"{", b"[" * 100_000])
def test_what_is_no_json_is_bad_input(reader: Caller, door: str, body: bytes) -> None:
    answer = Client().generic(
        "POST",
        "/api/v1" + door,
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {reader.token}"},
    )
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
