"""Fills .venv with exactly what the lock file says; runs on a bare Python 3.11."""

import ast
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = ".venv/bin/python"

# uv does not read pip's configuration. A machine whose pip goes through a
# mirror should need no second set of settings: pip's names, and uv's.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}


def pip_configuration() -> dict[str, str]:
    """What pip is told by its files and the environment, the latter winning."""
    listing = run(f"{PYTHON} -m pip config list")
    lines = [line.partition("=") for line in listing.splitlines() if "=" in line]
    from_files = {name.partition(".")[2]: value for name, _, value in lines if name[0] != ":"}
    from_environment = {
        name.removeprefix(":env:."): value for name, _, value in lines if name[0] == ":"
    }
    merged = {**from_files, **from_environment}
    return {name: str(ast.literal_eval(value)) for name, value in merged.items()}


def uv_environment() -> dict[str, str]:
    """The environment for uv: pip's sources of packages, unless uv was told its own."""
    environment = dict(os.environ)
    if not any(name.startswith("UV_") and "INDEX" in name for name in environment):
        for name, value in pip_configuration().items():
            words = value.split()
            if name == "find-links":
                # Where pip passes over a folder that is not there, uv gives up.
                words = [word for word in words if "://" in word or Path(word).exists()]
            if name in PIP_TO_UV and words:
                separator = "," if name == "find-links" else " "
                environment.setdefault(PIP_TO_UV[name], separator.join(words))
    # Every file is pinned by hash, so it does not matter which index has it.
    environment.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    environment["UV_PYTHON_DOWNLOADS"] = "never"
    environment["VIRTUAL_ENV"] = str(VENV)
    return environment


def run(command: str, environment: dict[str, str] | None = None) -> str:
    """The command's output; one that fails ends the installation with its own message."""
    done = subprocess.run(
        command.split(),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"Failed: {command}")
    return done.stdout


def main() -> None:
    """Makes .venv, installs uv by pip, everything else by uv, and Parley itself editable."""
    if not (ROOT / PYTHON).exists():
        print("Making .venv")
        venv.create(VENV, with_pip=True)
    run(f"{PYTHON} -m pip install -qq --require-hashes -r requirements/uv.txt")
    print("Installing Python packages")
    environment = uv_environment()
    run(".venv/bin/uv pip sync --quiet --require-hashes requirements/dev.txt", environment)
    # Its build backend is among the locked packages: no second, unpinned download.
    editable = ".venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable ."
    run(editable, environment)


if __name__ == "__main__":
    main()
