"""`make eval`: every table, each measured now."""

import importlib
import sys

from training.evaluation import reference_data
from training.evaluation.table import as_markdown

# In the order in which a comment meets the rules. Each module has `rows()`.
TABLES = {
    "Language": "language",
    "Full sentences": "sentences",
    "Abuse and persons": "abuse",
    "Disguised words": "evasion",
    "Personal data": "privacy",
    "Spam and copies": "spam",
    "Relevance": "relevance",
}


def main() -> None:
    if not reference_data.is_here():
        sys.exit(
            f"The reference data are not at {reference_data.FOLDER}. training/README.md says "
            "which they are and where they come from."
        )
    for title, name in TABLES.items():
        rows = importlib.import_module(f"training.evaluation.{name}").rows()
        print(as_markdown(title, rows), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
