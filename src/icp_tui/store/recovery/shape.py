"""Whether the tables of a file are as icp-tui makes them: all there, whole, STRICT, each with its key.

A table without STRICT holds values of any type in any column, and nothing that follows could be relied upon.
"""

from __future__ import annotations

from collections.abc import Iterator

from icp_tui.method.choices import MARK_PARTS
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Links
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import Change
from icp_tui.store.log.schema import columns, is_current, link_table
from icp_tui.store.recovery.salvage import tables_of_ours
from icp_tui.store.work.admission import missing_tables
from icp_tui.texts import say

_INDEXES = ("change_by_field", "change_by_scope", "change_by_clock")
_OTHERS = {
    "place": ("profile_id", "page", "objective_id", "problem_id", "record_id", "field"),
    "summary": ("profile_id", "answered", "asked", "gaps", "edited_at"),
    "forgotten": ("record_id",),
    "about": ("name", "value"),
    "search_row": ("id", "record_id", "kind", "profile_id"),
}
"""The columns of the tables that no class declares."""


def misshapen(database: Database) -> list[str]:
    """What is wrong with the tables, in words; a table that an older program did not make is not missing."""
    loose = {row["name"] for row in database.rows("PRAGMA table_list") if not row["strict"]}
    there = {row["name"] for row in database.rows("SELECT name FROM sqlite_schema")}
    told = [say("the table {table} is missing", table=table) for table in missing_tables(database)]
    for table in [*tables_of_ours(), "about", "search_row"]:
        if table in loose:
            told.append(say("the table {table} takes values of any type", table=table))
    if not told and is_current(database):
        told += [
            say("the column {column} is missing", column=column) for column in _missing_columns(database)
        ]
        told += [
            say("the table {table} refers to {to}", table=table, to=to) for table, to in _astray(database)
        ]
    if not told:
        told += [say("the index {name} is missing", name=name) for name in _INDEXES if name not in there]
    return told


def _missing_columns(database: Database) -> Iterator[str]:
    """The columns of tables of this program that are not there, such as `problem.what`."""
    for table, names in _declared():
        there = {row["name"] for row in database.rows(f"PRAGMA table_info({table})")}
        yield from (f"{table}.{name}" for name in names if name not in there)


def _astray(database: Database) -> Iterator[tuple[str, str]]:
    """Where a table refers to what no record has: the table, and what it names."""
    for table in tables_of_ours():
        for row in database.rows(f"PRAGMA foreign_key_list({table})"):
            if row["table"] not in {*RECORDS, "change"} or row["to"] not in ("id", None):
                yield table, f"{row['table']}.{row['to']}"


def _declared() -> Iterator[tuple[str, list[str]]]:
    """Our own tables, the records and their links: table and columns."""
    yield from ((table, list(names)) for table, names in _OTHERS.items())
    yield "change", list(Change.__dataclass_fields__)
    yield "mark", ["record_id", "field", *MARK_PARTS]
    for kind in RECORDS.values():
        yield kind.kind, ["id", *(name for name, _ in columns(kind))]
        for question in kind.questions.values():
            if isinstance(question.kind, Links):
                yield link_table(kind, question), [f"{kind.kind}_id", f"{question.kind.to}_id", "place"]
