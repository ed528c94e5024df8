"""Pages of long lists: a cursor says after which row the next page begins."""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from parley.errors import BadField

if TYPE_CHECKING:
    from parley.api.moderation.schemas import Paging

Row = TypeVar("Row")

DEFAULT_LIMIT, MOST = 50, 100
LONGEST = 200


class Page(Generic[Row]):
    """Rows, and the cursor of those after them; None on the last page."""

    def __init__(
        self, rows: "QuerySet[Any]", limit: int, *, place: Callable[[Row], Sequence[Any]]
    ) -> None:
        found: list[Row] = list(rows[: limit + 1])
        self.rows = found[:limit]
        self.next = _written(place(found[limit - 1])) if len(found) > limit else None


def by_moment(
    rows: "QuerySet[Any]", paging: "Paging", *, field: str, newest: bool = False
) -> Page[Any]:
    """The page that is asked for, in the order of a moment that every row has."""
    beyond, sign = ("lt", "-") if newest else ("gt", "")
    place = read(paging.cursor, (datetime, int))
    if place is not None:
        moment, pk = place
        behind = Q(**{f"{field}__{beyond}": moment})
        rows = rows.filter(behind | Q(**{field: moment, f"pk__{beyond}": pk}))
    return Page(
        rows.order_by(f"{sign}{field}", f"{sign}pk"),
        paging.limit,
        place=lambda row: (getattr(row, field), row.pk),
    )


def read(cursor: str, kinds: Sequence[type]) -> list[Any] | None:
    """What the cursor names, as values of these kinds; None for "". Raises BadField."""
    if not cursor:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if not isinstance(values, list) or len(values) != len(kinds):
            raise BadField("cursor", "Use the cursor as it was given.")
        return [_value(value, kind) for value, kind in zip(values, kinds, strict=True)]
    except (ValueError, RecursionError) as error:
        raise BadField("cursor", "Use the cursor as it was given.") from error


def _value(value: object, kind: type) -> Any:
    if kind is datetime and isinstance(value, str):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment
    elif kind is int and isinstance(value, int) and abs(value) < 2**63:
        return value
    raise ValueError(value)


def _written(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode()
