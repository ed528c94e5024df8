"""Reads the moments and the front matter of the seed's text files."""

import re
from datetime import UTC, datetime, timedelta

_SPAN = re.compile(r"(?:(?P<days>\d+)d)?(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?")


class BadSeed(ValueError):
    """A seed file says something that cannot be understood."""


def span(text: str) -> timedelta:
    """Like "2d7h" or "40m"."""
    match = _SPAN.fullmatch(text)
    if not text or match is None:
        raise BadSeed(f"{text!r} is no length of time; write it like 2d7h or 40m.")
    return timedelta(**{name: int(value) for name, value in match.groupdict("0").items()})


def moment(text: str, now: datetime) -> datetime:
    """A UTC time in ISO form, or "now-27h": then the newsroom's news stays new."""
    if text == "now":
        return now
    if text.startswith("now-"):
        return now - span(text.removeprefix("now-"))
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise BadSeed(f"{text!r} is no moment; write 2026-11-14T01:20:00Z or now-27h.") from error


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `name: value` lines between two lines of three hyphens, and what follows them."""
    opening, _, rest = text.partition("---\n")
    head, closing, body = rest.partition("\n---\n")
    if opening or not closing:
        raise BadSeed("The file must begin with lines between two lines of ---.")
    pairs = (line.partition(": ") for line in head.splitlines())
    return {name: value.strip() for name, _, value in pairs}, body.strip()
