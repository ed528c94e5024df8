"""The open corpora, each with what its labels say of our attributes.

`shared/data/moderation/README.md` gives their origins and licences, the model card says
what was trained on which. Labels are shares of raters or our reading of the corpus' own
classes, as probabilities; what a corpus does not say of an attribute is left unknown.
"""

import gzip
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from parley.policy.decision import Attribute
from training.evaluation.reference_data import FOLDER, records
from training.examples import LEARNT, Example, share_of

# The last third of the talk comments, by their hash, never trains.
_HELD_OUT = 1 / 3

# Tweets and forum posts found by keywords, with a bias for dialect: enough to know them.
_TWEETS, _POSTS = 5_000, 4_000

# What Perspective calls harmless is so for each attribute.
_HARMLESS = 0.4

_CLEAN: Mapping[Attribute, float] = dict.fromkeys(LEARNT, 0.03)
_LEAST_WORDS = 5

# Weblogs quarrel too; such sentences are left out, as nobody has labelled them.
_FOUL = re.compile(
    r"\b(fuck|shit|bitch|idiot|moron|stupid|kill|damn|ass\b|crap|hell\b)", re.IGNORECASE
)
_NAMELESS = re.compile(r"@user\b|<user>|\bRT\b\s*:?")


def training_corpora() -> Iterator[Example]:
    yield from _civil()
    yield from _talk()
    yield from _tweets()
    yield from _posts()
    yield from _bots()
    yield from _prose()


def unlabelled() -> Iterator[Example]:
    """The rest of tweets and posts: their labels are set aside, the teacher's opinion counts."""
    for name, count, source in (
        ("train-davidson", _TWEETS, "tweets"),
        ("train-hatexplain", _POSTS, "posts"),
    ):
        chosen = {row["text"] for row in _sample(name, count)}
        for row in records(name):
            if row["text"] not in chosen:
                yield replace(_example(row["text"], {}, source), weight=0.5)


def talk_held_out() -> Iterator[tuple[str, bool, float]]:
    """Text, whether its raters found it toxic, and what Perspective answered."""
    for row in records("train-wikipedia"):
        if share_of(row["text"]) < _HELD_OUT:
            yield readable(row["text"]), bool(row["toxic"]), float(row["perspective_toxicity"])


def insults_held_out() -> Iterator[tuple[str, bool]]:
    """Text, and whether it insults somebody who takes part in the discussion."""
    for row in records("dev-insults"):
        yield readable(row["text"]), bool(row["insult"])


def readable(text: str) -> str:
    return " ".join(_NAMELESS.sub(" ", html.unescape(html.unescape(text))).split())


def _example(text: str, labels: Mapping[Attribute, float], source: str) -> Example:
    return Example(text=readable(text), labels=labels, source=source)


def _sample(name: str, count: int) -> list[dict[str, Any]]:
    rows = list(records(name))
    return Random(1).sample(rows, count)


def _civil() -> Iterator[Example]:
    for row in records("train-civil"):
        labels = {
            Attribute.TOXICITY: row["tox"],
            Attribute.INSULT: row["insult"],
            Attribute.PROFANITY: row["profanity"],
            Attribute.THREAT: row["threat"],
            Attribute.IDENTITY_ATTACK: row["identity"],
        }
        yield _example(row["text"], labels, "civil")


def _talk() -> Iterator[Example]:
    for row in records("train-wikipedia"):
        if share_of(row["text"]) < _HELD_OUT:
            continue
        teacher = row["perspective_toxicity"]
        harmless = teacher < _HARMLESS and not row["toxic"]
        labels = dict(_CLEAN) if harmless else {}
        # Raters saw it among its neighbours; the teacher saw much more text. Both count.
        labels[Attribute.TOXICITY] = (1 + teacher) / 2 if row["toxic"] else 0.7 * teacher
        yield _example(row["text"], labels, "talk")


def _tweets() -> Iterator[Example]:
    for row in _sample("train-davidson", _TWEETS):
        if row["hate"]:
            labels = {
                Attribute.TOXICITY: 0.95,
                Attribute.SEVERE_TOXICITY: 0.6,
                Attribute.IDENTITY_ATTACK: 0.85,
            }
        elif row["offensive"]:
            labels = {Attribute.TOXICITY: 0.75, Attribute.PROFANITY: 0.8}
        else:
            labels = dict(_CLEAN)
        yield _example(row["text"], labels, "tweets")


def _posts() -> Iterator[Example]:
    classes: tuple[Mapping[Attribute, float], ...] = (
        {Attribute.TOXICITY: 0.2, Attribute.IDENTITY_ATTACK: 0.15},
        {Attribute.TOXICITY: 0.75, Attribute.INSULT: 0.6},
        {
            Attribute.TOXICITY: 0.95,
            Attribute.SEVERE_TOXICITY: 0.6,
            Attribute.INSULT: 0.7,
            Attribute.IDENTITY_ATTACK: 0.9,
        },
    )
    for row in _sample("train-hatexplain", _POSTS):
        yield _example(row["text"], classes[row["lab"]], "posts")


def _bots() -> Iterator[Example]:
    for row in records("train-convabuse"):
        labels = {Attribute.TOXICITY: 0.9} if row["abusive"] else _CLEAN
        yield _example(row["text"], labels, "bots")


def _prose() -> Iterator[Example]:
    """Sentences of e-mails, reviews and weblogs that are harmless but for a word or two."""
    with gzip.open(FOLDER / "ewt-train.conllu.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            text = line.removeprefix("# text = ")
            if text != line and len(text.split()) >= _LEAST_WORDS and not _FOUL.search(text):
                yield replace(_example(text, _CLEAN, "prose"), weight=0.5)
