"""What killed programs left unfinished beside a workspace, under names that only icp-tui gives.

Only who holds the lock of the workspace takes it away, and only what nobody has written to for an hour. The
name has to fit to the last letter, a folder to the last file in it; a link is never followed.
"""

from __future__ import annotations

import contextlib
import re
import stat
import time
from pathlib import Path

from icp_tui.files import BESIDE

ABANDONED = 3600.0
"""Seconds without a write after which something unfinished is nobody's any more."""

_ANY = "[a-z0-9_]{8}"
_BESIDE = "(?:{})?".format("|".join(map(re.escape, BESIDE)))
_AT_WORK = re.compile(rf"(?:damaged|repaired)\.db{_BESIDE}|\.repaired\.db-{_ANY}\.new{_BESIDE}")
"""What a repair has in its folder."""


def is_unfinished_file(name: str, workspace: str) -> bool:
    """Whether a file of this name is a copy, restore or document that was being made beside a workspace."""
    made = rf"\.(?:icp|{re.escape(workspace)})-(?:{_ANY}|[0-9a-f]{{12}})\.(?:new|restoring){_BESIDE}"
    return re.fullmatch(made, name) is not None


def is_unfinished_repair(name: str, workspace: str) -> bool:
    """Whether a folder of this name is one in which a repair works."""
    return re.fullmatch(rf"\.(?:icp|{re.escape(workspace)})-{_ANY}\.repair", name) is not None


def sweep(workspace: Path) -> None:
    """Take away what was left unfinished beside a workspace, whose lock the caller holds.

    What cannot be taken away stays.
    """
    live, now = workspace.resolve(), time.time()
    with contextlib.suppress(OSError):
        for path in live.parent.glob(".*"):
            with contextlib.suppress(OSError):
                if is_unfinished_file(path.name, live.name):
                    _take_away(path, now)
                elif is_unfinished_repair(path.name, live.name):
                    _take_folder_away(path, now)


def _take_away(path: Path, now: float) -> None:
    found = path.lstat()
    if stat.S_ISREG(found.st_mode) and now - found.st_mtime > ABANDONED:
        path.unlink()


def _take_folder_away(folder: Path, now: float) -> None:
    there = folder.lstat()
    if not stat.S_ISDIR(there.st_mode) or now - there.st_mtime <= ABANDONED:
        return
    held = [(path, path.lstat()) for path in folder.iterdir()]
    if all(
        _AT_WORK.fullmatch(path.name) and stat.S_ISREG(found.st_mode) and now - found.st_mtime > ABANDONED
        for path, found in held
    ):
        for path, _ in held:
            path.unlink()
        folder.rmdir()
