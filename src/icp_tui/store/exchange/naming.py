"""What undo and redo in the library are about, in words: a merge, what was made, or what was changed."""

from __future__ import annotations

from collections.abc import Sequence

from icp_tui.method.records import Client, Profile
from icp_tui.store.exchange.telling import touched
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import PARENT, Edit
from icp_tui.texts import count, say

MOST_AUTHORS = 3
"""Authors of one merge who are named."""


def merge_named(database: Database, edits: Sequence[Edit]) -> str:
    """The merge that `edits` take back or do again, such as “the merge of 6 changes by Ben”; else "".

    The log does not know the name of the file that was merged.
    """
    # An undo is of one action: any of its edits tells which.
    first = next((edit.undoes for edit in edits if edit.undoes), None)
    merge = _merge_of(database, first) if first else ""
    if not merge:
        return ""
    rows = database.rows("SELECT author, count(*) AS n FROM change WHERE came = ? GROUP BY author", merge)
    authors = [row["author"] for row in rows if row["author"]]
    many = sum(row["n"] for row in rows)
    if not authors or len(authors) > MOST_AUTHORS:
        return count(many, "the merge of {n} change", "the merge of {n} changes")
    names = ", ".join(authors)
    return count(
        many, "the merge of {n} change by {names}", "the merge of {n} changes by {names}", names=names
    )


def _merge_of(database: Database, change_id: str) -> str:
    """The merge that a change came by, or was picked in, through every undo and redo of it."""
    there: str | None = change_id
    while there:
        found = database.rows("SELECT came, batch, undoes FROM change WHERE id = ?", there)
        if not found:
            return ""
        if came := found[0]["came"]:
            return str(came)
        there = found[0]["undoes"]
        if not there and database.rows("SELECT 1 FROM change WHERE came = ? LIMIT 1", found[0]["batch"]):
            return str(found[0]["batch"])
    return ""


def undone(database: Database, edits: Sequence[Edit]) -> str:
    """What the undo that makes `edits` takes back, as it stands in a sentence.

    Of what was made, its clients and profiles are named; the rest went into them.
    """
    if merge := merge_named(database, edits):
        return merge
    whole = (Client.kind, Profile.kind)
    made = [edit for edit in edits if edit.field == PARENT and edit.new is None and edit.kind in whole]
    if made:
        return say("the making of {records}", records=touched(database, made))
    return touched(database, edits)
