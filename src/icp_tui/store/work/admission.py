"""What it takes for a file to become the open workspace: its header, its lock, its tables, its pages.

Whoever may write holds the lock. Where another process holds it, or a newer program has been at work, the
file can still be looked at. Nothing is written before all of this has been found in order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from icp_tui.errors import BadFile, EmptyFile, SaveFailed
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Links
from icp_tui.method.records import Client, Profile
from icp_tui.store.file.abandoned import sweep
from icp_tui.store.file.database import Database, create_database, open_database
from icp_tui.store.file.header import COMPAT
from icp_tui.store.file.idle import IdleReader
from icp_tui.store.file.locks import FileLock
from icp_tui.store.log.clocks import has_runaways
from icp_tui.store.log.schema import (
    foreign_objects,
    is_current,
    link_table,
    make_current,
    maker,
    parent_column,
    unknown_migrations,
)
from icp_tui.store.safety.backups import backups_of, make_backup
from icp_tui.store.safety.rescue import Journal, journal_path
from icp_tui.texts import count, say

_ALWAYS = ("about", "change", "mark", "search_row", "search_text", "summary", "place")
"""The tables of our own that every version makes."""

CHECKED_AT_ONCE = 16_000_000
"""Bytes up to which a file is checked before it is shown (15 ms); a larger one is checked behind that."""


@dataclass
class OpenFile:
    """An open file, with its lock where it can be written.

    Attributes:
        left_open: the program before ended without closing it.
        unchecked: it is so large that its pages still have to be checked.
    """

    database: Database
    lock: FileLock | None = None
    left_open: bool = False
    unchecked: bool = False

    def __post_init__(self) -> None:
        """Let long reads give way to every save."""
        self.idle = IdleReader(self.database.path)
        self.database.before_writing = self.idle.give_way

    def check_behind(self, told: Callable[[BadFile | None], None]) -> None:
        """Check a file that was too large to be checked before it was shown; `told` hears, in a thread."""
        path, thorough = self.database.path, self.left_open

        def look(connection: sqlite3.Connection) -> str:
            return pages_at_fault(lambda sql: [row[0] for row in connection.execute(sql)], thorough=thorough)

        def done(found: str | sqlite3.Error) -> None:
            told(damaged(path, str(found)) if found else None)

        if self.unchecked:
            self.unchecked = False
            self.idle.start(look, done)

    def let_go(self) -> None:
        """Close the file and let others write to it; what is pending is not saved."""
        try:
            self.idle.close()
            self.database.close()
        finally:
            if self.lock:
                self.lock.release()


def admit(path: Path, *, look: str = "", anew: bool = False, patience: float = 0.0) -> OpenFile:
    """Open the workspace at `path`; for reading only where `look` says why.

    Where another process writes to it, wait for `patience` seconds at most.

    It is made where there is none, unless there was one: then only if it is to be made `anew`.

    Raises:
        EmptyFile: a workspace was there, and is gone or empty; names its backups.
        InUse: another process writes to it.
        BadFile: it cannot be used; its bytes are untouched.
        SaveFailed: its tables could not be brought up to date; they are as they were.
    """
    if _is_missing(path):
        if not anew:
            _check_never_there(path)
        create_database(path, make_current)
    try:
        database = open_database(path, why_read_only=look)
    except EmptyFile as error:
        raise _lost(path, error) from error
    lock = None
    try:
        if not database.read_only:
            database, lock = _locked(path, database, patience)
        left_open = lock is not None and lock.left_open
        unchecked = path.stat().st_size > CHECKED_AT_ONCE
        if not unchecked:
            check_pages(database, thorough=left_open)
        database = _safe_to_write(path, database)
        _check_tables(database)
        if database.read_only and lock:
            # Who changes nothing is in nobody's way, such as that of a repair.
            lock.release()
            lock = None
        if not database.read_only and not is_current(database):
            database, lock = _brought_up(path, database, lock)
    except BaseException:
        database.close()
        if lock:
            lock.release()
        raise
    return OpenFile(database, lock, left_open, unchecked)


def _locked(path: Path, database: Database, patience: float) -> tuple[Database, FileLock | None]:
    try:
        lock = FileLock.take(path, patience)
    except OSError as error:
        # The folder cannot be written to after all, whatever it says of itself: it is full, or protected.
        database.close()
        why = say("Nothing can be written beside it: {error}.", error=error.strerror or error)
        return open_database(path, why_read_only=why), None
    sweep(path)
    return database, lock


def _is_missing(path: Path) -> bool:
    """Whether there is no file; what the system says of an impossible name is told when it is opened."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def _brought_up(path: Path, database: Database, lock: FileLock | None) -> tuple[Database, FileLock | None]:
    """The same file with the tables of this program; without a backup before, it is only shown."""
    try:
        make_backup(database)
    except SaveFailed as error:
        database.close()
        if lock:
            lock.release()
        why = say(
            "An older icp-tui made it, and before it is brought up to date there must be a backup. {error}",
            error=error.what,
        )
        return open_database(path, why_read_only=why), None
    make_current(database)
    return database, lock


