"""Resolves pyproject.toml into the hash-pinned lock files; `--upgrade` takes newer versions."""

import subprocess
import sys

from scripts.install_python import ROOT, VENV, uv_environment

# The lock names no index, so it installs from whichever one the machine is given.
COMPILE = ["pip", "compile", "--quiet", "--universal", "--generate-hashes"]
COMPILE += ["--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11"]
COMPILE += ["--custom-compile-command", "make lock"]


def main(arguments: list[str]) -> None:
    """Writes run.txt (the program) and dev.txt (with everything make check and test need)."""
    uv = [str(VENV / "bin" / "uv"), *COMPILE, *arguments]
    for file, sources in {
        "uv.txt": ["requirements/uv.in"],
        "run.txt": ["pyproject.toml"],
        "dev.txt": ["--extra", "dev", "pyproject.toml"],
    }.items():
        command = [*uv, *sources, "--output-file", f"requirements/{file}"]
        subprocess.run(
            command, cwd=ROOT, env=uv_environment(), check=True, stdout=subprocess.DEVNULL
        )


if __name__ == "__main__":
    main(sys.argv[1:])
