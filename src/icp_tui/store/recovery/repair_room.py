"""Where a repair works, and where its outcome may go: a folder of its own, and no name that is taken.

Where the folder of the file can only be read, the file is looked at elsewhere; nothing is put into its place.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from icp_tui.errors import SaveFailed
from icp_tui.signals import ENDINGS
from icp_tui.texts import say

_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT)


def refuse_target(target: Path) -> None:
    """Refuse a name for the repaired file that is taken or that no file can have.

    Raises:
        SaveFailed: it is; nothing was written.
    """
    try:
        target.lstat()
    except FileNotFoundError:
        if target.parent.is_dir():
            return
        what = say("There is no folder {path}.", path=target.parent)
        do = say("Name a file in a folder that is there.")
    except OSError as error:
        what = say("Cannot write {path}: {error}.", path=target, error=error.strerror or error)
        do = say("Name another file, in a folder that you can write to.")
    else:
        what, do = say("There is a file at {path} already.", path=target), say("Name a new file.")
    raise SaveFailed(what, means=say("Nothing was written."), do=do)


@contextlib.contextmanager
def working_folder(parent: Path, path: Path) -> Iterator[Path]:
    """A folder for nobody else's eyes in `parent`, gone afterwards; elsewhere where that can only be read.

    Raises:
        SaveFailed: what was done within, to repair the file at `path`, found no room or no right.
    """
    try:
        try:
            folder = Path(tempfile.mkdtemp(prefix=".icp-", suffix=".repair", dir=parent))
        except OSError as error:
            if error.errno not in _CLOSED:
                raise
            folder = Path(tempfile.mkdtemp(prefix="icp-", suffix=".repair"))
    except OSError as error:
        raise _not_repaired(path, error) from error
    try:
        yield folder
    except OSError as error:
        raise _not_repaired(path, error) from error
    finally:
        with to_the_end():
            shutil.rmtree(folder, ignore_errors=True)


def refuse_closed(path: Path, target: Path, folder: Path) -> None:
    """Refuse to write where the working folder had to be elsewhere.

    Raises:
        SaveFailed: the folder of `target` can only be read.
    """
    if folder.parent == target.parent:
        return
    raise SaveFailed(
        say(
            "{path} needs a repair, and nothing can be written in {folder}.",
            path=path,
            folder=target.parent,
        ),
        means=say("The damaged file is as it was."),
        do=say("Name a file in a folder that you can write to: `icp-tui repair -o FILE`."),
    )


def _not_repaired(path: Path, error: OSError) -> SaveFailed:
    return SaveFailed(
        say("Could not repair {path}: {error}.", path=path, error=error.strerror or error),
        means=say("The damaged file is as it was."),
        do=say("Make room for three times its size, or name a file on another disk with `-o`.")
        if error.errno in _FULL
        else say("See that you can read it and write beside it, or name a file elsewhere with `-o`."),
    )


@contextlib.contextmanager
def to_the_end() -> Iterator[None]:
    """Let no signal end it while one file takes the place of another, or all is put away: a moment each."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
