"""The SQLite file: what it is allowed to be, how it is opened, and the one kind of transaction.

The header is read before connecting, so that a foreign file is never touched. One connection in rollback
journal mode (TRUNCATE) with synchronous=FULL: the file alone is always the whole truth, also when it is
mailed or copied while the program runs.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.texts import say

if TYPE_CHECKING:
    import sqlite_utils

APPLICATION_ID = 0x49435054
"""“ICPT” in the header: the file is a workspace of ours."""

COMPAT = 1
"""The format of the file (user_version). A higher number can be read by us, not written."""

_MAGIC = b"SQLite format 3\0"
_PRAGMAS = (
    "journal_mode=TRUNCATE",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=250",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)


class Database:
    """One open workspace file. Reads any time, writes only inside `transaction`."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
        """Wrap a connection that `open_database` made."""
        self.path = path
        self.read_only = read_only
        self._connection = connection
        connection.row_factory = sqlite3.Row

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """All rows of a query.

        Raises:
            BadFile: the file is damaged or gone.
        """
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _unreadable(self.path, error) from error

    def execute(self, sql: str, *values: object) -> int:
        """One writing statement, inside a transaction; gives the id of the row that it inserted.

        `INSERT … RETURNING` is not for here: reading its row would leave the statement open.
        """
        if not self._connection.in_transaction:
            raise RuntimeError("a write outside of a transaction")
        return self._connection.execute(sql, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is written inside is on the disk when the block ends, or none of it is.

        Raises:
            SaveFailed: nothing was written; what to do stands in the error.
        """
        if self.read_only:
            raise SaveFailed(
                say("{path} is open for reading only.", path=self.path),
                means=say("Nothing was changed in the file."),
                do=say("Copy it to a folder that you can write to and open the copy."),
            )
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._roll_back()
                raise
            try:
                self._connection.execute("COMMIT")
            except sqlite3.Error:
                self._roll_back()
                raise
        except sqlite3.Error as error:
            raise self._not_saved(error) from error

    def _not_saved(self, error: sqlite3.Error) -> SaveFailed:
        if not self.path.exists():
            return SaveFailed(
                say("Could not save: the file {path} is gone.", path=self.path),
                means=say("It was deleted, moved or renamed while it was open."),
                do=say("Put it back under this name."),
            )
        return SaveFailed(
            say("Could not save to {path}: {error}.", path=self.path, error=error),
            means=say("Nothing of it was written; the file is as it was before."),
            do=say("Make room on the disk, or close other programs that use the file."),
        )

    def _roll_back(self) -> None:
        # A full disk or a lost lock can have ended the transaction already.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def tables(self) -> sqlite_utils.Database:
        """The same connection for schema work, through sqlite-utils."""
        import sqlite_utils  # noqa: PLC0415 - 100 ms, only when the schema is behind

        return sqlite_utils.Database(self._connection, execute_plugins=False)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def open_database(path: Path) -> Database:
    """Open the existing workspace at `path`.

    A file of a newer format, or one that cannot be written, is opened for reading only.

    Raises:
        BadFile: not a workspace; its bytes are untouched.
    """
    compat = _check_header(path)
    read_only = compat > COMPAT or not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK)
    return _connect(path, read_only=read_only)


def create_database(path: Path, fill: Callable[[Database], None]) -> None:
    """Make a new workspace at `path`, readable by its owner only, with the tables that `fill` makes.

    It appears under its name only when it is whole. Where another process was faster, its file stands.

    Raises:
        BadFile: no file can be made there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".new", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise _cannot_make(path, error) from error
    unfinished = Path(name)
    try:
        database = _connect(unfinished, read_only=False)
        try:
            fill(database)
        finally:
            database.close()
            # SQLite leaves the empty journal of this mode behind.
            Path(f"{name}-journal").unlink(missing_ok=True)
        try:
            os.link(unfinished, path)
        except FileExistsError:
            return
        except OSError:
            # A file system without hard links, such as a memory stick's.
            if not path.exists():
                unfinished.replace(path)
    except OSError as error:
        raise _cannot_make(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _cannot_make(path: Path, error: OSError) -> BadFile:
    return BadFile(
        say("Cannot make {path}: {error}.", path=path, error=error.strerror or error),
        means=say("Nothing was written."),
        do=say("Name a file in a folder that you can write to."),
    )


def _connect(path: Path, *, read_only: bool) -> Database:
    mode = "ro" if read_only else "rw"
    try:
        connection = sqlite3.connect(
            f"file:{quote(os.fsencode(path))}?mode={mode}", uri=True, isolation_level=None
        )
        for pragma in _PRAGMAS[2:] if read_only else _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error as error:
        raise _unreadable(path, error) from error
    return Database(connection, path, read_only=read_only)


def _check_header(path: Path) -> int:
    """The format number in the header of an existing file."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise BadFile(
            say("Cannot open {path}: {error}.", path=path, error=error.strerror or error),
            means=say("The file was not touched."),
            do=say("Check the name and that you may read it."),
        ) from error
    if header[:16] != _MAGIC or len(header) < 100:
        raise BadFile(
            say("{path} is empty.", path=path)
            if not header
            else say("{path} is not an icp-tui workspace.", path=path),
            means=say("The file was not touched."),
            do=say("If it held a workspace, take it from a backup; to start anew, name another file."),
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise BadFile(
            say("{path} is a database of another program.", path=path),
            means=say("The file was not touched."),
            do=say("Open an icp-tui workspace, or name a new file to start one."),
        )
    pages, page = int.from_bytes(header[28:32], "big"), int.from_bytes(header[16:18], "big")
    if pages * (65536 if page == 1 else page) > path.stat().st_size:
        raise BadFile(
            say("{path} is cut short: its end is missing.", path=path),
            means=say("The file was not touched; what it still holds is not lost yet."),
            do=say("Take it from a backup, or copy it again from where it came."),
        )
    return int.from_bytes(header[60:64], "big")


def _unreadable(path: Path, error: sqlite3.Error) -> BadFile:
    return BadFile(
        say("Cannot read {path}: {error}.", path=path, error=error),
        means=say("Nothing was changed."),
        do=say("If another program uses the file, close it; if the file is damaged, take a backup."),
    )
