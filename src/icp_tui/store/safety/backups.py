"""Copies of the workspace in the state folder, never beside the file; each is checked before it counts.

A backup appears under its name only when it is on the disk, and is never changed again. Its folder and its
file can be read by their owner only. What a killed program left unfinished is taken away by the next one.

Its name is its date, for people, and a number that rises with each: a clock can be wrong, the order is not.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import itertools
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from icp_tui import paths
from icp_tui.errors import BadFile, SaveFailed
from icp_tui.files import sync, sync_names
from icp_tui.store.file.abandoned import ABANDONED
from icp_tui.store.file.connecting import reading
from icp_tui.store.file.database import Database
from icp_tui.store.file.failing import heed_interrupt, is_busy
from icp_tui.store.safety.dating import TOLERANCE, believed
from icp_tui.store.safety.held import ago, size
from icp_tui.store.safety.rotation import kept, thinned
from icp_tui.texts import say

ROOM = 4_000_000_000
"""Bytes that the backups of one workspace fill together at most, as long as `LEAST` of them stay."""

SHORT_OF_ROOM = 8
"""Backups that stay in any case where others go for the sake of free room on the disk."""

LEAST = 2
"""Backups that stay however large they are."""

SPARE = 1_000_000_000
"""Bytes that stay free on the disk: where a backup would leave less, older ones go first."""

_STAMP = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"(?P<stamp>[0-9]{8}T[0-9]{6}\.[0-9]{6}Z)(?:-(?P<number>[0-9]{1,15}))?", re.ASCII)
OFTEN, SELDOM = 1_000, 50_000
"""Steps of SQLite between two looks at how far a copy is: under a millisecond; some milliseconds, so that
whoever types meanwhile is not slowed down."""

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup.

    Attributes:
        path: its file.
        at: when it was made (UTC), by the clock of that moment.
        number: which one it is of those of its folder, in the order of their making; 0 where an older program
            made it.
        made: when it was made as far as the others let one believe `at`; no two of a folder are the same.
    """

    path: Path
    at: dt.datetime
    number: int = field(compare=False)
    made: dt.datetime = field(compare=False)

    @property
    def is_misdated(self) -> bool:
        """Whether its date cannot be true: the clock was wrong."""
        return abs(self.at - self.made) > TOLERANCE


def folder_of(workspace: Path) -> Path:
    """Where the backups of a workspace are: one folder a path, whatever is at it.

    Raises:
        BadFile: links lead from it to itself.
    """
    # In UTF-8, not as the system writes names (`paths.fingerprint`): users have folders of these names.
    try:
        real = str(workspace.expanduser().resolve())
    except RuntimeError as error:
        raise BadFile(
            say("{path} cannot be used: {why}.", path=workspace, why=os.strerror(errno.ELOOP)),
            means=say("Nothing was opened or changed."),
            do=say("Name another file."),
        ) from error
    return (
        paths.state_folder()
        / "backups"
        / f"{workspace.stem[:40]}-{hashlib.sha256(real.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"
    )


def backups_of(workspace: Path, now: dt.datetime | None = None) -> list[Backup]:
    """The backups of the workspace at a path, the last made first."""
    return backups_in(folder_of(workspace), now)


def backups_in(folder: Path, now: dt.datetime | None = None) -> list[Backup]:
    """The backups in a folder of them, the last made first, whatever the clock said; seen `now`."""
    now = now or dt.datetime.now(dt.UTC)
    found = []
    try:
        there = list(folder.glob("*.db"))
    except OSError:
        # The folder is closed to us: `unkept` says so.
        return []
    for path in there:
        try:
            name = _NAME.fullmatch(path.stem)
            if name:
                at = dt.datetime.strptime(name["stamp"], _STAMP).replace(tzinfo=dt.UTC)
                found.append((int(name["number"] or 0), at, path))
        except ValueError:
            # Somebody else's file.
            continue
    # Among those without a number, one of the future can be of any time: it goes behind the others.
    found.sort(key=lambda one: (one[0], one[1] <= now, one[1]), reverse=True)
    moments = believed([at for _, at, _ in found], now)
    return [Backup(path, at, number, made) for (number, at, path), made in zip(found, moments, strict=True)]


