"""Writing a file that only its owner may read, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from typing import NoReturn

from icp_tui.errors import BadFile
from icp_tui.texts import say

_SQLITE = b"SQLite format 3\0"


def write_private(path: Path, content: bytes, *, live: Path) -> bool:
    """Write `content` to `path`, readable by its owner only; gives True where it replaced an earlier file.

    It is written beside its place, synced, and moved there. A link is followed; a database is never replaced,
    and `live`, the workspace that this process has open, is not even looked into: that would end its locks.

    Raises:
        BadFile: it cannot be written; what was there is as it was.
    """
    try:
        target = path.expanduser().resolve()
        replaced = _may_be_replaced(target, live)
        # mkstemp makes it readable by its owner only.
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}-", suffix=".new", dir=target.parent)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except (OSError, RuntimeError, ValueError) as error:
        # RuntimeError: links in a circle, or the home of nobody; ValueError: a name that no file can have.
        _refuse(path, getattr(error, "strerror", None) or str(error))
    return replaced


def _may_be_replaced(target: Path, live: Path) -> bool:
    """Whether there is a file; one that must not be replaced is refused."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(mode):
        _refuse(target, say("it is a folder") if stat.S_ISDIR(mode) else say("it is no ordinary file"))
    if target.samefile(live) or _begins_like_a_database(target):
        _refuse(target, say("it is a database, perhaps a workspace"))
    return True


def _begins_like_a_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _sync_folder(folder: Path) -> None:
    """Make the new name last; Windows cannot open a folder, and some network folders cannot be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse(path: Path, why: str) -> NoReturn:
    raise BadFile(
        say("Cannot write {path}: {why}.", path=path, why=why),
        means=say("Nothing was written."),
        do=say("Name another file, in a folder that you can write to."),
    )
