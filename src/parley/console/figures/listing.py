"""The tables of figures as a page shows them: in words of the reader's language."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from parley.actions.figures import words
from parley.actions.figures.tables import Cell, Table

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# By the name of a column in `tables`.
_COLUMNS: "dict[str, _StrPromise]" = {
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
    "posted": gettext_lazy("Posted"),
    **{fate.value: name for fate, name in words.FATES.items()},
    "decided": gettext_lazy("Decided"),
    "by_machine_alone": gettext_lazy("By the machine alone"),
    "rule": gettext_lazy("Rule"),
    "decisions": gettext_lazy("Decisions"),
    "median_seconds": gettext_lazy("Half within"),
    "ninety_percent_seconds": gettext_lazy("Nine in ten within"),
    "published_after_all": gettext_lazy("Published after all"),
    "share": gettext_lazy("Share"),
    "low": gettext_lazy("At least"),
    "high": gettext_lazy("At most"),
    "from_seconds": gettext_lazy("From"),
    "to_seconds": gettext_lazy("To"),
    "held": gettext_lazy("Held"),
    "public": gettext_lazy("Public"),
    "decision": gettext_lazy("Decision"),
    "all": gettext_lazy("All"),
    "reversed": gettext_lazy("Reversed"),
    "new": gettext_lazy("New"),
    "returning": gettext_lazy("Returning"),
    "id": gettext_lazy("Number"),
    "name": gettext_lazy("Name"),
    "reports": gettext_lazy("Reports"),
    "upheld": gettext_lazy("Upheld"),
    "dismissed": gettext_lazy("Dismissed"),
    "published": gettext_lazy("Public"),
    "refused": gettext_lazy("Refused"),
    "waiting": gettext_lazy("Waiting"),
}
REVERSALS: "dict[str, _StrPromise]" = {
    "machine_published": gettext_lazy("The machine published, a moderator removed"),
    "machine_stopped": gettext_lazy("The machine stopped, a moderator published"),
    "moderators_upon_appeal": gettext_lazy("Moderators decided, changed upon appeal"),
    "moderators_without_appeal": gettext_lazy("Moderators decided, changed without an appeal"),
}


def as_page(table: Table) -> dict[str, object]:
    """What the template needs; each cell with whether it is of words."""
    return {
        "columns": [_COLUMNS.get(column, column) for column in table.columns],
        "rows": [
            [
                (_told(column, cell), isinstance(cell, str))
                for column, cell in zip(table.columns, row, strict=True)
            ]
            for row in table.rows
        ],
    }


def _told(column: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _named(column, cell)
    if isinstance(cell, date):
        return words.day(cell)
    if column.endswith("_seconds"):
        return words.duration(cell)
    if isinstance(cell, float):
        return words.percent(cell)
    return str(cell) if column == "id" else words.number(cell)


def _named(column: str, cell: str) -> str:
    if column == "rule":
        return words.rule_name(cell)
    return str(REVERSALS[cell]) if column == "decision" else cell
