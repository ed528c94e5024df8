"""All formats that Parley imports, and which of them a file is of."""

from collections.abc import Sequence
from pathlib import Path

from parley.errors import BadInput
from parley.importers import (
    artrans,
    comentario,
    commento,
    coral,
    disqus,
    disqus_api,
    isso,
    livefyre,
    parley,
    remark42,
    vuukle,
    waline,
    wordpress,
)
from parley.importers.export_file import head
from parley.importers.source import Importer

# One name may have several importers: rows of both are the same system's, and meet.
IMPORTERS: tuple[Importer, ...] = tuple(
    module.IMPORTER
    for module in (
        disqus, disqus_api, wordpress, vuukle, coral, remark42, isso, commento, comentario, artrans,
        waline, livefyre, parley,
    )
)  # fmt: skip

AUTO = "auto"
NAMES = (*dict.fromkeys(importer.name for importer in IMPORTERS), AUTO)


def choose(name: str, paths: Sequence[Path]) -> Importer:
    """The importer for these files; `name` is one of NAMES.

    Raises BadInput where "auto" finds none or several, or another than the one that is named.
    """
    heads = {path: head(path) for path in paths}
    fitting = {
        path: [one for one in IMPORTERS if one.recognises(start)] for path, start in heads.items()
    }
    named = [one for one in IMPORTERS if name in (one.name, AUTO)]
    for one in named:
        if all(one in found for found in fitting.values()):
            return one
    path, found = next((path, found) for path, found in fitting.items() if named[0] not in found)
    if found and (name == AUTO or not any(one.name == name for one in found)):
        raise BadInput(_misnamed(name, path, found=found))
    if name == AUTO:
        known = ", ".join(dict.fromkeys(one.title for one in IMPORTERS))
        raise BadInput(f"{path.name} is of no format that Parley knows by its content: {known}.")
    return named[0]


def by_title(name: str, title: str) -> Importer:
    """The importer of an earlier import. Raises BadInput where there is none any more."""
    for one in IMPORTERS:
        if one.name == name and title in ("", one.title):
            return one
    raise BadInput(f"There is no importer for {name} any more.")


def _misnamed(name: str, path: Path, *, found: list[Importer]) -> str:
    if name == AUTO:
        return f"The files are of several formats; {path.name} is of {found[0].title}'s."
    other = found[0]
    return (
        f"{path.name} is no {name} export. It seems to be {other.title}'s:"
        f" parley import {other.name} {path.name}"
    )
