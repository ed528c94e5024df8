"""Our own comments in romanised languages, and in Indian English that must pass."""

from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"


def training_lines() -> Iterator[tuple[str, str]]:
    """Language and text; "en" is English with words of those languages."""
    yield from _read(FOLDER / "romanised.txt")


def held_out_lines() -> Iterator[tuple[str, str]]:
    """Likewise, never trained or tuned on."""
    yield from _read(FOLDER / "held_out_romanised.txt")


def _read(path: Path) -> Iterator[tuple[str, str]]:
    language = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            language = line[1:-1]
        elif line.strip() and not line.startswith("# "):
            yield language, line
