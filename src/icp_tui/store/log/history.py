"""Undo, redo and the versions of a field, all read from the change log, so that they survive a restart.

Undoing appends the inverse of a batch; redoing appends the inverse of that. A batch belongs to a scope (one
profile, or the library), and so do undo and redo: nobody takes back what they cannot see. A merge is one
action of the library; what it brought is never taken back piece by piece.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import KNOWN, PARENT, Change, Edit, is_known, newest_first, undone_among


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
        "SELECT id, at, author, new FROM change WHERE record_id = ? AND field = ?"
        " ORDER BY clock DESC, id DESC",
        record_id,
        field,
    )
    return [Version(row["id"], row["at"], row["author"], row["new"]) for row in rows]


def next_undo(database: Database, scope: str) -> str | None:
    """The batch, or in the library the merge, that undo takes back next, if any."""
    done, _ = _stacks(database, scope)
    return _next(database, done, scope)


def next_redo(database: Database, scope: str) -> str | None:
    """The batch (an undo) that redo takes back next, if any."""
    _, undone = _stacks(database, scope)
    return _next(database, undone, scope)


def _next(database: Database, batches: list[str], scope: str) -> str | None:
    """The last batch of which anything is left; one that another scope has overwritten is passed over."""
    return next((batch for batch in reversed(batches) if inverse(database, batch, scope)), None)


def inverse(database: Database, batch: str, scope: str = "") -> list[Edit]:
    """The edits that take a batch of `scope`, or a merge, back, last change first.

    A field that has changed since, in another scope or by a merge, is left as it is: nothing newer is
    overwritten. What a newer program wrote into fields that this one does not know cannot be taken back here.
    """
    rows = database.rows(
        # Two questions, each with an index: an OR would read the whole log.
        "SELECT * FROM (SELECT rowid AS place, * FROM change WHERE came = ?1 UNION ALL"
        " SELECT rowid AS place, * FROM change WHERE scope = ?2 AND batch = ?1 AND came IS NULL)"
        " ORDER BY clock DESC, id DESC",
        batch,
        scope,
    )
    if not all(is_known(row["kind"], row["field"]) for row in rows):
        return []
    if any(row["came"] for row in rows):
        return _inverse_of_merge(database, batch, rows)
    edits = []
    shown: dict[tuple[str, str], str | None] = {}
    for row in rows:
        place = row["record_id"], row["field"]
        if row["field"] == KNOWN:
            # It is counted anew with every deletion.
            continue
        if place not in shown:
            newest = _newest(database, *place)
            if newest["id"] != row["id"] and newest["came"] is not None:
                continue
            shown[place] = newest["new"]
        if shown[place] == row["new"]:
            shown[place] = row["old"]
            edits.append(Edit(row["kind"], *place, row["old"], undoes=row["id"]))
    return edits


def _newest(database: Database, record_id: str, field: str) -> sqlite3.Row:
    [found] = database.rows(
        "SELECT * FROM change WHERE record_id = ? AND field = ? ORDER BY clock DESC, id DESC LIMIT 1",
        record_id,
        field,
    )
    return found


def _standing(database: Database, record_id: str, field: str) -> Change:
    """The change that gave a field what it shows; where later ones were taken back, the one before them."""
    rows = database.rows("SELECT * FROM change WHERE record_id = ? AND field = ?", record_id, field)
    changes = newest_first(Change(**row) for row in rows)
    undone = undone_among(changes)
    there = next((one for one in changes if one.id not in undone and not one.undoes), changes[0])
    return there if there.new == changes[0].new else changes[0]


def _inverse_of_merge(database: Database, merge: str, rows: Sequence[sqlite3.Row]) -> list[Edit]:
    """The edits that bring back what stood before a merge, children before parents.

    What was picked in it belongs to it. A record that it brought is taken away as a whole; what hangs on it
    goes with it.
    """
    first = min(row["place"] for row in rows)
    fields = dict.fromkeys(
        (row["kind"], row["record_id"], row["field"]) for row in rows if row["field"] != KNOWN
    )
    edits, brought = [], set()
    # A record's parent first: it tells whether the merge brought the record.
    for kind, record_id, field in sorted(fields, key=lambda place: place[2] != PARENT):
        if record_id in brought:
            continue
        newest = _standing(database, record_id, field)
        before = _before(database, first, record_id, field)
        if field == PARENT and before is None:
            brought.add(record_id)
        by_it = newest.came == merge or (newest.came is None and newest.batch == merge)
        value = before["new"] if before else None
        if by_it and newest.new != value:
            edits.append(Edit(kind, record_id, field, value, undoes=newest.id))
    above = {row["record_id"]: row["new"] for row in rows if row["field"] == PARENT and row["new"]}
    return [
        edit
        for edit in edits
        if edit.new is not None or edit.field != PARENT or above.get(edit.record_id) not in brought
    ]


def _before(database: Database, first: int, record_id: str, field: str) -> sqlite3.Row | None:
    """The newest change of a field before the row `first`; rows are numbered as they come in."""
    found = database.rows(
        "SELECT new FROM change WHERE record_id = ? AND field = ? AND rowid < ?"
        " ORDER BY clock DESC, id DESC LIMIT 1",
        record_id,
        field,
        first,
    )
    return found[0] if found else None


def _stacks(database: Database, scope: str) -> tuple[list[str], list[str]]:
    """The batches that can be undone and those that can be redone, the next one last.

    A batch that takes back one of the one goes onto the other, and those above it, of which nothing was left,
    are gone; any fresh batch empties what could be redone. What a colleague did is not among them: in the
    library the merge that brought it stands for all of it.
    """
    done: list[str] = []
    undone: list[str] = []
    for batch, takes_back in _batches(database, scope):
        if takes_back is None:
            done.append(batch)
            undone.clear()
        elif takes_back in done:
            undone.append(batch)
            del done[done.index(takes_back) :]
        elif takes_back in undone:
            done.append(batch)
            del undone[undone.index(takes_back) :]
        else:
            # What was taken back long ago stands again, by a second merge.
            done.append(batch)
            undone.clear()
    return done, undone


def merges_undone(database: Database) -> set[str]:
    """The merges that were taken back and not done again."""
    undone: dict[str, bool] = {}
    about: dict[str, str] = {}
    for batch, takes_back in _batches(database, ""):
        if takes_back is None:
            about[batch] = batch
        elif takes_back in about:
            merge = about[batch] = about[takes_back]
            undone[merge] = not undone.get(merge, False)
    return {merge for merge, is_undone in undone.items() if is_undone}


def _batches(database: Database, scope: str) -> list[tuple[str, str | None]]:
    """The batches of a scope, and in the library the merges, in their order; each with what it takes back."""
    # Rows are numbered as they come in, which the clocks of what a merge brought do not tell.
    rows = database.rows(
        "SELECT c.batch AS batch, max(ifnull(u.came, u.batch)) AS takes_back, min(c.rowid) AS place"
        " FROM change c LEFT JOIN change u ON u.id = c.undoes WHERE c.scope = ? AND c.came IS NULL"
        " GROUP BY c.batch ORDER BY place",
        scope,
    )
    if scope:
        return [(row["batch"], row["takes_back"]) for row in rows]
    merges = database.rows(
        "SELECT came AS batch, NULL AS takes_back, min(rowid) AS place FROM change WHERE came IS NOT NULL"
        " GROUP BY came"
    )
    brought = {row["batch"] for row in merges}
    # What was picked in a merge is of its batch.
    rows = [*merges, *(row for row in rows if row["batch"] not in brought)]
    return [(row["batch"], row["takes_back"]) for row in sorted(rows, key=lambda row: row["place"])]
