"""A first answer, from nothing to a text, and its clearing: both are in the history and can be undone."""

from __future__ import annotations

import pytest
from reading import column, rows
from tallying import Tally

from icp_tui.method.declaration import Record
from icp_tui.method.records import Objection, ParkedSituation, Problem, Profile
from small import Small

pytestmark = pytest.mark.fault(29)

FIELDS = [
    (Profile, "situation", "Audit in autumn", "Audit in autumn"),
    (Problem, "sufferers", "Drivers", "Drivers"),
    (Problem, "severity", "4", "4"),
    (Objection, "response", "One line\nand another", "One line\nand another"),
    (ParkedSituation, "situation", "Bakeries", "Bakeries"),
]


def history(small: Small, record: Record, field: str) -> list[tuple[str | None, str | None]]:
    """What the field was and became, in the file, oldest first."""
    sql = "SELECT old, new FROM change WHERE record_id = '{}' AND field = '{}' ORDER BY clock"
    return [(old, new) for old, new in rows(small.workspace.database.path, sql.format(record.id, field))]


def type_into(small: Small, record: Record, field: str, text: str) -> None:
    """Type letter by letter, saving on the way, and leave the field."""
    for end in range(len(text) + 1) if text else [0]:
        small.workspace.typed(small.profile_id, small.now(record), field, text[:end])
        small.workspace.flush()
    small.workspace.leave()


@pytest.mark.parametrize(("kind", "field", "text", "kept"), FIELDS)
def test_a_first_answer_and_its_clearing_are_both_in_the_history(
    small: Small, tally: Tally, kind: type[Record], field: str, text: str, kept: str
) -> None:
    record = small.first(kind)
    if getattr(record, field) is not None:
        small.set(record, {field: ""})
    before = history(small, record, field)
    type_into(small, record, field, text)
    small.restart()
    type_into(small, record, field, "")
    tally.tried()
    if history(small, record, field) != [*before, (None, kept), (kept, None)]:
        tally.lost(history(small, record, field)[len(before) :])
    held = f"SELECT {field} FROM {record.kind} WHERE id = '{record.id}'"
    assert column(small.workspace.database.path, held) == [None]


@pytest.mark.parametrize(("kind", "field", "text", "kept"), FIELDS)
def test_both_can_be_undone_and_done_again_after_a_restart(
    small: Small, tally: Tally, kind: type[Record], field: str, text: str, kept: str
) -> None:
    record = small.first(kind)
    if getattr(record, field) is not None:
        small.set(record, {field: ""})
    type_into(small, record, field, text)
    answered = getattr(small.now(record), field)
    type_into(small, record, field, "")
    expected = [answered, None, answered, None]
    for act, value in zip(["undo", "undo", "redo", "redo"], expected, strict=True):
        small.restart()
        getattr(small.workspace, act)(small.profile_id)
        tally.tried()
        if (there := getattr(small.now(record), field)) != value:
            tally.lost(f"{act}: {there!r} instead of {value!r}")
    assert small.same()
