"""Damaging single cells and rows of a closed workspace with plain SQL, as another program could."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from icp_tui.store.recovery.salvage import tables_of_ours

ODD: tuple[object, ...] = (
    None,
    "",
    "zzz",
    "nope",
    "a b\nc",
    "\x00\x1b[2J",
    "2026-99-99",
    "9999-12-31T23:59:59.999Z",
    "0000-00-00T00:00:00Z",
    "1" * 400,
    "-1",
    "inf",
    "b2b",
    -5,
    0,
    7,
    2**63 - 1,
    -(2**63),
    1.5,
    -1e308,
    float("inf"),
    b"",
    b"\xff\x00zzz",
)
"""Values of all types that SQLite has, most of which nothing of ours can hold."""

OTHERS = ("about", "search_row", "search_text_content", "search_text_docsize")
"""The tables that follow from the rest, and are damaged all the same."""


def tables() -> list[str]:
    """The tables whose cells are damaged."""
    return [*tables_of_ours(), *OTHERS]


def loosen(connection: sqlite3.Connection) -> None:
    """Take STRICT out of the tables, so that they hold anything."""
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE type = 'table'")
    connection.execute("PRAGMA writable_schema=RESET")
    connection.commit()


def tighten(connection: sqlite3.Connection) -> None:
    """Put STRICT back over whatever stands there now."""
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute(
        "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE type = 'table'"
        " AND sql LIKE 'create table%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlite%' ESCAPE '\\'"
        " AND name NOT LIKE 'search_text%'"
    )
    connection.commit()


def damage(path: Path, seed: int, times: int = 6) -> list[str]:
    """Damage a file in a way that follows from `seed`; tells how."""
    chance, told = random.Random(seed), []
    with closing(sqlite3.connect(path)) as connection:
        is_loose = chance.random() < 0.4
        if is_loose:
            loosen(connection)
        for _ in range(chance.randint(1, times)):
            told.append(_one(connection, chance))
        connection.commit()
        if is_loose and chance.random() < 0.5:
            tighten(connection)
    return told


def _one(connection: sqlite3.Connection, chance: random.Random) -> str:
    table = chance.choice([*tables(), "change", "change", "mark"])
    rowids = [row[0] for row in connection.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
    if not rowids:
        return f"{table} is empty"
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    rowid, column = chance.choice(rowids), chance.choice(names)
    what = chance.choice(["cell"] * 6 + ["swap", "column", "deleted", "doubled"])
    value = chance.choice(ODD)
    statements: dict[str, tuple[str, tuple[object, ...]]] = {
        "cell": (f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, rowid)),
        "swap": (
            f"UPDATE {table} SET {column} = (SELECT {chance.choice(names)} FROM {table} WHERE rowid = ?)"
            " WHERE rowid = ?",
            (chance.choice(rowids), rowid),
        ),
        "column": (f"UPDATE {table} SET {column} = ?", (value,)),
        "deleted": (f"DELETE FROM {table} WHERE rowid = ?", (rowid,)),
        "doubled": (
            f"INSERT INTO {table} ({', '.join(names)}) SELECT"
            f" {', '.join('?' if name == names[0] else name for name in names)} FROM {table} WHERE rowid = ?",
            (value, rowid),
        ),
    }
    sql, values = statements[what]
    try:
        connection.execute(sql, values)
    except (sqlite3.IntegrityError, sqlite3.OperationalError) as error:
        return f"{what} {table}.{column} {value!r:.40}: {error}"
    return f"{what} {table}.{column} {rowid} {value!r:.40}"
