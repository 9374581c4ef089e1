"""What keeps a workspace from being read or saved, in words: SQLite's own names are for its makers.

Each tells what happened to the file as far as that can be seen from outside, what is safe, and what to do.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.safe import safe_text
from icp_tui.texts import say

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_CLOSED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


def is_emptied(path: Path) -> bool:
    """Whether there is a file, and not a single byte in it."""
    try:
        return path.stat().st_size == 0
    except OSError:
        return False


def code_of(error: BaseException | None) -> int:
    """The primary code of an error of SQLite, such as SQLITE_CORRUPT for all kinds of damage; else 0."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_busy(error: BaseException | None) -> bool:
    """Whether SQLite says that another program holds the file."""
    return code_of(error) == sqlite3.SQLITE_BUSY


def heed_interrupt(error: BaseException) -> None:
    """Let ctrl+c be ctrl+c again: from a statement that it ended it comes as an error of SQLite.

    Raises:
        KeyboardInterrupt: the statement was interrupted.
    """
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
        raise KeyboardInterrupt from error


def gone(path: Path) -> SaveFailed:
    """The error of a save where there is no file any more."""
    if not path.parent.is_dir():
        return SaveFailed(
            say("Could not save: {folder}, where {path} was, is gone.", folder=path.parent, path=path.name),
            means=say("A disk was taken away, or the folder was deleted, moved or renamed."),
            do=say("Connect the disk again, or save a copy elsewhere."),
        )
    return SaveFailed(
        say("Could not save: the file {path} is gone.", path=path),
        means=say("It was deleted, moved or renamed while it was open."),
        do=say("Put it back under this name, or save a copy under another one."),
    )


def taken_place(path: Path) -> SaveFailed:
    """The error of a save where another file is at the path now."""
    return SaveFailed(
        say("Could not save: another file has taken the place of {path}.", path=path),
        means=say("The file that was open was moved or replaced, perhaps by a program that syncs."),
        do=say("Save a copy under another name, then look at both."),
    )


def emptied(path: Path) -> SaveFailed:
    """The error of a save into a file of which something else has taken away all bytes."""
    return SaveFailed(
        say("Could not save: something else has emptied the file {path}.", path=path),
        means=say("Its backups and what is on the screen are as they were."),
        do=say("`icp-tui restore` brings the newest backup back."),
    )


def not_saved(path: Path, error: sqlite3.Error) -> SaveFailed:
    """The error of a transaction that came to nothing."""
    nothing = say("Nothing of it was written; the file is as it was before.")
    code = code_of(error)
    if is_busy(error):
        return SaveFailed(
            say("Could not save: another program is writing to {path}.", path=path),
            means=nothing,
            do=say("Close the file there, or wait until that program has finished."),
        )
    if code == sqlite3.SQLITE_FULL:
        return SaveFailed(
            say("Could not save: the disk of {path} is full.", path=path),
            means=nothing,
            do=say("Make room on it, or save a copy on another disk."),
        )
    if code in _CLOSED:
        return SaveFailed(
            say("Could not save: {path} or its folder can no longer be written to.", path=path),
            means=nothing,
            do=say("Allow writing there again, or save a copy elsewhere."),
        )
    if is_emptied(path):
        return emptied(path)
    if code == sqlite3.SQLITE_IOERR:
        return SaveFailed(
            say("Could not save: the disk of {path} did not take it.", path=path),
            means=nothing,
            do=say("See that the disk is connected and that the file may be changed."),
        )
    if code in _DAMAGE:
        return SaveFailed(
            say("Could not save: something else has damaged {path} while it was open.", path=path),
            means=say("What can still be read can be saved; its backups are as they were."),
            do=say("Leave, then run `icp-tui repair`: it keeps the damaged file."),
        )
    return SaveFailed(
        say("Could not save to {path}: {error}.", path=path, error=error),
        means=nothing,
        do=say("Make room on the disk, or close other programs that use the file."),
    )


def unreadable(path: Path, error: sqlite3.Error) -> BadFile:
    """The error of a read that came to nothing."""
    code = code_of(error)
    # What SQLite says can hold names out of the file.
    said = safe_text(str(error)).replace("\n", " ")
    if is_emptied(path):
        return BadFile(
            say("Cannot read {path}: something else has emptied it.", path=path),
            means=say("Its backups and what is on the screen are as they were."),
            do=say("`icp-tui restore` brings the newest backup back."),
        )
    if code == sqlite3.SQLITE_IOERR:
        return BadFile(
            say("Cannot read {path}: its disk does not answer as it should.", path=path),
            means=say("Nothing was changed."),
            do=say("See that the disk is connected, and try again; copy the file to another disk."),
        )
    if code == sqlite3.SQLITE_FULL:
        return BadFile(
            say("The disk of {path} is full.", path=path),
            means=say("Nothing was changed."),
            do=say("Make room on it."),
        )
    if code in _DAMAGE:
        return BadFile(
            say("Cannot read {path}: it is damaged ({error}).", path=path, error=said),
            means=say("Nothing was changed. What can still be read can be saved."),
            do=say("Leave, then run `icp-tui repair`: it saves what is there and keeps this file."),
        )
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith(
        ("no such table", "no such col")
    ):
        return BadFile(
            say("Cannot read {path}: it is damaged ({error}).", path=path, error=said),
            means=say("Nothing was changed. What it lacks can mostly be made anew from the rest."),
            do=say("Leave, then run `icp-tui repair`: it keeps this file. Else take a backup."),
        )
    return BadFile(
        say("Cannot read {path}: {error}.", path=path, error=said),
        means=say("Nothing was changed."),
        do=say("If another program uses the file, close it; if the file is damaged, take a backup."),
    )
