"""Colleagues who work on copies of one workspace and send each other what they wrote."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path

from icp_tui.method.declaration import Record
from icp_tui.method.records import Problem
from icp_tui.opening import open_workspace
from icp_tui.store.exchange import merging
from icp_tui.store.exchange.bundles import export
from icp_tui.store.exchange.conflicts import conflicts
from icp_tui.store.log.changes import PARENT, SILENT, Change, ever_below, heads_of, newest_first
from icp_tui.store.log.history import next_undo
from icp_tui.store.work import actions
from icp_tui.store.work.workspace import LIBRARY
from small import Small

START = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
FIELDS = ("what", "in_their_words", "times", "cost_each", "per")
VALUES = {
    "what": ("Load refused", "Sheet lost", "Alarm missed"),
    "in_their_words": ("On Mondays", "When it rains\nand at night", ""),
    "times": ("1", "2.5", "30"),
    "cost_each": ("1900", "12.50", ""),
    "per": ("day", "month", "year"),
}


class Colleague(Small):
    """One of them: a copy of the file, a name, and a clock that may be wrong."""

    def __init__(self, path: Path, author: str, *, skew: dt.timedelta = dt.timedelta()) -> None:
        """Open the copy at `path`."""
        workspace = open_workspace(path, author)
        super().__init__(workspace, workspace.database.rows("SELECT id FROM profile ORDER BY id")[0]["id"])
        self.author = author
        self._steps = 0
        self._skew = skew
        workspace.now = self._now
        self.knew: dict[str, set[str]] = {}
        self.settled: set[str | None] = set()

    def _now(self) -> dt.datetime:
        self._steps += 1
        return START + self._skew + dt.timedelta(seconds=self._steps)

    @property
    def problems(self) -> Sequence[Problem]:
        """The living problems."""
        return self.answers.of(Problem)

    @property
    def log(self) -> list[Change]:
        """All changes, as they would travel."""
        rows = self.workspace.database.rows("SELECT * FROM change ORDER BY clock, id")
        return [Change(**{**dict(row), "came": None}) for row in rows]

    def edit(self, record: Record, field: str, value: str) -> None:
        """Answer one field."""
        self.workspace.set(self.profile_id, record, {field: value})

    def delete(self, record: Record) -> None:
        """Delete a record, and note what was known when it was."""
        knew = {change.id for change in self.log}
        actions.delete(self.workspace, self.profile_id, record)
        newest = [c for c in self.log if c.record_id == record.id and c.field == PARENT][-1]
        self.knew[newest.id] = knew

    def send(self, path: Path) -> Path:
        """Export everything."""
        export(self.workspace, path)
        return path

    def take(self, path: Path, picks: merging.Picks | None = None) -> merging.Merged:
        """Merge a file; once more would bring nothing."""
        done = merging.apply(self.workspace, merging.plan(self.workspace, merging.read(path)), picks)
        assert not merging.plan(self.workspace, merging.read(path)).brings
        return done

    def settle(self, side: int) -> None:
        """Choose a side of every open conflict, and note the action."""
        found = conflicts(self.workspace.database)
        picks = {one.place: side % len(one.sides) for one in found}
        if merging.settle(self.workspace, found, picks):
            self.settled.add(next_undo(self.workspace.database, LIBRARY))

    def open_conflicts(self) -> set[tuple[str, str]]:
        """Where something is to be chosen."""
        return {conflict.place for conflict in conflicts(self.workspace.database)}


def copies(small_file: Path, folder: Path, names: Sequence[str]) -> list[Colleague]:
    """Colleagues who all begin with the same file; their clocks are days apart."""
    found = []
    for place, name in enumerate(names):
        path = folder / f"{name}.db"
        shutil.copyfile(small_file, path)
        found.append(Colleague(path, name, skew=dt.timedelta(days=2 * place * (-1) ** place)))
    return found


def hidden(colleague: Colleague, knew: dict[str, set[str]]) -> list[str]:
    """What somebody wrote last in a field and is neither shown nor to be chosen; empty when all is well.

    `knew` says of each deletion which changes were there when it was made.
    """
    database = colleague.workspace.database
    there = conflicts(database)
    offered = {(one.place, side.new) for one in there for side in one.sides}
    fields: dict[tuple[str, str], list[Change]] = {}
    for change in colleague.log:
        fields.setdefault((change.record_id, change.field), []).append(change)
    lost = []
    for place, changes in fields.items():
        if place[1] in SILENT:
            continue
        heads = heads_of(changes)
        lost += [
            f"{place} {head.new!r}"
            for head in heads
            if head.new != heads[0].new and (place, head.new) not in offered
        ]
    parents = {
        record_id: heads_of(changes)[0] for (record_id, field), changes in fields.items() if field == PARENT
    }
    for record_id, deletion in parents.items():
        changes = fields[record_id, PARENT]
        if deletion.new is None and not _below_a_deleted_one(changes, parents, fields):
            lost += _unseen(colleague, deletion, changes, knew, {one.place for one in there})
    return lost


def _below_a_deleted_one(
    changes: Sequence[Change],
    newest: dict[str, Change],
    fields: dict[tuple[str, str], list[Change]],
) -> bool:
    """Whether something above a deleted record is deleted as well: then that one is looked at."""
    above = next(change.new for change in newest_first(changes) if change.new)
    while above in newest:
        if newest[above].new is None:
            return True
        above = next(c.new for c in newest_first(fields[above, PARENT]) if c.new)
    return False


def _unseen(
    colleague: Colleague,
    deletion: Change,
    changes: Sequence[Change],
    knew: dict[str, set[str]],
    there: set[tuple[str, str]],
) -> list[str]:
    """What a deletion hides although none who deleted the record knew of it, and nobody is asked."""
    below = ever_below(colleague.workspace.database, deletion.kind, deletion.record_id)
    deletions = [head for head in heads_of(changes) if head.new is None]
    if any(head.id not in knew for head in deletions):
        return []
    known = [knew[head.id] for head in deletions]
    batches = {head.batch for head in deletions}
    written = [
        c for c in colleague.log if c.record_id in below and c.field not in SILENT and c.batch not in batches
    ]
    if (deletion.record_id, PARENT) in there or any(all(c.id in one for c in written) for one in known):
        return []
    return [f"{deletion.record_id} was deleted over {len(written)} changes"]
