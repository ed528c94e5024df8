"""The labelled text of others, which lies beside the checkout and never inside it."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "moderation"


def is_here() -> bool:
    return FOLDER.is_dir()


def records(name: str) -> Iterator[dict[str, Any]]:
    """The JSON objects of `name`.jsonl.gz; `Any`, for each file has fields of its own."""
    with gzip.open(FOLDER / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
