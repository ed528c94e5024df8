"""What an evaluation answers: one measure a row, with the data it was taken on."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Wish(StrEnum):
    """On which side of its target a value is as it should be."""

    AT_LEAST = "≥"
    AT_MOST = "≤"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`data` names the text and how many of it; `target` None: reported, nothing promised."""

    measure: str
    value: float
    data: str
    wish: Wish = Wish.AT_LEAST
    target: float | None = None

    @property
    def met(self) -> bool | None:
        """None: there is no target."""
        if self.target is None:
            return None
        return (
            self.value >= self.target if self.wish is Wish.AT_LEAST else self.value <= self.target
        )


_VERDICTS = {True: "yes", False: "MISSED", None: ""}


def as_markdown(title: str, rows: Iterable[Row]) -> str:
    lines = [
        f"## {title}",
        "",
        "| measure | value | target | met | data |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        target = "" if row.target is None else f"{row.wish} {row.target:g}"
        cells = (row.measure, f"{row.value:.4g}", target, _VERDICTS[row.met], row.data)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
