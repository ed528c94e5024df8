"""Databases of our own, as other programs make them."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

# As Isso's isso/db/threads.py and comments.py create them.
ISSO = """
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (
    tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL,
    modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR,
    email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0,
    voters BLOB NOT NULL, notification INTEGER DEFAULT 0);
"""
# As Waline's assets/waline.sqlite has them.
WALINE = """
CREATE TABLE wl_Comment (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, user_id INTEGER DEFAULT NULL, comment TEXT,
    insertedAt TIMESTAMP DEFAULT (datetime(CURRENT_TIMESTAMP, 'localtime')) NOT NULL,
    ip VARCHAR(100) DEFAULT '', link VARCHAR(255), mail VARCHAR(255), nick VARCHAR(255),
    pid INT, rid INT, sticky NUMERIC, status VARCHAR(50) NOT NULL DEFAULT '', "like" INT,
    ua TEXT, url VARCHAR(255), createdAt TIMESTAMP, updatedAt TIMESTAMP);
CREATE TABLE wl_Counter (id INTEGER PRIMARY KEY, time INTEGER, url VARCHAR(255));
CREATE TABLE wl_Users (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, display_name VARCHAR(255), email VARCHAR(255),
    password VARCHAR(255), type VARCHAR(50), label VARCHAR(255), url VARCHAR(255),
    avatar VARCHAR(255), github VARCHAR(255));
"""


def database(path: Path, schema: str, tables: dict[str, Sequence[dict[str, Any]]]) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(schema)
        for table, rows in tables.items():
            for row in rows:
                names = ", ".join(f'"{name}"' for name in row)
                places = ", ".join("?" for _name in row)
                connection.execute(
                    f'INSERT INTO "{table}" ({names}) VALUES ({places})', list(row.values())
                )
    return path
