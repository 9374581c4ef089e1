"""Whether a workspace file is in order, and what it holds, to be compared with what it should hold."""

from __future__ import annotations

from pathlib import Path

from replaying import replayed, tables

from icp_tui.opening import open_workspace
from icp_tui.store.file.database import Database

Held = dict[str, list[tuple[object, ...]]]


def held(database: Database) -> Held:
    """Every row of every table, the log and what the library and the search keep included."""
    names = database.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'search_text_%'"
    )
    found = {}
    for [name] in names:
        rows = database.rows(
            f"SELECT rowid, * FROM {name}" if name == "search_text" else f"SELECT * FROM {name}"
        )
        found[name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def faults_of(path: Path, scratch: Path) -> list[str]:
    """What is not in order in a file that the program itself opens first, as after a restart."""
    workspace = open_workspace(path, "Ada")
    try:
        found = [row[0] for row in workspace.database.rows("PRAGMA integrity_check")]
        faults = [] if found == ["ok"] else [f"integrity: {one}" for one in found]
        if workspace.read_only:
            faults.append(f"read only: {workspace.database.why_read_only}")
        if replayed(workspace.database, scratch) != tables(workspace.database):
            faults.append("the tables say something else than the log")
        return faults
    finally:
        workspace.let_go()
        scratch.unlink(missing_ok=True)
