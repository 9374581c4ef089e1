"""Whether the state folder can hold what is kept beside the data: backups and the rescue journal.

It is looked at before it is needed: who learns of it only when saving fails has lost what it was for.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from icp_tui import paths
from icp_tui.store.safety.backups import folder_of
from icp_tui.store.safety.rescue import journal_path
from icp_tui.texts import say


@dataclass(frozen=True, slots=True)
class Unkept:
    """What cannot be kept, and why.

    Attributes:
        folder: the folder that nothing can be written in, or the file that stands in its place.
        why: the reason in the words of the system.
        journal, backups: whether it is the rescue journal or the backups that cannot be kept.
    """

    folder: Path
    why: str
    journal: bool
    backups: bool

    @property
    def what(self) -> str:
        """What happened, in a sentence."""
        return say("Nothing can be kept in {folder}: {why}.", folder=self.folder, why=self.why)

    @property
    def means(self) -> str:
        """What that means for the data."""
        if not self.journal:
            return say("Every answer is saved in the workspace itself, but there are no backups.")
        if not self.backups:
            return say(
                "Every answer is saved in the workspace itself, but there is no rescue journal if that fails."
            )
        return say(
            "Every answer is saved in the workspace itself, but there can be no backups and no rescue"
            " journal."
        )

    @property
    def do(self) -> str:
        """What to do."""
        return say("Allow writing there, or make room.")

    @property
    def line(self) -> str:
        """The same in one line, for who types no text that could wait; "" where backups can be kept."""
        if not self.backups:
            return ""
        saved = say("What you change is saved in the workspace itself, and no backup of it can be made.")
        return f"{self.what} {saved}"


def unkept(workspace: Path) -> Unkept | None:
    """What cannot be kept of the workspace at a path; None where all can. Nothing is made by looking."""
    backups, journal = _closed(folder_of(workspace)), _closed(journal_path(workspace).parent)
    found = journal or backups
    return Unkept(*found, journal=bool(journal), backups=bool(backups)) if found else None


def _closed(folder: Path) -> tuple[Path, str] | None:
    """Where files cannot be made for `folder`, which need not exist, and why; None where they can."""
    try:
        there = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    except (OSError, StopIteration):
        there = paths.state_folder()
    try:
        if not there.is_dir():
            return there, say("it is no folder")
        with tempfile.TemporaryFile(dir=there, buffering=0) as trial:
            trial.write(b"\0")
    except OSError as error:
        return there, error.strerror or str(error)
    return None
