"""Reads the JSON of requests as Google's services do: leniently in form, strictly in names."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from parley.errors import Malformed

# What Google's own examples use beyond JSON: names without quotation marks, single ones,
# a comma after the last. Quantifiers give nothing back, so that no text takes long.
_RELAXED = re.compile(
    r"""(?P<double>"(?:[^"\\]|\\.)*+"?)|'(?P<single>(?:[^'\\]|\\.)*+)'?"""
    r"|(?P<name>(?<![\w$])[A-Za-z_$][\w$]*+)(?=\s*+:)|(?P<comma>,(?=\s*+[}\]]))",
    re.DOTALL,
)
_QUOTED = re.compile(r'\\(.)|"', re.DOTALL)


def read(body: bytes) -> dict[str, Any]:
    """The object in a request's body; one without a body is the empty object."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Malformed("Invalid JSON payload received. It is not UTF-8.") from fault
    if not text.strip():
        return {}
    try:
        value = _parsed(text)
    except ValueError as fault:
        try:
            value = _parsed(_RELAXED.sub(_strict, text))
        except ValueError:
            raise Malformed(f"Invalid JSON payload received. {fault}") from fault
    if not isinstance(value, dict):
        raise Malformed("Invalid JSON payload received. It must be an object.")
    return value


def _parsed(text: str) -> Any:
    """Any JSON. Raises ValueError."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError as fault:
        raise ValueError("It is nested too deeply.") from fault


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON.")


def _strict(found: re.Match[str]) -> str:
    """What a relaxed part is in JSON."""
    if found["single"] is not None:
        return '"' + _QUOTED.sub(_requoted, found["single"]) + '"'
    if found["name"] is not None:
        return f'"{found["name"]}"'
    return "" if found["comma"] else found[0]


def _requoted(found: re.Match[str]) -> str:
    if found[0] == '"':
        return '\\"'
    return "'" if found[1] == "'" else found[0]


class Message:
    """One object of a request. Names may be written in either of Google's forms
    (`clientToken`, `client_token`); a name that is not a field is refused, for what was
    meant by it would not happen."""

    def __init__(self, value: object, fields: Iterable[str], *, path: str = "") -> None:
        if not isinstance(value, dict):
            raise _invalid(path, "an object")
        self._path = path
        self._values: dict[str, Any] = {}
        known = {spelling: name for name in fields for spelling in (name, _snake(name))}
        for spelling, given in value.items():
            if spelling not in known:
                raise Malformed(
                    f'Invalid JSON payload received. Unknown name "{spelling[:80]}"'
                    f"{f' at {path!r}' if path else ''}: Cannot find field.",
                    path,
                )
            if given is not None:
                self._values[known[spelling]] = given

    def has(self, name: str) -> bool:
        return name in self._values

    def path(self, name: str) -> str:
        """Where the field is, for people: `comment.text`."""
        return f"{self._path}.{name}" if self._path else name

    def text(self, name: str) -> str:
        """Empty when it is absent."""
        value = self._values.get(name, "")
        if not isinstance(value, str) or not _is_encodable(value):
            raise _invalid(self.path(name), "TYPE_STRING")
        return value

    def flag(self, name: str) -> bool:
        value = self._values.get(name, False)
        # PHP and shell scripts send these as text, which Google takes.
        value = {"true": True, "false": False}.get(value, value) if _is_text(value) else value
        if not isinstance(value, bool):
            raise _invalid(self.path(name), "TYPE_BOOL")
        return value

    def number(self, name: str) -> float | None:
        """None when it is absent."""
        value = self._values.get(name)
        if value is None:
            return None
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise _invalid(self.path(name), "TYPE_FLOAT")
        return number

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        """One of Google's constants, the first when it is absent."""
        names = tuple(allowed)
        value = self._values.get(name, names[0])
        if value not in names:
            raise _invalid(self.path(name), "TYPE_ENUM")
        return str(value)

    def message(self, name: str, fields: Iterable[str]) -> "Message":
        """An object; an empty one when it is absent."""
        return Message(self._values.get(name, {}), fields, path=self.path(name))

    def messages(self, name: str, fields: Iterable[str]) -> list["Message"]:
        wanted = tuple(fields)
        return [
            Message(value, wanted, path=f"{self.path(name)}[{index}]")
            for index, value in enumerate(self._listed(name))
        ]

    def by_name(self, name: str, fields: Iterable[str]) -> dict[str, "Message"]:
        """A map of objects, whose keys may be anything."""
        value, wanted = self._values.get(name, {}), tuple(fields)
        if not isinstance(value, dict) or not all(map(_is_encodable, value)):
            raise _invalid(self.path(name), "an object")
        return {
            key: Message({} if each is None else each, wanted, path=f"{self.path(name)}[{key!r}]")
            for key, each in value.items()
        }

    def anything(self, name: str) -> list[Any]:
        """A list of whatever it may be."""
        return self._listed(name)

    def texts(self, name: str) -> list[str]:
        values = self._listed(name)
        if not all(_is_text(value) and _is_encodable(value) for value in values):
            raise _invalid(self.path(name), "TYPE_STRING")
        return [str(value) for value in values]

    def _listed(self, name: str) -> list[Any]:
        """A single value stands for a list of one: WordPress plugins send `"en"`."""
        value = self._values.get(name, [])
        return value if isinstance(value, list) else [value]


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: "_" + letter[0].lower(), name)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_encodable(value: str) -> bool:
    """JSON can write half a character (a lone surrogate), which is no text."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _invalid(path: str, kind: str) -> Malformed:
    place = f" at '{path}'" if path else ""
    return Malformed(f"Invalid value{place} ({kind})", path)
