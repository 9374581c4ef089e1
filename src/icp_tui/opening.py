"""Opening a workspace: the one place where the store is given what insight knows."""

from __future__ import annotations

from pathlib import Path

from icp_tui.insight.progress import progress
from icp_tui.method.answers import Answers
from icp_tui.store.library import Figures
from icp_tui.store.workspace import Workspace


def figures(answers: Answers) -> Figures:
    """What the library keeps of a profile."""
    found = progress(answers)
    return Figures(answered=found.answered, asked=len(found.asked), gaps=len(found.open))


def open_workspace(path: Path, author: str = "") -> Workspace:
    """Open the workspace at `path`, made anew where there is none.

    Raises:
        BadFile: it cannot be used; its bytes are untouched.
    """
    return Workspace.open(path, figures, author=author)
