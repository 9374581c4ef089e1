"""Merges that were taken back, when what they had brought comes once more: then it stands again."""

from __future__ import annotations

from collections.abc import Container, Mapping

from icp_tui.store.exchange.incoming import Incoming
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import Change, Edit
from icp_tui.store.log.history import inverse, merges_undone

_LIBRARY = ""
"""The scope in which merges are done and taken back."""


def standing_again(
    database: Database, incoming: Incoming, local: Mapping[str, Change], newer: Container[tuple[str, str]]
) -> tuple[tuple[Edit, ...], ...]:
    """What stands again where a merge was taken back, but for the fields of which something `newer` comes.

    Nor where something was written or came since: whoever did so has seen, or replaced, what was taken back.
    """
    found = (inverse(database, batch, _LIBRARY) for batch in _undoings(database, incoming, local))
    there = (
        tuple(
            edit for edit in edits if (edit.record_id, edit.field) not in newer and _is_last(database, edit)
        )
        for edits in found
    )
    return tuple(edits for edits in there if edits)


def _is_last(database: Database, edit: Edit) -> bool:
    """Whether nothing came into a field after what an edit takes back; rows are numbered as they come in."""
    rows = database.rows(
        "SELECT id FROM change WHERE record_id = ? AND field = ? ORDER BY rowid DESC LIMIT 1",
        edit.record_id,
        edit.field,
    )
    return bool(rows[0]["id"] == edit.undoes)


def _undoings(database: Database, incoming: Incoming, local: Mapping[str, Change]) -> list[str]:
    """The batches that took back the merges which brought what comes again, the newest first.

    Whoever made the file may have got such a batch: then it goes with what is in it, and stands.
    """
    undone = merges_undone(database) & {change.came for change in local.values()}
    if not undone:
        return []
    about = {
        row["id"]: merge
        for merge in undone
        for row in database.rows(
            "SELECT id FROM change WHERE came = ?1 UNION ALL"
            " SELECT id FROM change WHERE scope = ?2 AND batch = ?1",
            merge,
            _LIBRARY,
        )
    }
    last: dict[str, str] = {}
    known: set[str] = set()
    there = {change.id for change in incoming.changes}
    # Rows are numbered as they come in: the last batch about a merge is what took it back.
    for row in database.rows(
        "SELECT id, batch, undoes FROM change WHERE undoes NOT NULL AND scope = ? AND came IS NULL"
        " ORDER BY rowid",
        _LIBRARY,
    ):
        if merge := about.get(row["undoes"]):
            about[row["id"]] = merge
            last.pop(merge, None)
            last[merge] = row["batch"]
            if row["id"] in there:
                known.add(row["batch"])
    return [batch for batch in reversed(last.values()) if batch not in known]
