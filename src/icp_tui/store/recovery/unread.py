"""What the tables hold and no answer can be: told, and never taken into the log."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.fields import Link
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import PARENT, POSITION
from icp_tui.store.log.schema import parent_column
from icp_tui.store.recovery.content import as_logged
from icp_tui.store.recovery.log_rows import is_moment
from icp_tui.store.recovery.replay import Content, Replayed, is_part


@dataclass(frozen=True, slots=True)
class Unread:
    """A value that stood in a table and can be no answer there; what the log says stands there now."""

    kind: str
    record_id: str
    field: str
    held: str


def unreadable(
    database: Database, record: Replayed, held: Content, unfit: Collection[tuple[str, str, str]] = ()
) -> dict[str, Unread]:
    """What the tables hold of a record and cannot be read as what it should be, by field.

    `unfit` are (table, id, column) of values that were left out before.
    """
    kind, record_id, row = record.kind, record.record_id, held.row or {}
    found = {
        column: row.get(column)
        for table, one, column in unfit
        if (table, one) == (kind.kind, record_id) and column in row
    }
    parent = parent_column(kind)
    if found.keys() & {parent, "deleted_at"} or (
        parent and not is_there(database, kind.parent, row.get(parent))
    ):
        found[PARENT] = row.get(parent)
    if row.get("deleted_at") is not None and not is_moment(row["deleted_at"]):
        found["deleted_at"] = row["deleted_at"]
    for name in [POSITION, *kind.questions]:
        value = row.get(name)
        is_answer = value is None or as_logged(kind, name, value) is not None
        if not is_answer or not _leads_somewhere(database, kind, name, value):
            found[name] = value
    for name, parts in held.marks.items():
        found |= {f"{name}:{part}": text for part, text in parts.items() if not is_part(part, text)}
    return {name: Unread(kind.kind, record_id, name, str(value)) for name, value in found.items()}


def _leads_somewhere(database: Database, kind: type[Record], name: str, held: object) -> bool:
    """Whether a link leads to a record that is there, or was; so does whatever is no link."""
    asked = kind.questions[name].kind if name != POSITION else None
    return held is None or not isinstance(asked, Link) or is_there(database, RECORDS.get(asked.to), held)


def is_there(database: Database, kind: type[Record] | None, record_id: object) -> bool:
    """Whether there is a record, or ever was; None for one of any kind, of which nothing tells that."""
    if kind is None:
        return True
    ever = "SELECT 1 FROM change WHERE record_id = ? AND kind = ? LIMIT 1"
    return bool(
        database.rows(f"SELECT 1 FROM {kind.kind} WHERE id = ?", record_id)
        or database.rows(ever, record_id, kind.kind)
    )
