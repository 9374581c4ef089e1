"""Doing something great to a workspace and being killed (kill -9) on the way, at a step with a number.

A step is a statement that SQLite begins, a thousand instructions of one, or a touch of a file: opening,
renaming, linking, removing, syncing. Run as a program: `dying.py WHAT FOLDER ORIGINAL STEP…` does WHAT once
for each step, in a process and a folder of its own, FOLDER/STEP, with a copy of ORIGINAL as work.db. Step 0
is never reached: it prints how many there are.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from icp_tui.opening import open_workspace
from icp_tui.store.recovery import restoring
from icp_tui.store.safety import backups
from icp_tui.store.work import actions

TOUCHING = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.truncate", "os.chmod"}
IGNORED = (".py", ".pyc", ".so", "dying.py")


class Steps:
    """Counts steps, and kills this process at one of them."""

    def __init__(self, last: int) -> None:
        self.taken = 0
        self._last = last

    def count(self, *_: object) -> int:
        """One step more."""
        self.taken += 1
        if self.taken == self._last:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def watch(self) -> None:
        """From now on every step counts."""
        connect, fsync = sqlite3.connect, os.fsync

        def connected(*args: Any, **more: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*args, **more)
            connection.set_trace_callback(lambda _: self.count() and None)
            connection.set_progress_handler(self.count, 1000)
            return connection

        def synced(fd: Any) -> None:
            self.count()
            fsync(fd)

        def touched(event: str, args: tuple[object, ...]) -> None:
            if event in TOUCHING and not str(args[0]).endswith(IGNORED):
                self.count()

        sqlite3.connect = connected  # type: ignore[assignment]
        os.fsync = synced
        sys.addaudithook(touched)


def make(path: Path, _original: Path) -> Callable[[], object]:
    path.unlink()
    return lambda: open_workspace(path).close()


def migrate(path: Path, _original: Path) -> Callable[[], object]:
    return lambda: open_workspace(path).close()


def back_up(path: Path, _original: Path) -> Callable[[], object]:
    workspace = open_workspace(path)

    def save_and_back_up() -> None:
        actions.start(workspace, {"name": "Second"}, client={"name": "Second client"})
        backups.make_backup(workspace.database)

    return save_and_back_up


def restore(path: Path, original: Path) -> Callable[[], object]:
    workspace = open_workspace(path)
    actions.start(workspace, {"name": "Second"}, client={"name": "Second client"})
    workspace.close()
    return lambda: restoring.restore(path, original)


DOING = {"make": make, "migrate": migrate, "back_up": back_up, "restore": restore}


def die(what: str, folder: Path, original: Path, step: int) -> None:
    """Do it in this process, in `folder`."""
    folder.mkdir()
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    path = folder / "work.db"
    shutil.copyfile(original, path)
    do = DOING[what](path, original)
    steps = Steps(step)
    steps.watch()
    do()
    if not step:
        os.write(1, f"{steps.taken}\n".encode())


def main(what: str, folder: Path, original: Path, steps: list[int]) -> int:
    # Loaded here, so that the processes need not do it each.
    import_module("icp_tui.store.log.migrations")
    for step in steps:
        child = os.fork()
        if not child:
            die(what, folder / str(step), original, step)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) not in (0, -signal.SIGKILL):
            return 1
    return 0


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), [int(word) for word in sys.argv[4:]]))
