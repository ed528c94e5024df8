"""How long the house policy takes: `make bench`."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
WORDS = """
    council road river money people bridge wait never should think because government plan school
    water build ask vote city answer the of and to in is that it for on with as was at by
    """.split()  # noqa: SIM905 - It reads as the text that it makes.
COMMENTS, WORDS_EACH = 600, (10, 50, 200)
LINES = 3_000


def main() -> None:
    began = time.perf_counter()
    _decide("The council has published the figures.")
    print(f"start to first decision: {time.perf_counter() - began:.2f} s")
    print(f"memory after it: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")
    print("| tier | words | p50 ms | p99 ms |\n|---|---|---|---|")
    _latencies("first")
    second = ROOT / "models" / "transformer"
    if second.is_dir():
        from parley.policy import scoring  # noqa: PLC0415

        scoring.use_second_tier(second)
        _latencies("both")
    print(f"\n`parley check --jsonl`: {_throughput():.0f} comments of 50 words a second")


def _decide(text: str) -> None:
    # Imported here, as the first decision pays for it.
    from parley.policy.decide import decide  # noqa: PLC0415
    from parley.policy.site_rules import SiteRules  # noqa: PLC0415
    from parley.policy.submission import Submission  # noqa: PLC0415

    decide(Submission(text=text, now=datetime.now(UTC)), SiteRules())


def _latencies(tier: str) -> None:
    random = Random(0)
    for words in WORDS_EACH:
        taken = []
        for _ in range(COMMENTS):
            text = _text(random, words)
            began = time.perf_counter()
            _decide(text)
            taken.append((time.perf_counter() - began) * 1000)
        taken.sort()
        print(
            f"| {tier} | {words} | {taken[len(taken) // 2]:.2f} | {taken[-len(taken) // 100]:.2f} |"
        )


def _text(random: Random, words: int) -> str:
    return " ".join(random.choices(WORDS, k=words)).capitalize() + "."


def _throughput() -> float:
    random = Random(1)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps({"text": _text(random, 50)}) + "\n" for _ in range(LINES))
        file.flush()
        command = [str(Path(sys.executable).with_name("parley")), "check", "--jsonl", file.name]
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
        return LINES / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
