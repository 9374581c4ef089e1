"""Writing a file whole or not at all: a reader, or a power cut, sees the old bytes or the new ones.

A new file is for its owner only; one that takes the place of another can keep its readers. A link is
followed; a database, and what SQLite keeps beside one, is never replaced.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from icp_tui.errors import BadFile
from icp_tui.texts import say

SQLITE = b"SQLite format 3\0"
"""The first bytes of every database."""

BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a database and needs to read it; it would be brought into another of its name."""


def write_whole(
    path: Path, content: bytes | Iterable[bytes], *, live: Path | None = None, keep_permissions: bool = False
) -> bool:
    """Write `content` to `path`, readable by its owner only; gives True where it replaced an earlier file.

    It is written beside its place, synced, and moved there.

    Args:
        path: a file, or a name in a folder that is there.
        content: all of it, or one piece after the other.
        live: the workspace that this process has open. It is not even looked into: that would end its locks.
        keep_permissions: whether what replaces an earlier file can be read by whoever could read that.

    Raises:
        BadFile: it cannot be written; what was there is as it was.
    """
    try:
        target = path.expanduser().resolve()
        earlier = _earlier(target, live)
        # mkstemp makes it readable by its owner only. Its name is short: one has 255 bytes at most.
        handle, name = tempfile.mkstemp(prefix=".icp-", suffix=".new", dir=target.parent)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines([content] if isinstance(content, bytes) else content)
                file.flush()
                os.fsync(file.fileno())
            if earlier and keep_permissions:
                unfinished.chmod(stat.S_IMODE(earlier.st_mode))
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except (OSError, RuntimeError, ValueError) as error:
        # RuntimeError: links in a circle, or the home of nobody; ValueError: a name that no file can have.
        _refuse(path, getattr(error, "strerror", None) or str(error))
    sync_names(target.parent)
    return earlier is not None


def sync(path: Path) -> None:
    """Wait until what is in a file is on the disk.

    Raises:
        OSError: it may not be.
    """
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_names(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where that can be waited for; nothing is ever raised.

    What got its name is there by now, and nobody could take that back. Only, where a folder cannot be synced,
    as on some network drives, a power cut in the next moments may cost the name.
    """
    if sys.platform == "win32":
        # Folders cannot be opened there; the system writes their names by itself.
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _earlier(target: Path, live: Path | None) -> os.stat_result | None:
    """What is at `target` now, if anything; it must be a file that may be replaced."""
    for ending in BESIDE:
        owner = target.name.removesuffix(ending)
        if owner and owner != target.name and _is_database(target.with_name(owner), live):
            _refuse(target, say("it belongs to the database beside it, perhaps a workspace"))
    try:
        earlier = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(earlier.st_mode):
        _refuse(target, say("it is a folder"))
    if not stat.S_ISREG(earlier.st_mode):
        _refuse(target, say("it is no ordinary file"))
    if _is_database(target, live):
        _refuse(target, say("it is a database, perhaps a workspace"))
    return earlier


def _is_database(path: Path, live: Path | None) -> bool:
    if not path.is_file():
        return False
    if live and live.exists() and path.samefile(live):
        return True
    with path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def _refuse(path: Path, why: str) -> NoReturn:
    raise BadFile(
        say("Cannot write {path}: {why}.", path=path, why=why),
        means=say("Nothing was written."),
        do=say("Name another file, in a folder that you can write to."),
    )
