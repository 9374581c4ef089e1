"""Which records stand once among their siblings: a line of the scorecard, a cell of the grid.

Two can still be there, made by two people and merged. Then the one made last counts, as in all figures.
"""

from __future__ import annotations

from collections.abc import Iterable

from icp_tui.method.declaration import Record
from icp_tui.method.fields import Link
from icp_tui.method.records import CustomerAnswer, Rating

ONCE: dict[str, str] = {Rating.kind: "dimension", CustomerAnswer.kind: "attribute"}
"""Kinds of record of which no two below one parent answer this field alike."""


def counting(records: Iterable[Record]) -> list[Record]:
    """The records that say something, in their order.

    Left out are cells of attributes that are gone, and all but one of several in the same place.
    """
    records = list(records)
    there = {record.id for record in records}
    counts: dict[tuple[str, str, object], str] = {}
    for record in records:
        if field := ONCE.get(record.kind):
            place = (record.kind, record.parent_id, getattr(record, field))
            # Ids ascend with the time of their making.
            counts[place] = max(counts.get(place, ""), record.id)
    return [
        record
        for record in records
        if (field := ONCE.get(record.kind)) is None
        or (
            counts[record.kind, record.parent_id, getattr(record, field)] == record.id
            and (not isinstance(record.questions[field].kind, Link) or getattr(record, field) in there)
        )
    ]


def standing_in(siblings: Iterable[Record], field: str, dumped: str) -> Record | None:
    """The one of `siblings` that has this answer in the field by which each stands once."""
    for record in siblings:
        value = getattr(record, field)
        if value is not None and record.questions[field].kind.dump(value) == dumped:
            return record
    return None
