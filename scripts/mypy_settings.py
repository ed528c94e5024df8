"""Parley's settings as the type checker reads them: with a key, and with the demo's models."""

import os

os.environ["PARLEY_SECRET_KEY"] = "only-for-types-" * 4
os.environ["PARLEY_DEMO"] = "1"

from parley.settings import *  # noqa: F403  (the environment must be set first)
