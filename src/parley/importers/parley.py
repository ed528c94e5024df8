"""Parley's own export -> records: a discussion comes back as it was."""

import json
import math
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from parley.errors import BadInput
from parley.importers.export_file import opened
from parley.importers.json_stream import Broken, Item, documents, raw
from parley.importers.parley_export import (
    VERSION,
    Appeal,
    ArticleLine,
    AuthorLine,
    Ban,
    CommentLine,
    Decision,
    Line,
    Redaction,
    SiteLine,
    Waiting,
)
from parley.importers.parley_export import Report as ReportLine
from parley.importers.parley_export import Vote as VoteLine
from parley.importers.record import (
    FOREVER,
    MAX_ID,
    MAX_MESSAGE,
    MAX_RAW,
    Damage,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    ImportedRevision,
    ImportedSite,
    ImportedVote,
    Kind,
    Own,
    Quarantined,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.source import Importer, Options

_MARK = b'"parley_export"'
_KINDS = {"article": Kind.ARTICLE, "author": Kind.AUTHOR, "comment": Kind.COMMENT}
_KIND = re.compile(r'"kind":\s*"(\w+)"')
_EMAIL = re.compile(r'"email":\s*"[^"]*"?')
_BANS = frozenset(["account", "domain"])
_MOST_SECONDS = 24 * 60 * 60
_MOST_WEIGHT = 1_000.0
# A host with a dot; which of them are everybody's, like "co.uk", no program knows.
_DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
# Beyond these a moment is damage: not every time zone can show the ends of the calendar.
_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
# Articles are of archives, too.
_FIRST_PRINTED = datetime(1600, 1, 1, tzinfo=UTC)
_ARTICLE_STATES = frozenset(["open", "closed", "premoderated"])


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Every line of the exports. Raises BadInput for a file that is none, or of a later Parley."""
    for path in paths:
        with opened(path, options.told) as stream:
            first = True
            for found in documents(stream):
                if first and not _is_header(found):
                    raise BadInput(f"{path.name} is no export of Parley's.")
                first = False
                yield from _records(found)
            if first:
                raise BadInput(f"{path.name} is empty.")


def recognises(head: bytes) -> bool:
    """By its first line."""
    line = head.lstrip().partition(b"\n")[0]
    return line.startswith(b"{") and _MARK in line


def alone(_kind: Kind, record: str) -> bytes:
    """A header and the record's own line."""
    return b'{"kind": "parley-part", "parley_export": 1}\n' + _one_line(record).encode()


def _one_line(record: str) -> str:
    try:
        return json.dumps(json.loads(record), ensure_ascii=False)
    except ValueError:
        return " ".join(record.splitlines())


IMPORTER = Importer(name="parley", title="Parley", read=read, recognises=recognises, alone=alone)


def _is_header(found: Item | Broken | Damage) -> bool:
    if not isinstance(found, Item) or not isinstance(found.value, dict):
        return False
    version = found.value.get("parley_export")
    if isinstance(version, int) and version > VERSION:
        raise BadInput(
            f"The export is of a later Parley (format {version}). Update this one first."
        )
    return version is not None


def _records(found: Item | Broken | Damage) -> Iterator[Record]:
    if isinstance(found, Damage):
        yield found
    elif isinstance(found, Broken):
        told = _KIND.search(found.raw)
        kind = _KINDS.get(told[1], Kind.COMMENT) if told else Kind.COMMENT
        yield _kept_aside(
            _EMAIL.sub('"email": ""', found.raw), kind=kind, line=found.line, why=found.why
        )
    elif isinstance(found.value, dict) and found.value.get("kind") == "parley-part":
        return
    else:
        yield _record(found.value, line=found.line)


def _record(value: Any, *, line: int | None) -> Record:
    kind = _KINDS.get(str(value.get("kind")) if isinstance(value, dict) else "", Kind.COMMENT)
    try:
        parsed = msgspec.convert(value, Line)
        record: Record = _READERS[type(parsed)](parsed, line)
    except (msgspec.ValidationError, ValueError, OverflowError) as error:
        text = raw(value, "email")
        email = value.get("email", "") if isinstance(value, dict) else ""
        return _kept_aside(text, kind=kind, line=line, why=str(error), email=str(email))
    return record


def _kept_aside(
    text: str, *, kind: Kind, line: int | None, why: str, email: str = ""
) -> Quarantined:
    return Quarantined(
        kind=kind,
        record=f"line {line}",
        trouble=Trouble.MALFORMED,
        detail=why,
        raw=text[:MAX_RAW],
        email=email,
        line=line,
    )


def _site(line: SiteLine, _number: int | None) -> ImportedSite:
    told = msgspec.to_builtins(line, builtin_types=(datetime,))
    if not all(math.isfinite(one) for one in (line.edit_window, line.close_after or 0)):
        raise ValueError("A duration is endless.")
    for version, one in zip(told["guidelines"], line.guidelines, strict=True):
        version["published_at"] = _given(one.published_at)
    return ImportedSite({**told, "bans": [_ban(one) for one in line.bans]})


def _article(line: ArticleLine, number: int | None) -> ImportedArticle:
    if line.state not in _ARTICLE_STATES:
        raise ValueError(f"{line.state!r} is no state of an article.")
    return ImportedArticle(
        source_id=_id(line.id),
        url=line.url,
        identifier=line.identifier,
        headline=line.headline,
        created_at=_printed(line.published_at),
        closed=line.state == "closed",
        other_urls=tuple(line.addresses),
        extra=line.extra,
        own={
            "standfirst": line.standfirst,
            "section": line.section,
            "byline": line.byline,
            "dateline": line.dateline,
            "body": line.body,
            "updated_at": _printed(line.updated_at),
            "state": line.state,
            "slow_seconds": min(max(0, line.slow_seconds), _MOST_SECONDS),
            "created_at": _time(line.created_at),
        },
        record=line.id,
        line=number,
    )


def _author(line: AuthorLine, _number: int | None) -> ImportedAuthor:
    return ImportedAuthor(
        name=line.name,
        user_id=_id(line.id),
        email=line.email,
        publisher_user_id=_bounded(line.publisher_user_id),
        suspended_until=_end(line.suspended_until) if line.suspended_until else None,
        extra=line.extra,
        own={
            "badge": line.badge[:40],
            "trusted": line.trusted,
            "premoderated": line.premoderated,
            "suspension_reason": line.suspension_reason[:500],
            "rejected_count": max(0, line.rejected_count),
            "created_at": _time(line.created_at),
            "bans": [_ban(one) for one in line.bans],
            "notes": [{"text": one.text, "made_at": _given(one.made_at)} for one in line.notes],
        },
    )


def _comment(line: CommentLine, number: int | None) -> ImportedComment:
    state = SourceState(line.state)
    if state is not SourceState.DELETED and (not line.text or not line.author):
        raise ValueError("It has no text or no author, and is not deleted.")
    if len(line.text) > MAX_MESSAGE:
        raise ValueError(f"It has {len(line.text)} characters.")
    return ImportedComment(
        source_id=_id(line.id),
        article_id=_id(line.article),
        author=ImportedAuthor(name="", user_id=_id(line.author) if line.author else ""),
        created_at=_given(line.created_at),
        state=state,
        parent_id=_id(line.parent) if line.parent else "",
        text=line.text,
        original=line.original,
        edited_at=_time(line.edited_at),
        revisions=tuple(
            ImportedRevision(text=one.text, replaced_at=_given(one.replaced_at))
            for one in line.revisions
        ),
        picked=line.picked,
        respect=max(0, line.respect),
        disagree=max(0, line.disagree),
        votes=tuple(_vote(one) for one in line.votes if one.value in (1, 0, -1)),
        extra=line.extra,
        own={
            "decisions": [_decision(one) for one in line.decisions],
            "reports": [_report(one) for one in line.reports],
            "pinned": line.pinned,
            "redactions": [_redaction(one) for one in line.redactions],
            "waiting": _waiting(line.waiting) if line.waiting else None,
        },
        record=line.id,
        line=number,
    )


def _vote(line: VoteLine) -> ImportedVote:
    return ImportedVote(
        voter=_person(line.voter),
        value=line.value,
        cast_at=_time(line.cast_at),
        by_chance=line.by_chance,
    )


def _decision(line: Decision) -> Own:
    return {
        **msgspec.to_builtins(line, builtin_types=(datetime,)),
        "created_at": _time(line.created_at),
        "rule": line.rule[:16],
        "legal_ground": line.legal_ground[:120],
        "waited": None if line.waited is None else max(0, line.waited),
        "appeal": _appeal(line.appeal) if line.appeal else None,
    }


def _redaction(line: Redaction) -> Own:
    """Of one whose texts are kept no more, `before` is empty."""
    for start, end in line.spans:
        if not start < end <= (len(line.before) or end):
            raise ValueError(f"{start} to {end} is no place of the text.")
    return {**msgspec.to_builtins(line), "made_at": _given(line.made_at)}


def _appeal(line: Appeal) -> Own:
    return {
        "text": line.text,
        "opened_at": _given(line.opened_at),
        "due_at": _given(line.due_at),
        "outcome": line.outcome,
        "reason": line.reason,
        "decided_at": _time(line.decided_at),
    }


def _ban(line: Ban) -> Own:
    if line.kind not in _BANS or bool(line.domain) != (line.kind == "domain"):
        raise ValueError(f"{line.kind!r} {line.domain[:80]!r} is no ban.")
    if line.domain and not _DOMAIN.fullmatch(line.domain):
        raise ValueError(f"{line.domain[:80]!r} is no domain in small letters.")
    until = _end(line.until) if line.until else FOREVER
    return {
        "kind": line.kind,
        "domain": line.domain,
        "reason": line.reason,
        "until": None if until == FOREVER else until,
        "made_at": _given(line.made_at),
        "lifted_at": _time(line.lifted_at),
    }


def _waiting(line: Waiting) -> Own:
    return {
        "since": _given(line.since),
        "escalated": line.escalated,
        "language": line.language[:15],
    }


def _report(line: ReportLine) -> Own:
    return {
        "reporter": msgspec.to_builtins(_person(line.reporter)),
        "reason": line.reason,
        "detail": line.detail,
        "created_at": _time(line.created_at),
        "settled_at": _time(line.settled_at),
        "weight": min(max(0.0, line.weight), _MOST_WEIGHT),
        "outcome": line.outcome[:16],
        "answered_at": _time(line.answered_at),
    }


def _person(identifier: str) -> ImportedAuthor:
    return ImportedAuthor(name="", user_id=_id(identifier))


def _id(identifier: str) -> str:
    source, colon, rest = identifier.partition(":")
    if not (source and colon and rest):
        raise ValueError(f"{identifier[:80]!r} is no id; they are written source:id.")
    return _bounded(identifier)


def _bounded(identifier: str) -> str:
    if len(identifier) > MAX_ID:
        raise ValueError(f"An id is longer than {MAX_ID} characters.")
    return identifier


def _given(moment: datetime, *, since: datetime = _EARLIEST) -> datetime:
    given = _in_utc(moment)
    if not since <= given <= _LATEST:
        raise ValueError(f"{given.isoformat()} is not between {since.year} and {_LATEST.year}.")
    return given


def _in_utc(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _printed(moment: datetime | None) -> datetime | None:
    return None if moment is None else _given(moment, since=_FIRST_PRINTED)


def _end(moment: datetime) -> datetime:
    """What ends later than anybody lives is for good."""
    return FOREVER if _in_utc(moment) > _LATEST else _given(moment)


def _time(moment: datetime | None) -> datetime | None:
    return None if moment is None else _given(moment)


_READERS: dict[type, Any] = {
    SiteLine: _site,
    ArticleLine: _article,
    AuthorLine: _author,
    CommentLine: _comment,
}
