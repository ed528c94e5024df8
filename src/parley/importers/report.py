"""The account of an import: every record that was read is in it exactly once."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from parley.importers.record import Kind, Quarantined

# The rest is in the database; a report is read by people.
MAX_LISTED = 10_000


class Fate(StrEnum):
    """What becomes of a record."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    """It is here already, from an earlier import."""
    MERGED = "merged"
    """It is the same as another one, and known under that one's name."""
    STUBBED = "stubbed"
    """It was deleted at the source: its place is kept, for the replies, and nothing else."""
    QUARANTINED = "quarantined"
    """It is kept aside for a person to look at."""


@dataclass(slots=True)
class Account:
    """How many records of one kind were read, and how many came to which end."""

    read: int = 0
    imported: int = 0
    unchanged: int = 0
    merged: int = 0
    stubbed: int = 0
    quarantined: int = 0

    def add(self, fate: Fate, count: int) -> None:
        setattr(self, fate.value, getattr(self, fate.value) + count)

    @property
    def balances(self) -> bool:
        ends: list[int] = [getattr(self, fate.value) for fate in Fate]
        return self.read == sum(ends)


def _accounts() -> dict[Kind, Account]:
    return {kind: Account() for kind in Kind}


@dataclass(slots=True)
class Outcomes:
    """Where the comments stand that are stored: `stubbed` ones keep a place and nothing else."""

    published: int = 0
    held: int = 0
    rejected: int = 0
    stubbed: int = 0


@dataclass(slots=True)
class Collisions:
    """What falls together, or looks as if it did.

    `articles` are records of one page under several names, with the first of them. Authors
    are never put together: of them it is told how many addresses have several names, and how
    many names have several accounts, with examples of names.
    """

    articles: list[dict[str, str]] = field(default_factory=list)
    addresses_with_several_names: int = 0
    names_with_several_accounts: int = 0
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """The report of the contract, with warnings beside it."""

    format: str
    dry_run: bool
    accounts: dict[Kind, Account] = field(default_factory=_accounts)
    quarantine: list[Quarantined] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    outcomes: Outcomes = field(default_factory=Outcomes)
    collisions: Collisions = field(default_factory=Collisions)

    def unbalanced(self) -> list[Kind]:
        """The kinds of which a record went missing or was counted twice."""
        return [kind for kind, account in self.accounts.items() if not account.balances]

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON; `Any` because it is nested."""
        listed = self.quarantine[:MAX_LISTED]
        unlisted = sum(account.quarantined for account in self.accounts.values()) - len(listed)
        more = [f"{unlisted} more records are in quarantine."] if unlisted else []
        return {
            "format": self.format,
            "dry_run": self.dry_run,
            **{kind.value: asdict(account) for kind, account in self.accounts.items()},
            "outcomes": asdict(self.outcomes),
            "collisions": asdict(self.collisions),
            "quarantine": [
                {
                    "kind": record.kind.value,
                    "record": record.record,
                    "line": record.line,
                    "reason": record.trouble.value,
                    "detail": record.detail,
                }
                for record in listed
            ],
            "warnings": [*self.warnings, *more],
        }
