"""A post of WordPress' export with its comments, as elements -> records."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from xml.sax.saxutils import escape

from lxml import etree

from parley.importers.markdown import from_html, with_line_breaks
from parley.importers.record import (
    MAX_ID,
    MAX_RAW,
    Damage,
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
from parley.importers.source import Options
from parley.importers.xml_record import (
    SHOWN,
    Children,
    Unusable,
    bounded,
    children_of,
    email_in,
    inner_html,
    raw_without,
    text_of,
    time_in,
)
from parley.importers.xml_stream import name_of

# In the order in which an export has them, by their prefixes there.
_FIELDS = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "post_id": "wp:post_id",
    "post_date": "wp:post_date",
    "post_date_gmt": "wp:post_date_gmt",
    "comment_status": "wp:comment_status",
    "status": "wp:status",
    "post_type": "wp:post_type",
    "thread_identifier": "dsq:thread_identifier",
}
# The password is nobody's business: that there is one says that the post is not public.
NOTED = frozenset([*_FIELDS, "post_password"])
# An item has one of each.
_ONCE = frozenset(_FIELDS) - {"title"}

_STATES = {
    "1": SourceState.PUBLISHED,
    "approve": SourceState.PUBLISHED,
    "approved": SourceState.PUBLISHED,
    "0": SourceState.HELD,
    "hold": SourceState.HELD,
    # Whoever wrote the file did not say that readers may see it.
    "": SourceState.HELD,
    "spam": SourceState.SPAM,
    "trash": SourceState.DELETED,
    "post-trashed": SourceState.DELETED,
}
# All others are of programs, or notes among editors and shopkeepers.
_TYPES_OF_READERS = frozenset(["", "comment", "review"])
# An attachment inherits its state of the post that it is in.
_PUBLIC = frozenset(["", "publish", "inherit"])
_NOT_PUBLIC = "private"
_TYPES_OF_PAGES = frozenset(["", "post", "page"])
_NO_TIME = "0000-00-00"
# The only one of a comment's own fields that says something of the comment.
_RATING = "rating"
_MAX_EXTRA = 500
_PERSONAL = ("comment_author_email", "comment_author_IP", "comment_agent")
_TYPES_COUNTED = 20


class Items:
    """Makes records of comments, and of the item around them once it has ended.

    Only then all of it is known that says whether readers may see it.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._types: Counter[str] = Counter()
        self._local_times = 0
        self._clear(line=0)

    def _clear(self, *, line: int) -> None:
        self._line = line
        self._fields: dict[str, str] = {}
        # As its first comment has it: what comes later does not part them.
        self._id = ""
        self._has_comments = self._is_hurt = self._is_other = False

    def begin(self, *, line: int) -> None:
        self._clear(line=line)

    def note(self, name: str, text: str) -> None:
        text = " ".join(text.split())
        if name in _ONCE and text and self._fields.get(name, text) not in ("", text):
            # The tags between two items are lost: what follows is not of the first one.
            self._is_other = True
        self._fields[name] = self._fields.get(name) or text

    def hurt(self) -> None:
        # All that says whether it is public comes before its comments.
        self._is_hurt = self._is_hurt or not self._has_comments

    def end(self) -> Iterator[Record]:
        if self._has_comments or self._is_page():
            yield self._article()
        self._clear(line=0)

    def record(self, element: etree._Element, *, line: int) -> Record:
        self._has_comments = True
        try:
            return self._comment(element, line=line)
        except Unusable as unusable:
            return self._quarantined(element, unusable, line=line)

    def damaged(self, element: etree._Element, why: str, *, line: int) -> Quarantined:
        self._has_comments = True
        return self._quarantined(element, Unusable(Trouble.MALFORMED, why), line=line)

    def remarks(self) -> Iterator[Damage]:
        """What is to be told of all comments together."""
        for kind, count in sorted(self._types.items()):
            yield Damage(f"Not by readers, and rejected: {count} of the type {kind!r}.")
        if self._local_times and self._options.zone is None:
            yield Damage(
                f"{self._local_times} times are given in the site's own time only;"
                " these times are read as UTC; --timezone says otherwise."
            )

    def _field(self, name: str) -> str:
        return self._fields.get(name, "")

    def _is_public(self) -> bool:
        """In a damaged item what does not say that it is may be lost."""
        if self._is_hurt and not (self._field("status") and "post_password" in self._fields):
            return False
        return self._field("status") in _PUBLIC and not self._field("post_password")

    def _is_page(self) -> bool:
        """Whether it is worth an article without a comment: pictures and menus are items, too."""
        named = self._field("post_id") or self._field("thread_identifier")
        of_kind = self._field("post_type") in _TYPES_OF_PAGES
        return bool(named and of_kind and self._is_public() and self._url())

    def _url(self) -> str:
        link = unescape(self._field("link"))
        return self._options.base_url + link if link.startswith("/") else link

    def _article_id(self) -> str:
        if not self._id:
            link = self._url()
            if len(link) > MAX_ID:
                link = sha256(link.encode()).hexdigest()
            self._id = self._field("post_id") or link or self._field("thread_identifier")
        return bounded(self._id)

    def _article(self) -> ImportedArticle | Quarantined:
        try:
            if not self._url():
                raise Unusable(Trouble.NO_ADDRESS, "The post has no link.")
            return ImportedArticle(
                source_id=self._article_id(),
                url=self._url(),
                identifier=unescape(self._field("thread_identifier")),
                headline=unescape(self._field("title")),
                created_at=self._posted_at(),
                other_urls=self._other_urls(),
                closed=self._field("comment_status") == "closed",
                deleted=not self._is_public(),
                extra=self._extra_of_article(),
                record=self._label(),
                line=self._line,
            )
        except Unusable as unusable:
            return Quarantined(
                kind=Kind.ARTICLE,
                record=self._label(),
                trouble=unusable.trouble,
                detail=unusable.detail,
                raw=self._raw(),
                line=self._line,
            )

    def _other_urls(self) -> tuple[str, ...]:
        """The address that it has whatever the form of permalinks; of pictures it is the file's."""
        guid = unescape(self._field("guid"))
        is_page = self._field("post_type") in _TYPES_OF_PAGES
        return (guid,) if is_page and guid.startswith(("http://", "https://")) else ()

    def _label(self) -> str:
        return f"post_id {self._field('post_id')}"[:MAX_ID] if self._field("post_id") else "item"

    def _extra_of_article(self) -> Extra:
        extra: Extra = {}
        for name, source in (("type", "post_type"), ("status", "status")):
            if self._field(source):
                extra[name] = self._field(source)[:_MAX_EXTRA]
        return extra

    def _posted_at(self) -> datetime | None:
        try:
            return self._time(self._field("post_date_gmt"), self._field("post_date"))
        except Unusable:
            return None

    def _time(self, in_utc: str, in_zone: str) -> datetime:
        if in_utc and not in_utc.startswith(_NO_TIME):
            return time_in(in_utc)
        moment = time_in(in_zone, self._options.zone or UTC)
        self._local_times += 1
        return moment

    def _comment(self, element: etree._Element, *, line: int) -> ImportedComment:
        children = children_of(element)
        parent = element.getparent()
        if self._is_other or parent is None or name_of(parent) != "item":
            raise Unusable(Trouble.NO_THREAD, "It lies in no item that is whole.")
        if not self._article_id():
            raise Unusable(Trouble.NO_THREAD, "The item around it has neither an id nor a link.")
        kind, state = text_of(children, "comment_type"), _state(children)
        if kind not in _TYPES_OF_READERS and state is not SourceState.DELETED:
            counted = kind in self._types or len(self._types) < _TYPES_COUNTED
            self._types[kind if counted else "…"] += 1
            state = SourceState.REJECTED
        deleted = state is SourceState.DELETED
        original = "" if deleted else inner_html(children.get("comment_content"))
        text = from_html(with_line_breaks(original))
        if not text and not deleted:
            raise Unusable(Trouble.EMPTY, "The comment has no words.")
        return ImportedComment(
            source_id=_id(children),
            article_id=self._article_id(),
            author=ImportedAuthor(name="") if deleted else _author(children),
            created_at=self._time(
                text_of(children, "comment_date_gmt"), text_of(children, "comment_date")
            ),
            state=state,
            parent_id=bounded(text_of(children, "comment_parent")).lstrip("0"),
            text=text,
            original=original,
            extra={} if deleted else _extra(element, kind),
            record=_label(children),
            line=line,
        )

    def _quarantined(
        self, element: etree._Element, unusable: Unusable, *, line: int
    ) -> Quarantined:
        children = children_of(element)
        deleted = _STATES.get(text_of(children, "comment_approved")) is SourceState.DELETED
        return Quarantined(
            kind=Kind.COMMENT,
            record=_label(children),
            trouble=unusable.trouble,
            detail=unusable.detail,
            email="" if deleted else email_in(text_of(children, "comment_author_email")),
            raw=self._raw(element, deleted=deleted),
            line=line,
        )

    def _raw(self, element: etree._Element | None = None, *, deleted: bool = False) -> str:
        """The comment within as much of its item as it takes to read it by itself."""
        fields = self._fields if self._is_public() else {**self._fields, "status": _NOT_PUBLIC}
        around = "".join(
            f"<{tag}>{escape(fields[name])}</{tag}>"
            for name, tag in _FIELDS.items()
            if fields.get(name)
        )
        comment = ""
        if element is not None:
            for part in list(element):
                if name_of(part) == "commentmeta" and _meta(part)[0] != _RATING:
                    element.remove(part)
            hidden = ("comment_content", *_PERSONAL) if deleted else _PERSONAL
            comment = raw_without(element, hidden)
        return f"<item>{around}{comment}</item>"[:MAX_RAW]


