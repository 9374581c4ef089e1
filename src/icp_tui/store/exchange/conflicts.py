"""What people wrote side by side without knowing of each other, found in the log alone.

A change that no other one replaces is a head of its field. Where several heads say different things, the
newest is shown and all of them are a conflict, until somebody chooses. To delete a record while somebody else
writes in it is a conflict, too: with each deletion stands how many changes it knew of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from icp_tui.method.declaration import RECORDS
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import (
    KNOWN,
    PARENT,
    SILENT,
    Change,
    heads_of,
    in_parts,
    is_known,
    newest_first,
)
from icp_tui.store.log.history import merges_undone


@dataclass(frozen=True, slots=True)
class Conflict:
    """Changes of one field that stand side by side, or a deletion and what it did not know of.

    Attributes:
        sides: at least two, with different values, what was made here first. Beside a deletion stands the
            newest change that it did not know.
        shown: which of them is shown as long as nobody chooses.
        own: how many of them, the first ones, were made here.
        unknown: beside a deletion, how many changes it did not know of; else 0.
    """

    kind: str
    record_id: str
    field: str
    sides: tuple[Change, ...]
    shown: int
    own: int
    unknown: int = 0

    @property
    def mine(self) -> int | None:
        """Which side is what was made here, if any: the newest of them."""
        return 0 if self.own else None

    @property
    def theirs(self) -> int | None:
        """Which side is what somebody else made, if any: the newest of them."""
        return self.own if self.own < len(self.sides) else None

    @property
    def place(self) -> tuple[str, str]:
        """What it is about: the record and the field (`parent` for a deletion)."""
        return self.record_id, self.field


def conflicts(database: Database) -> list[Conflict]:
    """All conflicts that nobody has settled yet, in the order of the records' making."""
    rows = database.rows("SELECT DISTINCT record_id FROM change WHERE came IS NOT NULL")
    if not rows:
        return []
    undone = merges_undone(database)
    found = conflicts_among(database, {row["record_id"] for row in rows}, mine=lambda change: not change.came)
    return [one for one in found if not undone & {side.came for side in one.sides}]


def conflicts_among(
    database: Database,
    touched: Iterable[str],
    arriving: Mapping[str, Change] | None = None,
    *,
    mine: Callable[[Change], bool],
) -> list[Conflict]:
    """The conflicts of the records `touched`, as if the changes `arriving`, by id, were in the log."""
    log = _Log(database, arriving or {})
    touched = set(touched)
    deleted = log.deleted_above(touched)
    fields = log.fields(touched.union(*deleted.values()) if deleted else touched)
    found = [
        conflict
        for (record_id, field), changes in fields.items()
        if record_id in touched and field not in SILENT and (conflict := _of_field(changes, mine))
    ]
    by_record: dict[str, list[Change]] = {}
    for (record_id, _field), changes in fields.items():
        by_record.setdefault(record_id, []).extend(changes)
    in_fields = {conflict.place for conflict in found}
    found += [
        conflict
        for record_id, below in deleted.items()
        if (record_id, PARENT) not in in_fields
        and (conflict := _of_deletion(record_id, below, by_record, mine))
    ]
    return sorted(found, key=lambda one: (list(RECORDS).index(one.kind), one.place))


def _of_field(changes: Sequence[Change], mine: Callable[[Change], bool]) -> Conflict | None:
    heads = heads_of(changes)
    sides = [*heads, *_taken_back(heads[0], changes, mine)]
    if len({side.new for side in sides}) < 2 or not is_known(heads[0].kind, heads[0].field):
        return None
    return _conflict(sides, heads[0], mine)


def _taken_back(shown: Change, changes: Sequence[Change], mine: Callable[[Change], bool]) -> list[Change]:
    """What was made here and somebody else takes back with what is shown, by undoing a merge.

    By which merge it came to them is not told. But only the library takes back what was made in a profile,
    and nobody but by a merge what somebody else made; in a copy of a file all that was there is made here.
    """
    if shown.undoes is None or shown.scope or mine(shown):
        return []
    return [
        change
        for change in changes
        if change.id == shown.undoes
        and mine(change)
        and change.came is None
        and (change.scope or change.author != shown.author)
    ]


def _conflict(
    heads: Sequence[Change], shown: Change, mine: Callable[[Change], bool], unknown: int = 0
) -> Conflict:
    sides: dict[str | None, Change] = {}
    for head in sorted(heads, key=lambda head: not mine(head)):
        sides.setdefault(head.id if unknown else head.new, head)
    ordered = tuple(sides.values())
    at = ordered.index(shown if unknown else sides[shown.new])
    own = sum(map(mine, ordered))
    return Conflict(shown.kind, shown.record_id, shown.field, ordered, at, own, unknown)


