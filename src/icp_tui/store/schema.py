"""The tables: one STRICT table a kind of record, derived from its declaration, beside four of our own.

Adding is all that ever happens to a record's table: a new field becomes a new column, a new kind a new table,
whenever the declared shape differs from the one noted in the file. Everything else is a named migration.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from icp_tui.method import records as _declared  # noqa: F401 - declares RECORDS
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.fields import Link, Links
from icp_tui.store.database import APPLICATION_ID, COMPAT, Database


def link_table(kind: type[Record], question: Question) -> str:
    """The table of a links field, such as `evidence_proves_problems`."""
    return f"{kind.kind}_{question.name}"


def columns(kind: type[Record]) -> list[tuple[str, str]]:
    """The columns of a record's table after `id`: (name, type and constraint)."""
    made = [("position", "REAL NOT NULL DEFAULT 0"), ("deleted_at", "TEXT")]
    if kind.parent:
        made.insert(0, (parent_column(kind), f"TEXT NOT NULL REFERENCES {kind.parent.kind}(id)"))
    for question in kind.questions.values():
        if isinstance(question.kind, Link):
            to = question.kind.to
            made.append((question.name, f"TEXT REFERENCES {to}(id)" if to else "TEXT"))
        elif not isinstance(question.kind, Links):
            made.append((question.name, question.kind.sql))
    return made


def parent_column(kind: type[Record]) -> str:
    """The column that names a record's parent."""
    return f"{kind.parent.kind}_id" if kind.parent else ""


def _statements(kind: type[Record]) -> Iterator[tuple[str, str]]:
    """(table, CREATE TABLE) for a record and its links fields."""
    body = ", ".join(["id TEXT PRIMARY KEY", *(f"{name} {rest}" for name, rest in columns(kind))])
    yield kind.kind, f"CREATE TABLE {kind.kind} ({body}) STRICT"
    for question in kind.questions.values():
        if isinstance(question.kind, Links):
            table = link_table(kind, question)
            yield (
                table,
                f"CREATE TABLE {table} ({kind.kind}_id TEXT NOT NULL REFERENCES {kind.kind}(id),"
                f" {question.kind.to}_id TEXT NOT NULL REFERENCES {question.kind.to}(id),"
                f" place INTEGER NOT NULL, PRIMARY KEY ({kind.kind}_id, {question.kind.to}_id)) STRICT",
            )


def _shape() -> str:
    """A number that differs whenever the declared tables do."""
    written = ";".join(sql for kind in RECORDS.values() for _, sql in _statements(kind))
    return f"{zlib.crc32(written.encode()):08x}"


def make_current(database: Database) -> None:
    """Bring the file's tables to the declared shape, in one transaction.

    Costs one read where they already are. A file that is open for reading only is left as it is.

    Raises:
        SaveFailed: the file could not be changed and is as it was.
    """
    if database.read_only:
        return
    shape = _shape()
    known = database.rows("SELECT name FROM sqlite_schema WHERE name = 'about'")
    if known and database.rows("SELECT 1 FROM about WHERE name = 'shape' AND value = ?", shape):
        return
    from icp_tui.store.migrations import MIGRATIONS  # noqa: PLC0415 - sqlite-utils, 100 ms

    with database.transaction():
        tables = database.tables()
        MIGRATIONS.apply(tables)
        for kind in RECORDS.values():
            for table, sql in _statements(kind):
                if not tables[table].exists():
                    database.execute(sql)
                    continue
                if table == kind.kind:
                    there = {column.name for column in tables[table].columns}
                    for name, rest in columns(kind):
                        if name not in there:
                            database.execute(f"ALTER TABLE {table} ADD COLUMN {name} {rest}")
        for kind in RECORDS.values():
            if kind.parent:
                database.execute(
                    f"CREATE INDEX IF NOT EXISTS {kind.kind}_by_parent ON {kind.kind}({parent_column(kind)})"
                )
        database.execute(
            "INSERT INTO about VALUES ('shape', ?) ON CONFLICT DO UPDATE SET value = excluded.value", shape
        )
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {COMPAT}")
