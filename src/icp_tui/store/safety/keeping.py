"""When backups are made by themselves: while one works, on leaving, and after a command.

Never at the price of waiting: while one works in the background, giving way to every save; on leaving for a
few seconds at most. A backup that fails is told once, and stops nothing.

A workspace of up to 50 MB is backed up every 30 minutes in which it changed, and on leaving. A larger one is
backed up the less often the larger it is, as each backup takes seconds and fills the disk.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from icp_tui.errors import IcpError, SaveFailed
from icp_tui.store.file.connecting import reading
from icp_tui.store.file.failing import is_busy, is_emptied
from icp_tui.store.file.idle import IdleReader
from icp_tui.store.safety.backups import SELDOM, Backup, backups_of, held_elsewhere, size_of, write_backup
from icp_tui.store.safety.held import is_changed
from icp_tui.texts import say

if TYPE_CHECKING:
    from icp_tui.store.file.database import Database

EVERY = dt.timedelta(minutes=30)
"""The time between two backups of a workspace that changes."""

LOOK = 60.0
"""Seconds between two looks whether it is time."""

SMALL = 50_000_000
"""Bytes up to which a backup takes about a second or less."""

MOST_ON_LEAVING = 200_000_000
"""Bytes from which nobody wants to wait for a backup on leaving: more than `PATIENCE`."""

PATIENCE = 5.0
"""Seconds after which a backup on leaving is given up."""

_DAY = dt.timedelta(days=1)
_QUIET, _LONG_QUIET = 1.0, 30.0
"""Seconds without a save after which a backup begins; more for a large file, as saves make it start over."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def every(size: int) -> dt.timedelta:
    """The time between two backups of a file of so many bytes: half an hour, up to a day for a large one."""
    return min(EVERY * max(1.0, size / SMALL), _DAY)


def is_due(path: Path, newest: Backup | None, now: dt.datetime, after: dt.timedelta) -> bool:
    """Whether the newest backup is so old that there may be another; not where the file is gone.

    A backup of the future does not count: a clock was wrong.
    """
    if not path.exists():
        return False
    return newest is None or not dt.timedelta() <= now - newest.at < after


class BackupKeeper:
    """Backs up one open workspace while one works in it; `look` is called every minute."""

    def __init__(
        self,
        database: Database,
        told: Callable[[IcpError], object],
        *,
        now: Callable[[], dt.datetime] = _now,
        quiet: float | None = None,
    ) -> None:
        """Keep the workspace in `database` backed up; `told` hears, in a thread, of the first that fails.

        It begins when nothing has been saved for `quiet` seconds.
        """
        self._path = database.path
        self._read_only = database.read_only
        self._told = told
        self._now = now
        self._busy = self._failed = self._closed = False
        self._not_before: dt.datetime | None = None
        if quiet is None:
            quiet = _QUIET if size_of(self._path) <= SMALL else _LONG_QUIET
        self._reader = IdleReader(self._path, quiet=quiet)
        before = database.before_writing

        def give_way() -> bool:
            reads = before()
            return self._reader.give_way() or reads

        database.before_writing = give_way

    def look(self) -> None:
        """Begin a backup in the background where it is time for one and something has changed."""
        now = self._now()
        if self._busy or self._read_only or (self._not_before and now < self._not_before):
            return
        newest = _newest(self._path)
        if is_due(self._path, newest, now, every(size_of(self._path))):
            self._busy = True
            self._reader.start(lambda connection: self._back_up(connection, newest), self._done)

    def _back_up(self, connection: sqlite3.Connection, newest: Backup | None) -> SaveFailed | None:
        try:
            if is_changed(connection, newest.path if newest else None):
                write_backup(
                    connection, self._path, self._now(), going=lambda _: not self._closed, steps=SELDOM
                )
        except SaveFailed as error:
            return error
        return None

    def _done(self, outcome: SaveFailed | sqlite3.Error | None) -> None:
        if isinstance(outcome, sqlite3.Error):
            outcome = not_readable(self._path, outcome)
        if outcome:
            self._not_before = self._now() + EVERY
            if not self._failed:
                self._told(outcome)
        self._failed, self._busy = outcome is not None, False

    def close(self) -> None:
        """Stop, before the workspace is let go of; what was begun is given up."""
        self._closed = True
        self._reader.close()


def back_up_on_leaving(database: Database, *, patience: float = PATIENCE) -> IcpError | None:
    """Back up a workspace that is about to be closed, where it changed; gives what went wrong, to be told.

    One over 50 MB not more than once a day, one over 200 MB never: there the next session begins with it.
    """
    large = size_of(database.path) > SMALL
    return _back_up(
        database, after=_DAY if large else dt.timedelta(), most=MOST_ON_LEAVING, patience=patience
    )


def back_up_after_command(database: Database, *, patience: float = PATIENCE) -> IcpError | None:
    """Back up after a short command that wrote; gives what went wrong, to be told.

    Only where the newest backup is older than half an hour, so that a script of many commands makes few; and
    only up to 50 MB, so that none of them takes long.
    """
    return _back_up(database, after=EVERY, most=SMALL, patience=patience)


def _back_up(database: Database, *, after: dt.timedelta, most: int, patience: float) -> IcpError | None:
    path, begun = database.path, time.monotonic()
    if database.read_only or size_of(path) > most:
        return None
    try:
        newest = _newest(path)
        if not is_due(path, newest, _now(), after):
            return None
        with reading(path) as connection:
            if is_changed(connection, newest.path if newest else None):
                write_backup(connection, path, going=lambda _: time.monotonic() - begun < patience)
    except IcpError as error:
        return error
    except (OSError, sqlite3.Error) as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            return SaveFailed(
                say("The backup took too long and was given up."),
                means=say("Everything is saved in the workspace itself."),
                do=say("`icp-tui backup` makes one, however long it takes."),
            )
        return not_readable(path, error)
    return None


def _newest(path: Path) -> Backup | None:
    return next(iter(backups_of(path)), None)


def not_readable(path: Path, error: Exception) -> SaveFailed:
    """The error of a workspace that could not be read for a backup."""
    if is_emptied(path):
        return SaveFailed(
            say("Something else has emptied {path}; no backup was made of that.", path=path),
            means=say("Its earlier backups are as they were."),
            do=say("`icp-tui restore` brings the newest back."),
        )
    if is_busy(error):
        return held_elsewhere(path)
    return SaveFailed(
        say("Could not make a backup of {path}: {error}.", path=path, error=error),
        means=say("The workspace itself is as it was."),
        do=say("See with `icp-tui check --data` whether the workspace is in order."),
    )
