"""The change log and what it projects to. Every write of an answer is a change; the tables follow from them.

A record begins with a change of its `parent` and ends with that parent being taken away, so that deleting,
restoring and moving are changes like any other. A field's mark is changed under the name `field:part`.
Replaying the log from the start gives the same tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from icp_tui.method.choices import MARK_PARTS
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Links
from icp_tui.method.safe import safe_text
from icp_tui.store.file.database import Database
from icp_tui.store.log.ids import new_id
from icp_tui.store.log.schema import link_table, parent_column

PARENT = "parent"
POSITION = "position"
KNOWN = "parent:known"
"""Beside a deletion: how many changes of the record, and of all that ever hung on it, were known to it."""
SILENT = (POSITION, KNOWN)
"""What is no answer: nobody is asked about it, and no deletion has to know of it."""

LONGEST_NAME = 200
"""Characters of an author."""

_AT_ONCE = 30_000
"""Ids in one statement."""

ROOT = "workspace"
"""The parent of a client."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record getting another value. `old` and `new` are texts as `Kind.dump` writes them.

    Attributes:
        at: when, UTC, ISO 8601.
        clock: Lamport clock; orders the changes of one file.
        batch: the user action that it belongs to; undone as one.
        scope: the profile in whose view it was made, or "" for the library.
        base: the change that it replaces, if any.
        undoes: the change that it takes back, if any.
        settles: the other change that it replaces, where two of different people stood side by side.
        came: the merge that brought it here; None where it was made here.
    """

    id: str
    at: str
    author: str
    clock: int
    batch: str
    scope: str
    kind: str
    record_id: str
    field: str
    old: str | None
    new: str | None
    base: str | None
    undoes: str | None
    settles: str | None = None
    came: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be changed: a field (or `field:part`, `parent`, `position`) and its new text."""

    kind: str
    record_id: str
    field: str
    new: str | None
    undoes: str | None = None


class ChangeLog:
    """Writes changes and what follows from them; every method runs inside the caller's transaction."""

    def __init__(self, database: Database, author: str, names: Callable[[], str] = new_id) -> None:
        """Write to `database` in the name of `author`; changes are called by `names`."""
        self._database = database
        self._author = author_name(author)
        self._new_id = names

    def newest(self, record_id: str, field: str) -> Change | None:
        """The newest change of a field."""
        found = self._database.rows(
            "SELECT * FROM change WHERE record_id = ? AND field = ? ORDER BY clock DESC, id DESC LIMIT 1",
            record_id,
            field,
        )
        return Change(**found[0]) if found else None

    def append(self, edit: Edit, batch: str, scope: str, at: dt.datetime) -> Change | None:
        """Write one change; None where the field has that value already.

        To take back the choice of what stood there already changes no value, and is written all the same.
        """
        base = self.newest(edit.record_id, edit.field)
        old = base.new if base else None
        if old == edit.new and edit.undoes is None:
            return None
        # Whoever takes back and does again chooses between nothing.
        settles = None if edit.undoes else self._agreeing(base)
        return self._write(edit, base, settles, batch, scope, at)

    def settle(
        self, heads: Sequence[Change], new: str | None, batch: str, scope: str, at: dt.datetime
    ) -> None:
        """Write what is to stand instead of changes of one field that stood side by side, newest first.

        With a single one it is written anew, on top of it.
        """
        base = heads[0]
        edit = Edit(base.kind, base.record_id, base.field, new)
        others: list[str | None] = [other.id for other in heads[1:]]
        for settles in others or [None]:
            base = self._write(edit, base, settles, batch, scope, at)

    def _agreeing(self, base: Change | None) -> str | None:
        """A change that says the same as `base` and was not replaced: a merge can have brought one."""
        if base is None or not self._database.rows(
            "SELECT 1 FROM change WHERE record_id = ? AND field = ? AND came IS NOT NULL LIMIT 1",
            base.record_id,
            base.field,
        ):
            return None
        rows = self._database.rows(
            "SELECT * FROM change WHERE record_id = ? AND field = ?", base.record_id, base.field
        )
        heads = heads_of([Change(**row) for row in rows])
        return next((head.id for head in heads if head.id != base.id and head.new == base.new), None)

    def _write(
        self, edit: Edit, base: Change | None, settles: str | None, batch: str, scope: str, at: dt.datetime
    ) -> Change:
        if deletes := edit.field == PARENT and edit.new is None:
            known = str(changes_below(self._database, edit.kind, edit.record_id))
        last = self._database.rows("SELECT clock FROM change ORDER BY clock DESC LIMIT 1")
        change = Change(
            id=self._new_id(),
            at=stamp(at),
            author=self._author,
            clock=(last[0]["clock"] if last else 0) + 1,
            batch=batch,
            scope=scope,
            kind=edit.kind,
            record_id=edit.record_id,
            field=edit.field,
            old=base.new if base else None,
            new=edit.new,
            base=base.id if base else None,
            undoes=edit.undoes,
            settles=settles,
        )
        write_change(self._database, change)
        project(self._database, change)
        if deletes:
            self.append(Edit(edit.kind, edit.record_id, KNOWN, known), batch, scope, at)
        return change

    def grow(self, change: Change, new: str | None, at: dt.datetime) -> Change | None:
        """Give the change that is still being typed another value; None where it came back to the old one."""
        if new == change.old:
            self._database.execute("DELETE FROM change WHERE id = ?", change.id)
            project(self._database, grown(change, new, at))
            return None
        made = grown(change, new, at)
        self._database.execute("UPDATE change SET new = ?, at = ? WHERE id = ?", made.new, made.at, made.id)
        project(self._database, made)
        return made


