"""The operator's own list of addresses that have changed: old ones and what they are now."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from parley import canonical
from parley.errors import BadInput
from parley.importers.record import ImportedArticle, Record

_SEPARATORS = ",;\t "


@dataclass(slots=True)
class UrlMap:
    """`new` gives the present address by the key of an old one (`canonical.CanonicalUrl`)."""

    new: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def applied(self, records: Iterator[Record]) -> Iterator[Record]:
        """The records, with articles at their present addresses; the old ones stay known."""
        for record in records:
            yield self._moved(record) if isinstance(record, ImportedArticle) else record

    @property
    def unused(self) -> int:
        """Lines of the list that no article of the export was at."""
        return len(self.new) - len(self.used)

    def _moved(self, article: ImportedArticle) -> ImportedArticle:
        for old in (article.url, *article.other_urls):
            try:
                key = canonical.normalise(old).key
            except BadInput:
                continue
            if key in self.new:
                self.used.add(key)
                others = (*article.other_urls, article.url)
                return replace(article, url=self.new[key], other_urls=others)
        return article


def read(path: Path) -> UrlMap:
    """A line for each page: its old address and its new one, by comma, semicolon, tab or space.

    Lines with one address only, as vendors' own lists of pages have them, change nothing.
    Raises BadInput for what is no list of addresses, with the line.
    """
    found = UrlMap()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, line in enumerate(file, 1):
                addresses = _addresses(line)
                if not addresses:
                    continue
                old, new = _pair(addresses, f"{path.name}, line {number}")
                if found.new.setdefault(old, new) != new:
                    raise BadInput(f"{path.name}, line {number}: {addresses[0]} is there twice.")
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path.name} is no list of addresses in UTF-8.") from error
    found.new = {old: new for old, new in found.new.items() if canonical.normalise(new).key != old}
    return found


def _addresses(line: str) -> list[str]:
    separator = next((one for one in _SEPARATORS if one in line.strip()), ",")
    [cells] = list(csv.reader([line.strip()], delimiter=separator)) or [[]]
    return [cell.strip() for cell in cells if cell.strip()]


def _pair(addresses: list[str], place: str) -> tuple[str, str]:
    if len(addresses) > 2:
        raise BadInput(
            f"{place}: there are {len(addresses)} addresses; write an old and a new one."
        )
    try:
        new = canonical.normalise(addresses[-1])
        return canonical.normalise(addresses[0]).key, new.url
    except BadInput as error:
        raise BadInput(f"{place}: {error}") from error
