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
_SIDECARS = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a database while it is open; without it a cut-off change cannot be taken back."""


def write_file(path: Path, content: str | bytes) -> bool:
    """Write `content` (text as UTF-8) to `path`; gives True where an earlier file was replaced.

    It is written beside its place, synced, and moved there. A new file is for its owner only, whatever the
    umask; a link is followed, the permissions of an earlier file are kept, and a database is never replaced.

    Raises:
        BadFile: it cannot be written; what was there is as it was.
    """
    content = content.encode("utf-8", "replace") if isinstance(content, str) else content
    try:
        target = path.expanduser().resolve()
        earlier = _earlier(target)
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}-", suffix=".new", dir=target.parent)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if earlier:
                unfinished.chmod(stat.S_IMODE(earlier.st_mode))
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except (OSError, RuntimeError, ValueError) as error:
        # RuntimeError: links in a circle, or the home of nobody; ValueError: a name that no file can have.
        _refuse(path, getattr(error, "strerror", None) or str(error))
    return earlier is not None


def is_stream(path: Path) -> bool:
    """Whether a device or pipe is at `path`, such as `/dev/null`: it takes text, but cannot be replaced."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def write_stream(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to the device or pipe at `path`; of a pipe it waits for the reader.

    Raises:
        BadFile: it takes no text, or not all of it.
    """
    try:
        with path.open("wb") as stream:
            stream.write(text.encode("utf-8", "replace"))
    except OSError as error:
        raise BadFile(
            say("Cannot write {path}: {why}.", path=path, why=error.strerror or error),
            means=say("What it was sent to may have the beginning."),
            do=say("Name another file, or leave -o out to print."),
        ) from error


def _earlier(target: Path) -> os.stat_result | None:
    """What is at `target` now, if anything; it must be a file that may be replaced."""
    for ending in _SIDECARS:
        if target.name.endswith(ending) and _is_database(target.with_name(target.name.removesuffix(ending))):
            _refuse(target, say("it belongs to the database beside it, perhaps a workspace"))
    try:
        earlier = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(earlier.st_mode):
        _refuse(target, say("it is a folder"))
    if not stat.S_ISREG(earlier.st_mode):
        _refuse(target, say("it is no ordinary file"))
    if _is_database(target):
        _refuse(target, say("it is a database, perhaps a workspace"))
    return earlier


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
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
