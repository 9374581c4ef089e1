"""Who may write to a workspace: one process at a time, by a lock on a small file beside it.

The operating system frees the lock when its holder ends, however that was, so it is never stale. The file
holds the holder's process number and computer while the workspace is open; whoever finds these in a file that
nobody holds knows that the last one ended without closing.
"""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import time
from pathlib import Path
from typing import IO

from icp_tui.errors import InUse
from icp_tui.texts import say

_FAR = 1 << 30
"""Where Windows locks: a locked byte cannot be read there, and who holds the lock must be readable."""


_BETWEEN = 0.02
"""Seconds between two tries to get a lock that others hold for a moment."""


class FileLock:
    """The right to write to one workspace, held until `release`.

    Attributes:
        left_open: the holder before ended without closing the workspace.
    """

    def __init__(self, path: Path, file: IO[str] | None, *, left_open: bool) -> None:
        """Hold the lock in the open `file` at `path`; None where the file system knows no locks."""
        self._path = path
        self._file = file
        self.left_open = left_open

    @classmethod
    def take(cls, workspace: Path, patience: float = 0.0) -> FileLock:
        """Take the lock of the workspace at `workspace`, waiting for it for `patience` seconds at most.

        Raises:
            InUse: another process holds it; names the process.
            OSError: no file can be made beside the workspace.
        """
        path = lock_path(workspace)
        end = time.monotonic() + patience
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
            file = os.fdopen(handle, "r+", encoding="utf-8", errors="replace")
            try:
                _lock(handle)
            except BlockingIOError:
                with file:
                    if time.monotonic() >= end:
                        raise _in_use(workspace, file.read(200)) from None
                time.sleep(_BETWEEN)
                continue
            except OSError:
                # A file system without locks, such as some network drives: better open than locked out.
                file.close()
                return cls(path, None, left_open=False)
            if not _is_at(handle, path):
                # Its holder took it away between our opening and our locking.
                file.close()
                continue
            left_open = bool(file.read(200).strip())
            try:
                file.seek(0)
                file.truncate()
                file.write(f"{os.getpid()}\n{platform.node()}\n")
                file.flush()
            except OSError:
                # A full disk: what could not be written must not stay as an empty file.
                with contextlib.suppress(OSError):
                    if not left_open:
                        path.unlink()
                with contextlib.suppress(OSError):
                    file.close()
                raise
            return cls(path, file, left_open=left_open)

    @staticmethod
    def is_held(workspace: Path) -> bool:
        """Whether a process has the workspace open for writing now; leaves everything as it is."""
        try:
            handle = os.open(lock_path(workspace), os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        except OSError:
            return False
        try:
            _lock(handle)
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            os.close(handle)
        return False

    def release(self) -> None:
        """Let others write; the file beside the workspace goes, where it can be taken away.

        Nothing is raised where the folder was closed to us or the disk is gone: the lock ends all the same.
        """
        if self._file is None:
            return
        file, self._file = self._file, None
        with contextlib.suppress(OSError), file:
            with contextlib.suppress(OSError):
                file.seek(0)
                file.truncate()
                file.flush()
            if sys.platform != "win32":
                # While it is still locked: who waits for it then finds that it is no longer at its path.
                self._path.unlink(missing_ok=True)


def lock_path(workspace: Path) -> Path:
    """The lock file of a workspace, the same one through every link to it."""
    real = workspace.resolve()
    return real.with_name(f".{real.name}.lock")


def _lock(handle: int) -> None:
    """Lock the open file or raise BlockingIOError at once."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists there only

        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl  # noqa: PLC0415 - exists there only

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _in_use(workspace: Path, held: str) -> InUse:
    pid, _, host = held.partition("\n")
    host = host.strip()
    if not pid.isdigit():
        who = say("another icp-tui")
    elif host and host != platform.node():
        who = say("icp-tui on {host} (process {pid})", host=host, pid=pid)
    else:
        who = say("another icp-tui (process {pid})", pid=pid)
    return InUse(
        say("{path} is open in {who}.", path=workspace, who=who),
        means=say("Nothing was changed: two programs that write at once would overtake each other."),
        do=say("Close it there, or wait until it is done."),
    )
