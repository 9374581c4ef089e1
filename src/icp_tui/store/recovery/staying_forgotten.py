"""What was forgotten stays so when an older state is restored: an earlier file does not know of it.

The marks of the workspace that is replaced, or of its newest backups where it has none, go over to the file
that takes its place. A client that it brings is forgotten there once more, and no later merge brings it back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path

from icp_tui.errors import SaveFailed
from icp_tui.method.records import Client
from icp_tui.store.file.connecting import reading
from icp_tui.store.file.database import Database, open_database
from icp_tui.store.file.header import APPLICATION_ID
from icp_tui.store.log.changes import in_parts
from icp_tui.store.log.forgetting import forget, shrink
from icp_tui.store.log.schema import make_current, unknown_migrations
from icp_tui.store.safety.backups import backups_of
from icp_tui.store.safety.moved import backups_elsewhere
from icp_tui.texts import say


def forgotten_in(workspace: Path) -> frozenset[str]:
    """The ids of what was forgotten in the workspace at a path.

    Of the file and its backups, the newest that knows of an id decides, by its mark or because it holds the
    record: the file may be lost, or begun anew, and somebody may have been brought back. Those of a former
    path count where it has none of its own: they can be those of a copy.
    """
    backups = backups_of(workspace) or backups_elsewhere(workspace)
    states = [(workspace, _marks(workspace, unchanging=False))]
    states += [(backup.path, _marks(backup.path)) for backup in backups]
    open_ids = {one for _, marks in states for one in marks}
    gone: set[str] = set()
    for path, marks in states:
        gone |= marks & open_ids
        open_ids -= marks
        if open_ids:
            open_ids -= _held_of(path, open_ids, unchanging=path != workspace)
    return frozenset(gone)


def _marks(path: Path, *, unchanging: bool = True) -> frozenset[str]:
    """What is noted as forgotten in a file; nothing where it cannot be read."""
    try:
        with reading(path, unchanging=unchanging) as connection:
            # Asked of SQLite: reading the bytes of a file that is open here would drop its locks.
            if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                return frozenset()
            # An older program knew of no forgetting.
            there = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'forgotten'").fetchone()
            rows = connection.execute("SELECT record_id FROM forgotten") if there else ()
            return frozenset(str(row[0]) for row in rows)
    except sqlite3.Error:
        return frozenset()


def _held_of(path: Path, wanted: Collection[str], *, unchanging: bool) -> set[str]:
    """Which of the records a file holds; none where it cannot be read."""
    try:
        with reading(path, unchanging=unchanging) as connection:
            return {
                row[0]
                for part in in_parts(wanted)
                for row in connection.execute(
                    "SELECT DISTINCT record_id FROM change"
                    f" WHERE record_id IN ({', '.join('?' * len(part))})",
                    part,
                )
            }
    except sqlite3.Error:
        return set()


def coming_back(source: Path, gone: Collection[str]) -> tuple[str, ...]:
    """The names of the clients in the file at `source` that are among those `gone`; only read."""
    if not gone:
        return ()
    try:
        with reading(source, unchanging=True) as connection:
            rows = connection.execute(f"SELECT id, ifnull(name, '') FROM {Client.kind} ORDER BY position, id")
            return _names([(row[0], row[1]) for row in rows if row[0] in gone])
    except sqlite3.Error:
        # Restoring it will say what is wrong with it.
        return ()


def _names(clients: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(name or say("(client without a name)") for _, name in clients)


def keep_forgotten(copy: Path, gone: Collection[str], *, with_forgotten: bool = False) -> tuple[str, ...]:
    """Forget in a file that nobody else knows of yet what is `gone`; gives the names of the clients.

    `with_forgotten` lets them come back instead: only what the file does not hold stays forgotten.

    Raises:
        SaveFailed: it cannot be done.
    """
    if not gone:
        return ()
    database = open_database(copy)
    try:
        rows = database.rows(f"SELECT id, ifnull(name, '') AS name FROM {Client.kind} ORDER BY position, id")
        clients = [(row["id"], row["name"]) for row in rows if row["id"] in gone]
        if database.read_only or unknown_migrations(database):
            if clients and not with_forgotten:
                raise _not_ours_to_change(_names(clients))
            return _names(clients)
        _carry_over(database, gone, [] if with_forgotten else [one for one, _ in clients])
        return _names(clients)
    finally:
        database.close()


def _carry_over(database: Database, gone: Collection[str], clients: Sequence[str]) -> None:
    """Forget the `clients`, and note as forgotten whatever else is `gone` and not in the file."""
    missing = set(gone) - _held(database) - _noted(database)
    if not missing and not clients:
        return
    make_current(database)
    for client_id in clients:
        forget(database, client_id)
    with database.transaction():
        for one in missing:
            database.execute("INSERT OR IGNORE INTO forgotten VALUES (?)", one)
    if clients:
        shrink(database)


def _held(database: Database) -> set[str]:
    return {row[0] for row in database.rows("SELECT record_id FROM change GROUP BY record_id")}


def _noted(database: Database) -> set[str]:
    there = database.rows("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'forgotten'")
    return {row[0] for row in database.rows("SELECT record_id FROM forgotten")} if there else set()


def _not_ours_to_change(names: Sequence[str]) -> SaveFailed:
    return SaveFailed(
        say(
            "A newer icp-tui made this state, and it holds who was forgotten since: {names}.",
            names=", ".join(names),
        ),
        means=say("This one cannot forget it there; nothing was changed."),
        do=say("Restore it with the newer icp-tui, or take another backup."),
    )
