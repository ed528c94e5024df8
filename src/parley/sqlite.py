"""Puts the bundled SQLite in place of Python's before Django loads it.

SQLite 3.7.0–3.51.2 can corrupt a WAL file that several processes share
(research/platform.md 3); the pysqlite3 wheel carries a mended one.
"""

import sys

import pysqlite3
from pysqlite3 import dbapi2


def use_bundled() -> None:
    """Make `import sqlite3` mean the bundled library, for the whole process."""
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2
