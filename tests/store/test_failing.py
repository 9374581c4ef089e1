"""When saving fails, memory and file stay as they were, and what was typed is kept to be tried again."""

from __future__ import annotations

import datetime as dt
import sqlite3

import pytest

from icp_tui.errors import SaveFailed
from icp_tui.method.answers import Answers
from icp_tui.method.records import (
    Problem,
    ProcessStep,
)
from icp_tui.opening import figures, open_workspace
from icp_tui.store.file.database import Database
from icp_tui.store.work.library import Figures, summaries
from icp_tui.store.work.workspace import Workspace
from small import Small


def _type(small: Small, record: Problem, field: str, *raws: str) -> None:
    for raw in raws:
        small.workspace.typed(small.profile_id, record, field, raw)
        small.workspace.flush()


@pytest.mark.parametrize("failing", range(1, 7))
def test_a_failing_transaction_leaves_memory_and_file_as_they_were(
    small: Small, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    problem, before, held = small.first(Problem), small.answers, small.workspace.database.path.read_bytes()
    real, calls = Database.execute, iter(range(1, 100))

    def failing_execute(self: Database, sql: str, *values: object) -> int:
        if next(calls) == failing:
            raise sqlite3.OperationalError("database or disk is full")
        return real(self, sql, *values)

    monkeypatch.setattr(Database, "execute", failing_execute)
    with pytest.raises(SaveFailed, match="disk is full") as failed:
        small.set(problem, {"times": "5", "step": small.first(ProcessStep).id})
    monkeypatch.undo()
    assert failed.value.do
    assert small.answers is before and small.same()
    assert small.workspace.database.path.read_bytes() == held
    assert small.set(problem, {"times": "5"}).times == 5


def test_what_could_not_be_saved_stays_pending_and_is_saved_later(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = small.first(Problem)
    _type(small, problem, "sufferers", "Dri")

    def full(self: Database, sql: str, *values: object) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Database, "execute", full)
    small.workspace.typed(small.profile_id, problem, "sufferers", "Drivers")
    for _ in range(2):
        with pytest.raises(SaveFailed):
            small.workspace.leave()
        assert small.workspace.unsaved
    with pytest.raises(SaveFailed):
        small.workspace.close()
    monkeypatch.undo()
    before = small.changes()
    small.workspace.leave()
    assert small.changes() == before
    assert small.in_the_file.of(Problem)[0].sufferers == "Drivers"


def test_on_a_full_disk_saving_fails_and_works_again_when_there_is_room(small: Small) -> None:
    database, before = small.workspace.database, small.answers
    database.rows(f"PRAGMA max_page_count = {database.rows('PRAGMA page_count')[0][0]}")
    small.workspace.typed(small.profile_id, before.profile, "situation", "word " * 20_000)
    with pytest.raises(SaveFailed, match="full"):
        small.workspace.leave()
    assert small.workspace.unsaved and small.same() and small.answers is before
    database.rows("PRAGMA max_page_count = 1000000")
    small.workspace.leave()
    assert len(small.in_the_file.profile.situation or "") == 99_999


def test_a_defect_in_reckoning_the_figures_writes_nothing(small: Small) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    opened = open_workspace(path)

    def broken(_: object) -> None:
        raise ZeroDivisionError

    workspace = Workspace(opened.database, broken)  # type: ignore[arg-type]
    before, count = workspace.answers(small.profile_id), small.profile_id
    with pytest.raises(ZeroDivisionError):
        workspace.set(small.profile_id, before.profile, {"offer": ""})
    assert workspace.answers(count).profile.offer == "Monitoring for 10 to 60 vans"
    opened.let_go()


def test_another_wording_leaves_the_figures_and_notes_the_edit(small: Small) -> None:
    asked = []

    def counted(answers: Answers) -> Figures:
        asked.append(answers)
        return figures(answers)

    workspace = Workspace(
        small.workspace.database, counted, now=lambda: dt.datetime(2031, 5, 1, tzinfo=dt.UTC)
    )
    profile = workspace.answers(small.profile_id).profile
    workspace.set(small.profile_id, profile, {"offer": "Another"})
    assert not asked
    assert summaries(small.workspace.database)[0].edited_at.startswith("2031-05-01")
    workspace.set(small.profile_id, profile, {"mode": "b2c"})
    workspace.set(small.profile_id, profile, {"offer": ""})
    assert len(asked) == 2
