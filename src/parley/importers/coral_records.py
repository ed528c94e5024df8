"""One document of Coral's collections, of its releases since 6 and of 4 -> records."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from parley.importers.json_stream import raw
from parley.importers.markdown import from_html
from parley.importers.record import (
    FOREVER,
    Damage,
    Extra,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    ImportedRevision,
    Kind,
    Quarantined,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.values import (
    Clock,
    Unusable,
    count,
    email,
    extra_of,
    identifier,
    line_of,
    message,
    required,
    storable,
    unaddressed,
)

STATES = {
    "NONE": SourceState.PUBLISHED,
    "APPROVED": SourceState.PUBLISHED,
    "ACCEPTED": SourceState.PUBLISHED,
    "PREMOD": SourceState.HELD,
    "SYSTEM_WITHHELD": SourceState.HELD,
    "REJECTED": SourceState.REJECTED,
}
# Documents of four kinds, the first three of which become records.
STORY, COMMENT, USER, ACTION = "story", "comment", "user", "action"
_KINDS = {STORY: Kind.ARTICLE, COMMENT: Kind.COMMENT, USER: Kind.AUTHOR}
# Who may sign in how, what was noted about people, and what leads to them.
_HIDDEN = (
    "email", "password", "passwordID", "profiles", "tokens", "notifications", "digests",
    "moderatorNotes", "ignoredUsers", "avatar", "ip", "lastIssuedAt", "_id", "token", "secret",
    "duplicateEmail", "ssoURL", "emailVerificationID", "hashedPassword",
)  # fmt: skip
_OF_USERS = frozenset(["tenantID", "profiles", "role", "roles", "lowercaseUsername"])
_OF_STORIES = frozenset(["tenantID", "commentCounts", "closedAt", "scraped", "modified_date"])
# The same in releases 4 and those since 6.
_NAMES = {
    "asset_id": "storyID",
    "author_id": "authorID",
    "parent_id": "parentID",
    "created_at": "createdAt",
    "deleted_at": "deletedAt",
    "action_counts": "actionCounts",
    "publication_date": "publishedAt",
}

Document = dict[str, Any]  # Any: it is foreign JSON.


def kind_of(document: Mapping[str, Any]) -> str:
    """Which collection it is from; "" for none of Coral's."""
    names = document.keys()
    if names & {"actionType", "action_type"}:
        return ACTION
    if names & {"storyID", "asset_id"} and names & {"revisions", "body", "status"}:
        return COMMENT
    if names & {"username", "profiles"} and names & _OF_USERS:
        return USER
    if "url" in names and names & _OF_STORIES:
        return STORY
    return ""


