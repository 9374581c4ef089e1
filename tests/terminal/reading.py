"""What a workspace file holds, read as any other program reads it: read-only, by the sqlite3 module alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def column(path: Path, sql: str) -> list[Any]:
    """The first column of a query."""
    return [row[0] for row in rows(path, sql)]


def is_whole(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file.

    It must have been opened once after a kill: a transaction that was cut off is rolled back then, and only
    who may write can do that.
    """
    return column(path, "PRAGMA integrity_check") == ["ok"]
