"""Merging: the union of two logs by the ids of their changes.

Whatever the order in which files come, however often and however late, all who have got the same changes see
the same answers: in each field the newest by clock and id. A change that is there twice with different values
(it was still being typed when it was copied) stands as the later moment has it. Nothing else of what is here
is touched, and what the newest one hides is a conflict until somebody chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from icp_tui.files import SQLITE
from icp_tui.method.declaration import RECORDS
from icp_tui.store.exchange.bundles import read_bundle, refuse
from icp_tui.store.exchange.conflicts import Conflict, conflicts, conflicts_among
from icp_tui.store.exchange.incoming import Incoming
from icp_tui.store.exchange.taken_back import standing_again
from icp_tui.store.exchange.versions import CAN_DIFFER, wins
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import (
    PARENT,
    SILENT,
    Change,
    ChangeLog,
    Edit,
    heads_of,
    in_parts,
    newest_first,
    project,
    write_change,
)
from icp_tui.store.log.history import next_undo
from icp_tui.store.safety.backups import Backup, make_backup
from icp_tui.store.work.workspace import LIBRARY, Workspace
from icp_tui.texts import say

AHEAD = 1_000_000
"""How much further a clock may be than all changes together could have brought it."""

Picks = Mapping[tuple[str, str], int]
"""Which side of a conflict is chosen, by its record and field: its place among the sides."""


@dataclass(frozen=True, slots=True)
class Visible:
    """A field that shows something else after the merge. Texts are as the log keeps them."""

    kind: str
    record_id: str
    field: str
    before: str | None
    after: str | None

    @property
    def is_move(self) -> bool:
        """Whether the record is below another one then."""
        return self.field == PARENT and None not in (self.before, self.after)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge would do; nothing is done yet.

    Attributes:
        incoming: what came.
        fresh: the changes that are new here, by clock and id.
        grown: changes that are here and go on as they came.
        back: what stands again, for each earlier merge of the same changes that was taken back here.
        left_out: how many changes are of clients that were forgotten here.
        visible: the fields that show something else then; those of new records are among them.
        conflicts: what people wrote side by side, as far as this file brings it up.
    """

    incoming: Incoming
    fresh: tuple[Change, ...]
    grown: tuple[Change, ...]
    back: tuple[tuple[Edit, ...], ...]
    left_out: int
    visible: tuple[Visible, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def brings(self) -> bool:
        """Whether there is anything to merge."""
        return bool(self.fresh or self.grown or self.back)

    @property
    def standing_again(self) -> int:
        """How many fields stand again as an earlier merge had brought them."""
        return sum(map(len, self.back))

    @property
    def new_records(self) -> tuple[Visible, ...]:
        """The records that were not here."""
        return tuple(v for v in self.visible if v.field == PARENT and v.before is None)

    @property
    def deleted(self) -> tuple[Visible, ...]:
        """The records that are gone then."""
        return tuple(v for v in self.visible if v.field == PARENT and v.after is None)

    @property
    def moved(self) -> tuple[Visible, ...]:
        """The records that are below another one then."""
        return tuple(v for v in self.visible if v.is_move)

    @property
    def changed(self) -> tuple[Visible, ...]:
        """The fields of records that were here, which show something else then; first those that moved."""
        new = {visible.record_id for visible in self.new_records}
        answers = (v for v in self.visible if v.field != PARENT and v.record_id not in new)
        return (*self.moved, *answers)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: how many changes came, how many conflicts were settled, how many are left open.

    `backup` is the copy that was made before; None where there was nothing to merge. `undoable` says whether
    the next undo in the library takes back what this merge did: one that only lets changes grow cannot be.
    """

    changes: int
    settled: int
    open: int
    backup: Backup | None
    undoable: bool = False


def read(path: Path, own: Path | None = None) -> Incoming:
    """What the bundle or the workspace file at `path` brings, which must not be one's `own` workspace.

    Raises:
        BadFile: it is neither, is damaged, hostile, or of a newer program.
    """
    path = path.expanduser()
    try:
        # Opening one's own file once more would drop the locks that SQLite has on it.
        if own and own.exists() and path.samefile(own):
            refuse(path, say("it is this workspace itself"), say("Name the file that a colleague sent."))
        if not path.is_file():
            refuse(path, say("it is no ordinary file"), say("Check the name of the file."))
        with path.open("rb") as file:
            start = file.read(len(SQLITE))
    except (OSError, ValueError, RuntimeError) as error:
        # RuntimeError: the home of nobody; ValueError: a name that no file can have.
        refuse(path, getattr(error, "strerror", None) or str(error), say("Check the name of the file."))
    if start == SQLITE:
        from icp_tui.store.exchange.strangers import read_stranger  # noqa: PLC0415 - most come as bundles

        return read_stranger(path)
    return read_bundle(path)


# Looking


def plan(workspace: Workspace, incoming: Incoming) -> Plan:
    """What merging `incoming` would do. What is being typed is saved first, where it can be.

    Raises:
        BadFile: it contradicts what is here, or its clock is out of all reason.
        SaveFailed: what was being typed could not be saved.
    """
    if not workspace.read_only:
        workspace.leave()
    database = workspace.database
    _check_clock(database, incoming)
    wanted = _without_forgotten(database, incoming.changes)
    local = _there(database, "id", (change.id for change in wanted))
    fresh = [change for change in wanted if change.id not in local]
    grown = [
        replace(change, came=local[change.id].came)
        for change in wanted
        if change.id in local and wins(incoming, change, local[change.id])
    ]
    arriving = {change.id: change for change in (*fresh, *grown)}
    back = standing_again(database, incoming, local, {(change.record_id, change.field) for change in fresh})
    _check_kinds(database, incoming, fresh)
    new = {change.id for change in fresh}
    found = conflicts_among(
        database,
        {change.record_id for change in arriving.values()},
        arriving,
        mine=lambda change: change.id not in new,
    )
    return Plan(
        incoming=incoming,
        fresh=tuple(fresh),
        grown=tuple(grown),
        back=back,
        left_out=len(incoming.changes) - len(wanted),
        visible=tuple(_visible(database, arriving, [edit for edits in back for edit in edits])),
        conflicts=tuple(one for one in found if any(side.id in new for side in one.sides)),
    )


def _check_clock(database: Database, incoming: Incoming) -> None:
    """Refuse a clock that no work of people brought there: all later changes would have to go beyond it."""
    here = database.rows("SELECT ifnull(max(clock), 0) AS clock FROM change")[0]["clock"]
    there = max((change.clock for change in incoming.changes), default=0)
    if there > here + len(incoming.changes) + AHEAD:
        refuse(
            incoming.path,
            say("it says that it is {n} changes ahead", n=there - here),
            say("Ask how it was made: icp-tui does not write such a file."),
        )


def _without_forgotten(database: Database, changes: Sequence[Change]) -> list[Change]:
    """The changes but those of records that were forgotten here, and of what hangs on them."""
    gone = {row["record_id"] for row in database.rows("SELECT record_id FROM forgotten")}
    if not gone:
        return list(changes)
    for kind in RECORDS:
        gone |= {
            change.record_id
            for change in changes
            if change.kind == kind and change.field == PARENT and change.new in gone
        }
    return [change for change in changes if change.record_id not in gone]


def _there(database: Database, column: str, values: Iterable[str]) -> dict[str, Change]:
    """The changes of the log whose `column` is one of `values`, by id."""
    return {
        row["id"]: Change(**row)
        for part in in_parts(set(values))
        for row in database.rows(
            f"SELECT * FROM change WHERE {column} IN ({', '.join('?' * len(part))})", *part
        )
    }


def _check_kinds(database: Database, incoming: Incoming, fresh: Iterable[Change]) -> None:
    kinds = {change.record_id: change.kind for change in fresh}
    for part in in_parts(kinds):
        places = ", ".join("?" * len(part))
        for row in database.rows(
            f"SELECT DISTINCT record_id, kind FROM change WHERE record_id IN ({places})", *part
        ):
            if kinds[row["record_id"]] != row["kind"]:
                refuse(incoming.path, say("the record {id} is of another kind here", id=row["record_id"]))


def _visible(database: Database, arriving: Mapping[str, Change], back: Iterable[Edit]) -> list[Visible]:
    """The fields that show something else when `arriving` and `back` are there, parents before children."""
    newest: dict[tuple[str, str], Change] = {}
    for change in newest_first(arriving.values()):
        newest.setdefault((change.record_id, change.field), change)
    again = {(edit.record_id, edit.field): edit for edit in back}
    shown = _shown(database, {record_id for record_id, _ in (*newest, *again)})
    found = [
        Visible(edit.kind, edit.record_id, edit.field, shown[place].new, edit.new)
        for place, edit in again.items()
        if edit.field not in SILENT
    ]
    for place, change in newest.items():
        here = shown.get(place)
        # One that grew is itself what is shown here.
        stands = here is None or (here.clock, here.id) <= (change.clock, change.id)
        before = here.new if here else None
        if stands and change.new != before and change.field not in SILENT:
            found.append(Visible(change.kind, change.record_id, change.field, before, change.new))
    order = {kind: place for place, kind in enumerate(RECORDS)}
    return sorted(found, key=lambda one: (order[one.kind], one.record_id, one.field != PARENT, one.field))


def _shown(database: Database, record_ids: Iterable[str]) -> dict[tuple[str, str], Change]:
    """The newest change of each field of some records."""
    found: dict[tuple[str, str], Change] = {}
    for change in newest_first(_there(database, "record_id", record_ids).values()):
        found.setdefault((change.record_id, change.field), change)
    return found


# Doing


def apply(workspace: Workspace, planned: Plan, picks: Picks | None = None) -> Merged:
    """Do what was planned, all or nothing, after a backup; ^z in the library takes it back as one.

    `picks` settles conflicts of the plan; those not picked stay visible in `conflicts`.

    Raises:
        SaveFailed: no backup could be made, or nothing could be written; nothing was changed.
        BadFile: meanwhile it contradicts what is here.
    """
    # What was typed since then can be newer than the plan.
    again = plan(workspace, planned.incoming)
    if not again.brings:
        return Merged(0, 0, len(conflicts(workspace.database)), None)
    backup = make_backup(workspace.database)
    merge = workspace.new_id()
    chosen = _chosen(planned.conflicts, picks or {})

    redone: list[str] = []

    def write(log: ChangeLog) -> Sequence[Edit]:
        edits: list[Edit] = []
        for back in again.back:
            # A batch for each: what took back several at once could not be done again.
            redone.append(workspace.new_id())
            for edit in back:
                log.append(edit, redone[-1], LIBRARY, workspace.now())
            edits += back
        edits += _write(workspace.database, again, merge)
        return [*edits, *_settle(workspace, log, chosen, merge)]

    workspace.change_many(write)
    changes = len(again.fresh) + len(again.grown) + again.standing_again
    undoable = next_undo(workspace.database, LIBRARY) in (merge, *redone)
    return Merged(changes, len(chosen), len(conflicts(workspace.database)), backup, undoable)


def settle(workspace: Workspace, found: Sequence[Conflict], picks: Picks) -> int:
    """Settle conflicts that were left open; gives how many. One batch of the library.

    Raises:
        SaveFailed: nothing was changed.
    """
    chosen = _chosen(found, picks)
    if chosen:
        batch = workspace.new_id()
        workspace.change_many(lambda log: _settle(workspace, log, chosen, batch))
    return len(chosen)


def picks_for(found: Iterable[Conflict], *, mine: bool) -> dict[tuple[str, str], int]:
    """The picks that choose what was made here, or what was not; a conflict without such a side is left."""
    sides = ((one.place, one.mine if mine else one.theirs) for one in found)
    return {place: side for place, side in sides if side is not None}


def _chosen(found: Iterable[Conflict], picks: Picks) -> list[tuple[Conflict, Change]]:
    return [(one, one.sides[picks[one.place]]) for one in found if one.place in picks]


def _write(database: Database, planned: Plan, merge: str) -> list[Edit]:
    """Write what is new into the log, and bring the fields that it touches to their newest."""
    for change in planned.fresh:
        write_change(database, replace(change, came=merge))
    for change in planned.grown:
        database.execute(
            f"UPDATE change SET {', '.join(f'{name} = ?' for name in CAN_DIFFER)} WHERE id = ?",
            *(getattr(change, name) for name in CAN_DIFFER),
            change.id,
        )
    arriving = [*planned.fresh, *planned.grown]
    touched = {(change.record_id, change.field) for change in arriving}
    order = {kind: place for place, kind in enumerate(RECORDS)}
    shown = _shown(database, {change.record_id for change in arriving})
    wanted = sorted(
        (change for place, change in shown.items() if place in touched),
        key=lambda change: (change.field != PARENT, order[change.kind], change.record_id, change.field),
    )
    born = {change.record_id: change for change in arriving if change.field == PARENT and change.new}
    for change in wanted:
        if change.field == PARENT and change.new is None and change.record_id in born:
            # What arrives deleted has its place all the same, to be brought back to.
            project(database, born[change.record_id])
        project(database, change)
    return [Edit(change.kind, change.record_id, change.field, change.new) for change in wanted]


def _settle(
    workspace: Workspace, log: ChangeLog, chosen: Iterable[tuple[Conflict, Change]], batch: str
) -> list[Edit]:
    """Write what was picked, on top of all that stood side by side."""
    database, edits = workspace.database, []
    for conflict, side in chosen:
        there = _there(database, "record_id", [conflict.record_id]).values()
        changes = [change for change in there if change.field == conflict.field]
        heads, new = heads_of(changes), side.new
        if conflict.unknown:
            # The other side is something in the record: it lives again where it was.
            lived = next((change.new for change in newest_first(changes) if change.new), None)
            new = None if side is conflict.sides[conflict.shown] else lived
        log.settle(heads, new, batch, LIBRARY, workspace.now())
        edits.append(Edit(conflict.kind, conflict.record_id, conflict.field, new))
    return edits
