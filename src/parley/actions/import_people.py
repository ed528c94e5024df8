"""Who voted on an imported comment, or reported it, beside its author."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from parley.actions import import_identity
from parley.actions.import_staging import Import, comment_of
from parley.importers.record import ImportedAuthor, ImportedComment


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of an export, with the key under which staging has them."""

    key: str
    author: ImportedAuthor


def people_of(record: bytes, task: Import) -> Iterator[Person]:
    """All of a staged comment, the author not among them."""
    yield from people(comment_of(record), task)


def people(comment: ImportedComment, task: Import) -> Iterator[Person]:
    """As `people_of`."""
    for vote in comment.votes:
        yield person(vote.voter, task)
    for report in comment.own.get("reports", ()):
        yield person(msgspec.convert(report["reporter"], ImportedAuthor), task)


def person(author: ImportedAuthor, task: Import) -> Person:
    """The author with the key by which an export knows them again."""
    return Person(import_identity.key(author, task.source), author)
