"""To which profile a record belongs, also where it was deleted."""

from __future__ import annotations

from collections.abc import Iterable

from icp_tui.method.declaration import RECORDS
from icp_tui.method.records import Client, Profile
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import Edit
from icp_tui.store.log.schema import parent_column


class Belonging:
    """Finds the profiles of records; each is looked up once."""

    def __init__(self, database: Database) -> None:
        """Look into `database`."""
        self._database = database
        self._known: dict[str, str] = {}

    def profile_of(self, kind: str, record_id: str) -> str:
        """The id of the profile that a record belongs to; "" for a client, and for what is not there."""
        if kind in (Profile.kind, Client.kind):
            return record_id if kind == Profile.kind else ""
        if record_id not in self._known:
            record = RECORDS[kind]
            rows = self._database.rows(f"SELECT {parent_column(record)} FROM {kind} WHERE id = ?", record_id)
            above = record.parent.kind if record.parent else ""
            self._known[record_id] = self.profile_of(above, rows[0][0]) if rows else ""
        return self._known[record_id]


def by_profile(database: Database, edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """Edits by the profile that they belong to, in their order; those of clients are left out."""
    belonging = Belonging(database)
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        if profile_id := belonging.profile_of(edit.kind, edit.record_id):
            found.setdefault(profile_id, []).append(edit)
    return found