def _safe_to_write(path: Path, database: Database) -> Database:
    """The same file, open for reading only if a newer program changed it in ways unknown here."""
    if found := foreign_objects(database):
        raise BadFile(
            say("{path} holds what icp-tui never makes: {found}.", path=path, found=", ".join(found)),
            means=say("It could run or hide something, so it was not opened, and not touched."),
            do=say("If it came from somebody, ask for an export; if you made it, take it out there."),
        )
    if database.rows("PRAGMA user_version")[0][0] > COMPAT:
        database.why_read_only = say(
            "icp-tui {version} made it, in a format that this one can only read. Use that one to change it.",
            version=maker(database),
        )
    if database.read_only:
        return database
    if unknown_migrations(database):
        why = say(
            "icp-tui {version} has added to it what this one would not keep up. Use that one to change it.",
            version=maker(database),
        )
    elif has_runaways(database):
        why = say(
            "The last change in its log has a number after which no other can come."
            " `icp-tui check --data` shows it, `icp-tui repair` mends it."
        )
    else:
        return database
    database.close()
    return open_database(path, why_read_only=why)


def check_pages(database: Database, *, thorough: bool = False) -> None:
    """Look whether the pages of the file are in order; `thorough` compares the indexes, too.

    Raises:
        BadFile: they are not.
    """
    if wrong := pages_at_fault(lambda sql: [row[0] for row in database.rows(sql)], thorough=thorough):
        raise damaged(database.path, wrong)


def missing_tables(database: Database) -> list[str]:
    """The tables that should be there and are not; of a file that another version made, only those of all."""
    there = {row["name"] for row in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    wanted = [*_ALWAYS]
    if is_current(database):
        for kind in RECORDS.values():
            links = (question for question in kind.questions.values() if isinstance(question.kind, Links))
            wanted += [kind.kind, *(link_table(kind, question) for question in links)]
    return [table for table in wanted if table not in there]


def _check_tables(database: Database) -> None:
    """Look whether the tables are there, and a client for every profile, without which it is never seen.

    Raises:
        BadFile: they are not.
    """
    newer = database.rows("PRAGMA user_version")[0][0] > COMPAT or unknown_migrations(database)
    if newer or not database.rows("SELECT 1 FROM sqlite_schema LIMIT 1"):
        # A later format may keep it elsewhere; in the other nothing was ever made.
        return
    missing = missing_tables(database)
    if database.read_only:
        # What lacks the newest tables can be read without them.
        missing = [table for table in missing if table in _ALWAYS]
    if missing:
        raise damaged(database.path, say("its table {table} is missing", table=missing[0]))
    if is_current(database) and database.rows(
        f"SELECT 1 FROM {Profile.kind} WHERE deleted_at IS NULL"
        f" AND {parent_column(Profile)} NOT IN (SELECT id FROM {Client.kind}) LIMIT 1"
    ):
        raise damaged(database.path, say("a profile in it belongs to a client that is not there"))


def pages_at_fault(ask: Callable[[str], list[str]], *, thorough: bool = False) -> str:
    """What SQLite finds wrong first, in its own words; nothing where all is in order."""
    [first, *_] = ask("PRAGMA integrity_check(1)" if thorough else "PRAGMA quick_check(1)")
    return "" if first == "ok" else first.replace("\n", " ")


def damaged(path: Path, wrong: str) -> BadFile:
    """The error of a file with a damaged page."""
    return BadFile(
        say("{path} is damaged: {wrong}.", path=path, wrong=wrong),
        means=say("Nothing was changed. What can still be read can be saved."),
        do=say("Run `icp-tui repair`: it saves what is there into a new file and keeps this one."),
    )


def _check_never_there(path: Path) -> None:
    if found := backups_of(path):
        raise _lost(path, EmptyFile(say("There is no file at {path} any more.", path=path)), len(found))
    if Journal(path).exists():
        raise EmptyFile(
            say("There is no file at {path} any more.", path=path),
            means=_waits(path),
            do=say("Put the file back under this name, or begin anew with `icp-tui open --new`."),
        )


def _waits(path: Path) -> str:
    """That something typed waits for a file, if it does."""
    if not Journal(path).exists():
        return ""
    return say("What was typed last waits in {journal} until the file is back.", journal=journal_path(path))


def _lost(path: Path, error: EmptyFile, backups: int | None = None) -> EmptyFile:
    """The same error with the backups, if there are any."""
    many = len(backups_of(path)) if backups is None else backups
    if not many:
        return error
    return EmptyFile(
        error.what,
        means=" ".join(
            filter(
                None,
                (count(many, "There is {n} backup of it.", "There are {n} backups of it."), _waits(path)),
            )
        ),
        do=say(
            "`icp-tui backups` lists them, `icp-tui restore` brings the newest back;"
            " `icp-tui open --new` begins anew."
        ),
    )
