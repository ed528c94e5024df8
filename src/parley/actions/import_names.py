"""How the rows of an import are named: by the source's own ids, or, in Parley's exports, by both.

Such an export may come from a site that had imported discussions itself. Its ids are therefore
a source and an id there: "disqus:123", "parley:5f1c8a90e2b7d346-42". The latter names a row that
was written on the site whose uid comes before the dash.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.crypto import salted_hmac

from parley.models.author import Author
from parley.models.site import Site

PARLEY = "parley"
# Of a comment that was deleted at its source only the place is kept, not who wrote it.
NOBODY = "deleted"
ERASED = "erased:"

Row = TypeVar("Row", bound=Model)


def exported(site: Site, row: Model, *, letter: str = "") -> str:
    """The id of an article, author or comment in an export; `letter` tells tables apart."""
    source: str = getattr(row, "source", "")
    if source:
        return f"{source}:{getattr(row, 'source_id', '')}"
    return f"{PARLEY}:{site.uid}-{letter}{row.pk}"


def erased_id(identifier: str) -> str:
    """What stays of an author's id when they are erased: by it a later import of the same
    export knows them again, and nobody else does, for ids are made of names."""
    if identifier.startswith(ERASED):
        return identifier
    kept = salted_hmac("parley.erased-author", identifier, algorithm="sha256").hexdigest()
    return f"{ERASED}{kept}"


def stands_alone(site: Site, identifier: str, *, export_source: str) -> bool:
    """Whether an author is kept though no comment names them: in Parley's exports all are, but
    for readers of this very site, who are here as users."""
    return export_source == PARLEY and not identifier.startswith(f"{PARLEY}:{site.uid}-u")


def split(export_source: str, identifier: str) -> tuple[str, str]:
    """The columns `source` and `source_id` for an id of an export."""
    if export_source != PARLEY:
        return export_source, identifier
    source, colon, rest = identifier.partition(":")
    return (source, rest) if colon else (PARLEY, identifier)


def known(
    rows: QuerySet[Row], site: Site, *, export_source: str, identifiers: Iterable[str]
) -> Iterator[tuple[str, Row]]:
    """Those of the rows that the ids name, each with its id in the export."""
    of_source: dict[str, dict[str, str]] = {}
    own: dict[int, str] = {}
    prefix = f"{PARLEY}:{site.uid}-"
    for identifier in identifiers:
        number = identifier.removeprefix(prefix).lstrip("a")
        if export_source == PARLEY and identifier.startswith(prefix) and number.isdecimal():
            own[int(number)] = identifier
        source, rest = split(export_source, identifier)
        of_source.setdefault(source, {})[rest] = identifier
    for source, names in of_source.items():
        if rows.model is Author:
            names |= {erased_id(rest): identifier for rest, identifier in names.items()}
        # SQLite takes a partial index only for a query that repeats its condition.
        found = rows.filter(site=site, source=source, source_id__in=names).exclude(source="")
        for row in found:
            yield names[getattr(row, "source_id", "")], row
    if own:
        for row in rows.filter(site=site, source="", pk__in=own):
            yield own[row.pk], row
