"""Forgetting a client for good: after it the file holds none of its words, in no table, index or free page.

One transaction takes away every row that hangs on the client, also what was deleted long ago, with its whole
history; what it was written on is overwritten. Only the ids stay, so that no merge brings it back. There is
no undo, and no backup is made first: it would hold what is to be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from icp_tui.errors import BadFile, NotFound, SaveFailed
from icp_tui.method.folding import fold
from icp_tui.method.records import Client, Profile
from icp_tui.store.file.database import Database
from icp_tui.texts import say

_BY_RECORD = (("change", "record_id"), ("mark", "record_id"), ("search_row", "record_id"))
_BY_PROFILE = (("summary", "profile_id"), ("place", "profile_id"))
_POINTERS = ("base", "undoes", "settles")
_GONE = "SELECT id FROM temp.gone"
_PIECE = 1 << 22
"""Bytes that are looked through at once."""


@dataclass(frozen=True, slots=True)
class Known:
    """A client that the file holds, deleted or not."""

    id: str
    name: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """How much of a client the file holds."""

    profiles: int
    records: int
    changes: int


def known_clients(database: Database) -> list[Known]:
    """All clients of the file, those that were deleted as well."""
    rows = database.rows("SELECT id, ifnull(name, '') AS name, deleted_at FROM client ORDER BY position, id")
    return [Known(row["id"], row["name"], row["deleted_at"] is not None) for row in rows]


def holding(database: Database, client_id: str) -> Holding:
    """What would be forgotten with a client."""
    _keep_in_memory(database)
    with _gathered(database, client_id):
        numbers = [
            database.rows(f"SELECT count(*) FROM {where}")[0][0]
            for where in (
                f"{Profile.kind} WHERE id IN ({_GONE})",
                "temp.gone",
                f"change WHERE record_id IN ({_GONE})",
            )
        ]
    return Holding(*numbers)


def forget(database: Database, client_id: str) -> None:
    """Take a client out of the file with all its profiles and their whole history; there is no undo.

    Raises:
        NotFound: no such client.
        SaveFailed: nothing was forgotten; the file is as it was.
    """
    if not database.rows(f"SELECT 1 FROM {Client.kind} WHERE id = ?", client_id):
        raise NotFound(say("There is no such client."), means=say("Nothing was forgotten."))
    _keep_in_memory(database)
    try:
        # Every change refers to others without an index: SQLite would look through all of them for each row.
        for pragma in ("secure_delete=ON", "foreign_keys=OFF"):
            database.rows(f"PRAGMA {pragma}")
        with database.transaction(), _gathered(database, client_id):
            hanging = _violations(database)
            _take_away(database)
            if new := _violations(database) - hanging:
                raise _still_needed(new)
    finally:
        database.rows("PRAGMA foreign_keys=ON")


def mentions(database: Database, name: str) -> list[str]:
    """The ids of the records, of whatever client, whose answers or earlier versions hold `name`."""
    if not name:
        return []
    rows = database.rows(
        "SELECT record_id FROM change WHERE instr(lower(new), lower(?)) OR instr(lower(old), lower(?))"
        " GROUP BY record_id ORDER BY min(clock)",
        name,
        name,
    )
    return [row["record_id"] for row in rows]


def holds_text(path: Path, text: str) -> bool:
    """Whether a text stands anywhere in the bytes of a file, in an encoding that a database could have.

    For a closed workspace only: closing a file that SQLite has open would drop its locks.

    Raises:
        BadFile: it cannot be read.
    """
    forms, encodings = {text, fold(text)} - {""}, ("utf-8", "utf-16-le", "utf-16-be")
    return holds_any(path, {form.encode(name) for form in forms for name in encodings})


def holds_any(path: Path, wanted: set[bytes]) -> bool:
    """Whether any of these stands in the bytes of a file.

    Raises:
        BadFile: it cannot be read.
    """
    longest, rest = max(map(len, wanted), default=0), b""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                seen = rest + piece
                if any(form in seen for form in wanted):
                    return True
                rest = seen[-longest:]
    except OSError as error:
        raise BadFile(
            say("Cannot read {path}: {error}.", path=path, error=error.strerror or error),
            means=say("It may still hold what is to be forgotten."),
            do=say("See whether you may read it, or delete it."),
        ) from error
    return False


def _keep_in_memory(database: Database) -> None:
    """Let SQLite put nothing into temporary files: they would be one more place that holds the words."""
    database.rows("PRAGMA temp_store=MEMORY")


@contextmanager
def _gathered(database: Database, client_id: str) -> Iterator[None]:
    """The ids of a client and of all that hangs on it, in the table temp.gone, while the block runs."""
    rows = database.rows
    rows("CREATE TEMP TABLE gone (id TEXT PRIMARY KEY) STRICT")
    try:
        rows("INSERT INTO temp.gone VALUES (?)", client_id)
        below = [there for there in _references(database) if there.of_parent and there.has_id]
        known, found = 0, 1
        while known != found:
            for there in below:
                rows(
                    f"INSERT OR IGNORE INTO temp.gone SELECT id FROM {there.table}"
                    f" WHERE {there.column} IN ({_GONE})"
                )
            known, found = found, rows("SELECT count(*) FROM temp.gone")[0][0]
        yield
    finally:
        # A full disk can have taken everything back, this table as well.
        rows("DROP TABLE IF EXISTS temp.gone")


class _Reference(NamedTuple):
    """A column that refers to a table of records; quoted, since a newer program may have named it."""

    table: str
    column: str
    of_parent: bool
    has_id: bool


def _references(database: Database) -> list[_Reference]:
    """All columns that refer to records, also of kinds that are unknown here."""
    rows = database.rows(
        'SELECT s.name AS name, f."from" AS held, f."from" = f."table" || \'_id\' AS of_parent,'
        " EXISTS (SELECT 1 FROM pragma_table_info(s.name) WHERE name = 'id') AS has_id"
        " FROM sqlite_schema s, pragma_foreign_key_list(s.name) f"
        " WHERE s.type = 'table' AND s.name <> 'change' ORDER BY s.name"
    )
    return [
        _Reference(_quoted(row["name"]), _quoted(row["held"]), bool(row["of_parent"]), bool(row["has_id"]))
        for row in rows
    ]


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def _take_away(database: Database) -> None:
    write, gone = database.execute, _GONE
    write("INSERT OR IGNORE INTO forgotten SELECT id FROM temp.gone")
    references = _references(database)
    for there in references:
        if there.of_parent:
            write(f"DELETE FROM {there.table} WHERE {there.column} IN ({gone})")
        else:
            write(f"UPDATE {there.table} SET {there.column} = NULL WHERE {there.column} IN ({gone})")
    write(f"DELETE FROM {Client.kind} WHERE id IN ({gone})")
    rows = f"SELECT id FROM search_row WHERE record_id IN ({gone})"
    write(f"DELETE FROM search_text WHERE rowid IN ({rows})")
    pointing = " OR ".join(
        f"{pointer} IN (SELECT id FROM change WHERE record_id IN ({gone}))" for pointer in _POINTERS
    )
    cleared = ", ".join(
        f"{pointer} = CASE WHEN {pointer} IN (SELECT id FROM change WHERE record_id IN ({gone})) THEN NULL"
        f" ELSE {pointer} END"
        for pointer in _POINTERS
    )
    write(f"UPDATE change SET {cleared} WHERE record_id NOT IN ({gone}) AND ({pointing})")
    for table, column in (*_BY_RECORD, *_BY_PROFILE):
        write(f"DELETE FROM {table} WHERE {column} IN ({gone})")
    # A deleted word stays in the index until its pages are merged; made anew, it has only what is left.
    write("INSERT INTO search_text (search_text) VALUES ('rebuild')")


def _violations(database: Database) -> set[tuple[object, ...]]:
    return {tuple(row) for row in database.rows("PRAGMA foreign_key_check")}


def _still_needed(rows: set[tuple[object, ...]]) -> SaveFailed:
    tables = ", ".join(sorted({str(table) for table, *_ in rows}))
    return SaveFailed(
        say("The client could not be forgotten: records in {tables} depend on it.", tables=tables),
        means=say("Nothing was forgotten; the file is as it was."),
        do=say("See with `icp-tui check --data` whether the workspace is in order."),
    )


def shrink(database: Database) -> None:
    """Give back the overwritten pages; the words are gone already, so the rest may pass through the disk.

    Raises:
        SaveFailed: there is no room for it; all is forgotten nevertheless.
    """
    database.rows("PRAGMA temp_store=DEFAULT")
    try:
        database.rows("VACUUM")
    except BadFile as error:
        raise SaveFailed(
            say("The client is forgotten, but the file could not be made smaller."),
            means=str(error.what),
            do=say("Make room on the disk; the rest of the file is in order."),
        ) from error
