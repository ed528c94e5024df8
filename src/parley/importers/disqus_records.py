"""One thread or post of Disqus' export, as an element -> a record."""

import re
from datetime import UTC, datetime
from html import unescape

from lxml import etree

from parley.importers.markdown import from_html
from parley.importers.record import (
    MAX_ID,
    MAX_MESSAGE,
    MAX_RAW,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    Kind,
    Quarantined,
    SourceState,
    Trouble,
)

KINDS = {"post": Kind.COMMENT, "thread": Kind.ARTICLE}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# Made up by Disqus, or by programs that read its exports; nobody receives mail there.
_INVENTED_HOSTS = re.compile(r"(?:.*\.)?disqus(?:\.com|\.net|-user|-anonymous-user)")
# Nobody commented on a web page outside of these years, but "0001-01-01" stands for no date,
# and no other time zone can tell the hour at either end of the calendar.
_YEARS = range(1990, 2100)
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


Children = dict[str, etree._Element]


class _Unusable(Exception):  # Never leaves this module.
    """A record that is kept aside."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble = trouble
        self.detail = detail


def record(
    element: etree._Element, *, line: int
) -> ImportedArticle | ImportedComment | Quarantined:
    """A whole thread or post; Quarantined when it cannot be used."""
    children = _children(element)
    try:
        if name_of(element) == "post":
            return _comment(element, children, line=line)
        return _article(element, children, line=line)
    except _Unusable as unusable:
        return _quarantined(element, unusable, line=line)


def damaged(element: etree._Element, why: str, *, line: int) -> Quarantined:
    """A thread or post that an error in the file has cut short."""
    return _quarantined(element, _Unusable(Trouble.MALFORMED, why), line=line)


def _children(element: etree._Element) -> Children:
    """By name; of several with one name, the first."""
    return {name_of(child): child for child in reversed(element)}


def name_of(element: etree._Element) -> str:
    """The name without namespace: exports differ in prefixes, and damage loses declarations."""
    return _local(str(element.tag))


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def parent_name_of(element: etree._Element) -> str:
    parent = element.getparent()
    return name_of(parent) if parent is not None else ""


def _article(element: etree._Element, children: Children, *, line: int) -> ImportedArticle:
    url = unescape(_text(children, "link"))
    if not url:
        raise _Unusable(Trouble.NO_ADDRESS, "The thread has no link.")
    created = _text(children, "createdAt")
    return ImportedArticle(
        source_id=_id(element, children),
        url=url,
        identifier=unescape(_text(children, "id")),
        headline=_text(children, "title"),
        created_at=_time(created) if created else None,
        closed=_flag(children, "isClosed"),
        deleted=_flag(children, "isDeleted"),
        record=_label(element),
        line=line,
    )


def _comment(element: etree._Element, children: Children, *, line: int) -> ImportedComment:
    thread, parent = children.get("thread"), children.get("parent")
    thread_id = _attribute_id(thread) if thread is not None else ""
    if not thread_id:
        raise _Unusable(Trouble.NO_THREAD, "The post names no thread.")
    state = _state(children)
    deleted = state is SourceState.DELETED
    original = "" if deleted else _message(children)
    text = from_html(original)
    if not text and not deleted:
        raise _Unusable(Trouble.EMPTY, "The message is empty.")
    return ImportedComment(
        source_id=_id(element, children),
        article_id=thread_id,
        author=_author(children),
        created_at=_time(_text(children, "createdAt")),
        state=state,
        parent_id=_attribute_id(parent) if parent is not None else "",
        text=text,
        original=original,
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


def _author(children: Children) -> ImportedAuthor:
    element = children.get("author")
    parts = {name_of(part): part for part in reversed(element)} if element is not None else {}
    email = _text(parts, "email").lower()
    invented = _INVENTED_HOSTS.fullmatch(email.rpartition("@")[2])
    return ImportedAuthor(
        name=_text(parts, "name"),
        user_id=_bounded(_text(parts, "username")),
        email=email if _EMAIL.fullmatch(email) and not invented else "",
    )


def _message(children: Children) -> str:
    """The message as HTML, whether the export escaped it, wrapped it as CDATA, or did neither."""
    element = children.get("message")
    if element is None:
        return ""
    inner = (etree.tostring(child, encoding="unicode", with_tail=True) for child in element)
    # Without elements the text is HTML that was escaped as a whole.
    message = ((element.text or "") + "".join(inner)).strip()
    if len(message) > MAX_MESSAGE:
        raise _Unusable(Trouble.TOO_LONG, f"The message has {len(message)} characters.")
    return message


def _id(element: etree._Element, children: Children) -> str:
    found = _attribute_id(element) or _text(children, "id")
    if not found:
        raise _Unusable(Trouble.NO_ID, "There is neither a dsq:id nor an id.")
    return _bounded(found)


def _attribute_id(element: etree._Element) -> str:
    return _bounded(_id_as_written(element))


def _id_as_written(element: etree._Element) -> str:
    found = (str(value) for name, value in element.attrib.items() if _local(str(name)) == "id")
    return next(found, "").strip()


def _bounded(identifier: str) -> str:
    if len(identifier) > MAX_ID:
        raise _Unusable(Trouble.NO_ID, f"The id is longer than {MAX_ID} characters.")
    return identifier


def _text(children: Children, name: str) -> str:
    """The words of a child, on one line; "" if there is none."""
    element = children.get(name)
    return " ".join((element.text or "").split()) if element is not None else ""


def _time(text: str) -> datetime:
    """Times without a zone are UTC: Disqus' API writes them so."""
    try:
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _Unusable(Trouble.BAD_DATE, f"{text[:80]!r} is no time.") from error
    if moment.year not in _YEARS:
        raise _Unusable(Trouble.BAD_DATE, f"Nobody commented in the year {moment.year}.")
    return moment


def _flag(children: Children, name: str, *, default: bool = False) -> bool:
    text = _text(children, name).lower()
    if not text:
        return default
    if text not in _FLAGS:
        raise _Unusable(Trouble.BAD_FLAG, f"{name} is {text[:80]!r}, neither true nor false.")
    return _FLAGS[text]


def _quarantined(element: etree._Element, unusable: _Unusable, *, line: int) -> Quarantined:
    return Quarantined(
        kind=KINDS[name_of(element)],
        record=_label(element),
        trouble=unusable.trouble,
        detail=unusable.detail,
        raw=_without_personal_data(element, _children(element)),
        line=line,
    )


def _label(element: etree._Element) -> str:
    identifier = _id_as_written(element)
    return f"dsq:id {identifier}"[:MAX_ID] if identifier else f"{name_of(element)} without dsq:id"


def _without_personal_data(element: etree._Element, children: Children) -> str:
    """The record for a person to look at: no addresses, and nothing that its author deleted."""
    hidden = ["{*}email", "{*}ipAddress"]
    if _text(children, "isDeleted").lower() not in ("", "0", "false"):
        hidden.append("{*}message")
    # By name: to touch every element of a record without end takes hours.
    for part in list(element.iter(*hidden)):
        part.clear()
    return etree.tostring(element, encoding="unicode", with_tail=False)[:MAX_RAW]
