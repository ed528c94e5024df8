"""Whether work grows with its input, or with its input's square; no clock is compared."""

import time
from collections.abc import Callable

# Below this much processor time, in seconds, noise is larger than what is measured.
LEAST = 0.02


def grows_less_than_squarely(do: Callable[[int], object], small: int, large: int) -> bool:
    """Half-way between linear and square, geometrically, over the two sizes of input.

    Processor time of this process is taken, and the better of two runs, so that what
    else the machine does hardly counts.
    """
    most: float = max(_seconds(do, small), LEAST) * (large / small) ** 1.5
    return _seconds(do, large) < most


def _seconds(do: Callable[[int], object], size: int) -> float:
    def once(size: int) -> float:
        began = time.process_time()
        do(size)
        return time.process_time() - began

    # Not twice the same, which might be remembered.
    return min(once(size), once(size + 1))