def _state(children: Children) -> SourceState:
    approved = text_of(children, "comment_approved").lower()
    if approved not in _STATES:
        raise Unusable(
            Trouble.BAD_FLAG, f"comment_approved is {approved[:SHOWN]!r}, which WordPress has not."
        )
    return _STATES[approved]


def _author(children: Children) -> ImportedAuthor:
    """Who has an account on the publisher's own site is known by that."""
    user = text_of(children, "comment_user_id").lstrip("0")
    remote = text_of(children_of(children.get("remote")), "id")
    website = unescape(text_of(children, "comment_author_url"))
    is_website = website.startswith(("http://", "https://"))
    return ImportedAuthor(
        name=unescape(text_of(children, "comment_author")),
        user_id=bounded(user or remote),
        email=email_in(text_of(children, "comment_author_email")),
        publisher_user_id=bounded(user or remote),
        extra={"website": website[:_MAX_EXTRA]} if is_website else {},
    )


def _extra(element: etree._Element, kind: str) -> Extra:
    extra: Extra = {"type": kind[:_MAX_EXTRA]} if kind not in ("", "comment") else {}
    for part in element:
        if name_of(part) == "commentmeta":
            key, value = _meta(part)
            if key == _RATING and value:
                extra[_RATING] = int(value) if value.isdecimal() else value[:_MAX_EXTRA]
    return extra


def _meta(element: etree._Element) -> tuple[str, str]:
    children = children_of(element)
    return text_of(children, "meta_key"), text_of(children, "meta_value")


def _id(children: Children) -> str:
    identifier = bounded(text_of(children, "comment_id"))
    if not identifier:
        raise Unusable(Trouble.NO_ID, "There is no comment_id.")
    return identifier


def _label(children: Children) -> str:
    identifier = text_of(children, "comment_id")
    return f"comment_id {identifier}"[:MAX_ID] if identifier else "comment without an id"
