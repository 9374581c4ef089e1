"""Opening a workspace: the one place where the store is given what insight knows."""

from __future__ import annotations

from pathlib import Path

from icp_tui.errors import InUse
from icp_tui.insight.progress import progress
from icp_tui.method.answers import Answers
from icp_tui.store.log.schema import is_current
from icp_tui.store.work.library import Figures
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import say


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
    """
    return Workspace.open(path, figures, author=author, look=look, anew=anew, patience=patience)


def open_or_look(path: Path, author: str = "", *, anew: bool = False) -> Workspace:
    """Open the workspace at `path`, for reading only where another process writes to it.

    Raises:
        EmptyFile, BadFile: as `open_workspace`.
    """
    try:
        return open_workspace(path, author, anew=anew)
    except InUse as error:
        look = say("Close it there to change it here.")
        return open_workspace(path, author, look=f"{error.what} {look}")


def look_at(path: Path) -> Workspace:
    """Open the workspace at `path` for reading: no lock is taken, so nobody who writes is in the way.

    Where an interrupted save has to be taken back first, or the tables are of an older program, it is opened
    for writing if that can be.

    Raises:
        EmptyFile, BadFile: as `open_workspace`.
    """
    journal = path.with_name(f"{path.name}-journal")
    if not (journal.exists() and journal.stat().st_size):
        workspace = open_workspace(path, look=say("It was opened to be read."))
        if is_current(workspace.database):
            return workspace
        workspace.let_go()
    return open_or_look(path)
