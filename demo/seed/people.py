"""Who reads and who makes the newspaper: readers of our invention, staff, demo accounts."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parley.models.user import Role

FILE = Path(__file__).with_name("people.tsv")
# The same for every demo account, and no secret: `make demo` prints it.
PASSWORD = "read-the-meridian"  # noqa: S105


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`leaning` runs from -1, keep things as they are, to 1, change them by a rule.

    `password` is None for those whom nobody signs in as.
    """

    handle: str
    name: str
    leaning: float
    standing: str = "ordinary"
    role: Role = Role.READER
    email: str
    password: str | None = None
    about: str = ""


def _demo(handle: str, name: str, *, role: Role, about: str) -> Person:
    return Person(
        handle=handle,
        name=name,
        leaning=0.1,
        role=role,
        email=f"{handle}@meridian.example",
        password=PASSWORD,
        about=about,
    )


ACCOUNTS = (
    _demo(
        "rukmini", "Rukmini Das", role=Role.READER, about="a reader, with a few comments of her own"
    ),
    _demo("peter", "Peter Abraham", role=Role.READER, about="a second reader, to answer the first"),
    _demo(
        "malavika",
        "Malavika Shenoy",
        role=Role.STAFF,
        about="a reporter; readers ask her things",
    ),
    _demo(
        "sushila",
        "Sushila Bhatt",
        role=Role.MODERATOR,
        about="a moderator, with a queue that waits",
    ),
    _demo(
        "arvind", "Arvind Mathew", role=Role.ADMINISTRATOR, about="the administrator of the site"
    ),
)

_REPORTERS = {
    "rahul": "Rahul Varadarajan",
    "nikhil": "Nikhil Barve",
    "kamala": "Kamala Rautela",
    "teresa": "Teresa Pinto",
    "harini": "Harini Elango",
    "ishita": "Ishita Sanyal",
    "sudhir": "Sudhir Kale",
    "jonathan": "Jonathan Wray",
}


@cache
def people() -> dict[str, Person]:
    """Everybody, by handle."""
    reporters = [
        Person(
            handle=handle,
            name=name,
            leaning=0,
            role=Role.STAFF,
            email=f"{handle}@meridian.example",
        )
        for handle, name in _REPORTERS.items()
    ]
    everybody = (*ACCOUNTS, *reporters, *_readers())
    return {person.handle: person for person in everybody}


def _readers() -> list[Person]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [
            Person(
                handle=handle,
                name=name,
                leaning=float(leaning),
                standing=standing,
                email=f"{handle}@readers.example",
            )
            for handle, name, leaning, standing in rows
        ]
