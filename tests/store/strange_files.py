"""Workspace files that somebody prepared to do harm, or that were harmed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

COLUMNS = "id, at, author, clock, batch, scope, kind, record_id, field, old, new, base, undoes, settles, came"
_TYPED = ", ".join(f"{name} {'INTEGER' if name == 'clock' else 'TEXT'}" for name in COLUMNS.split(", "))
_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
_SAME = ", ".join(f"'x' AS {name}" for name in COLUMNS.split(", "))

_SCRIPTS: dict[str, str] = {
    "an endless view in place of the changes": f"""
        DROP TABLE change; CREATE VIEW change AS {_ENDLESS} {_SAME} FROM n;""",
    "an endless view that hides its type": f"""
        DROP TABLE change; CREATE VIEW change AS {_ENDLESS} {_SAME} FROM n;
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET type = 'table' WHERE name = 'change';""",
    "an endless view beside": f"CREATE VIEW profile_list AS {_ENDLESS} i FROM n;",
    "a trigger": """
        CREATE TRIGGER quiet AFTER INSERT ON change BEGIN DELETE FROM change; END;""",
    "a virtual table in place of the changes": f"""
        DROP TABLE change; CREATE VIRTUAL TABLE change USING fts5({COLUMNS});""",
    "another virtual table": "CREATE VIRTUAL TABLE spare USING fts5(body);",
    "a generated column": f"""
        ALTER TABLE change RENAME TO first;
        CREATE TABLE change ({_TYPED.replace("new TEXT", "new TEXT AS (hex(zeroblob(900000)))")}) STRICT;
        INSERT INTO change (id, clock) SELECT id, clock FROM first;""",
    "a check": f"""
        ALTER TABLE change RENAME TO first;
        CREATE TABLE change ({_TYPED}, CHECK (length(new) < 10)) STRICT;
        INSERT INTO change SELECT {COLUMNS} FROM first LIMIT 1;""",
    "columns of any type": f"""
        ALTER TABLE change RENAME TO first; CREATE TABLE change ({_TYPED});
        INSERT INTO change SELECT {COLUMNS} FROM first; UPDATE change SET new = zeroblob(1000);""",
    "a value of 30 million letters": """
        UPDATE change SET new = (SELECT hex(zeroblob(15000000))) WHERE clock = 3;""",
    "two million letters": """
        UPDATE change SET new = (SELECT hex(zeroblob(1000000))) WHERE clock = 3;""",
    "half a million rows": f"""
        DROP TABLE change; CREATE TABLE change ({_TYPED}) STRICT;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= 500000)
        INSERT INTO change (clock) SELECT i FROM n;""",
    "a clock beyond all counting": "UPDATE change SET clock = 9000000000000000000 WHERE clock = 40;",
    "a moment in the year 9999": "UPDATE change SET at = '9999-12-31T00:00:00.000Z' WHERE clock = 40;",
    "a column of a newer program": "ALTER TABLE change ADD COLUMN smell TEXT;",
    "no table of changes": "DROP TABLE change;",
    "no changes": "DELETE FROM change;",
    "a column too few": f"""
        ALTER TABLE change RENAME TO first;
        CREATE TABLE change ({_TYPED.replace(", undoes TEXT", "")}) STRICT;""",
    "a statement of a million letters": f"CREATE TABLE long (a TEXT DEFAULT '{'x' * 1_000_000}');",
    "a circle of changes": """
        UPDATE change SET base = id WHERE clock = 40;""",
    "a kind of record that is none": "UPDATE change SET kind = 'sqlite_schema' WHERE clock = 40;",
}


def _scripted(path: Path, script: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(f"PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; {script}")
    finally:
        connection.close()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def _zeroed(path: Path) -> None:
    held = path.read_bytes()
    path.write_bytes(held[:4096] + b"\xff" * (len(held) - 4096))


def _newer(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[60:64] = (99).to_bytes(4, "big")
    path.write_bytes(held)


def _foreign(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[68:72] = b"FIRE"
    path.write_bytes(held)


_HARMS: dict[str, Callable[[Path], None]] = {
    "cut short": _cut,
    "pages of rubbish": _zeroed,
    "a newer format": _newer,
    "another program's": _foreign,
}

STRANGE = (*_SCRIPTS, *_HARMS)
"""The names of all of them."""


def strange_file(small_file: Path, path: Path, name: str) -> Path:
    """A workspace file with one thing about it that is not right."""
    shutil.copyfile(small_file, path)
    if name in _SCRIPTS:
        _scripted(path, _SCRIPTS[name])
    else:
        _HARMS[name](path)
    return path
