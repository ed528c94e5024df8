"""Counts in how many texts a word is, by which the rule `relevance` weighs it.

`python -m training.relevance` writes the file that ships. Only counts of others' texts are
in it, and only of the parts that train.
"""

from collections import Counter
from math import log

from parley.policy import relevance
from training.spam import others

# In fewer texts than this a word is as rare as any that is in none.
_LEAST_TEXTS = 8


def main() -> None:
    texts = [each.text for each in others(training=True) if each.source != "sms"]
    counts = Counter(
        stem for text in texts for stem in set(map(relevance.stem, relevance.words_of(text)))
    )
    rarity = {
        stem: log(len(texts) / count) for stem, count in counts.items() if count >= _LEAST_TEXTS
    }
    rows = sorted(rarity.items(), key=lambda pair: (round(pair[1], 1), pair[0]))
    lines = [
        f"# Made by training/relevance.py from {len(texts)} texts.",
        *(f"{stem}\t{weight:.1f}" for stem, weight in rows),
    ]
    relevance.FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rarity)} words from {len(texts)} texts, in {relevance.FILE}.")


if __name__ == "__main__":
    main()
