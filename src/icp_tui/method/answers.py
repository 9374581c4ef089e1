"""One profile with its client and everything that hangs on it, as immutable records in order.

This is what insight computes over, documents print and screens show. A record whose parent is gone is gone
too. `replaced` and `without` return new `Answers`; nothing here changes in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import TypeVar, cast

from icp_tui.method.choices import NO_MARK, Mark, State
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.fields import Links
from icp_tui.method.records import Client, CustomerAnswer, Objective, Profile

R = TypeVar("R", bound=Record)


def _title(record: Record) -> str:
    return record.title


class Answers:
    """The records of one profile by id, and the marks of their fields by (record id, field)."""

    def __init__(
        self,
        profile_id: str,
        records: Iterable[Record],
        marks: Mapping[tuple[str, str], Mark] | None = None,
    ) -> None:
        """Take the profile, its client and what hangs on them; orphans are left out."""
        self.profile_id = profile_id
        self.marks: dict[tuple[str, str], Mark] = dict(marks or {})
        self._by_id: dict[str, Record] = {}
        self._by_kind: dict[str, list[Record]] = {name: [] for name in RECORDS}
        depth = {name: place for place, name in enumerate(RECORDS)}
        for record in sorted(records, key=lambda r: (depth[r.kind], r.position, r.id)):
            if record.parent is None or record.parent_id in self._by_id:
                self._by_id[record.id] = record
                self._by_kind[record.kind].append(record)

    @property
    def client(self) -> Client:
        """The business that is advised."""
        return self.of(Client)[0]

    @property
    def profile(self) -> Profile:
        """The profile itself."""
        return self.of(Profile)[0]

    @property
    def records(self) -> list[Record]:
        """All records, parents before children, each kind in its order."""
        return list(self._by_id.values())

    def of(self, kind: type[R], parent_id: str | None = None) -> list[R]:
        """The records of one kind in order; with `parent_id` only those below that record."""
        found = cast("list[R]", self._by_kind[kind.kind])
        return [r for r in found if r.parent_id == parent_id] if parent_id is not None else list(found)

    def as_made(self, kind: type[R]) -> list[R]:
        """The records of one kind, the one made last at the end: ids ascend with time, on every machine.

        Where two stand for the same thing, as after a merge, the one made last counts, wherever it stands.
        """
        return sorted(self.of(kind), key=attrgetter("id"))

    def get(self, record_id: str | None) -> Record | None:
        """The record with this id, or None where it is gone."""
        return self._by_id.get(record_id or "")

    def name_of(self, record: Record, named: Callable[[Record], str] = _title) -> str:
        """What a record is called: as `named` says; a cell of the grid by its customer and attribute."""
        if not isinstance(record, CustomerAnswer):
            return named(record)
        sides = (self.get(record.parent_id), self.get(record.attribute))
        return " – ".join(name for side in sides if side and (name := named(side)))

    def linked(self, record: Record, field: str) -> list[Record]:
        """The living records that a link or links field points to, in the order chosen."""
        value = getattr(record, field)
        ids = value if isinstance(value, tuple) else (value,)
        return [found for found in map(self.get, ids) if found]

    def linking(self, kind: type[R], field: str, target_id: str) -> list[R]:
        """The records of `kind` whose link or links field points to `target_id`."""
        many = isinstance(kind.questions[field].kind, Links)
        return [
            r
            for r in self.of(kind)
            if (target_id in (getattr(r, field) or ()) if many else getattr(r, field) == target_id)
        ]

    def thread(
        self, kind: type[R], objective_id: str | None, fixed: Iterable[tuple[str, str]] = ()
    ) -> list[R]:
        """What an outline lists: the records of `kind` in an objective's thread.

        Records that belong to the profile but stand `within` an objective are listed with it, and those that
        name none are listed with every one.
        """
        if kind.parent is Objective:
            found = self.of(kind, objective_id or "")
        else:
            found = self.of(kind)
            if kind.within:
                living = {objective.id for objective in self.of(Objective)}
                found = [
                    r
                    for r in found
                    if (about := getattr(r, kind.within)) == objective_id or about not in living
                ]
        return [r for r in found if all(str(getattr(r, name)) == value for name, value in fixed)]

    def mark(self, record_id: str, field: str) -> Mark:
        """What is known about an answer beside the answer."""
        return self.marks.get((record_id, field), NO_MARK)

    def is_answered(self, record: Record, question: Question) -> bool:
        """Whether the field holds an answer, or was said not to apply (not progress to be made)."""
        if self.mark(record.id, question.name).state is State.DOES_NOT_APPLY:
            return True
        return getattr(record, question.name) is not None

    def replaced(self, *records: Record) -> Answers:
        """These answers with `records` put in place of those with the same ids, or added."""
        changed = {record.id: record for record in records}
        if not all(self._stands_as(record) for record in records):
            return Answers(self.profile_id, {**self._by_id, **changed}.values(), self.marks)
        # Where none has moved the order stays: this is the way of every keystroke that is saved.
        made = Answers(self.profile_id, (), self.marks)
        made._by_id = {**self._by_id, **changed}
        made._by_kind = dict(self._by_kind)
        for kind in {record.kind for record in records}:
            made._by_kind[kind] = [made._by_id[record.id] for record in self._by_kind[kind]]
        return made

    def _stands_as(self, record: Record) -> bool:
        """Whether a record is there already, below the same parent and in the same place."""
        known = self._by_id.get(record.id)
        return known is not None and (known.parent_id, known.position) == (record.parent_id, record.position)

    def without(self, record_id: str) -> Answers:
        """These answers without a record and what hangs on it."""
        return Answers(self.profile_id, (r for r in self._by_id.values() if r.id != record_id), self.marks)

    def marked(self, record_id: str, field: str, mark: Mark) -> Answers:
        """These answers with one field's mark replaced."""
        return Answers(self.profile_id, self._by_id.values(), {**self.marks, (record_id, field): mark})
