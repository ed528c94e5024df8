"""What the records of all XML exports have in common: fields of elements, checked."""

import re
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from lxml import etree

from parley.importers.record import MAX_ID, MAX_MESSAGE, MAX_RAW, Trouble
from parley.importers.xml_stream import local, name_of

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# Made up by Disqus, or by programs that read its exports; nobody receives mail there.
_INVENTED_HOSTS = re.compile(r"(?:.*\.)?disqus(?:\.com|\.net|-user|-anonymous-user)")
# Nobody commented on a web page outside of these years, but "0001-01-01" stands for no date,
# and no other time zone can tell the hour at either end of the calendar.
_YEARS = range(1990, 2100)
# Of an odd value, in the sentence that says so.
SHOWN = 80

Children = dict[str, etree._Element]


class Unusable(Exception):  # Never leaves the importers.
    """A record that is kept aside."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble = trouble
        self.detail = detail


def children_of(element: etree._Element | None) -> Children:
    """By name; of several with one name, the first."""
    if element is None:
        return {}
    return {name_of(child): child for child in reversed(element)}


def text_of(children: Children, name: str) -> str:
    """The words of a child, on one line; "" if there is none."""
    element = children.get(name)
    return " ".join((element.text or "").split()) if element is not None else ""


def inner_html(element: etree._Element | None) -> str:
    """A message as HTML, whether the export escaped it, wrapped it as CDATA, or did neither."""
    if element is None:
        return ""
    inner = (etree.tostring(child, encoding="unicode", with_tail=True) for child in element)
    # Without elements the text is HTML that was escaped as a whole.
    message = ((element.text or "") + "".join(inner)).strip()
    if len(message) > MAX_MESSAGE:
        raise Unusable(Trouble.TOO_LONG, f"The message has {len(message)} characters.")
    return message


def id_attribute(element: etree._Element) -> str:
    found = (str(value) for name, value in element.attrib.items() if local(str(name)) == "id")
    return next(found, "").strip()


def bounded(identifier: str) -> str:
    if len(identifier) > MAX_ID:
        raise Unusable(Trouble.NO_ID, f"The id is longer than {MAX_ID} characters.")
    return identifier


def email_in(text: str) -> str:
    """The address, if a person may have given it."""
    email = text.lower()
    invented = _INVENTED_HOSTS.fullmatch(email.rpartition("@")[2])
    return email if _EMAIL.fullmatch(email) and not invented else ""


def time_in(text: str, zone: tzinfo = UTC) -> datetime:
    """In UTC; what is written without a zone is of `zone`."""
    try:
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unusable(Trouble.BAD_DATE, f"{text[:SHOWN]!r} is no time.") from error
    if moment.year not in _YEARS:
        raise Unusable(Trouble.BAD_DATE, f"Nobody commented in the year {moment.year}.")
    return moment


def flag_in(children: Children, name: str, *, flags: dict[str, bool], default: bool) -> bool:
    if name not in children or not (text := text_of(children, name).lower()):
        return default
    if text not in flags:
        raise Unusable(Trouble.BAD_FLAG, f"{name} is {text[:SHOWN]!r}, neither true nor false.")
    return flags[text]


def raw_without(element: etree._Element, names: tuple[str, ...]) -> str:
    """The record for a person to mend, without what the elements called `names` say."""
    raw = etree.tostring(element, encoding="unicode", with_tail=False)
    return _content_of(names).sub(r"<\g<name>/>", raw)[:MAX_RAW]


@lru_cache
def _content_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """In well-formed text, whatever the prefixes and however deep."""
    name = rf"(?P<name>(?:[\w.-]+:)?(?:{'|'.join(names)}))"
    return re.compile(rf"<{name}(?:\s[^>]*)?(?<!/)>.*?</(?P=name)>", re.DOTALL)