def _of_deletion(
    record_id: str,
    below: Iterable[str],
    by_record: Mapping[str, Sequence[Change]],
    mine: Callable[[Change], bool],
) -> Conflict | None:
    """The conflict of a deleted record; none where one of its deletions knew of all that was written."""
    own = by_record[record_id]
    parents = [change for change in own if change.field == PARENT]
    ways = [_standing(head, parents) for head in heads_of(parents)]
    deletions = [way[-1] for way in ways]
    aside = {change.id for way in ways for change in way}
    there = [
        change
        for owner in below
        for change in by_record.get(owner, ())
        if change.field not in SILENT and change.id not in aside
    ]
    counts = [change for change in own if change.field == KNOWN]
    unknown = [_unknown_to(deletion, there, counts) for deletion in deletions]
    if not all(unknown):
        return None
    shown = deletions[0]
    return _conflict([shown, unknown[0][0]], shown, mine, len(unknown[0]))


def _standing(deletion: Change, parents: Sequence[Change]) -> list[Change]:
    """The way from a deletion to the one that it stands for: another where it takes a choice back."""
    by_id = {change.id: change for change in parents}
    way = [deletion]
    while chosen := by_id.get(way[-1].undoes or ""):
        way.append(chosen)
        while (undo := by_id.get(chosen.undoes or "")) and undo.undoes in by_id:
            # Done again, it is what it was.
            chosen = by_id[undo.undoes]
            way += undo, chosen
        before = by_id.get(chosen.base or "")
        if before is None or chosen.old is not None or (chosen.undoes and chosen.new is not None):
            # Nobody chose: a deleted record was brought back, and deleted once more.
            return [deletion]
        way.append(before)
    return way


def _unknown_to(deletion: Change, there: Sequence[Change], counts: Sequence[Change]) -> list[Change]:
    """The changes that a deletion cannot have known of, newest first.

    Of those with a lower clock only the number is known; they are taken to be the newest ones that did not
    come the way of the deletion.
    """
    later = [c for c in there if c.clock >= deletion.clock and c.batch != deletion.batch]
    earlier = [c for c in there if c.clock < deletion.clock]
    known = next((int(c.new or 0) for c in counts if c.batch == deletion.batch), len(earlier))
    missed = max(0, len(earlier) - known)
    other_way = sorted(newest_first(earlier), key=lambda c: c.came == deletion.came)
    return newest_first([*later, *other_way[:missed]])


class _Log:
    """The changes of a database, with some more as if they were in it."""

    def __init__(self, database: Database, arriving: Mapping[str, Change]) -> None:
        self._database = database
        self._arriving = arriving
        self._by_record: dict[str, list[Change]] = {}
        for change in arriving.values():
            self._by_record.setdefault(change.record_id, []).append(change)

    def fields(self, record_ids: Iterable[str]) -> dict[tuple[str, str], list[Change]]:
        """All changes of some records by record and field."""
        found: dict[tuple[str, str], list[Change]] = {}
        for part in in_parts(record_ids):
            for row in self._database.rows(
                f"SELECT * FROM change WHERE record_id IN ({', '.join('?' * len(part))})", *part
            ):
                if row["id"] not in self._arriving:
                    found.setdefault((row["record_id"], row["field"]), []).append(Change(**row))
            for record_id in part:
                for change in self._by_record.get(record_id, ()):
                    found.setdefault((record_id, change.field), []).append(change)
        return found

    def deleted_above(self, touched: set[str]) -> dict[str, set[str]]:
        """The records whose deletion hides something of `touched`, each with all that ever hung on it.

        Of several that hide each other only the highest: the others are not seen anyway.
        """
        rows = self._database.rows("SELECT id, record_id, new, clock FROM change WHERE field = ?", PARENT)
        parents = [
            (r["clock"], r["id"], r["record_id"], r["new"]) for r in rows if r["id"] not in self._arriving
        ]
        parents += [(c.clock, c.id, c.record_id, c.new) for c in self._arriving.values() if c.field == PARENT]
        newest: dict[str, str | None] = {}
        last: dict[str, str] = {}
        below: dict[str, set[str]] = {}
        for _clock, _id, record_id, new in sorted(parents, key=lambda one: one[:2]):
            newest[record_id] = new
            if new:
                last[record_id] = new
                below.setdefault(new, set()).add(record_id)
        found: dict[str, set[str]] = {}
        for record_id, new in newest.items():
            if new is None and not _hidden(last.get(record_id), newest, last):
                hung = _closure(record_id, below)
                if hung & touched:
                    found[record_id] = hung
        return found


def _hidden(record_id: str | None, newest: Mapping[str, str | None], last: Mapping[str, str]) -> bool:
    """Whether a record or something above it is deleted."""
    while record_id is not None and record_id in newest:
        if newest[record_id] is None:
            return True
        record_id = last[record_id]
    return False


def _closure(record_id: str, below: Mapping[str, set[str]]) -> set[str]:
    found, fresh = {record_id}, {record_id}
    while fresh:
        fresh = {child for parent in fresh for child in below.get(parent, ())} - found
        found |= fresh
    return found
