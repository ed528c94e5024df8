"""How long the house policy takes, and how much memory: `make bench`."""

import json
import os
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
# `parley check --jsonl`: more lines must not take more memory.
LINES = (1_000, 100_000)
TEXTS = 3_000


def main() -> None:
    asked = _asked_for()
    if not asked:
        _times()
    print("`parley check --jsonl`, first tier, 50 words a comment\n")
    print("| lines | a second of CPU | peak memory MB |\n|---|---|---|")
    for lines in asked or LINES:
        rate, memory = _throughput(lines)
        print(f"| {lines:,} | {rate:.0f} | {memory:.0f} |", flush=True)


def _times() -> None:
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
    print()


def _asked_for() -> tuple[int, ...]:
    """`--lines 1000000` measures that alone."""
    return (int(sys.argv[2]),) if sys.argv[1:2] == ["--lines"] else ()


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


def _throughput(lines: int) -> tuple[float, float]:
    """Comments a second of CPU, start included, and the most memory in MB.

    CPU time, as on a machine with other work the clock on the wall says nothing. The texts
    are few and repeated, so that the file is quickly made.
    """
    random = Random(1)
    texts = [json.dumps({"text": _text(random, 50)}) + "\n" for _ in range(TEXTS)]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(texts[number % TEXTS] for number in range(lines))
        file.flush()
        command = [str(Path(sys.executable).with_name("parley")), "check", "--jsonl", file.name]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603
            _pid, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"`parley check` ended with {process.returncode}.")
    return lines / (used.ru_utime + used.ru_stime), used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
