"""The words that readers were told, of which the audit keeps only where they are.

An entry can never be altered, and an account that is erased takes its words along: so they stand
in the notice, decision, ban, redaction or appeal by which they were told, and go with it.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Manager, Model

from parley.models.appeal import Appeal
from parley.models.audit import AuditEntry
from parley.models.ban import Ban
from parley.models.comment import Redaction
from parley.models.decision import Decision, Notice

# By the name under which an entry's `after` has the key: whose it is, and where the words are.
_TOLD: dict[str, tuple[type[Model], str]] = {
    "notice": (Notice, "text"),
    "decision": (Decision, "note"),
    "ban": (Ban, "reason"),
    "redaction": (Redaction, "why"),
    "appeal": (Appeal, "reason"),
}


def of_entries(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """By the entry's key, where anything was told and is still kept; a query for each kind."""
    kept = list(entries)
    found: dict[int, str] = {}
    for name, (model, column) in _TOLD.items():
        keys = {each.pk: each.after[name] for each in kept if each.after.get(name)}
        if keys:
            words = _words(model._default_manager, keys.values(), column=column)
            found |= {pk: words[key] for pk, key in keys.items() if words.get(key)}
    return found


def _words(rows: "Manager[Any]", keys: Iterable[int], *, column: str) -> dict[int, str]:
    return dict(rows.filter(pk__in=set(keys)).values_list("pk", column))
