"""The SQLite file: what it is allowed to be, how it is opened, and the one kind of transaction.

The header is read before connecting, so that a foreign file is never touched. One connection in rollback
journal mode (TRUNCATE) with synchronous=FULL: the file alone is always the whole truth, also when it is
mailed or copied while the program runs.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from icp_tui import paths
from icp_tui.errors import BadFile, SaveFailed
from icp_tui.store.file.connecting import connect
from icp_tui.store.file.failing import (
    code_of,
    emptied,
    gone,
    heed_interrupt,
    is_busy,
    is_emptied,
    not_saved,
    taken_place,
    unreadable,
)
from icp_tui.store.file.header import COMPAT, check_whole
from icp_tui.texts import say

if TYPE_CHECKING:
    import sqlite_utils

_PATIENCE = 0.25
"""Seconds for which a statement waits for another program that holds the file."""

_PRAGMAS = (
    "journal_mode=TRUNCATE",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={_PATIENCE * 1000:.0f}",
)


_STEPS = 100_000
"""Steps of SQLite between two calls of what `often` was given: some milliseconds."""

LONGEST_VALUE = 64_000_000
"""Bytes of one value or row: more is no answer but an attack or a defect."""


class Database:
    """One open workspace file. Reads any time, writes only inside `transaction`."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, why_read_only: str = "") -> None:
        """Wrap a connection that `open_database` made; `why_read_only` says why nothing can be written."""
        self.path = path
        self.why_read_only = why_read_only
        self.before_writing: Callable[[], bool] = _nothing_waits
        self._connection = connection
        self._file = _identity(path)
        self._is_new = is_emptied(path)
        connection.row_factory = sqlite3.Row

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return bool(self.why_read_only)

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """All rows of a query.

        Raises:
            BadFile: the file is damaged or gone.
        """
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            heed_interrupt(error)
            raise unreadable(self.path, error) from error

    def often(self, call: Callable[[], object]) -> None:
        """Call this every few milliseconds of a long statement, which ctrl+c can then end, too."""
        call_often(self._connection, call)

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
                do=self.why_read_only,
            )
        self.before_writing()
        self.check_still_there()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._roll_back()
                raise
            try:
                self._commit()
            except sqlite3.Error:
                self._roll_back()
                raise
        except sqlite3.Error as error:
            heed_interrupt(error)
            raise not_saved(self.path, error) from error

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            # A read of our own that began between its being told and now is told again.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not self.before_writing():
                raise
            self._connection.execute("COMMIT")

    def check_still_there(self) -> None:
        """See that the file is where it was opened: what is written elsewhere nobody would ever find.

        Raises:
            SaveFailed: it is gone, another is in its place, or something else has emptied it.
        """
        there = _identity(self.path)
        if there is None:
            raise gone(self.path)
        if there != self._file:
            raise taken_place(self.path)
        if is_emptied(self.path) and not self._is_new:
            raise emptied(self.path)

    def _roll_back(self) -> None:
        # A full disk or a lost lock can have ended the transaction already.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def tables(self) -> sqlite_utils.Database:
        """The same connection for schema work, through sqlite-utils."""
        import sqlite_utils  # noqa: PLC0415 - 100 ms, only when the schema is behind

        return sqlite_utils.Database(self._connection, execute_plugins=False)

    def copy_into(self, target: Path) -> None:
        """Write a whole copy of what is saved to `target`, where there must be no file yet.

        Works as long as the connection does, also where the file itself was deleted.

        Raises:
            FileExistsError: there is one.
            SaveFailed: it could not be written; what was written of it is taken away.
        """
        if target.exists():
            raise FileExistsError(target)
        try:
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            self._connection.execute("VACUUM INTO ?", (str(target),))
        except (sqlite3.Error, OSError, UnicodeError) as error:
            target.unlink(missing_ok=True)
            raise self._not_copied(target, error) from error

    def _not_copied(self, target: Path, error: Exception) -> SaveFailed:
        untouched = say("The workspace itself was not touched.")
        if is_busy(error):
            return SaveFailed(
                say("Could not write the copy {path}: another program holds the workspace.", path=target),
                means=untouched,
                do=say("Close the file there, or wait until that program has finished."),
            )
        return SaveFailed(
            say("Could not write the copy {path}: {error}.", path=target, error=error),
            means=untouched,
            do=say("Name another place, with room for {size} MB.", size=self._megabytes()),
        )

    def _megabytes(self) -> int:
        pages, size = (int(self.rows(f"PRAGMA {name}")[0][0]) for name in ("page_count", "page_size"))
        return pages * size // 1_000_000 + 1

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        # Also where the file was deleted or replaced meanwhile: nobody else needs an empty journal.
        if not self.read_only:
            _clear_journal(self.path)


