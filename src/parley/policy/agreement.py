"""How well several judgements of the same things agree."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence


def agreed(units: Iterable[Sequence[Hashable]]) -> tuple[int, int]:
    """Of all pairs of judgements of the same unit, how many are alike; and how many there are."""
    alike = pairs = 0
    for unit in units:
        size = len(unit)
        pairs += size * (size - 1) // 2
        alike += sum(count * (count - 1) // 2 for count in Counter(unit).values())
    return alike, pairs


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for names: 1 where all agree, 0 where it could be chance, less
    where they contradict each other. None where nothing was judged twice, or all judgements
    are one and the same, so that chance would agree too.

    Units may have any number of judgements; those with one do not count. With coincidences
    o(c, k), where each ordered pair of a unit with m judgements counts 1 / (m - 1), and their
    margins n(c), it is 1 - (n - 1) * sum of o(c, k) / sum of n(c) n(k), both over c other than k.

    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C;
    "Content Analysis", 4th ed. (2018), chapter 12.
    """
    margins = defaultdict[Hashable, float](float)
    differing = 0.0
    for unit in units:
        size, counts = len(unit), Counter(unit)
        if size < 2:  # A pair.
            continue
        differing += sum(count * (size - count) for count in counts.values()) / (size - 1)
        for value, count in counts.items():
            margins[value] += count
    total = sum(margins.values())
    by_chance = total * total - sum(margin * margin for margin in margins.values())
    if by_chance == 0:
        return None
    return 1 - (total - 1) * differing / by_chance
