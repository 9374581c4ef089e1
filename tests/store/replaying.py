"""Replaying a change log into an empty file, and reading what a file's tables hold."""

from __future__ import annotations

from pathlib import Path

from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Links
from icp_tui.store.file.database import Database, create_database, open_database
from icp_tui.store.log.changes import Change, project
from icp_tui.store.log.schema import link_table, make_current

Tables = dict[str, list[tuple[object, ...]]]


def tables(database: Database) -> Tables:
    """Every row of the tables that follow from the change log."""
    names = [*RECORDS, "mark"]
    for kind in RECORDS.values():
        names += [link_table(kind, q) for q in kind.questions.values() if isinstance(q.kind, Links)]
    return {
        name: sorted((tuple(row) for row in database.rows(f"SELECT * FROM {name}")), key=repr)
        for name in names
    }


def replayed(source: Database, path: Path) -> Tables:
    """The tables that follow from the change log of `source` alone."""
    create_database(path, make_current)
    target = open_database(path)
    try:
        with target.transaction():
            for row in source.rows("SELECT * FROM change ORDER BY clock, id"):
                project(target, Change(**dict(row)))
        return tables(target)
    finally:
        target.close()
