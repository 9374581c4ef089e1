"""The one way in which SQLite is asked for a file: by its path alone, with nothing of it trusted.

Whatever is read is harmless text, also where another program wrote it; and what SQLite says of a damaged
file is an error of SQLite, also where the names in it are no text.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NoReturn
from urllib.parse import quote

from icp_tui.method.safe import safe_text, text_of_file


class _Cursor(sqlite3.Cursor):
    """A cursor whose errors are SQLite's: Python fails on words of SQLite that are no UTF-8."""

    def execute(self, sql: str, parameters: Any = (), /) -> _Cursor:
        try:
            super().execute(sql, parameters)
        except UnicodeDecodeError as error:
            _raise(error)
        return self

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except UnicodeDecodeError as error:
            _raise(error)

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except UnicodeDecodeError as error:
            _raise(error)

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except UnicodeDecodeError as error:
            _raise(error)


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        return self.cursor().execute(sql, parameters)  # type: ignore[no-any-return]


def connect(
    path: Path,
    mode: Literal["ro", "rw"] = "ro",
    *,
    unchanging: bool = False,
    patience: float = 5.0,
    any_thread: bool = False,
) -> sqlite3.Connection:
    """A connection to the file at `path`, which must be there.

    To an `unchanging` file, which nobody writes to, no lock is taken and no journal looked for. A statement
    waits with `patience`, in seconds, for another program that holds the file. `any_thread` may use it, one
    at a time.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    more = "&immutable=1" if unchanging else ""
    connection = sqlite3.connect(
        f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}{more}",
        uri=True,
        isolation_level=None,
        timeout=patience,
        check_same_thread=not any_thread,
        factory=_Connection,
    )
    connection.text_factory = text_of_file
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def reading(path: Path, *, unchanging: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection that can only read, for any thread, closed afterwards; as of `connect`."""
    connection = connect(path, unchanging=unchanging, any_thread=True)
    try:
        yield connection
    finally:
        connection.close()


def _raise(error: UnicodeDecodeError) -> NoReturn:
    told = sqlite3.DatabaseError(safe_text(error.object.decode("utf-8", "replace")))
    # Only names out of the file can be no text.
    told.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    raise told from error
