"""Putting a backup, or any workspace file, in the workspace's place: the old one or the new, never between.

What was there is kept: as a backup where it can be read, else beside it under another name with all that
belonged to it. The new file is a checked copy that takes the place in one step, at which no journal of
another file is left to be rolled back into it. Who was forgotten since stays forgotten, unless asked for.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from icp_tui import paths
from icp_tui.errors import BadFile, SaveFailed
from icp_tui.files import BESIDE, sync, sync_names
from icp_tui.store.file.abandoned import is_unfinished_file
from icp_tui.store.file.connecting import connect, reading
from icp_tui.store.file.database import Database, open_database
from icp_tui.store.file.header import COMPAT, check_whole
from icp_tui.store.file.locks import FileLock
from icp_tui.store.file.setting_aside import BEFORE_RESTORING, WHOLE, copy_whole, set_aside
from icp_tui.store.log.schema import foreign_objects, is_current, unknown_migrations
from icp_tui.store.recovery.shape import misshapen
from icp_tui.store.recovery.staying_forgotten import forgotten_in, keep_forgotten
from icp_tui.store.safety.backups import Backup, make_backup
from icp_tui.store.work.admission import missing_tables, pages_at_fault
from icp_tui.texts import say

_ENDING = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: the workspace, and where what was there before is kept, if anything was.

    Attributes:
        backup: the backup of what was there, where it could be read.
        aside: the file beside the workspace that what was there is now, where it could not.
        forgotten: the names of the clients in it that had been forgotten since; they are forgotten again,
            unless they were to come back.
    """

    path: Path
    backup: Backup | None = None
    aside: Path | None = None
    forgotten: tuple[str, ...] = ()


def restore(
    workspace: Path,
    source: Path,
    *,
    with_forgotten: bool = False,
    now: dt.datetime | None = None,
    told: Callable[[int], None] | None = None,
) -> Restored:
    """Put a copy of `source` at `workspace`, which nobody may have open; `told` hears the bytes copied.

    Clients that were forgotten since are forgotten in it, too; `with_forgotten` brings them back.

    Raises:
        InUse: another process, or this one, has the workspace open.
        BadFile: `source` is no workspace or is damaged; nothing was changed.
        SaveFailed: no copy can be made there, or nobody forgotten in it; nothing was changed.
    """
    path, at = workspace.expanduser().resolve(), now or dt.datetime.now(dt.UTC)
    check_whole(source)
    if path.exists() and source.samefile(path):
        raise BadFile(
            say("{path} is the workspace itself.", path=source),
            means=say("Nothing was changed."),
            do=say("Name a backup; `icp-tui backups` lists them."),
        )
    try:
        paths.make_private(path.parent)
        lock = FileLock.take(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        return _restored(path, source, at, told, with_forgotten=with_forgotten)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        lock.release()


def _restored(
    path: Path,
    source: Path,
    at: dt.datetime,
    told: Callable[[int], None] | None,
    *,
    with_forgotten: bool,
) -> Restored:
    for abandoned in path.parent.glob(f".*{_ENDING}*"):
        # Whoever was killed while writing it does not hold the lock.
        if is_unfinished_file(abandoned.name, path.name):
            abandoned.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=_ENDING, dir=path.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        with _held_still(source):
            copy_whole(source, unfinished, told)
        _check_copied(unfinished, source)
        # The backup first: to make it, what a killed program left half done is taken back.
        backup = _backed_up(path, at) if path.exists() else None
        forgotten = keep_forgotten(unfinished, forgotten_in(path), with_forgotten=with_forgotten)
        sync(unfinished)
        aside = set_aside(path, BEFORE_RESTORING, at, BESIDE if backup else WHOLE)
        unfinished.replace(path)
        sync_names(path.parent)
    finally:
        for ending in WHOLE:
            unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
    return Restored(path, backup, None if backup else aside, forgotten)


@contextmanager
def _held_still(source: Path) -> Iterator[None]:
    """Nobody writes to the file while it is copied, though somebody may have it open."""
    with reading(source) as connection:
        # What cannot be read without writing, such as what a kill left half done, nobody writes to either.
        with suppress(sqlite3.Error):
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        yield


def _check_copied(copy: Path, source: Path) -> None:
    """Bring the copy to what was saved last, read all of it, and leave nothing beside it.

    Raises:
        BadFile: it is not whole, lacks a table, or holds what is never in a workspace.
    """
    connection = connect(copy, "rw")
    do = say("Take another backup; `icp-tui backups` lists them.")
    try:
        connection.execute("PRAGMA journal_mode=TRUNCATE")
        wrong = pages_at_fault(lambda sql: [row[0] for row in connection.execute(sql)], thorough=True)
    except sqlite3.Error as error:
        wrong = str(error)
    finally:
        connection.close()
    if not wrong:
        database = open_database(copy, why_read_only=say("It is only looked at."))
        try:
            wrong = ", ".join(foreign_objects(database))
            if not wrong and not _is_newer(database):
                wrong = ", ".join(
                    misshapen(database)
                    if is_current(database)
                    else [
                        say("the table {table} is missing", table=table) for table in missing_tables(database)
                    ]
                )
                do = say(
                    "Copy it and repair the copy (`icp-tui -w COPY repair`), or take another backup;"
                    " `icp-tui backups` lists them."
                )
        finally:
            database.close()
    if wrong:
        raise BadFile(
            say("{path} cannot be restored: {wrong}.", path=source, wrong=wrong),
            means=say("Nothing was changed; the workspace is as it was."),
            do=do,
        )


def _is_newer(database: Database) -> bool:
    """Whether a newer program made the file, which may keep its things elsewhere."""
    return bool(database.rows("PRAGMA user_version")[0][0] > COMPAT or unknown_migrations(database))


def _backed_up(path: Path, at: dt.datetime) -> Backup | None:
    """The backup of the file, without what a killed program left half done; None where there can be none."""
    try:
        database = open_database(path)
    except BadFile:
        return None
    try:
        # The first read takes back what was left half done.
        if pages_at_fault(lambda sql: [row[0] for row in database.rows(sql)]):
            return None
        return make_backup(database, at)
    except (BadFile, SaveFailed):
        return None
    finally:
        database.close()


def _cannot_write(path: Path, error: OSError) -> SaveFailed:
    return SaveFailed(
        say("Could not restore {path}: {error}.", path=path, error=error.strerror or error),
        means=say("Nothing was changed; what was there is there."),
        do=say("Make room on that disk, and see that its folder can be written to."),
    )
