"""The rescue journal: what was typed and could not be saved, on another disk until it is in the file.

One file a workspace path in the state folder, for its owner's eyes only; what is in it is on the disk before
anybody is told so. What cannot be brought back into the workspace is put aside, never dropped.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from icp_tui import paths
from icp_tui.errors import BadFile, IcpError, SaveFailed
from icp_tui.files import sync_names
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import ChangeLog
from icp_tui.store.safety.rescue_lines import (
    Line,
    Waiting,
    crossed_out,
    file_of,
    inode_of,
    lines_of,
    read_line,
    written,
)
from icp_tui.texts import count, say


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What came of the journal: what is in the file again, what was put aside where, why it still waits."""

    back: tuple[str, ...] = ()
    aside: int = 0
    aside_at: Path | None = None
    failed: IcpError | None = None

    @property
    def words(self) -> str:
        """The same in sentences; empty where there was nothing."""
        told = []
        if self.back:
            told.append(
                count(
                    len(self.back),
                    "One answer that could not be saved before is in the file now: {what}.",
                    "{n} answers that could not be saved before are in the file now: {what}.",
                    what=_some(self.back),
                )
            )
        if self.aside:
            told.append(
                count(
                    self.aside,
                    "One more did not fit to what the file holds by now; it is kept in {path}.",
                    "{n} more did not fit to what the file holds by now; they are kept in {path}.",
                    path=self.aside_at,
                )
            )
        return " ".join(told)


def journal_path(workspace: Path) -> Path:
    """The journal of the workspace at a path."""
    name = re.sub(r"[^\w.-]", "_", workspace.stem, flags=re.ASCII)[:40]
    return paths.state_folder() / "rescue" / f"{name}-{paths.fingerprint(workspace)[:12]}.jsonl"


