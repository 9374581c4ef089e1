"""The change log: every answer is a change, and the tables are what follows from the changes."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from replaying import replayed, tables

from icp_tui.method.declaration import RECORDS
from icp_tui.method.records import Evidence, Objective, Problem, ProcessStep
from icp_tui.opening import figures
from icp_tui.store.file.database import open_database
from icp_tui.store.log.changes import PARENT, Edit, stamp
from icp_tui.store.work import actions
from icp_tui.store.work.workspace import LIBRARY, Workspace
from small import Small


def _log(small: Small, after: int = 0) -> list[dict[str, Any]]:
    rows = small.workspace.database.rows("SELECT * FROM change WHERE clock > ? ORDER BY clock", after)
    return [dict(row) for row in rows]


def _clock(small: Small) -> int:
    return int(small.workspace.database.rows("SELECT max(clock) AS c FROM change")[0]["c"])


def test_a_change_says_what_was_who_changed_it_and_which_change_it_replaces(small: Small) -> None:
    problem, clock = small.first(Problem), _clock(small)
    small.set(problem, {"times": "3"})
    small.set(problem, {"times": "4"})
    first, second = _log(small, clock)
    assert (first["kind"], first["record_id"], first["field"]) == ("problem", problem.id, "times")
    assert (first["old"], first["new"], first["author"], first["scope"]) == (
        "2",
        "3",
        "Ada",
        small.profile_id,
    )
    assert (second["old"], second["new"], second["base"]) == ("3", "4", first["id"])
    assert first["batch"] != second["batch"] and first["undoes"] is None
    assert first["id"] < second["id"]


def test_the_first_answer_and_its_removal_are_both_in_the_log(small: Small) -> None:
    problem, clock = small.first(Problem), _clock(small)
    small.set(problem, {"sufferers": "Drivers"})
    small.set(problem, {"sufferers": ""})
    assert [(c["old"], c["new"]) for c in _log(small, clock)] == [(None, "Drivers"), ("Drivers", None)]


def test_setting_what_is_already_there_is_no_change(small: Small) -> None:
    before = small.changes()
    small.set(small.first(Problem), {"times": "2.0", "cost_each": "1 900"})
    assert small.changes() == before


def test_a_record_begins_with_its_parent_and_ends_with_its_parent_taken_away(small: Small) -> None:
    objective, clock = small.first(Objective), _clock(small)
    (step,) = actions.add(small.workspace, small.profile_id, ProcessStep, objective.id, [{"what": "Claim"}])
    actions.delete(small.workspace, small.profile_id, step)
    parents = [(c["old"], c["new"]) for c in _log(small, clock) if c["field"] == PARENT]
    assert parents == [(None, objective.id), (objective.id, None)]
    (row,) = small.workspace.database.rows("SELECT deleted_at FROM process_step WHERE id = ?", step.id)
    assert row["deleted_at"] == _log(small)[-1]["at"]


def test_a_closed_change_is_never_touched_again(small: Small) -> None:
    problem = small.first(Problem)
    small.workspace.typed(small.profile_id, problem, "sufferers", "Drivers")
    small.workspace.leave()
    closed = _log(small)
    small.workspace.typed(small.profile_id, problem, "sufferers", "Drivers, Otto")
    small.workspace.leave()
    small.workspace.undo(small.profile_id)
    actions.delete(small.workspace, small.profile_id, problem)
    assert _log(small)[: len(closed)] == closed


def test_moments_are_written_in_utc_with_milliseconds() -> None:
    warsaw = dt.timezone(dt.timedelta(hours=1))
    at = dt.datetime(2026, 11, 21, 15, 5, 9, 120_999, tzinfo=warsaw)
    assert stamp(at) == "2026-11-21T14:05:09.120Z"


def test_names_and_times_can_be_given_from_outside(small: Small) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    database, numbers = open_database(path), iter(range(1, 100))
    at = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    workspace = Workspace(database, figures, now=lambda: at, names=lambda: f"name-{next(numbers)}")
    clock = _clock(small := Small(workspace, small.profile_id))
    actions.add(workspace, small.profile_id, Objective, small.profile_id, [{"result": "Less paper"}])
    assert {(c["id"][:5], c["batch"][:5], c["record_id"][:5], c["at"]) for c in _log(small, clock)} == {
        ("name-", "name-", "name-", "2026-01-02T03:04:05.000Z")
    }
    database.close()


def test_a_link_to_no_record_cannot_get_into_the_file(small: Small) -> None:
    before = small.changes()
    with pytest.raises(Exception, match="FOREIGN KEY"):
        small.workspace.change(small.profile_id, [Edit("problem", small.first(Problem).id, "step", "nobody")])
    assert small.changes() == before and small.same()


def _busy(small: Small) -> Iterator[None]:
    """A day's work, one step a turn."""
    workspace, profile = small.workspace, small.profile_id
    first, second, third = small.answers.of(Problem)
    for raw in ("1", "19", "19x", "1 900,50"):
        workspace.typed(profile, first, "cost_each", raw)
        workspace.flush()
    yield
    workspace.set(profile, first, {"in_their_words": "“They sent it back.”\n\n- all of it", "per": "week"})
    workspace.mark(profile, first, "times", "ground", "told")
    workspace.mark(profile, second, "times", "state", "ask")
    yield
    workspace.set(profile, small.first(Evidence), {"proves_problems": f"{third.id} {first.id}"})
    workspace.undo(profile)
    workspace.redo(profile)
    yield
    (other,) = actions.add(workspace, profile, Objective, profile, [{"result": "Less paper"}])
    actions.rehang(workspace, profile, second, other.id)
    actions.move(workspace, profile, third, -1, small.answers.of(Problem, small.first(Objective).id))
    yield
    actions.delete(workspace, profile, small.first(Objective))
    workspace.undo(profile)
    workspace.undo(profile)
    yield
    copy = actions.duplicate(workspace, profile, "The next")
    actions.delete(workspace, profile, workspace.answers(copy).profile)
    workspace.undo(LIBRARY)
    workspace.undo(LIBRARY)
    workspace.redo(LIBRARY)
    yield


def test_replaying_the_log_into_an_empty_file_gives_the_same_tables(small: Small, tmp_path: Path) -> None:
    for turn, _ in enumerate(_busy(small)):
        database = small.workspace.database
        assert replayed(database, tmp_path / f"replayed-{turn}.db") == tables(database)


def test_a_log_with_something_missing_does_not_give_the_same_tables(small: Small, tmp_path: Path) -> None:
    small.workspace.mark(small.profile_id, small.first(Problem), "times", "ground", "told")
    connection = sqlite3.connect(small.workspace.database.path)
    connection.execute("DELETE FROM change WHERE clock = (SELECT max(clock) FROM change)")
    connection.commit()
    connection.close()
    database = small.workspace.database
    assert replayed(database, tmp_path / "replayed.db") != tables(database)


def test_the_log_keeps_every_value_in_a_form_that_its_field_reads_back(small: Small) -> None:
    for _ in _busy(small):
        pass
    for change in _log(small):
        question = RECORDS[change["kind"]].questions.get(change["field"])
        if question and change["new"] is not None:
            assert question.kind.dump(question.kind.load(change["new"])) == change["new"]