class CoralRecords:
    """Makes records of documents, and of rows that are brought into their form."""

    def __init__(self, clock: Clock, base_url: str) -> None:
        self._clock, self._base_url = clock, base_url
        self._actions = 0

    def damage(self) -> Iterator[Damage]:
        if self._actions:
            yield Damage(
                f"{self._actions} documents of commentActions were passed over: comments have the"
                " sums of them."
            )

    def document(self, found: Document, *, line: int | None = None) -> Iterator[Record]:
        kind = kind_of(found)
        if kind == ACTION:
            self._actions += 1
            return
        try:
            document = {_NAMES.get(name, name): _plain(value) for name, value in found.items()}
            if kind == STORY:
                yield self.story(document, line=line)
            elif kind == USER:
                yield self.user(document)
            else:
                yield self.comment(document, line=line)
        except Unusable as unusable:
            yield quarantined(found, unusable, line=line)
        except RecursionError:
            # Nor could it be written down.
            deep = Unusable(Trouble.MALFORMED, "It is nested deeper than any document of Coral's.")
            plain = {name: each for name, each in found.items() if isinstance(each, str)}
            yield quarantined(plain, deep, line=line)

    def story(self, story: Document, *, line: int | None = None) -> ImportedArticle:
        source_id = required(story.get("id"))
        url = line_of(story.get("url"))
        if not url:
            raise Unusable(Trouble.NO_ADDRESS, "The story has no address.")
        details = story.get("metadata")
        known = details if isinstance(details, dict) else {}
        created = story.get("createdAt") or known.get("publishedAt")
        settings = story.get("settings") if isinstance(story.get("settings"), dict) else {}
        return ImportedArticle(
            source_id=source_id,
            url=self._base_url + url if url.startswith("/") else url,
            # Coral's own ids are of this form where the publisher gave none.
            identifier="" if _is_made_up(source_id) else source_id,
            headline=line_of(known.get("title") or story.get("title")),
            created_at=self._clock.moment(created) if created else None,
            closed=_is_closed(story),
            extra=extra_of(
                {
                    "mode": (settings or {}).get("mode") or story.get("mode"),
                    "section": known.get("section") or story.get("section"),
                    "site": story.get("siteID"),
                }
            ),
            record=f"story {source_id}",
            line=line,
        )

    def user(self, user: Document) -> ImportedAuthor:
        deleted = bool(user.get("deletedAt"))
        return ImportedAuthor(
            name="" if deleted else line_of(user.get("username")),
            user_id=required(user.get("id")),
            email="" if deleted else email(user.get("email")) or _local_address(user),
            publisher_user_id="" if deleted else _publishers_id(user),
            suspended_until=self._suspended_until(user),
            extra=extra_of({"role": user.get("role") or _first(user.get("roles"))}),
        )

    def _suspended_until(self, user: Document) -> datetime | None:
        status = user.get("status")
        if not isinstance(status, dict):
            return FOREVER if status == "BANNED" else None
        ban = status.get("ban") or status.get("banned")
        if isinstance(ban, dict) and (ban.get("active") or ban.get("status")) is True:
            return FOREVER
        suspension = status.get("suspension")
        suspension = suspension if isinstance(suspension, dict) else {}
        spans = [one.get("from") for one in _objects(suspension.get("history"))]
        ends = [one["finish"] for one in _objects(spans) if one.get("finish")]
        if suspension.get("until"):
            ends.append(suspension["until"])
        return max((self._clock.moment(end) for end in ends), default=None)

    def comment(self, found: Document, *, line: int | None = None) -> ImportedComment:
        source_id = required(found.get("id"))
        article_id = identifier(found.get("storyID"), "story's id")
        if not article_id:
            raise Unusable(Trouble.NO_THREAD, "The comment names no story.")
        comment = ImportedComment(
            source_id=source_id,
            article_id=article_id,
            author=ImportedAuthor(
                name="", user_id=identifier(found.get("authorID"), "author's id")
            ),
            created_at=self._clock.moment(found.get("createdAt")),
            parent_id=identifier(found.get("parentID"), "parent's id"),
            record=f"comment {source_id}",
            line=line,
        )
        if found.get("deletedAt"):
            return comment.stub()
        return self._with_words(comment, found)

    def _with_words(self, comment: ImportedComment, found: Document) -> ImportedComment:
        word = line_of(found.get("status"))
        if word not in STATES:
            raise Unusable(Trouble.BAD_FLAG, f"Coral knows no status {word[:80]!r}.")
        revisions = _revisions(found)
        texts = [_text(one) for one in revisions]
        if not texts or not texts[-1]:
            raise Unusable(Trouble.EMPTY, "The message is empty.")
        times = [self._clock.moment(one.get("createdAt")) for one in revisions[1:]]
        counts = found.get("actionCounts")
        counts = counts if isinstance(counts, dict) else {}
        return ImportedComment(
            source_id=comment.source_id,
            article_id=comment.article_id,
            author=comment.author,
            created_at=comment.created_at,
            state=STATES[word],
            parent_id=comment.parent_id,
            text=texts[-1],
            original=storable(str(revisions[-1].get("body") or texts[-1])).strip(),
            edited_at=times[-1] if times else None,
            revisions=tuple(
                ImportedRevision(text=text, replaced_at=time)
                for text, time in zip(texts[:-1], times, strict=True)
                if text
            ),
            picked="FEATURED" in _tags(found),
            # Before 6, publishers named the reaction as they liked.
            respect=count(
                next((counts[one] for one in ("REACTION", "respect", "like") if one in counts), 0)
            ),
            extra=_extra(found, counts),
            record=comment.record,
            line=comment.line,
        )