def age(backup: Backup, now: dt.datetime) -> str:
    """How long ago a backup was made, or that its date cannot be true."""
    if backup.is_misdated and backup.at <= now:
        return say("by a wrong clock")
    return ago(backup.at, now)


def make_backup(database: Database, now: dt.datetime | None = None) -> Backup:
    """Make a backup of what is saved; works as long as the connection does.

    Raises:
        SaveFailed: it could not be made; the workspace itself is as it was.
    """

    def copy(target: Path) -> None:
        try:
            database.copy_into(target)
        except SaveFailed as error:
            if is_busy(error.__cause__):
                raise held_elsewhere(database.path) from error
            raise _not_made(target.parent, error.__cause__ or error) from error

    return _made(database.path, copy, size_of(database.path), now)


def write_backup(
    connection: sqlite3.Connection,
    workspace: Path,
    now: dt.datetime | None = None,
    *,
    going: Callable[[int], bool] = lambda _written: True,
    steps: int = OFTEN,
) -> Backup:
    """Make a backup through another connection to the file at `workspace`.

    `going` is told, each so many `steps`, how many bytes are written, and says whether to go on.

    Raises:
        SaveFailed: it could not be made.
        sqlite3.OperationalError: it was interrupted, or `going` said no; nothing is left of it.
    """

    def copy(target: Path) -> None:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        connection.set_progress_handler(_look(target, going), steps)
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        finally:
            connection.set_progress_handler(None, 0)

    def check(target: Path) -> None:
        check_copy(target, going, steps)

    return _made(workspace, copy, size_of(workspace), now, check)


def _look(target: Path, going: Callable[[int], bool]) -> Callable[[], bool]:
    """Called by SQLite now and then; True stops it."""

    def look() -> bool:
        return not going(size_of(target))

    return look


