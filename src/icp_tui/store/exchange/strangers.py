"""Somebody else's workspace file, such as one that was mailed: read for its changes, never opened as our own.

It is opened where it lies, for reading only, as a file that nothing else touches, with little room and little
time. Only the table of changes is read, column by known column; whatever could run or pretend in it refuses
all of it. The changes then pass the same checks as those of a bundle.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from icp_tui.store.exchange.bundles import LONGEST_LINE, held_by, newer, refuse
from icp_tui.store.exchange.incoming import (
    COLUMNS,
    MOST_CHANGES,
    Incoming,
    NewerError,
    UnfitError,
    check_together,
    fit_change,
)
from icp_tui.store.file.connecting import connect
from icp_tui.store.file.header import COMPAT, check_whole, journal_waits
from icp_tui.store.log.changes import Change
from icp_tui.texts import say

LARGEST = 2_000_000_000
"""Bytes of a workspace that is read; 200 whole profiles take 100 million."""

MOST_CHARACTERS = 500_000_000
"""Characters of all that is read, as in the largest bundle."""

PATIENCE = 0.5
"""Seconds that one step of reading may take; an honest file needs a hundredth of it."""

_AT_ONCE = 1000
_KNOWN_LATER = ("settles", "came")
"""Columns that a file of an older program does not have."""

_TYPES = {name: "INTEGER" if name == "clock" else "TEXT" for name in (*COLUMNS, "came")}


def read_stranger(path: Path) -> Incoming:
    """What the workspace file at `path` brings: all its changes.

    Raises:
        BadFile: it is no workspace, is damaged, hostile, or of a newer program; nothing of it was taken.
    """
    header = check_whole(path)
    if header.compat > COMPAT:
        raise newer(path, "", say("format {number}", number=header.compat))
    if path.stat().st_size > LARGEST:
        refuse(path, say("it is too large"))
    if journal_waits(path):
        # Where it is read, nothing is undone: half of a commit would pass for what somebody wrote.
        refuse(
            path,
            say("its last change was cut off, and is not undone yet"),
            say("Open it once with icp-tui and close it, or ask for an export (`icp-tui export`)."),
        )
    try:
        return _read(path)
    except sqlite3.Error as error:
        why = say("reading it takes too long") if _stopped(error) else str(error)
        refuse(path, why, say("Ask for an export instead (`icp-tui export`)."))


def _stopped(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT


class _Clock:
    """Ends what takes longer than `PATIENCE`."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin another step."""
        self._end = time.monotonic() + PATIENCE

    def over(self) -> bool:
        """Whether the time of this step is up."""
        return time.monotonic() > self._end


def _read(path: Path) -> Incoming:
    connection = connect(path, unchanging=True)
    # What is no text was never written by us, and is refused.
    connection.text_factory = str
    try:
        clock = _Clock()
        connection.set_progress_handler(clock.over, 1000)
        for limit, most in (
            (sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_LINE),
            (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
            (sqlite3.SQLITE_LIMIT_COLUMN, 300),
            (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50),
            (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 5),
            (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
            (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        ):
            connection.setlimit(limit, most)
        for pragma in ("query_only=ON", "mmap_size=0"):
            connection.execute(f"PRAGMA {pragma}")
        columns = _checked_columns(path, connection)
        clock.start()
        if connection.execute(f"SELECT 1 FROM change LIMIT 1 OFFSET {MOST_CHANGES}").fetchone():
            refuse(path, say("it holds more than {most} changes", most=MOST_CHANGES))
        return _incoming(path, connection, columns, clock)
    finally:
        connection.close()


def _checked_columns(path: Path, connection: sqlite3.Connection) -> list[str]:
    """The columns of the table of changes that are read, after all that could run was looked for."""
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR sql LIKE 'create view%'"
        " OR sql LIKE 'create trigger%' OR (sql LIKE 'create virtual%' AND name <> 'search_text') LIMIT 3"
    ).fetchall()
    odd = [str(name) for (name,) in rows]
    found = connection.execute(
        "SELECT type, sql FROM sqlite_schema WHERE lower(name) = 'change' LIMIT 2"
    ).fetchall()
    if odd or len(found) != 1 or found[0][0] != "table" or not _plain_table(found[0][1]):
        refuse(
            path,
            say(
                "it holds what icp-tui never makes and what could run or pretend ({names})",
                names=", ".join(name[:40] for name in odd) or "change",
            ),
            say("Do not open it with other programs; ask for an export (`icp-tui export`)."),
        )
    there = connection.execute(
        "SELECT name, type, hidden FROM pragma_table_xinfo('change') LIMIT 50"
    ).fetchall()
    names = {name for name, _, _ in there}
    if unknown := sorted(names - set(_TYPES)):
        raise newer(path, "", f"change.{str(unknown[0])[:40]}")
    if any(hidden or kind != _TYPES[name] for name, kind, hidden in there):
        refuse(path, say("its table of changes is not as icp-tui makes it"))
    if missing := [name for name in COLUMNS if name not in names and name not in _KNOWN_LATER]:
        refuse(path, say("its table of changes lacks “{name}”", name=missing[0]))
    return [name for name in COLUMNS if name in names]


def _plain_table(sql: object) -> bool:
    """Whether a statement makes an ordinary table, without anything that reckons."""
    return (
        isinstance(sql, str)
        and re.match(r'create table ["\[`]?change["\]`]? ?\(', sql, re.IGNORECASE) is not None
        and not re.search(r"\b(check|generated|collate|default|as)\b", sql, re.IGNORECASE)
        and sql.rstrip().endswith("STRICT")
    )


def _incoming(path: Path, connection: sqlite3.Connection, columns: list[str], clock: _Clock) -> Incoming:
    missing: dict[str, Any] = {name: None for name in COLUMNS if name not in columns}
    changes: list[Change] = []
    room = MOST_CHARACTERS
    for number, row in enumerate(_rows(connection, columns, clock), 1):
        room -= sum(len(value) for value in row if isinstance(value, str | bytes))
        if room < 0:
            refuse(path, say("it is too large"))
        try:
            changes.append(fit_change({**missing, **dict(zip(columns, row, strict=True))}))
        except UnfitError as error:
            refuse(path, say("change {number}: {what}", number=number, what=error).rstrip("."))
        except NewerError as error:
            raise newer(path, "", str(error)) from error
    if not changes:
        refuse(path, say("there is nothing in it"), say("Ask whether it is the right file."))
    try:
        check_together(changes)
    except UnfitError as error:
        refuse(path, say("change {number}: {what}", number=error.args[1] + 1, what=error.args[0]).rstrip("."))
    changes.sort(key=lambda change: (change.clock, change.id))
    return Incoming(path, held_by(changes), "", tuple(changes))


def _rows(connection: sqlite3.Connection, columns: list[str], clock: _Clock) -> Iterator[tuple[Any, ...]]:
    """The rows of the table in the order in which they lie in the file, a few at a time."""
    clock.start()
    cursor = connection.execute(f"SELECT {', '.join(columns)} FROM change NOT INDEXED ORDER BY rowid")
    while part := cursor.fetchmany(_AT_ONCE):
        yield from part
        clock.start()
