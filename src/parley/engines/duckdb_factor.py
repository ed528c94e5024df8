"""What the factor model says of tables of votes in DuckDB: each comment's row, each reader's."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parley.engines.duckdb_engine import DuckEngine
from parley.ranking.axis import PLACED_VOTES
from parley.ranking.factor_sides import SIDE_SQL, SIDES
from parley.ranking.votes import DISAGREE, PASS, RESPECT

_ANSWERS = (RESPECT, DISAGREE, PASS)


def comments(engine: DuckEngine) -> dict[str, NDArray[Any]]:
    """One row a comment, by number: name, intercept, factor, and, of the votes that are no
    history, `all_0` to `all_2` and for each side `side0_0` …: respects, disagreements, passes."""
    cells = [
        f"COUNT(*) FILTER (value = {answer} AND NOT history AND {whose}) AS {name}_{column}"
        for name, whose in (
            ("all", "TRUE"),
            *((f"side{one}", f"side = {one}") for one in range(SIDES)),
        )
        for column, answer in enumerate(_ANSWERS)
    ]
    engine.keep("sides", f"SELECT id, {SIDE_SQL} AS side FROM readers")
    engine.keep(
        "counted",
        f"""SELECT comment, {", ".join(cells)}
        FROM votes JOIN sides ON sides.id = votes.reader GROUP BY comment""",
    )
    found = engine.columns(
        """SELECT name, intercept, factor, counted.* EXCLUDE (comment)
        FROM comments_named JOIN counted ON counted.comment = comments_named.id
          JOIN comments ON comments.id = comments_named.id
        ORDER BY comments_named.id"""
    )
    return {name: np.asarray(column) for name, column in found.items()}


def readers(engine: DuckEngine) -> Iterator[tuple[str, float, float, int]]:
    """Name, factor, intercept and side (-1 for neither) of the readers with votes enough."""
    return (
        (str(name), float(factor), float(intercept), int(side))
        for name, factor, intercept, side in engine.rows(
            f"""SELECT name, factor, intercept, COALESCE({SIDE_SQL}, -1)
            FROM readers JOIN readers_named USING (id)
            WHERE n >= {PLACED_VOTES} ORDER BY id"""
        )
    )


def placed(engine: DuckEngine) -> int:
    """How many rows `readers` has."""
    return int(engine.row(f"SELECT COUNT(*) FROM readers WHERE n >= {PLACED_VOTES}")[0])
