"""Writing a file whole or not at all: a reader, or a power cut, sees the old bytes or the new ones."""

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


def write_file(path: Path, content: str | bytes) -> bool:
    """Write `content` (text as UTF-8) to `path`; gives True where an earlier file was replaced.

    It is written beside its place, synced, and moved there. A link is followed, the permissions of an
    earlier file are kept, and a database is never replaced.

    Raises:
        BadFile: it cannot be written; what was there is as it was.
    """
    content = content.encode("utf-8", "replace") if isinstance(content, str) else content
    target = path.expanduser()
    try:
        target = target.resolve()
        earlier = _earlier(target)
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}-", suffix=".new", dir=target.parent)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.chmod(stat.S_IMODE(earlier.st_mode) if earlier else 0o666 & ~_umask())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except (OSError, RuntimeError, ValueError) as error:
        # RuntimeError: links in a circle; ValueError: a name that no file can have.
        _refuse(path, getattr(error, "strerror", None) or str(error))
    return earlier is not None


def _earlier(target: Path) -> os.stat_result | None:
    """What is at `target` now, if anything; it must be a file that may be replaced."""
    try:
        earlier = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(earlier.st_mode):
        _refuse(target, say("it is a folder"))
    if not stat.S_ISREG(earlier.st_mode):
        _refuse(target, say("it is no ordinary file"))
    with target.open("rb") as file:
        if file.read(len(_SQLITE)) == _SQLITE:
            _refuse(target, say("it is a database, perhaps a workspace"))
    return earlier


def _umask() -> int:
    """The rights that the user takes from new files; reading them means setting them for a moment."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


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
