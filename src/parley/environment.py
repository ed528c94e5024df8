"""Reads options from the environment and refuses nonsense with the way to mend it."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from parley.options import DEFAULTS

SECRET_KEY_LENGTH = 50


class WrongSetting(ValueError):
    """An environment variable holds something Parley cannot use."""


def text(name: str) -> str:
    """The option's value, or its default when the variable is unset or empty."""
    return os.environ.get(name) or DEFAULTS[name]


def flag(name: str) -> bool:
    """A switch: 1, true, yes, on or 0, false, no, off."""
    value = text(name).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise WrongSetting(f"{name} is {value!r}; write 1 or 0.")


def count(name: str, *, most: int) -> int:
    """A whole number from 0 to `most`."""
    value = text(name).strip()
    if not value.isdecimal() or int(value) > most:
        raise WrongSetting(f"{name} is {value!r}; write a whole number from 0 to {most}.")
    return int(value)


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words, in lower case."""
    value = text(name).strip().lower()
    if value not in allowed:
        raise WrongSetting(f"{name} is {value!r}; write one of {', '.join(allowed)}.")
    return value


def base_url(name: str) -> str:
    """An http or https address without path, query or trailing slash."""
    value = text(name).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise WrongSetting(f"{name} is {value!r}; write it like https://comments.paper.example.")
    return value


def folder(name: str) -> Path | None:
    """A folder; None when the variable is unset."""
    value = text(name)
    return Path(value).absolute() if value else None


def json_object(name: str) -> dict[str, object]:
    """A JSON object; empty when the variable is unset."""
    value = text(name)
    if not value:
        return {}
    try:
        parsed = json.loads(value)
    except ValueError as error:
        raise WrongSetting(f"{name} is not JSON: {error}.") from error
    if not isinstance(parsed, dict):
        raise WrongSetting(f"{name} must be a JSON object, like {{}}.")
    return parsed


def database(name: str) -> dict[str, object]:
    """Django's description of the database that the URL names."""
    url = text(name)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(name, url.removeprefix("sqlite://"))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            # A host that has vanished must not hold a reader's thread for minutes.
            "OPTIONS": {"connect_timeout": 5},
        }
    raise WrongSetting(f"{name} is {url!r}; it must begin with sqlite:/// or postgres://.")


def _sqlite(name: str, path: str) -> dict[str, object]:
    """`sqlite:///var/x` is below the working folder, `sqlite:////var/x` absolute."""
    if not path.startswith("/") or path == "/":
        raise WrongSetting(f"{name} must name a file: sqlite:///var/parley.sqlite3.")
    file = Path(unquote(path[1:]))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file.absolute()),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an acknowledged comment survives a power cut, not only a
            # killed process; the cost is small (research/platform.md 3).
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            ),
        },
    }


def email(name: str) -> dict[str, object]:
    """Django's e-mail settings for the URL."""
    url = text(name)
    parts = urlsplit(url)
    backends = "django.core.mail.backends."
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": backends + "console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {
            "EMAIL_BACKEND": backends + "filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return {
            "EMAIL_BACKEND": backends + "smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
            "EMAIL_TIMEOUT": 5,
        }
    raise WrongSetting(f"{name} is {url!r}; write smtp://…, smtps://…, file:///… or console://.")


def secret_key(name: str, kept: Path | None) -> str:
    """The signing key, from the environment or else from the file it is kept in; short
    ones are refused, for all sessions hang on it."""
    value = text(name)
    try:
        if not value and kept is not None and kept.is_file():
            name, value = str(kept), kept.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongSetting(f"{kept} cannot be read: {error.strerror}.") from error
    if not value:
        lacking = f"{name} is not set" + (f", and there is no file {kept}" if kept else "")
        new = "`parley migrate` makes it with a new database; or make one" if kept else "Make one"
        raise WrongSetting(
            f'{lacking}. {new} with: python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    if len(value) < SECRET_KEY_LENGTH:
        raise WrongSetting(f"{name} is too short; it needs {SECRET_KEY_LENGTH} characters or more.")
    return value


def key_file(database: Mapping[str, object]) -> Path | None:
    """Where an SQLite installation keeps a key that it has made itself."""
    if "sqlite" not in str(database["ENGINE"]):
        return None
    return Path(str(database["NAME"])).with_name("secret-key")


def keep_new_secret_key() -> None:
    """Before an SQLite database is made: make its key too, unless one is given. A key for
    a database that exists is never made up, for what hangs on the lost one would be lost."""
    described = database("PARLEY_DATABASE_URL")
    file = key_file(described)
    if file is None or text("PARLEY_SECRET_KEY"):
        return
    if file.exists() or Path(str(described["NAME"])).exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(secrets.token_urlsafe(SECRET_KEY_LENGTH), encoding="utf-8")
