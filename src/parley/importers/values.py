"""Values as other systems write them -> what a record holds, or why it cannot be taken."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from parley.importers.record import (
    MAX_ID,
    MAX_MESSAGE,
    Damage,
    Extra,
    Trouble,
)

# Nobody commented on a web page outside of these years, but "0001-01-01" stands for no date,
# and no other time zone can tell the hour at either end of the calendar.
_YEARS = range(1990, 2100)
# What is larger counts milliseconds: as seconds it would lie in the year 5138.
_MILLISECONDS_FROM = 100_000_000_000
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,12})?")
# Only what can be told: "3/4/2020" is two days.
_SPOKEN = re.compile(
    r"(?:[a-z]{3,9} )??(?:(?P<day>\d\d?)(?:st|nd|rd|th)? (?P<month>[a-z]{3,9})"
    r"|(?P<month_first>[a-z]{3,9}) (?P<day_last>\d\d?)(?:st|nd|rd|th)?) (?P<year>\d{4})"
    r" (?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?: ?(?P<half>[ap]m))?"
    r"(?: (?:gmt|utc)?(?P<zone>[+-]\d{4})?)?(?: \([^()]*\))?",
    re.IGNORECASE,
)
_WITH_SLASHES = re.compile(r"\d{4}/\d\d/\d\d\b")
# A time is no novel.
_MAX_TIME = 80
_EMAIL = re.compile(r"[^@\s<>\",;:]+@[^@\s<>\",;:]+\.[^@\s<>\",;:.]{2,}")
# Made up by vendors, or by programs that read their exports; nobody receives mail there.
_INVENTED = re.compile(
    r"anonymized-.*|.*@(?:.*\.)?(?:disqus\.(?:com|net)|localhost|[\w.-]*-user|vuukle\.com"
    r"|(?:.*\.)?(?:invalid|localhost|localdomain|local))",
)
_NETWORK = re.compile(
    r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}", re.IGNORECASE
)
_ADDRESSES = re.compile(
    r"[^\s@<>\"',;:()\[\]{}=]+@[^\s@<>\"',;:()\[\]{}=]*|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f:]*",
    re.IGNORECASE,
)
# No PostgreSQL holds the first, and no encoding the others.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_TRUE = frozenset(["true", "1", "yes"])
_FALSE = frozenset(["false", "0", "no", ""])


class Unusable(Exception):  # Whoever reads the record keeps it aside.
    """A record that cannot be taken."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble = trouble
        self.detail = detail


@dataclass(slots=True)
class Clock:
    """Reads times; those without a zone are of `zone`, or else UTC, and that is told once."""

    zone: ZoneInfo | None
    assumed: bool = False

    def moment(self, value: Any, form: str = "") -> datetime:  # Any: it is foreign JSON.
        """Of ISO 8601, a count of (milli)seconds since 1970, or words; `form` as of strptime."""
        try:
            found = _parsed(value, form)
            if found.tzinfo is None:
                self.assumed = self.assumed or self.zone is None
                found = found.replace(tzinfo=self.zone or UTC)
            found = found.astimezone(UTC)
        except (ValueError, OverflowError, OSError) as error:
            shown = str(value)[:80]
            raise Unusable(Trouble.BAD_DATE, f"{shown!r} is no time that can be told.") from error
        if found.year not in _YEARS:
            raise Unusable(Trouble.BAD_DATE, f"Nobody commented in the year {found.year}.")
        return found

    def damage(self) -> list[Damage]:
        if not self.assumed:
            return []
        return [
            Damage(
                "The export does not say of which time zone its times are. They are read as UTC;"
                " --timezone says otherwise."
            )
        ]


def _parsed(value: Any, form: str) -> datetime:
    if isinstance(value, bool) or value is None:
        raise ValueError
    if isinstance(value, int | float):
        return _counted(float(value))
    text = " ".join(str(value)[:_MAX_TIME].split())
    if form:
        return datetime.strptime(text, form)  # noqa: DTZ007  (the caller adds the zone)
    if _NUMBER.fullmatch(text) and len(text) > 8:
        return _counted(float(text))
    if _WITH_SLASHES.match(text):
        text = text.replace("/", "-", 2)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _spoken(text)


def _counted(number: float) -> datetime:
    return datetime.fromtimestamp(number / 1000 if number >= _MILLISECONDS_FROM else number, UTC)