class Journal:
    """The rescue journal of one workspace path. Only who may write to the workspace touches it."""

    def __init__(self, workspace: Path, path: Path | None = None) -> None:
        """The journal of the workspace at `workspace`; nothing is read or made yet."""
        self.path = path or journal_path(workspace)
        self._workspace = workspace
        self._inode = inode_of(workspace)
        self._written: dict[str, Waiting] = {}
        self._size = 0

    @property
    def aside(self) -> Path:
        """Where lines are put that cannot be brought back."""
        return self.path.with_suffix(".aside.jsonl")

    def exists(self) -> bool:
        """Whether anything is kept."""
        # Not by the path itself, which raises where the folder is closed to us.
        return os.path.exists(self.path)  # noqa: PTH110

    # Writing

    def keep(self, waiting: Iterable[Waiting], log: ChangeLog, at: dt.datetime) -> bool:
        """See that the journal holds all that waits and nothing else; False where it cannot be written.

        What it holds already is not written again. What no longer waits is crossed out.
        """
        wanted = {one.about: one for one in waiting}
        if self._written and self._length() != self._size:
            # Somebody took it away or brought it back; what still waits has to be in it.
            self._written.clear()
        gone = [
            crossed_out(one)
            for about, one in self._written.items()
            if one.edits and (about not in wanted or wanted[about].batch != one.batch)
        ]
        new = [one for about, one in wanted.items() if self._written.get(about) != one]
        if not gone and not new:
            return True
        lines = [written(one, log, at, self._workspace, self._inode) for one in (*gone, *new)]
        try:
            self._size = append_safely(self.path, lines)
        except OSError:
            return False
        self._written.update({one.about: one for one in (*gone, *new)})
        return True

    def lines_of(self, waiting: Iterable[Waiting], log: ChangeLog, at: dt.datetime) -> list[Line]:
        """What waits as the lines that `keep` would write."""
        return lines_of(waiting, log, at, self._workspace, self._inode)

    def _length(self) -> int:
        try:
            return self.path.stat().st_size
        except OSError:
            return -1

    def clear(self) -> None:
        """Everything is in the file: the journal goes. Where it cannot, bringing it back changes nothing."""
        self._written.clear()
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            return

    def put_aside(self, raw: Sequence[str]) -> None:
        """Keep lines that cannot be brought back, beside the journal.

        Raises:
            OSError: they could not be written.
        """
        if raw:
            append_safely(self.aside, raw)

    # Reading

    def read(self) -> tuple[list[Line], list[str]]:
        """The newest line of each action about a thing, in order, and the whole lines that nobody can read.

        What waits from an earlier time about the same thing is of another action and counts, too. The last
        line may be torn, if the power went while it was written: it was never told to be safe.

        Raises:
            BadFile: there is a journal, and it cannot be read.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return [], []
        except OSError as error:
            raise BadFile(
                say("Cannot read {path}: {error}.", path=self.path, error=error.strerror or error),
                means=say("What was typed and not saved is kept there."),
                do=say("See that you may read that file, then open the workspace again."),
            ) from error
        *whole, torn = (piece.decode("utf-8", "replace") for piece in content.split(b"\n"))
        found: dict[tuple[str, str], Line] = {}
        unread = []
        for piece, ended in [*((piece, True) for piece in whole if piece), (torn, False)]:
            line = read_line(piece)
            if line:
                action = (line.waiting.about, line.waiting.batch)
                found.pop(action, None)
                found[action] = line
            elif ended:
                unread.append(piece)
        return [line for line in found.values() if line.waiting.edits], unread

    def strays(self, database: Database) -> Iterator[Journal]:
        """Journals of workspaces that are no longer at their paths, and that this one is: it was moved."""
        try:
            there = sorted(self.path.parent.glob("*.jsonl"))
        except OSError:
            # The folder is closed to us; the application says so.
            return
        for path in there:
            if path == self.path or path.name.endswith(".aside.jsonl"):
                continue
            other = Journal(self._workspace, path)
            try:
                lines, _ = other.read()
            except BadFile:
                # Nobody can tell whose it is; it stays where it is.
                continue
            if lines and all(self._was_moved_here(line, database) for line in lines):
                yield other

    def _was_moved_here(self, line: Line, database: Database) -> bool:
        """Whether this is the file that a line was kept for, and no copy of one on a disk that is away."""
        home, inode = file_of(line.raw)
        if not home or os.path.lexists(home):
            return False
        moved = inode == self._inode if inode and self._inode else _folder_is_there(line)
        return moved and bool(database.rows("SELECT 1 FROM profile WHERE id = ?", line.waiting.scope))


def _folder_is_there(line: Line) -> bool:
    """Whether the folder is there that a line's workspace was in: no disk is away that could come back."""
    home, _ = file_of(line.raw)
    try:
        return Path(home).parent.is_dir()
    except (OSError, ValueError):
        return False


def append_safely(path: Path, lines: Sequence[str]) -> int:
    """Add lines to a file of ours, on the disk when this returns; gives its new length in bytes.

    Raises:
        OSError: none of them is in it.
    """
    paths.make_private(path.parent)
    anew = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        before = file.seek(0, os.SEEK_END)
        content = "".join(f"{line}\n" for line in lines).encode()
        if before:
            file.seek(before - 1)
            if file.read(1) != b"\n":
                # A line was torn here once; the next one begins on its own.
                content = b"\n" + content
        try:
            while content:
                content = content[file.write(content) :]
            os.fsync(handle)
        except OSError:
            file.truncate(before)
            raise
        after = file.tell()
    if anew:
        sync_names(path.parent)
    return after


def _some(words: Sequence[str], most: int = 3) -> str:
    """The first few, and how many more."""
    shown = "; ".join(words[:most])
    more = len(words) - most
    return shown if more <= 0 else say("{some}; and {n} more", some=shown, n=more)


