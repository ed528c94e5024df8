"""One thread or post of Disqus' export, as an element -> a record."""

from collections.abc import Iterator
from html import unescape

from lxml import etree

from parley.importers.markdown import from_html
from parley.importers.record import (
    MAX_ID,
    Extra,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    Kind,
    Quarantined,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.xml_record import (
    Children,
    Unusable,
    bounded,
    children_of,
    email_in,
    flag_in,
    id_attribute,
    inner_html,
    raw_without,
    text_of,
    time_in,
)
from parley.importers.xml_stream import name_of

KINDS = {"post": Kind.COMMENT, "thread": Kind.ARTICLE}
_FLAGS = {"true": True, "1": True, "false": False, "0": False}
# What Parley has no place for, by the name that it is kept under.
_MORE_FLAGS = {"flagged": "isFlagged", "edited": "isEdited"}
_PERSONAL = ("email", "ipAddress")


class Posts:
    """Makes records of threads and posts, each by itself."""

    def record(self, element: etree._Element, *, line: int) -> Record:
        children = children_of(element)
        try:
            if name_of(element) == "post":
                return _comment(element, children, line=line)
            return _article(element, children, line=line)
        except Unusable as unusable:
            return _quarantined(element, unusable, line=line)

    def damaged(self, element: etree._Element, why: str, *, line: int) -> Quarantined:
        return _quarantined(element, Unusable(Trouble.MALFORMED, why), line=line)

    def begin(self, *, line: int) -> None:
        """Nothing surrounds a post: it names its thread."""

    def note(self, name: str, text: str) -> None: ...

    def hurt(self) -> None: ...

    def end(self) -> Iterator[Record]:
        return iter(())


def _article(element: etree._Element, children: Children, *, line: int) -> ImportedArticle:
    url = unescape(text_of(children, "link"))
    if not url:
        raise Unusable(Trouble.NO_ADDRESS, "The thread has no link.")
    created = text_of(children, "createdAt")
    return ImportedArticle(
        source_id=_id(element, children),
        url=url,
        identifier=unescape(text_of(children, "id")),
        headline=text_of(children, "title"),
        created_at=time_in(created) if created else None,
        closed=_flag(children, "isClosed"),
        deleted=_flag(children, "isDeleted"),
        record=_label(element),
        line=line,
    )


def _comment(element: etree._Element, children: Children, *, line: int) -> ImportedComment:
    thread, parent = children.get("thread"), children.get("parent")
    thread_id = bounded(id_attribute(thread)) if thread is not None else ""
    if not thread_id:
        raise Unusable(Trouble.NO_THREAD, "The post names no thread.")
    state = _state(children)
    deleted = state is SourceState.DELETED
    original = "" if deleted else inner_html(children.get("message"))
    text = from_html(original)
    if not text and not deleted:
        raise Unusable(Trouble.EMPTY, "The message is empty.")
    return ImportedComment(
        source_id=_id(element, children),
        article_id=thread_id,
        author=ImportedAuthor(name="") if deleted else _author(children),
        # Times without a zone are UTC: Disqus' API writes them so.
        created_at=time_in(text_of(children, "createdAt")),
        state=state,
        parent_id=bounded(id_attribute(parent)) if parent is not None else "",
        text=text,
        original=original,
        picked=not deleted and _flag(children, "isHighlighted"),
        extra={} if deleted else _extra(children),
        record=_label(element),
        line=line,
    )


def _state(children: Children) -> SourceState:
    """The least public of what the flags say."""
    if _flag(children, "isDeleted"):
        return SourceState.DELETED
    if _flag(children, "isSpam"):
        return SourceState.SPAM
    return (
        SourceState.PUBLISHED if _flag(children, "isApproved", default=True) else SourceState.HELD
    )


def _extra(children: Children) -> Extra:
    return {name: True for name, flag in _MORE_FLAGS.items() if _flag(children, flag)}


def _author(children: Children) -> ImportedAuthor:
    parts = children_of(children.get("author"))
    is_guest = _flag(parts, "isAnonymous")
    return ImportedAuthor(
        name=text_of(parts, "name"),
        user_id="" if is_guest else bounded(text_of(parts, "username")),
        email=email_in(text_of(parts, "email")),
    )


def _id(element: etree._Element, children: Children) -> str:
    found = id_attribute(element) or text_of(children, "id")
    if not found:
        raise Unusable(Trouble.NO_ID, "There is neither a dsq:id nor an id.")
    return bounded(found)


def _flag(children: Children, name: str, *, default: bool = False) -> bool:
    return flag_in(children, name, flags=_FLAGS, default=default)


def _quarantined(element: etree._Element, unusable: Unusable, *, line: int) -> Quarantined:
    children = children_of(element)
    email = email_in(text_of(children_of(children.get("author")), "email"))
    # Nothing that its author deleted.
    deleted = text_of(children, "isDeleted").lower() not in ("", "0", "false")
    hidden = ("message", *_PERSONAL) if deleted else _PERSONAL
    return Quarantined(
        kind=KINDS[name_of(element)],
        record=_label(element),
        trouble=unusable.trouble,
        detail=unusable.detail,
        raw=raw_without(element, hidden),
        email="" if deleted else email,
        line=line,
    )


def _label(element: etree._Element) -> str:
    identifier = id_attribute(element)
    return f"dsq:id {identifier}"[:MAX_ID] if identifier else f"{name_of(element)} without dsq:id"
