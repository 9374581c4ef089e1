"""A workspace file as an older version of the program has left it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

NEWER = ("settles", "came")
"""Columns of the log that the second migration brought, with the table `forgotten` and an index."""


def make_older(path: Path) -> None:
    """Take away all that the newest migration brought, and the last column of a record's table."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE forgotten")
        for index in ("change_by_parent", "change_that_came", "change_by_merge"):
            connection.execute(f"DROP INDEX {index}")
        for column in NEWER:
            connection.execute(f"ALTER TABLE change DROP COLUMN {column}")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name > 'm002'")
        connection.execute(f"ALTER TABLE profile DROP COLUMN {_last_column(connection, 'profile')}")
        connection.execute("UPDATE about SET value = 'older' WHERE name = 'shape'")


def _last_column(connection: sqlite3.Connection, table: str) -> str:
    return str(connection.execute(f"PRAGMA table_info({table})").fetchall()[-1][1])


def age_of(path: Path) -> str:
    """`older`, `current`, or what of both is there."""
    with closing(sqlite3.connect(path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
        columns = {row[1] for row in connection.execute("PRAGMA table_info(change)")}
        found = {
            "forgotten": "forgotten" in tables,
            "index": "change_by_parent" in tables,
            **{name: name in columns for name in NEWER},
            "noted": bool(
                connection.execute("SELECT 1 FROM _sqlite_migrations WHERE name > 'm002'").fetchall()
            ),
            "shape": connection.execute("SELECT value FROM about WHERE name = 'shape'").fetchone()[0]
            != "older",
        }
    if len(set(found.values())) == 1:
        return "current" if found["noted"] else "older"
    return str(found)