class Rescue:
    """What could not be saved in one open workspace: put into its journal, and brought back from it."""

    def __init__(
        self,
        database: Database,
        log: ChangeLog,
        now: Callable[[], dt.datetime],
        bring_in: Callable[[Sequence[Line]], tuple[list[str], list[str]]],
    ) -> None:
        """Keep what waits for `database`; `bring_in` makes lines part of it, in one transaction."""
        self.journal = Journal(database.path)
        self.brought_back = BroughtBack()
        self._database = database
        self._log = log
        self._now = now
        self._bring_in = bring_in

    def keep(self, waiting: Iterable[Waiting]) -> bool:
        """Put all that waits into the journal; False where that cannot be written either."""
        return not self._database.read_only and self.journal.keep(waiting, self._log, self._now())

    def lines(self, waiting: Iterable[Waiting]) -> list[Line]:
        """All that is not in the file: what waits now, after what still waits from an earlier time."""
        older = self.journal.read()[0] if self.brought_back.failed else []
        return older + self.journal.lines_of(waiting, self._log, self._now())

    def take_over(self, old: Rescue, waiting: Iterable[Waiting]) -> None:
        """Make all that waits in `old` part of this copy; `brought_back` says what did not fit.

        Raises:
            BadFile, SaveFailed: not all of it is safe here; `old` has to keep it.
        """
        _, aside = self._bring_in(old.lines(waiting))
        if not old._database.read_only:
            aside += old.journal.read()[1]
        if aside:
            _put_aside(self.journal, aside)
            self._tell(aside=len(aside), at=self.journal.aside)

    def safe_elsewhere(self) -> None:
        """All of it is safe in another file."""
        if not self._database.read_only:
            self.journal.clear()

    def older_first(self) -> None:
        """Bring in what waits from an earlier time: what is typed now comes after it, as another version."""
        if self.brought_back.failed:
            self.bring_back()

    def nothing_waits(self) -> None:
        """Everything typed is in the file: so comes what waits from an earlier time, and the journal goes."""
        if self._database.read_only:
            return
        if self.brought_back.failed:
            self.bring_back()
        else:
            self.journal.clear()

    def bring_back(self) -> None:
        """Bring what the journal holds into the file; `brought_back` says what came of it.

        A workspace that was moved finds the journal of its path before.
        """
        if self._database.read_only:
            return
        self.brought_back = BroughtBack()
        try:
            if self.journal.exists():
                self._bring(self.journal, *self.journal.read())
            for stray in self.journal.strays(self._database):
                self._bring_stray(stray, *stray.read())
        except (SaveFailed, BadFile) as error:
            self.brought_back = replace(self.brought_back, failed=error)

    def _bring(self, journal: Journal, lines: Sequence[Line], unread: Sequence[str]) -> None:
        back, aside = self._bring_in(lines)
        aside += unread
        self._tell(back)
        # Nothing is taken out of the journal before it stands elsewhere.
        _put_aside(journal, aside)
        journal.clear()
        self._tell(aside=len(aside), at=journal.aside)

    def _bring_stray(self, stray: Journal, lines: Sequence[Line], unread: Sequence[str]) -> None:
        """Bring in what fits; what does not stays where it is, for the file that it may be of after all."""
        back, aside = self._bring_in(lines)
        aside += unread
        self._tell(back, len(aside), stray.path)
        if not aside and all(_folder_is_there(line) for line in lines):
            stray.clear()

    def _tell(self, back: Sequence[str] = (), aside: int = 0, at: Path | None = None) -> None:
        told = self.brought_back
        self.brought_back = replace(
            told,
            back=(*told.back, *back),
            aside=told.aside + aside,
            aside_at=at if aside else told.aside_at,
        )


def _put_aside(journal: Journal, raw: Sequence[str]) -> None:
    """Put lines aside.

    Raises:
        SaveFailed: they could not be written.
    """
    try:
        journal.put_aside(raw)
    except OSError as error:
        raise SaveFailed(
            say("Could not write {path}: {error}.", path=journal.aside, error=error.strerror or error),
            means=say("What did not fit to the file could not be put aside there; it is kept where it was."),
            do=say("Make room on the disk, or see that this folder can be written to."),
        ) from error
