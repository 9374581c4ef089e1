"""Somebody at work, without screens: typing that grows, records that begin, move and go, undo and redo.

A change, once saved, is only ever given a longer text: what was saved is the beginning of what comes later.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from icp_tui.method.declaration import Record
from icp_tui.method.records import Objection, Objective, ParkedSituation, Problem
from icp_tui.store.work import actions
from icp_tui.store.work.workspace import Workspace

FIELDS: dict[str, str] = {
    "profile": "situation",
    "objective": "result",
    "problem": "sufferers",
    "objection": "response",
    "parked_situation": "situation",
}
"""One field of prose or of a line for each kind that is typed into."""

FEWEST, MOST = 4, 30
"""Records of a kind between which some are begun and some are deleted."""


class AtWork:
    """Does one thing after the other to one profile; each `saved` is a commit that was made."""

    def __init__(self, workspace: Workspace, profile_id: str, chance: random.Random) -> None:
        self.workspace = workspace
        self.profile_id = profile_id
        self.chance = chance

    def saves(self) -> Iterator[None]:
        """Work for ever; gives control back after each commit."""
        doing = [self._type] * 5 + [self._begin] * 2 + [self._delete, self._undo, self._mark, self._move]
        while True:
            yield from self.chance.choice(doing)()

    def _records(self, *kinds: type[Record]) -> list[Record]:
        return [record for record in self.workspace.answers(self.profile_id).records if type(record) in kinds]

    def _type(self) -> Iterator[None]:
        there = [r for r in self.workspace.answers(self.profile_id).records if r.kind in FIELDS]
        record = self.chance.choice(there)
        field = FIELDS[record.kind]
        text = getattr(record, field) or ""
        for _ in range(self.chance.randint(1, 4)):
            word = self.chance.choice(WORDS) * self.chance.choice((1, 1, 1, 40))
            text = f"{text} {word}" if text else word
            self.workspace.typed(self.profile_id, record, field, text)
            self.workspace.flush()
            yield
        self.workspace.leave()

    def _begin(self) -> Iterator[None]:
        kind, parent_kind = self.chance.choice(BELOW)
        parent = self.profile_id if parent_kind is None else self._records(parent_kind)[0].id
        if len(self._records(kind)) < MOST:
            rows = [{kind.title_field: self.chance.choice(WORDS)} for _ in range(self.chance.randint(1, 3))]
            actions.add(self.workspace, self.profile_id, kind, parent, rows)
            yield

    def _delete(self) -> Iterator[None]:
        there = self._records(Problem, Objection, ParkedSituation)
        if len(there) > FEWEST:
            actions.delete(self.workspace, self.profile_id, self.chance.choice(there))
            yield

    def _undo(self) -> Iterator[None]:
        again: Callable[[str], object]
        for again in (self.workspace.undo, self.workspace.undo, self.workspace.redo):
            if again(self.profile_id):
                yield

    def _mark(self) -> Iterator[None]:
        record = self.chance.choice(self._records(Problem, Objection))
        field = FIELDS[record.kind]
        state = self.workspace.answers(self.profile_id).mark(record.id, field).state
        self.workspace.mark(self.profile_id, record, field, "state", None if state else "ask")
        yield

    def _move(self) -> Iterator[None]:
        among = self._records(Problem)
        if actions.move(self.workspace, self.profile_id, self.chance.choice(among), 1, among):
            yield


WORDS = ("señal", "Kühlkette", "żółty", "audit", "7 °C", "don't", "naïve", "🥖")

BELOW: tuple[tuple[type[Record], type[Record] | None], ...] = (
    (Problem, Objective),
    (Objection, None),
    (ParkedSituation, None),
)