def _made(
    workspace: Path,
    copy: Callable[[Path], None],
    needed: int,
    now: dt.datetime | None,
    check: Callable[[Path], None] | None = None,
) -> Backup:
    at = (now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
    folder = folder_of(workspace)
    unfinished = folder / f".{os.getpid()}-{next(_numbers)}.new"
    try:
        _make_private(folder)
        _sweep(folder)
        _make_room(workspace, needed, at)
        try:
            copy(unfinished)
            (check or check_copy)(unfinished)
            sync(unfinished)
            number = 1 + max((backup.number for backup in backups_of(workspace)), default=0)
            path = folder / f"{at:{_STAMP}}-{number}.db"
            unfinished.replace(path)
            sync_names(folder)
        finally:
            unfinished.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        if is_busy(error) or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise
        raise _not_made(folder, error) from error
    _rotate(workspace, at)
    return Backup(path, at, number, at)


def held_elsewhere(workspace: Path) -> SaveFailed:
    """The error of a backup for whose sake another program did not let go of the workspace."""
    return SaveFailed(
        say("Could not make a backup: another program holds {path}.", path=workspace),
        means=say("The workspace itself is as it was."),
        do=say("Close the file there, or wait until that program has finished; then run `icp-tui backup`."),
    )


def _not_made(folder: Path, error: BaseException) -> SaveFailed:
    return SaveFailed(
        say(
            "Could not make a backup in {folder}: {error}.",
            folder=folder,
            error=getattr(error, "strerror", None) or error,
        ),
        means=say("The workspace itself is as it was."),
        do=say("Make room there, or see that this folder can be written to."),
    )


def _make_private(folder: Path) -> None:
    for made in (paths.state_folder(), folder.parent, folder):
        paths.make_private(made)
    for private in (folder.parent, folder):
        private.chmod(0o700)


def _sweep(folder: Path) -> None:
    """Take away what killed programs left unfinished; one that is still being written is left alone."""
    for path in folder.glob(".*.new*"):
        mine = path.name.startswith(f".{os.getpid()}-")
        if not mine and time.time() - _written_at(path) > ABANDONED:
            path.unlink(missing_ok=True)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _make_room(workspace: Path, needed: int, now: dt.datetime) -> None:
    """Let older backups go where the disk would run short; the newest stays until there is another."""
    folder = folder_of(workspace)
    there = {backup.made: backup for backup in backups_of(workspace, now)}
    sizes = {at: size_of(backup.path) for at, backup in there.items()}
    short = needed - shutil.disk_usage(folder).free
    if short > 0 and there:
        _keep_only(there, thinned(sizes, max(0, sum(sizes.values()) - short), now))
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise SaveFailed(
            say("There is no room for a backup in {folder}.", folder=folder),
            means=say("It needs {needed}, and {free} are free.", needed=size(needed), free=size(free)),
            do=say("Make room there; the workspace itself is as it was."),
        )


def _rotate(workspace: Path, now: dt.datetime) -> None:
    there = {backup.made: backup for backup in backups_of(workspace, now)}
    stay = kept(there, now)
    sizes = {at: size_of(there[at].path) for at in stay}
    stay = thinned(sizes, ROOM, now, least=LEAST)
    short = SPARE - shutil.disk_usage(folder_of(workspace)).free
    filled = sum(sizes[at] for at in stay)
    if 0 < short <= filled:
        # Where even without any backup the disk would be short, none is given up for it.
        stay &= thinned({at: sizes[at] for at in stay}, filled - short, now, least=SHORT_OF_ROOM)
    _keep_only(there, stay)


def _keep_only(there: dict[dt.datetime, Backup], stay: set[dt.datetime]) -> None:
    for at, backup in there.items():
        if at not in stay:
            try:
                backup.path.unlink(missing_ok=True)
            except OSError:
                # It is open elsewhere, or no longer ours to take away; the next time will do.
                continue


def size_of(path: Path) -> int:
    """The bytes of a file; none where it is gone by now."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def check_copy(path: Path, going: Callable[[int], bool] = lambda _written: True, steps: int = SELDOM) -> None:
    """Read all of a copy that nobody else knows of yet: it is in order, and has all tables of the workspace.

    Raises:
        SaveFailed: it is not, or has not.
        KeyboardInterrupt: ctrl+c ended it.
        sqlite3.OperationalError: `going` said no.
    """
    stopped = False

    def goes_on(written: int) -> bool:
        nonlocal stopped
        stopped = stopped or not going(written)
        return not stopped

    with reading(path, unchanging=True) as connection:
        connection.set_progress_handler(_look(path, goes_on), steps)
        try:
            [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
            lacking = _lacking(connection, path) if found == "ok" else ""
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                if not stopped:
                    heed_interrupt(error)
                raise
            found, lacking = str(error), ""
    if lacking:
        raise SaveFailed(
            say("No backup was made: the workspace lacks its table {table}.", table=lacking),
            means=say("The workspace itself is as it was, and so are its earlier backups."),
            do=say("Run `icp-tui repair`: it makes the table anew from the rest and keeps this file."),
        )
    if found != "ok":
        raise SaveFailed(
            say("The backup is not whole: {error}.", error=found),
            means=say("It was taken away again; the workspace itself is as it was."),
            do=say("See with `icp-tui check --data` whether the workspace is in order."),
        )


def _lacking(connection: sqlite3.Connection, path: Path) -> str:
    """The first table that a copy lacks, where this program made it; an older one made fewer."""
    from icp_tui.method.declaration import RECORDS  # noqa: PLC0415 - not needed to list backups
    from icp_tui.method.fields import Links  # noqa: PLC0415
    from icp_tui.store.log.schema import is_current, link_table  # noqa: PLC0415

    if not is_current(Database(connection, path, why_read_only=say("It is only checked."))):
        return ""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for kind in RECORDS.values():
        links = (link_table(kind, q) for q in kind.questions.values() if isinstance(q.kind, Links))
        for table in (kind.kind, *links):
            if table not in there:
                return table
    return ""
