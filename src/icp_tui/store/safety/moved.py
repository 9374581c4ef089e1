"""The backups of a workspace that was moved, renamed or copied: they lie in the folder of its former path.

No file says where it came from. Two are of the same workspace where a change was made in both of them, and
did not come to either by a merge: only a copy has it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from icp_tui.store.file.connecting import reading
from icp_tui.store.safety.backups import Backup, backups_in, backups_of, folder_of

_FIRST = 20
"""Changes that are compared, the oldest: of these the others have most."""


def backups_elsewhere(workspace: Path) -> list[Backup]:
    """The backups of the workspace at a path that were made under another path, newest first.

    Where its file cannot be read, its newest backup tells which workspace it is.
    """
    own = folder_of(workspace)
    others = [one for folder in _beside(own) if not folder.is_symlink() for one in backups_in(folder)]
    made = _made_in(workspace, backups_of(workspace)) if others else []
    found = [one for one in others if _has_one_of(one.path, made)]
    return sorted(found, key=lambda backup: backup.made, reverse=True)


def are_others(workspace: Path) -> bool:
    """Whether there are backups of anything that was not at this path."""
    own = folder_of(workspace)
    return any(backups_in(folder) for folder in _beside(own))


def _beside(own: Path) -> list[Path]:
    """The folders with backups of what was at other paths; none where the one above is closed to us."""
    try:
        there = list(own.parent.iterdir()) if own.parent.is_dir() else []
        return [folder for folder in there if folder != own and folder.is_dir()]
    except OSError:
        return []


def _made_in(workspace: Path, backups: list[Backup]) -> list[str]:
    """The ids of the oldest changes that were made in a workspace."""
    for path in (workspace, *(backup.path for backup in backups[:1])):
        try:
            with reading(path, unchanging=path != workspace) as connection:
                rows = connection.execute(
                    "SELECT id FROM change WHERE came IS NULL ORDER BY clock, id LIMIT ?", (_FIRST,)
                )
                return [row[0] for row in rows]
        except sqlite3.Error:
            continue
    return []


def _has_one_of(backup: Path, made: list[str]) -> bool:
    marks = ", ".join("?" * len(made))
    try:
        with reading(backup, unchanging=True) as connection:
            found = connection.execute(
                f"SELECT 1 FROM change WHERE id IN ({marks}) AND came IS NULL LIMIT 1", made
            ).fetchone()
    except sqlite3.Error:
        return False
    return found is not None