def call_often(connection: sqlite3.Connection, call: Callable[[], object]) -> None:
    """Call this every few milliseconds while a statement runs, so that Python hears of ctrl+c meanwhile.

    The statement then ends with an error of SQLite, for `heed_interrupt`.
    """

    def look() -> bool:
        call()
        return False

    connection.set_progress_handler(look, _STEPS)


def _nothing_waits() -> bool:
    """Nothing else of ours reads the file."""
    return False


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file is at `path`: its device and inode; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _journal_of(path: Path) -> Path:
    """What SQLite keeps beside a file while it writes."""
    return path.with_name(f"{path.name}-journal")


def _clear_journal(path: Path) -> None:
    """Take away the empty journal that SQLite leaves in this mode; one that holds something is needed."""
    journal = _journal_of(path)
    try:
        if journal.stat().st_size == 0:
            journal.unlink()
    except OSError:
        # It is not there, or the folder cannot be written to; an empty journal does no harm.
        return


def open_database(path: Path, *, why_read_only: str = "") -> Database:
    """Open the existing workspace at `path`; for reading only where `why_read_only` says why.

    A file that cannot be written is opened for reading only, too.

    Raises:
        BadFile: not a workspace; its bytes are untouched.
    """
    header = check_whole(path)
    why = why_read_only or _newer(header.compat) or _unwritable(path)
    database = _connect(path, why_read_only=why)
    if header.cut_short:
        _settle(database)
    return database


def _settle(database: Database) -> None:
    """Undo the commit that was cut off, as SQLite does at the first read, and see whether all is there then.

    Raises:
        BadFile: its end is missing all the same.
    """
    try:
        database.rows("PRAGMA schema_version")
        check_whole(database.path, settled=True)
    except BadFile:
        database.close()
        raise


def _unwritable(path: Path) -> str:
    if not os.access(path, os.W_OK):
        return say("The file is write-protected. Copy it to a folder of your own and open the copy.")
    if not os.access(path.parent, os.W_OK):
        return say("Its folder is write-protected. Copy it to a folder of your own and open the copy.")
    try:
        os.lstat(_journal_of(path))
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return say("Its name is too long: what SQLite keeps beside it needs a longer one. Shorten it.")
    return ""


def _newer(compat: int) -> str:
    if compat <= COMPAT:
        return ""
    return say("A newer icp-tui made it, in a format that this one can only read. Use that one to change it.")


def create_database(path: Path, fill: Callable[[Database], None]) -> None:
    """Make a new workspace at `path`, readable by its owner only, with the tables that `fill` makes.

    It appears under its name only when it is whole. Where another process was faster, its file stands.

    Raises:
        BadFile: no file can be made there.
    """
    try:
        paths.make_private(path.parent)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".new", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise _cannot_make(path, error) from error
    unfinished = Path(name)
    try:
        database = _connect(unfinished)
        try:
            fill(database)
        finally:
            database.close()
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
    except (BadFile, SaveFailed) as error:
        if not isinstance(error.__cause__, sqlite3.Error):
            raise
        # It speaks of the unfinished file, of which nobody knows.
        raise _cannot_make(path, error.__cause__) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _cannot_make(path: Path, error: OSError | sqlite3.Error) -> BadFile:
    if code_of(error) == sqlite3.SQLITE_FULL:
        why = say("its disk is full")
    else:
        why = getattr(error, "strerror", None) or str(error)
    return BadFile(
        say("Cannot make {path}: {error}.", path=path, error=why),
        means=say("Nothing was written."),
        do=say("Name a file in a folder that you can write to, with room on its disk."),
    )


def _connect(path: Path, *, why_read_only: str = "") -> Database:
    try:
        connection = connect(path, "ro" if why_read_only else "rw", patience=_PATIENCE)
    except sqlite3.Error as error:
        raise unreadable(path, error) from error
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        for pragma in _PRAGMAS[2:] if why_read_only else _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error as error:
        connection.close()
        raise unreadable(path, error) from error
    return Database(connection, path, why_read_only=why_read_only)
