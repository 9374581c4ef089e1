"""Putting changes back of which the rows are lost, from what the rest of the file and a backup still tell.

The indexes say which change it was; the change after it says what it had set, or the table where it was the
newest. Such a change gets its own name and place again, so that what follows it still follows it, and a
colleague's copy of it is the same change. Who made it is not known any more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.fields import Links
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import KNOWN, PARENT, POSITION, Change, stamp, write_change
from icp_tui.store.log.schema import link_table
from icp_tui.store.recovery.agreement import AUTHOR
from icp_tui.store.recovery.content import text_held
from icp_tui.store.recovery.ids import made_at
from icp_tui.store.recovery.replay import held_content
from icp_tui.store.recovery.salvage import LostChange, Salvaged


def take_from_backup(database: Database, backup: Path, found: Salvaged) -> int:
    """Take the lost changes that a backup holds; how many. Outside of a transaction, foreign keys off.

    A backup that cannot be read gives none.
    """
    try:
        database.rows("ATTACH ? AS backup", f"{backup.resolve().as_uri()}?mode=ro")
    except BadFile:
        return 0
    try:
        names = {row["name"] for row in database.rows("PRAGMA backup.table_info(change)")}
        columns = ", ".join(name for name in Change.__dataclass_fields__ if name in names)
        wanted = (
            "NOT EXISTS (SELECT 1 FROM main.change c WHERE c.id = b.id)"
            " AND NOT EXISTS (SELECT 1 FROM main.forgotten f WHERE f.record_id = b.record_id)"
        )
        taken = 0
        with database.transaction():
            before = _changes(database)
            insert = (
                f"INSERT INTO main.change ({columns}) SELECT {columns} FROM backup.change b WHERE {wanted}"
            )
            if "change" in found.counted:
                for lost in found.lost["change"]:
                    database.execute(f"{insert} AND b.id = ?", lost)
            else:
                database.execute(insert)
            taken = _changes(database) - before
    except (BadFile, SaveFailed):
        return 0
    finally:
        database.rows("DETACH backup")
    return taken


def _changes(database: Database) -> int:
    return int(database.rows("SELECT count(*) FROM main.change")[0][0])


def put_back(
    database: Database, found: Salvaged, batch: str, at: dt.datetime
) -> tuple[int, list[LostChange]]:
    """Put lost changes back, in the caller's transaction; how many, and those whose value is unknown."""
    lost = [one for one in found.lost_changes if not _is_there(database, one.id)]
    lost.sort(key=lambda one: (one.clock, one.id))
    newest = {(one.record_id, one.field): one.id for one in lost}
    changes: list[tuple[LostChange, Change | None]] = []
    # The newest first: what one had set stands in the next, which is read before anything is written.
    for one in reversed(lost):
        is_newest = newest[one.record_id, one.field] == one.id
        changes.append((one, _told(database, one, found, batch, at, is_newest=is_newest)))
    missing = []
    for one, change in reversed(changes):
        if change is None:
            missing.append(one)
        else:
            write_change(database, _after_the_one_before(database, change))
    return len(lost) - len(missing), missing


def _is_there(database: Database, change_id: str) -> bool:
    return bool(database.rows("SELECT 1 FROM change WHERE id = ?", change_id))


def _told(
    database: Database, lost: LostChange, found: Salvaged, batch: str, at: dt.datetime, *, is_newest: bool
) -> Change | None:
    """The lost change as the rest of the file tells of it; None where nothing tells what it had set."""
    kind = _kind_of(database, lost.record_id)
    after = database.rows(
        "SELECT base, old FROM change WHERE record_id = ? AND field = ? AND (clock, id) > (?, ?)"
        " ORDER BY clock, id LIMIT 1",
        lost.record_id,
        lost.field,
        lost.clock,
        lost.id,
    )
    when = stamp(made_at(lost.id) or at)
    if kind is None:
        return None
    if after:
        if after[0]["base"] != lost.id:
            return None
        new = after[0]["old"]
    elif is_newest and not _is_hurt(kind, lost, found):
        held = held_content(database, kind, lost.record_id)
        if held.row is None:
            return None
        new = text_held(kind, lost.field, held)
        if lost.field == PARENT and new is None:
            when = str(held.row["deleted_at"])
    else:
        return None
    return Change(
        id=lost.id,
        at=when,
        author=AUTHOR,
        clock=lost.clock,
        batch=batch,
        scope=batch,
        kind=kind.kind,
        record_id=lost.record_id,
        field=lost.field,
        old=None,
        new=new,
        base=None,
        undoes=None,
    )


def _is_hurt(kind: type[Record], lost: LostChange, found: Salvaged) -> bool:
    """Whether what the tables hold of the field cannot be trusted, or says nothing of it."""
    name, colon, _ = lost.field.partition(":")
    if (kind.kind, lost.record_id) in found.doubtful or lost.field == KNOWN:
        return True
    if colon:
        return "mark" in found.hurt
    if name in (PARENT, POSITION):
        return False
    question = kind.questions.get(name)
    if question is None:
        return True
    return isinstance(question.kind, Links) and link_table(kind, question) in found.hurt


def _kind_of(database: Database, record_id: str) -> type[Record] | None:
    rows = database.rows("SELECT kind FROM change WHERE record_id = ? LIMIT 1", record_id)
    if rows:
        return RECORDS.get(rows[0]["kind"])
    there = (k for k in RECORDS.values() if database.rows(f"SELECT 1 FROM {k.kind} WHERE id = ?", record_id))
    return next(there, None)


def _after_the_one_before(database: Database, change: Change) -> Change:
    """The change with what was before it, as far as that is there."""
    before = database.rows(
        "SELECT id, new FROM change WHERE record_id = ? AND field = ? AND clock < ?"
        " ORDER BY clock DESC, id DESC LIMIT 1",
        change.record_id,
        change.field,
        change.clock,
    )
    return replace(change, base=before[0]["id"], old=before[0]["new"]) if before else change