def author_name(name: str) -> str:
    """The name of an author as it stands in the log for good: safe, one line, up to `LONGEST_NAME` long."""
    return " ".join(safe_text(name).split())[:LONGEST_NAME].rstrip()


def newest_first(changes: Iterable[Change]) -> list[Change]:
    """Changes in the order in which they count: by clock, then by id."""
    return sorted(changes, key=lambda change: (change.clock, change.id), reverse=True)


def undone_among(changes: Iterable[Change]) -> set[str]:
    """The ids of the changes of one field that were taken back, and not done again."""
    undone: set[str] = set()
    for change in newest_first(changes):
        if change.undoes and change.id not in undone:
            undone.add(change.undoes)
    return undone


def heads_of(changes: Sequence[Change]) -> list[Change]:
    """The changes of one field that no other one replaces, newest first; the first is what is shown.

    What a change has settled stands beside it again when that change is taken back.
    """
    undone = undone_among(changes)
    settled = {change.settles for change in changes if change.id not in undone}
    replaced = {change.base for change in changes} | settled
    return newest_first(change for change in changes if change.id not in replaced)


def write_change(database: Database, change: Change) -> None:
    """Put a change into the log as it is; nothing follows from it yet."""
    names = list(Change.__dataclass_fields__)
    database.execute(
        f"INSERT INTO change ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        *(getattr(change, name) for name in names),
    )


def ever_below(database: Database, kind: str, record_id: str) -> set[str]:
    """The ids of a record and of all that ever hung on it, also of what was deleted or moved away."""
    if not any(child.parent is RECORDS[kind] for child in RECORDS.values()):
        return {record_id}
    rows = database.rows(
        "WITH RECURSIVE below(id) AS (VALUES (?) UNION SELECT change.record_id FROM below"
        " CROSS JOIN change ON change.field = 'parent' AND change.new = below.id) SELECT id FROM below",
        record_id,
    )
    return {row["id"] for row in rows}


def changes_below(database: Database, kind: str, record_id: str) -> int:
    """How many changes there are of a record and of all that ever hung on it, but for `SILENT` ones."""
    return sum(
        row["n"]
        for part in in_parts(ever_below(database, kind, record_id))
        for row in database.rows(
            "SELECT count(*) AS n FROM change WHERE field NOT IN (?, ?)"
            f" AND record_id IN ({', '.join('?' * len(part))})",
            *SILENT,
            *part,
        )
    )


def in_parts(ids: Iterable[str]) -> Iterator[list[str]]:
    """Ids in slices: an old SQLite takes no more than 32,766 values in one statement."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def stamp(at: dt.datetime) -> str:
    """A moment as the log writes it: UTC, milliseconds, such as 2026-11-21T14:05:09.120Z."""
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def grown(change: Change, new: str | None, at: dt.datetime) -> Change:
    """The same change with another value."""
    return Change(
        **{**{n: getattr(change, n) for n in Change.__dataclass_fields__}, "new": new, "at": stamp(at)}
    )


def is_known(kind: str, field: str) -> bool:
    """Whether this program has the kind of record and the field of a change, and the part of its mark.

    `project` makes SQL of these names: what is not known here never gets there.
    """
    if kind not in RECORDS:
        return False
    name, colon, part = field.partition(":")
    return field in (PARENT, *SILENT) or (
        name in RECORDS[kind].questions and (not colon or part in MARK_PARTS)
    )


def project(database: Database, change: Change) -> None:
    """Bring the tables to what a change of a field that `is_known` says."""
    kind = RECORDS[change.kind]
    if change.field == KNOWN:
        # It says something of the log, and nothing of the record.
        return
    if change.field == PARENT:
        _project_parent(database, change)
    elif change.field == POSITION:
        database.execute(
            f"UPDATE {kind.kind} SET position = ? WHERE id = ?", float(change.new or 0), change.record_id
        )
    elif ":" in change.field:
        field, _, part = change.field.partition(":")
        database.execute(
            f"INSERT INTO mark (record_id, field, {part}) VALUES (?, ?, ?)"
            f" ON CONFLICT DO UPDATE SET {part} = excluded.{part}",
            change.record_id,
            field,
            change.new,
        )
        database.execute(
            "DELETE FROM mark WHERE record_id = ? AND field = ?"
            " AND state IS NULL AND ground IS NULL AND raw IS NULL",
            change.record_id,
            field,
        )
    elif isinstance(question_kind := kind.questions[change.field].kind, Links):
        table = link_table(kind, kind.questions[change.field])
        database.execute(f"DELETE FROM {table} WHERE {kind.kind}_id = ?", change.record_id)
        for place, target in enumerate((change.new or "").split()):
            database.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", change.record_id, target, place)
    else:
        held = None if change.new is None else question_kind.column(change.new)
        database.execute(f"UPDATE {kind.kind} SET {change.field} = ? WHERE id = ?", held, change.record_id)


def _project_parent(database: Database, change: Change) -> None:
    kind = RECORDS[change.kind]
    if change.new is None:
        database.execute(f"UPDATE {kind.kind} SET deleted_at = ? WHERE id = ?", change.at, change.record_id)
    elif kind.parent:
        column = parent_column(kind)
        database.execute(
            f"INSERT INTO {kind.kind} (id, {column}) VALUES (?, ?)"
            f" ON CONFLICT DO UPDATE SET {column} = excluded.{column}, deleted_at = NULL",
            change.record_id,
            change.new,
        )
    else:
        database.execute(
            f"INSERT INTO {kind.kind} (id) VALUES (?) ON CONFLICT DO UPDATE SET deleted_at = NULL",
            change.record_id,
        )
