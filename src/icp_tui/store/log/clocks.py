"""The numbers by which changes are ordered, and what becomes of a log in which they have run away.

A clock rises by one with each change, so that no work of people brings it near `HIGHEST`. A file in which one
stands beyond it was not made so by us: it can be read, and `repair` numbers these changes anew.
"""

from __future__ import annotations

from icp_tui.store.file.database import Database

HIGHEST = 1_000_000_000_000
"""The highest clock of a change. From there to what SQLite can count there is room for all merges."""


def runaways(database: Database, most: int) -> tuple[int, list[tuple[str, str]]]:
    """How many changes stand beyond `HIGHEST`, and kind and record id of the first `most`.

    Raises:
        BadFile: the file is damaged.
    """
    [(many,)] = database.rows("SELECT count(*) FROM change WHERE clock > ?", HIGHEST)
    if not many:
        return 0, []
    rows = database.rows(
        "SELECT kind, record_id FROM change WHERE clock > ? ORDER BY clock, id LIMIT ?", HIGHEST, most
    )
    return many, [(str(row["kind"]), str(row["record_id"])) for row in rows]


def has_runaways(database: Database) -> bool:
    """Whether a change stands beyond `HIGHEST`; one look into an index."""
    newest = database.rows("SELECT clock FROM change ORDER BY clock DESC LIMIT 1")
    return bool(newest) and newest[0]["clock"] > HIGHEST


def number_anew(database: Database) -> int:
    """Let the changes beyond `HIGHEST` follow the others in their order; how many there were.

    In the caller's transaction. The others keep their numbers, as colleagues have the same changes under the
    same ones; but for those from half of `HIGHEST` on, which no work reached either.
    """
    [(many,)] = database.rows("SELECT count(*) FROM change WHERE clock > ?", HIGHEST)
    if not many:
        return 0
    ids = database.rows("SELECT id FROM change WHERE clock > ? ORDER BY clock, id", HIGHEST // 2)
    [(last,)] = database.rows("SELECT ifnull(max(clock), 0) FROM change WHERE clock <= ?", HIGHEST // 2)
    for clock, (change_id,) in enumerate(ids, last + 1):
        database.execute("UPDATE change SET clock = ? WHERE id = ?", clock, change_id)
    return len(ids)