def _spoken(text: str) -> datetime:
    found = _SPOKEN.fullmatch(" ".join(text.replace(",", " ").split()))
    if found is None:
        raise ValueError(text)
    part = found.groupdict()
    day, month = part["day"] or part["day_last"], (part["month"] or part["month_first"])[:3]
    hours = "%I" if part["half"] else "%H"
    return datetime.strptime(  # noqa: DTZ007  (the caller adds the zone)
        f"{day} {month} {part['year']} {part['hour']}:{part['minute']}:{part['second'] or '00'}"
        f" {part['half'] or ''}{part['zone'] or ''}",
        f"%d %b %Y {hours}:%M:%S {'%p' if part['half'] else ''}{'%z' if part['zone'] else ''}",
    )


def identifier(value: Any, name: str = "id") -> str:  # Any: it is foreign JSON.
    """ "" for none; longer ones are damage."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None or isinstance(value, bool | dict | list):
        return ""
    found = line_of(str(value))
    if len(found) > MAX_ID:
        raise Unusable(Trouble.NO_ID, f"The {name} is longer than {MAX_ID} characters.")
    return found


def required(value: Any, name: str = "id") -> str:
    found = identifier(value, name)
    if not found:
        raise Unusable(Trouble.NO_ID, f"There is no {name}.")
    return found


def id_of(text: str) -> str:
    """An id for what a text names: the text itself, or its hash where it is too long."""
    if len(text) <= MAX_ID:
        return text
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def line_of(value: Any) -> str:  # Any: it is foreign JSON.
    """Words on one line; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    return " ".join(storable(value).split())


def message(value: Any) -> str:  # Any: it is foreign JSON.
    """A message as it is; one that is none, or too long for one, is refused."""
    if not isinstance(value, str | None):
        raise Unusable(Trouble.BAD_FIELD, "The message is no text.")
    found = storable(value or "").strip()
    if len(found) > MAX_MESSAGE:
        raise Unusable(Trouble.TOO_LONG, f"The message has {len(found)} characters.")
    if not found:
        raise Unusable(Trouble.EMPTY, "The message is empty.")
    return found


def storable(text: str) -> str:
    """Characters that no database takes become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def email(value: Any) -> str:  # Any: it is foreign JSON.
    """ "" for what nobody has given."""
    found = line_of(value).lower()
    if len(found) > MAX_ID or not _EMAIL.fullmatch(found) or _INVENTED.fullmatch(found):
        return ""
    return found


def is_address(text: str) -> bool:
    """Whether a value is a person's or a machine's address, and nothing else."""
    text = text.strip()
    return bool(_EMAIL.fullmatch(text) or (_NETWORK.fullmatch(text) and text.strip(":.")))


def without_addresses(text: str) -> str:
    """For what is damaged, where the field that an address stands in cannot be told."""
    return storable(_ADDRESSES.sub("", text))


def unaddressed(value: Any) -> Any:  # Any: it is foreign JSON.
    """Without the values in it that are addresses, whatever they are called."""
    if isinstance(value, dict):
        return {name: unaddressed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [unaddressed(each) for each in value]
    return "" if isinstance(value, str) and is_address(value) else value


def count(value: Any) -> int:  # Any: it is foreign JSON.
    """How many; what is no number, or below none, is none."""
    try:
        return max(0, min(int(float(value or 0)), 2**31 - 1))
    except (ValueError, TypeError, OverflowError):
        return 0


def flag(value: Any, name: str) -> bool:  # Any: it is foreign JSON.
    text = str("" if value is None else value).strip().lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise Unusable(Trouble.BAD_FLAG, f"{name} is {text[:80]!r}, neither true nor false.")


def extra_of(values: Mapping[str, Any]) -> Extra:  # Any: it is foreign JSON.
    """What is said, of a length that is no attack; addresses never."""
    found: Extra = {}
    for name, value in values.items():
        kept = line_of(value)[:MAX_ID] if isinstance(value, str) else value
        said = isinstance(kept, str | int | float | bool) and kept not in ("", False)
        if said and not is_address(str(kept)) and _storable_number(kept):
            found[name] = kept
    return found


def _storable_number(value: str | float) -> bool:
    """JSON knows neither infinity nor numbers beyond a float's."""
    return isinstance(value, str) or -1e300 < value < 1e300


@dataclass(slots=True)
class Recent:
    """Those seen lately; what is forgotten is new again, which does no harm."""

    most: int = 10_000
    _seen: dict[str, None] | None = None

    def is_new(self, name: str) -> bool:
        seen = self._seen if self._seen is not None else {}
        self._seen = seen
        if name in seen:
            # It was seen last now.
            del seen[name]
            seen[name] = None
            return False
        seen[name] = None
        if len(seen) > self.most:
            del seen[next(iter(seen))]
        return True
