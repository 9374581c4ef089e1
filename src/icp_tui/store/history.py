"""Undo, redo and the versions of a field, all read from the change log, so that they survive a restart.

Undoing appends the inverse of a batch; redoing appends the inverse of that. A batch belongs to a scope (one
profile, or the library), and so do undo and redo: nobody takes back what they cannot see.
"""

from __future__ import annotations

from dataclasses import dataclass

from icp_tui.store.changes import Edit, is_known
from icp_tui.store.database import Database


@dataclass(frozen=True, slots=True)
class Version:
    """A value that a field had: when (UTC, ISO 8601), by whom, and its text (None: empty)."""

    change_id: str
    at: str
    author: str
    value: str | None


def versions(database: Database, record_id: str, field: str) -> list[Version]:
    """All values of a field, newest first. `field` may be a part of a mark, such as `cost_each:ground`."""
    rows = database.rows(
        "SELECT id, at, author, new FROM change WHERE record_id = ? AND field = ? ORDER BY clock DESC",
        record_id,
        field,
    )
    return [Version(row["id"], row["at"], row["author"], row["new"]) for row in rows]


def next_undo(database: Database, scope: str) -> str | None:
    """The batch that undo takes back next, if any."""
    done, _ = _stacks(database, scope)
    return _next(database, done)


def next_redo(database: Database, scope: str) -> str | None:
    """The batch (an undo) that redo takes back next, if any."""
    _, undone = _stacks(database, scope)
    return _next(database, undone)


def _next(database: Database, batches: list[str]) -> str | None:
    """The last batch of which anything is left; one that another scope has overwritten is passed over."""
    return next((batch for batch in reversed(batches) if inverse(database, batch)), None)


def inverse(database: Database, batch: str) -> list[Edit]:
    """The edits that take a batch back, last change first.

    A field that has changed since, in another scope, is left as it is: nothing newer is overwritten. What a
    newer program wrote into fields that this one does not know cannot be taken back here.
    """
    rows = database.rows("SELECT * FROM change WHERE batch = ? ORDER BY clock DESC", batch)
    if not all(is_known(row["kind"], row["field"]) for row in rows):
        return []
    edits = []
    for row in rows:
        newest = database.rows(
            "SELECT new FROM change WHERE record_id = ? AND field = ? ORDER BY clock DESC LIMIT 1",
            row["record_id"],
            row["field"],
        )
        if newest[0]["new"] == row["new"]:
            edits.append(Edit(row["kind"], row["record_id"], row["field"], row["old"], undoes=row["id"]))
    return edits


def _stacks(database: Database, scope: str) -> tuple[list[str], list[str]]:
    """The batches that can be undone and those that can be redone, the next one last.

    A batch that takes back one of the one goes onto the other, and those above it, of which nothing was left,
    are gone; any fresh batch empties what could be redone.
    """
    done: list[str] = []
    undone: list[str] = []
    rows = database.rows(
        "SELECT c.batch AS batch, max(u.batch) AS takes_back"
        " FROM change c LEFT JOIN change u ON u.id = c.undoes WHERE c.scope = ?"
        " GROUP BY c.batch ORDER BY min(c.clock)",
        scope,
    )
    for row in rows:
        if row["takes_back"] is None:
            done.append(row["batch"])
            undone.clear()
        elif row["takes_back"] in done:
            undone.append(row["batch"])
            del done[done.index(row["takes_back"]) :]
        elif row["takes_back"] in undone:
            done.append(row["batch"])
            del undone[undone.index(row["takes_back"]) :]
    return done, undone
