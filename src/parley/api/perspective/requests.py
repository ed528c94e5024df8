"""What programs ask for, checked in the order and the words of Google's service."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.api.perspective.reading import Message
from parley.errors import Malformed, Unscorable
from parley.policy import attribute_names
from parley.policy.decision import Attribute

# 20 KB of UTF-8, as Google's limit is.
MOST_BYTES = 20_480
MOST_IN_BATCH = 100
# As wide as the columns in which suggestions are stored.
MOST_COMMUNITY_ID = 255
_SUGGESTED_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_@.-]{0,63}")

_ENTRY = ("text", "type")
_TYPES = ("TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML")
_SCORE_TYPES = (
    "SCORE_TYPE_UNSPECIFIED",
    "PROBABILITY",
    "STD_DEV_SCORE",
    "PERCENTILE",
    "RAW",
)
_SCORE = ("value", "type")
_SHARED = ("comment", "context", "languages", "clientToken", "sessionId", "communityId")
ANALYZE = (
    *_SHARED,
    "requestedAttributes",
    "spanAnnotations",
    "doNotStore",
    "dropUnsupportedAttributes",
)
SUGGEST = (*_SHARED, "attributeScores", "doNotStore")
BATCH = ("requests",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commented:
    """A comment as it was sent. No languages: they are to be found out."""

    text: str
    article: str = ""
    parent: str | None = None
    languages: tuple[str, ...] = ()
    client_token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Scores below the threshold are left out."""

    scores: tuple[Attribute, ...]
    threshold: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """`wanted` is by the name that was used, which the answer repeats."""

    comment: Commented
    wanted: Mapping[str, Wanted]
    spans: bool
    drop_unsupported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What each attribute should have scored."""

    comment: Commented
    scores: Mapping[str, float]
    community_id: str
    do_not_store: bool


def analysis(body: object) -> Analysis:
    """Raises Malformed, Unscorable."""
    message = Message(body, ANALYZE)
    comment = _comment(message)
    asked = message.by_name("requestedAttributes", ("scoreType", "scoreThreshold"))
    if not asked:
        raise Unscorable("Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES")
    # Nothing that is analysed is stored here, whatever is said about it.
    message.flag("doNotStore")
    return Analysis(
        comment=comment,
        wanted={name: _wanted(name, parameters) for name, parameters in asked.items()},
        spans=message.flag("spanAnnotations"),
        drop_unsupported=message.flag("dropUnsupportedAttributes"),
    )


def suggestions(body: object) -> Suggestions:
    """Raises Malformed, Unscorable."""
    message = Message(body, SUGGEST)
    comment = _comment(message)
    given = message.by_name("attributeScores", ("summaryScore", "spanScores"))
    if not given:
        raise Unscorable("Missing attribute_scores")
    community_id = message.text("communityId")
    if len(community_id) > MOST_COMMUNITY_ID:
        raise Malformed(
            f"communityId is longer than {MOST_COMMUNITY_ID} characters.", "communityId"
        )
    return Suggestions(
        comment=comment,
        scores={name: _suggested(name, scores) for name, scores in given.items()},
        community_id=community_id,
        do_not_store=message.flag("doNotStore"),
    )


def batch(body: object) -> list[Any]:
    """The requests for analysis, each yet to be read. Raises Malformed."""
    message = Message(body, BATCH)
    found = message.anything("requests")
    if not 1 <= len(found) <= MOST_IN_BATCH:
        raise Malformed(
            f"Send between 1 and {MOST_IN_BATCH} requests, not {len(found)}.", "requests"
        )
    return found


def _comment(message: Message) -> Commented:
    entry = message.message("comment", _ENTRY)
    text = entry.text("text")
    if not text.strip():
        raise Unscorable("Comment must be non-empty.", "COMMENT_EMPTY")
    _refuse_markup(entry)
    if len(text.encode()) > MOST_BYTES:
        raise Unscorable("Comment text too long.", "COMMENT_TOO_LONG")
    article, parent = _context(message)
    for unused in ("sessionId", "communityId"):
        message.text(unused)
    return Commented(
        text=text,
        article=article,
        parent=parent,
        languages=tuple(message.texts("languages")),
        client_token=message.text("clientToken") if message.has("clientToken") else None,
    )


def _context(message: Message) -> tuple[str, str | None]:
    """The article, and the comment that is answered."""
    context = message.message("context", ("entries", "articleAndParentComment"))
    if context.has("entries") and context.has("articleAndParentComment"):
        raise Unscorable(
            "Context can have either entries or article_and_parent_comment, "
            "but both fields were populated."
        )
    entries = context.messages("entries", _ENTRY)
    both = context.message("articleAndParentComment", ("article", "parentComment"))
    article = both.message("article", _ENTRY)
    parent = both.message("parentComment", _ENTRY)
    for entry in (*entries, article, parent):
        _refuse_markup(entry)
    # A conversation, as far as it goes: its last entry is what is answered.
    said = [entry.text("text") for entry in entries] or [parent.text("text")]
    return article.text("text"), said[-1] or None


def _refuse_markup(entry: Message) -> None:
    if entry.choice("type", _TYPES) == "HTML":
        raise Unscorable("Currently, only 'PLAIN_TEXT' comments are supported")


def _wanted(name: str, parameters: Message) -> Wanted:
    scores = attribute_names.scores_for(name)
    kind = parameters.choice("scoreType", _SCORE_TYPES)
    if kind not in _SCORE_TYPES[:2]:
        raise Unscorable(f"Requested score type {kind} is not supported by attribute {name}")
    return Wanted(scores=scores, threshold=parameters.number("scoreThreshold") or 0.0)


def _suggested(name: str, scores: Message) -> float:
    """The summary, or else the highest of the spans. Coral's names are its own words for
    what a moderator did, so that any will do."""
    if not _SUGGESTED_NAME.fullmatch(name):
        raise Malformed(f"Invalid attribute name: {name[:80]!r}", "attributeScores")
    found = [
        _probability(span.message("score", _SCORE))
        for span in scores.messages("spanScores", ("begin", "end", "score"))
    ]
    if scores.has("summaryScore"):
        return _probability(scores.message("summaryScore", _SCORE))
    if not found:
        raise Malformed(
            f"Attribute {name} has neither summary_score nor span_scores.", "attributeScores"
        )
    return max(found)


def _probability(score: Message) -> float:
    """Google's messages leave out a zero."""
    score.choice("type", _SCORE_TYPES)
    value = score.number("value") or 0.0
    if not 0 <= value <= 1:
        raise Malformed(f"Invalid value at '{score.path('value')}': it must be between 0 and 1.")
    return value
