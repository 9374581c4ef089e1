"""Whether the tables of a file are as icp-tui makes them: all there, each STRICT, each with its key.

A table without STRICT holds values of any type in any column, and nothing that follows could be relied upon.
"""

from __future__ import annotations

from icp_tui.store.file.database import Database
from icp_tui.store.recovery.salvage import tables_of_ours
from icp_tui.store.work.admission import missing_tables
from icp_tui.texts import say

_INDEXES = ("change_by_field", "change_by_scope", "change_by_clock")


def misshapen(database: Database) -> list[str]:
    """What is wrong with the tables, in words; a table that an older program did not make is not missing."""
    loose = {row["name"] for row in database.rows("PRAGMA table_list") if not row["strict"]}
    there = {row["name"] for row in database.rows("SELECT name FROM sqlite_schema")}
    told = [say("the table {table} is missing", table=table) for table in missing_tables(database)]
    for table in [*tables_of_ours(), "about", "search_row"]:
        if table in loose:
            told.append(say("the table {table} takes values of any type", table=table))
    if not told:
        told += [say("the index {name} is missing", name=name) for name in _INDEXES if name not in there]
    return told
