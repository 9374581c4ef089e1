"""Rows of the log that cannot have been written by us: brought to what their neighbours tell, or set aside.

What a newer program wrote is none of them: kinds and fields that are unknown here are passed over. Everything
runs in the caller's transaction, with foreign keys off, before log and tables are compared.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from icp_tui.method.declaration import RECORDS
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import PARENT, stamp
from icp_tui.store.log.ids import new_id
from icp_tui.store.log.schema import parent_column
from icp_tui.store.recovery.ids import is_id, made_at

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_LAST_YEAR = 9999
"""Beside it a moment can be none in the time of another place."""

# SQLite finds the few that Python then looks at; it counts the 31st of February on into March.
_MAYBE_NO_MOMENT = (
    "typeof(at) <> 'text' OR at NOT GLOB '[12]*' OR substr(at, -1) <> 'Z' OR length(at) <> 24"
    " OR strftime('%Y-%m-%dT%H:%M:%S', at, '+0 days') IS NOT substr(at, 1, 19)"
)


@dataclass(slots=True)
class Mended:
    """How many rows got another moment, and how many said nothing that could be kept."""

    moments: int = 0
    others: int = 0


def is_moment(held: object) -> bool:
    """Whether a text is a moment that can be shown in the time of every place."""
    if not isinstance(held, str) or not _MOMENT.fullmatch(held):
        return False
    try:
        return 1 < dt.datetime.fromisoformat(held).year < _LAST_YEAR
    except ValueError:
        return False


def without_moment(database: Database) -> Iterator[tuple[int, str, str]]:
    """The changes of which nobody can tell when they were made: row, kind and id of the record."""
    rows = database.rows(
        f"SELECT rowid AS place, kind, record_id, at FROM change WHERE {_MAYBE_NO_MOMENT} ORDER BY clock, id"
    )
    for row in rows:
        if not is_moment(row["at"]):
            yield row["place"], str(row["kind"]), str(row["record_id"])


def mend_rows(database: Database, batch: str, at: dt.datetime) -> Mended:
    """Bring the rows of the log to what can be read; those of no batch are of `batch`, made `at`."""
    done = Mended()
    done.others += _name_rows(database, batch)
    done.others += _drop_nameless(database)
    done.others += _let_kinds_agree(database)
    for place, _, _ in list(without_moment(database)):
        moment = _near(database, place) or stamp(at)
        database.execute("UPDATE change SET at = ? WHERE rowid = ?", moment, place)
        done.moments += 1
    return done


def _near(database: Database, place: int) -> str | None:
    """The moment of the change before a row, or after it, or the one in its own name."""
    [(clock, own)] = database.rows("SELECT clock, id FROM change WHERE rowid = ?", place)
    for compare, order in (("<", "DESC"), (">", "ASC")):
        rows = database.rows(
            f"SELECT at FROM change WHERE (clock, id) {compare} (?, ?) ORDER BY clock {order}, id {order}"
            " LIMIT 50",
            clock,
            own,
        )
        if found := next((row["at"] for row in rows if is_moment(row["at"])), None):
            return str(found)
    named = made_at(str(own))
    return stamp(named) if named else None


def _name_rows(database: Database, batch: str) -> int:
    """Take rows away that name no record or field, and give names, numbers and batches where these lack."""
    mended = 0
    for row in database.rows(
        "SELECT rowid AS place, id, record_id, length(CAST(record_id AS BLOB)) AS bytes, field, batch, clock"
        " FROM change"
    ):
        if is_id(row["record_id"]) and row["bytes"] != len(row["record_id"]):
            # Beside the name stands what is taken away where it is read.
            place = row["place"]
            database.execute("UPDATE change SET record_id = ? WHERE rowid = ?", row["record_id"], place)
            mended += 1
        if not is_id(row["record_id"]) or not row["field"]:
            database.execute("DELETE FROM change WHERE rowid = ?", row["place"])
        elif not is_id(row["id"]) or not is_id(row["batch"]) or row["clock"] < 1:
            database.execute(
                "UPDATE change SET id = ?, batch = ?, clock = ? WHERE rowid = ?",
                row["id"] if is_id(row["id"]) else new_id(),
                row["batch"] if is_id(row["batch"]) else batch,
                max(row["clock"], 1),
                row["place"],
            )
        else:
            continue
        mended += 1
    return mended


def _drop_nameless(database: Database) -> int:
    """Take rows of records away whose id is none: the log calls that record by another."""
    mended = 0
    for kind in RECORDS:
        for (place,) in database.rows(
            f"SELECT rowid FROM {kind} WHERE id GLOB '*[^0-9A-Za-z_-]*' OR length(id) NOT BETWEEN 1 AND 64"
        ):
            database.execute(f"DELETE FROM {kind} WHERE rowid = ?", place)
            mended += 1
    return mended


def _let_kinds_agree(database: Database) -> int:
    """Let all changes of one record be of one kind: its table's, the first known, or what those below say."""
    mended = 0
    known = ", ".join(f"'{kind}'" for kind in RECORDS)
    for (record_id,) in database.rows(
        "SELECT record_id FROM change GROUP BY record_id HAVING count(DISTINCT kind) > 1"
        f" OR min(kind IN ({known})) = 0"
    ):
        rows = database.rows(
            "SELECT kind, count(*) AS many FROM change WHERE record_id = ? GROUP BY kind"
            " ORDER BY max(field = ?) DESC, many DESC",
            record_id,
            PARENT,
        )
        kinds = [row["kind"] for row in rows if row["kind"] in RECORDS]
        held = (
            kind
            for kind in kinds or RECORDS
            if database.rows(f"SELECT 1 FROM {kind} WHERE id = ?", record_id)
        )
        kind = next(held, kinds[0] if kinds else _kind_above(database, record_id))
        if kind and [row["kind"] for row in rows] != [kind]:
            database.execute("UPDATE change SET kind = ? WHERE record_id = ?", kind, record_id)
            mended += 1
    return mended


def _kind_above(database: Database, record_id: str) -> str | None:
    """The kind of a record that only the records below it still tell."""
    for kind in RECORDS.values():
        if kind.parent and database.rows(
            f"SELECT 1 FROM {kind.kind} WHERE {parent_column(kind)} = ? LIMIT 1", record_id
        ):
            return kind.parent.kind
    return None
