"""Refuses to run where data would be in danger, or where nothing could be judged."""

import sqlite3

from django.conf import settings
from django.core.checks import CheckMessage, Error

from parley.errors import ModelUnavailable
from parley.policy import scoring, spam
from parley.policy.language_model import language_model

# The WAL-reset bug was mended in 3.51.3 (research/platform.md 3).
SAFE_SQLITE = (3, 51, 3)


def check_sqlite_version(**_options: object) -> list[CheckMessage]:
    """A SQLite that may corrupt a WAL file shared by several processes is an error."""
    if "sqlite3" not in settings.DATABASES["default"]["ENGINE"]:
        return []
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        Error(
            f"SQLite {sqlite3.sqlite_version} can corrupt a database that several processes use.",
            hint="Install the pysqlite3 wheel (it is among Parley's dependencies).",
            id="parley.E001",
        )
    ]


def check_policy_models(**_options: object) -> list[CheckMessage]:
    """A model that is missing or damaged is an error: nothing could be judged without it."""
    try:
        scoring.model_version()
        spam.weights()
        language_model()
    except ModelUnavailable as fault:
        mend = "Install Parley anew, or give PARLEY_POLICY_MODEL a folder with a whole model."
        return [Error(str(fault), hint=mend, id="parley.E002")]
    return []
