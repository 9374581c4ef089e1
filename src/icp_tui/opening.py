"""Opening a workspace: the one place where the store is given what insight knows."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from icp_tui.errors import BadFile, InUse
from icp_tui.insight.progress import progress
from icp_tui.method.answers import Answers
from icp_tui.store.file.connecting import connect
from icp_tui.store.file.database import Database
from icp_tui.store.file.header import journal_waits
from icp_tui.store.log.schema import is_current
from icp_tui.store.work.library import Figures
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import say

SLOW = 1.0
"""Seconds after which somebody who waits is told what for."""


def figures(answers: Answers) -> Figures:
    """What the library keeps of a profile."""
    found = progress(answers)
    return Figures(answered=found.answered, asked=len(found.asked), gaps=len(found.open))


def open_workspace(
    path: Path, author: str = "", *, look: str = "", anew: bool = False, patience: float = 0.0
) -> Workspace:
    """Open the workspace at `path`, made anew where there is none; for reading only where `look` says why.

    Where another process writes to it, wait for `patience` seconds at most.

    Raises:
        EmptyFile: a workspace was there and is gone or empty; `anew` begins another all the same.
        InUse: another process writes to it.
        BadFile: it cannot be used; its bytes are untouched.
        SaveFailed: its tables could not be brought up to date; they are as they were.
    """
    return Workspace.open(path, figures, author=author, look=look, anew=anew, patience=patience)


def open_or_look(path: Path, author: str = "", *, anew: bool = False) -> Workspace:
    """Open the workspace at `path`, for reading only where another process writes to it.

    Raises:
        EmptyFile, BadFile, SaveFailed: as `open_workspace`.
    """
    try:
        return open_workspace(path, author, anew=anew)
    except InUse as error:
        look = say("Close it there to change it here.")
        return open_workspace(path, author, look=f"{error.what} {look}")


@contextlib.contextmanager
def told_if_slow(path: Path) -> Iterator[None]:
    """Say on standard error what is being done, where opening the workspace takes longer than `SLOW`.

    Only while no screens are shown.
    """
    done = threading.Event()
    teller = threading.Thread(target=_tell_slow, args=(path, done, sys.stderr), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell_slow(path: Path, done: threading.Event, stream: TextIO) -> None:
    since = time.monotonic()
    if done.wait(SLOW):
        return
    words = _being_done(path)
    if not stream.isatty():
        stream.write(f"{words}\n")
        return
    line = ""
    while True:
        line = f"{words} … {time.monotonic() - since:.0f} s"
        stream.write(f"\r{line}")
        stream.flush()
        if done.wait(SLOW / 2):
            break
    stream.write("\r" + " " * len(line) + "\r")
    stream.flush()


def _being_done(path: Path) -> str:
    """What takes so long, as far as it can be seen beside who does it."""
    try:
        # By SQLite alone: opening the file in any other way would end the locks that this process has on it.
        with contextlib.closing(connect(path, patience=0)) as connection:
            older = not is_current(Database(connection, path, why_read_only=say("It is only looked at.")))
    except (sqlite3.Error, BadFile):
        older = False
    if older:
        return say("Bringing {path} to the present format; a copy is kept as a backup", path=path.name)
    return say("Opening {path}", path=path.name)


def look_at(path: Path) -> Workspace:
    """Open the workspace at `path` for reading: no lock is taken, so nobody who writes is in the way.

    Where an interrupted save has to be taken back first, or the tables are of an older program, it is opened
    for writing if that can be.

    Raises:
        EmptyFile, BadFile, SaveFailed: as `open_workspace`.
    """
    if not journal_waits(path):
        workspace = open_workspace(path, look=say("It was opened to be read."))
        if is_current(workspace.database):
            return workspace
        workspace.let_go()
    return open_or_look(path)
