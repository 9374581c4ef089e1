"""The lines of the rescue journal: how one is written, read again, and made part of a file.

Each stands for itself, with a check sum. Making lines part of a file twice is the same as once, and never
overwrites what a field was given since.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from icp_tui.errors import BadFile
from icp_tui.method.declaration import RECORDS
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import PARENT, Change, ChangeLog, Edit, is_known, stamp


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something typed that waits to be saved.

    Attributes:
        about: what it is, such as a field of a record; a later line of its batch about it takes its place.
        batch: the action that it belongs to, undone as one.
        scope: the profile that it was typed in.
        edits: what it changes; none where it was taken back.
    """

    about: str
    batch: str
    scope: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal.

    Attributes:
        at: when it was typed, UTC, as the change log writes it.
        since: for each edit the newest change of its field at that time, as `_mark` writes it; None: unknown.
    """

    waiting: Waiting
    at: str
    since: tuple[str | None, ...]
    raw: str = ""


@dataclass
class CameBack:
    """What a replay did inside its transaction: edits by profile, words for each line, lines left out."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    back: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def lines_of(
    waiting: Iterable[Waiting], log: ChangeLog, at: dt.datetime, workspace: Path, inode: int
) -> list[Line]:
    """What waits as the lines that `written` makes of it, though they were in no journal."""
    return [
        Line(
            one,
            stamp(at),
            tuple(_since(log, edit) for edit in one.edits),
            written(one, log, at, workspace, inode),
        )
        for one in waiting
    ]


def crossed_out(waiting: Waiting) -> Waiting:
    """The line that says that something no longer waits."""
    return Waiting(waiting.about, waiting.batch, waiting.scope, ())


def written(waiting: Waiting, log: ChangeLog, at: dt.datetime, workspace: Path, inode: int) -> str:
    """A line of the journal of `workspace`, as it is written `at` this moment.

    The `inode` tells the file itself from its copies, also where it was moved; 0 where it is unknown.
    """
    import json  # noqa: PLC0415 - only when something went wrong

    edits = [[edit.kind, edit.record_id, edit.field, edit.new, _since(log, edit)] for edit in waiting.edits]
    told: dict[str, Any] = {
        "about": waiting.about,
        "at": stamp(at),
        "batch": waiting.batch,
        "scope": waiting.scope,
        "file": str(workspace),
        "inode": inode,
        "edits": edits,
    }
    return json.dumps({"sum": _sum(told), **told}, ensure_ascii=True)


def _sum(told: Mapping[str, Any]) -> str:
    import json  # noqa: PLC0415

    text = json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_line(raw: str) -> Line | None:
    """A line that is whole; None for anything else."""
    import json  # noqa: PLC0415

    try:
        told = json.loads(raw)
        if told.pop("sum") != _sum(told):
            return None
        edits = tuple(Edit(kind, record, name, new) for kind, record, name, new, _since in told["edits"])
        waiting = Waiting(told["about"], told["batch"], told["scope"], edits)
        return Line(waiting, told["at"], tuple(edit[4] for edit in told["edits"]), raw)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def file_of(raw: str) -> tuple[str, int]:
    """The path of the workspace that a whole line was kept for, and its inode; 0 where it is unknown."""
    import json  # noqa: PLC0415

    told = json.loads(raw)
    inode = told.get("inode")
    return str(told.get("file") or ""), inode if isinstance(inode, int) else 0


def inode_of(path: Path) -> int:
    """What tells the file at a path from its copies, and stays when it is moved; 0 where that is unknown."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def _since(log: ChangeLog, edit: Edit) -> str | None:
    try:
        return _mark(log.newest(edit.record_id, edit.field))
    except BadFile:
        # The file cannot even be read now; the moment has to do.
        return None


def _mark(change: Change | None) -> str:
    """A change and its moment: a change that grew is another one."""
    return f"{change.id} {change.at}" if change else ""


# Bringing back


def bring_in(database: Database, log: ChangeLog, lines: Sequence[Line]) -> CameBack:
    """Make the edits of `lines`, inside the caller's transaction.

    A line is left out as a whole where its record or field is unknown, or was given something else since.
    """
    done = CameBack()
    for line in lines:
        database.execute("SAVEPOINT line")
        try:
            fits = _knows(database, line.waiting) and _bring_in_line(log, line, done)
        except (sqlite3.IntegrityError, ValueError):
            fits = False
        if not fits:
            database.execute("ROLLBACK TO line")
            done.aside.append(line.raw)
        database.execute("RELEASE line")
    return done


def _bring_in_line(log: ChangeLog, line: Line, done: CameBack) -> bool:
    """Make the edits of one line; False where a field was given something else since."""
    waiting, made = line.waiting, []
    for edit, since in zip(waiting.edits, line.since, strict=True):
        newest = log.newest(edit.record_id, edit.field)
        if (newest.new if newest else None) == edit.new:
            continue
        if newest and _mark(newest) != since and newest.at >= line.at:
            return False
        log.append(edit, waiting.batch, waiting.scope, dt.datetime.fromisoformat(line.at))
        made.append(edit)
    if made:
        done.edits.setdefault(waiting.scope, []).extend(made)
        done.back.append(_words(waiting))
    return True


def _knows(database: Database, waiting: Waiting) -> bool:
    """Whether all that a line speaks of is in the file, or begins with it."""
    if not waiting.edits or not all(is_known(edit.kind, edit.field) for edit in waiting.edits):
        return False
    if not _there(database, "profile", waiting.scope):
        return False
    born = {edit.record_id: edit for edit in waiting.edits if edit.field == PARENT and edit.new}
    for edit in waiting.edits:
        if edit.record_id in born:
            above = RECORDS[edit.kind].parent
            if above and not _there(database, above.kind, born[edit.record_id].new or ""):
                return False
        elif not _there(database, edit.kind, edit.record_id):
            return False
    return True


def _there(database: Database, table: str, record_id: str) -> bool:
    return bool(database.rows(f"SELECT 1 FROM {table} WHERE id = ?", record_id))


def _words(waiting: Waiting) -> str:
    """What people call it: the question, or the title of a new record."""
    first = waiting.edits[0]
    kind = RECORDS[first.kind]
    if first.field == PARENT:
        titles = [edit.new for edit in waiting.edits if edit.field == kind.title_field and edit.new]
        return f"“{titles[0]}”" if titles else str(kind.singular)
    return str(kind.questions[first.field.partition(":")[0]].label)
