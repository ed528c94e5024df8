"""Serves the demo newsroom and starts it anew whenever a source file has changed."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WATCHED = ("src/parley", "demo", "widget/src")
SUFFIXES = {".css", ".html", ".js", ".json", ".py", ".ts", ".txt"}
LOOK_EVERY_SECONDS = 0.5
# Built from widget/src: to watch it would restart for ever.
BUILT = ROOT / "src/parley/static/parley/widget"


def newest() -> float:
    """When the last change of a source file was."""
    files = (file for folder in WATCHED for file in (ROOT / folder).rglob("*.*"))
    sources = (file for file in files if file.suffix in SUFFIXES and BUILT not in file.parents)
    return max(file.stat().st_mtime for file in sources)


def main(port: str) -> None:
    """Runs until interrupted; a version that does not start is tried again after a change."""
    while True:
        subprocess.run(["make", "--no-print-directory", "-s", "setup"], cwd=ROOT, check=False)
        seen = newest()
        server = subprocess.Popen([sys.executable, "-m", "demo", "--port", port], cwd=ROOT)
        try:
            while newest() == seen:
                time.sleep(LOOK_EVERY_SECONDS)
        except KeyboardInterrupt:
            server.wait()
            return
        print("A source file has changed.", flush=True)
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(sys.argv[1])
