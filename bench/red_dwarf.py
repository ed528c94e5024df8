"""Runs in an environment of its own, where red-dwarf is: votes in by JSON, its answer out.

    python bench/red_dwarf.py < votes.json

It may import nothing of Parley.
"""

import json
import sys
import time

import numpy as np
from reddwarf.implementations.polis import run_pipeline


def main() -> None:
    votes = json.load(sys.stdin)
    begun = time.perf_counter()
    found = run_pipeline(votes=votes, random_state=1)
    seconds = time.perf_counter() - begun
    positions = {
        str(who): np.asarray(at).tolist() for who, at in found.participant_projections.items()
    }
    consensus = found.group_aware_consensus["agree"]
    json.dump(
        {
            "seconds": seconds,
            "groups": len(set(found.clusterer.labels_.tolist())) if found.clusterer else 0,
            "positions": positions,
            "consensus": {str(comment): float(value) for comment, value in consensus.items()},
            "labels": {
                str(who): int(label)
                for who, label in found.participants_df["cluster_id"].dropna().items()
            },
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
