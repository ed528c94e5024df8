"""Reads the mail that the demo sent: Django writes it to files instead of sending it."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

# Django's file-based backend ends each message with this line.
END_OF_MESSAGE = b"-" * 79


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message. `name` is its address on the demo's page; `sent_at` is in UTC."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    text: str


def folder() -> Path | None:
    """Where mail is kept; None when it leaves in some other way."""
    path = settings.MAILER.get("EMAIL_FILE_PATH")
    return Path(str(path)) if path else None


def letters() -> list[Letter]:
    """All messages, newest first."""
    kept = folder()
    if kept is None or not kept.is_dir():
        return []
    found = [letter for file in kept.glob("*.log") for letter in _in_file(file)]
    return sorted(found, key=lambda letter: (letter.sent_at, letter.name), reverse=True)


def _in_file(file: Path) -> Iterator[Letter]:
    # Bytes: which characters they are differs from part to part of a message.
    texts = file.read_bytes().split(b"\n" + END_OF_MESSAGE + b"\n")
    for number, text in enumerate((text for text in texts if text.strip()), 1):
        message = email.message_from_bytes(text, policy=email.policy.default)
        if isinstance(message, EmailMessage):
            yield _letter(f"{file.stem}-{number}", message, file=file)


def _letter(name: str, message: EmailMessage, *, file: Path) -> Letter:
    date = message["date"]
    written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    body = message.get_body(("plain", "html"))
    return Letter(
        name=name,
        to=str(message["to"] or ""),
        subject=str(message["subject"] or ""),
        sent_at=date.datetime if date is not None and date.datetime is not None else written,
        text=str(body.get_content()) if body is not None else "",
    )
