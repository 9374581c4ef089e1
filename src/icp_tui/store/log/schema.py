"""The tables: one STRICT table a kind of record, derived from its declaration, beside a few of our own.

Adding is all that ever happens to a record's table: a new field becomes a new column, a new kind a new table,
whenever the declared shape differs from the one noted in the file. Everything else is a named migration.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from icp_tui import __version__
from icp_tui.errors import BadFile
from icp_tui.method import records as _declared  # noqa: F401 - declares RECORDS
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.fields import Link, Links
from icp_tui.store.file.database import Database
from icp_tui.store.file.header import APPLICATION_ID, COMPAT
from icp_tui.texts import say


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
    derived = (sql for kind in RECORDS.values() for _, sql in _statements(kind))
    written = ";".join([*MIGRATED, *derived])
    return f"{zlib.crc32(written.encode()):08x}"


MIGRATED = ("m001_log_marks_search_and_places", "m002_merging_and_forgetting")
"""The names of all migrations, known without loading what runs them."""


def is_current(database: Database) -> bool:
    """Whether the tables have the declared shape."""
    try:
        return bool(database.rows("SELECT 1 FROM about WHERE name = 'shape' AND value = ?", _shape()))
    except BadFile:
        # Not even the first table is there.
        return False


def maker(database: Database) -> str:
    """The version of the program that last brought the tables up to date."""
    try:
        found = database.rows("SELECT value FROM about WHERE name = 'program'")
    except BadFile:
        # A later format may note it elsewhere.
        found = []
    return found[0]["value"] if found else say("of a later version")


def unknown_migrations(database: Database) -> list[str]:
    """The migrations in the file that this program does not know."""
    rows = database.rows("SELECT name FROM sqlite_schema WHERE name = '_sqlite_migrations'")
    if not rows:
        return []
    there = database.rows("SELECT name FROM _sqlite_migrations WHERE migration_set = 'icp-tui' ORDER BY id")
    return [row["name"] for row in there if row["name"] not in MIGRATED]


def foreign_objects(database: Database) -> list[str]:
    """What can run or pretend in a database, and is never in ours: views, triggers, other virtual tables."""
    rows = database.rows(
        "SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'trigger')"
        " OR (type = 'table' AND sql LIKE 'create virtual%' AND name <> 'search_text') ORDER BY name LIMIT 5"
    )
    return [f"{row['type']} {row['name'][:40]}" for row in rows]


def make_current(database: Database) -> None:
    """Bring the file's tables to the declared shape, in one transaction.

    Costs one read where they already are. A file that is open for reading only is left as it is.

    Raises:
        SaveFailed: the file could not be changed and is as it was.
    """
    if database.read_only:
        return
    if is_current(database):
        return
    from icp_tui.store.log.migrations import MIGRATIONS  # noqa: PLC0415 - sqlite-utils, 100 ms

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
        for name, value in (("shape", _shape()), ("program", __version__)):
            database.execute(
                "INSERT INTO about VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                name,
                value,
            )
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {COMPAT}")