def quarantined(found: Any, why: Unusable, *, line: int | None = None) -> Quarantined:
    document = found if isinstance(found, dict) else {}
    kind = _KINDS.get(kind_of(document), Kind.COMMENT)
    deleted = bool(document.get("deletedAt") or document.get("deleted_at"))
    words = ("revisions", "body", "body_history", "username") if deleted else ()
    name = kind_of(document) or "document"
    return Quarantined(
        kind=kind,
        record=f"{name} {str(document.get('id', 'without id'))[:80]}",
        trouble=why.trouble,
        detail=why.detail,
        raw=raw(unaddressed(found), *_HIDDEN, *words),
        email="" if deleted else email(document.get("email")),
        line=line,
    )


def _plain(value: Any) -> Any:
    """Without the wrapping by which MongoDB tells types that JSON does not have."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(name, inner)] = value.items()
        if name == "$date":
            return _date(_plain(inner))
        if name in ("$numberLong", "$numberInt"):
            return int(inner) if str(inner).lstrip("-").isdecimal() and len(str(inner)) < 20 else 0
        if name in ("$oid", "$numberDouble", "$numberDecimal"):
            return str(inner)
    return {_NAMES.get(name, name): _plain(inner) for name, inner in value.items()}


def _date(value: Any) -> Any:
    """Numbers count milliseconds, also those of before 1973 that look like seconds."""
    if isinstance(value, int) and 0 <= value < 10**14:
        return datetime.fromtimestamp(value / 1000, UTC).isoformat()
    return value


def _objects(value: Any) -> list[Document]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else None


def _is_made_up(identifier: str) -> bool:
    """Whether it is a UUID, as Coral gives them; publishers' own are numbers and names."""
    parts = identifier.split("-")
    lengths = [len(part) for part in parts]
    return lengths == [8, 4, 4, 4, 12] and all(
        letter in "0123456789abcdef" for letter in "".join(parts).lower()
    )


def _is_closed(story: Document) -> bool:
    """Whoever closes a story gives a moment, which may lie ahead; without a clock it counts."""
    closed = story.get("closedAt")
    return bool(closed) and closed is not False


def _profiles(user: Document) -> list[Document]:
    return _objects(user.get("profiles"))


def _publishers_id(user: Document) -> str:
    """Only what the publisher's own server signs on with is theirs."""
    for profile in _profiles(user):
        if "sso" in (profile.get("type"), profile.get("provider")):
            return identifier(profile.get("id"), "publisher's id")
    return ""


def _local_address(user: Document) -> str:
    """In release 4, whoever signed in by a password is known by the address."""
    found = (
        email(profile.get("id"))
        for profile in _profiles(user)
        if "local" in (profile.get("type"), profile.get("provider"))
    )
    return next(found, "")


def _revisions(found: Document) -> list[Document]:
    """All that the comment has said, the latest last."""
    revisions = _objects(found.get("revisions") or found.get("body_history"))
    if revisions:
        return revisions
    return [{"body": found.get("body"), "createdAt": found.get("createdAt")}]


def _text(revision: Document) -> str:
    """Our Markdown of its HTML, and below it a link to what was put beside it."""
    body = revision.get("body")
    words = from_html(message(body)) if body else ""
    media = revision.get("media")
    address = line_of(media.get("url")) if isinstance(media, dict) else ""
    return "\n\n".join(one for one in (words, address if "://" in address else "") if one)


def _tags(found: Document) -> set[str]:
    """{"type": "FEATURED"} since 6, {"tag": {"name": "FEATURED"}} in 4."""
    tags = _objects(found.get("tags"))
    names = {str(tag.get("type")) for tag in tags}
    inner = _objects([tag.get("tag") for tag in tags])
    return names | {str(tag.get("name")) for tag in inner}


def _extra(found: Document, counts: Document) -> Extra:
    reports = sum(
        count(value) for name, value in counts.items() if name.upper() in ("FLAG", "DONT_AGREE")
    )
    return extra_of(
        {
            "rating": found.get("rating"),
            "reports": reports or None,
            "staff": "STAFF" in _tags(found),
            "question": "UNANSWERED" in _tags(found),
        }
    )
