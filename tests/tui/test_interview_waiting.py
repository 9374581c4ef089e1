"""While saving fails, what waits is what is shown, and no record is joined to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from driving import Disk, Seen, opened
from textual.widgets import Input

from icp_tui.errors import SaveFailed
from icp_tui.method.records import DiscoveryQuestion, Problem
from icp_tui.method.steps import page_named
from icp_tui.store.log.changes import PARENT
from icp_tui.store.log.ids import new_id
from icp_tui.store.safety.rescue_lines import Line, Waiting
from icp_tui.store.work.actions import delete
from icp_tui.store.work.library import Place
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.screens.interview import InterviewScreen
from small import Small

WAITS = "not saved yet"


def line(seen: Seen) -> str:
    """What stands in the + line."""
    return seen.find("#add", Input).value


def waiting(seen: Seen) -> list[str]:
    """The titles of the list that are told to wait."""
    return [row.strip(" ▸").split("  ")[0] for row in seen.within("#rows") if WAITS in row]


def begun_in_the_journal(small: Small) -> list[str]:
    """The texts of the records that begin in the rescue journal."""
    lines, _ = small.workspace.rescue.journal.read()
    begun = [one.waiting for one in lines if any(edit.field == PARENT for edit in one.waiting.edits)]
    return [edit.new for one in begun for edit in one.edits if edit.new and edit.field == "what"]


async def test_an_answer_corrected_again_and_again_is_shown_as_it_waits(small: Small, disk: Disk) -> None:
    at = Place("problems", record_id=small.first(Problem).id, field="cost_each")
    async with opened(small.workspace, small.profile_id, at=at) as seen:
        disk.full = True
        for amount in ("111", "222", "333"):
            await seen.press("ctrl+u", *amount, "tab")
            assert "! not saved" in seen.top
            assert seen.shows(amount), amount
            await seen.press("shift+tab")
            assert seen.find("#line", Input).value == amount
        disk.full = False
        await seen.until_saved()
        assert small.in_the_file.of(Problem)[0].cost_each == 33300


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_kind_of_list_shows_what_waits(small: Small, disk: Disk, size: tuple[int, int]) -> None:
    async with opened(small.workspace, small.profile_id, at="problems", size=size) as seen:
        for page in map(page_named, ("best_customers", "findings", "objectives", "new_process", "questions")):
            seen.interview.go(replace(seen.interview.position, page=page, record_id=None, field=None))
            await seen.settle()
            disk.full = True
            await seen.paste(f"{page.id} one\n{page.id} two")
            assert waiting(seen) == [f"{page.id} one", f"{page.id} two"]
            disk.full = False
            await seen.until_saved()
            assert f"{page.id} two" in seen.chosen("#rows")
            assert waiting(seen) == []
    assert small.same()


async def test_pasted_lines_that_wait_are_in_view_in_an_empty_list(small: Small, disk: Disk) -> None:
    for question in small.answers.of(DiscoveryQuestion):
        delete(small.workspace, small.profile_id, question)
    async with opened(small.workspace, small.profile_id, at="questions") as seen:
        assert "Nothing here yet" in seen.reads("#rows")
        disk.full = True
        await seen.paste("Pierwsze\nDrugie")
        assert waiting(seen) == ["Pierwsze", "Drugie"]
        assert "Nothing here yet" not in seen.reads("#rows")
        await seen.paste("Trzecie\nCzwarte")
        assert waiting(seen) == ["Pierwsze", "Drugie", "Trzecie", "Czwarte"]
        assert "Czwarte" in seen.chosen("#rows")
        disk.full = False
        await seen.until_saved()
        assert waiting(seen) == []
        assert seen.titles(DiscoveryQuestion) == ["Pierwsze", "Drugie", "Trzecie", "Czwarte"]
        assert "Czwarte" in seen.chosen("#rows")
    assert small.same()


async def test_enter_while_saving_fails_ends_a_record_and_begins_another(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        disk.full = True
        await seen.press(*"Fines", "enter")
        assert line(seen) == ""
        await seen.press(*"Quit", "enter", *"Rust")
        assert waiting(seen) == ["Fines", "Quit"]
        assert line(seen) == "Rust"
        await seen.until(lambda: begun_in_the_journal(small) == ["Fines", "Quit", "Rust"])
        disk.full = False
        await seen.until_saved()
        assert [problem.title for problem in small.in_the_file.of(Problem)][3:] == ["Fines", "Quit", "Rust"]
        await seen.press(*"y", "enter")
        assert seen.titles(Problem)[3:] == ["Fines", "Quit", "Rusty"]
    assert small.same()


async def test_a_line_that_was_saved_in_part_is_ended_by_enter_while_saving_fails(
    small: Small, disk: Disk
) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.write("Driver")
        await seen.until_saved()
        disk.full = True
        await seen.press(*"s quit", "enter", *"Fines", "enter")
        assert line(seen) == ""
        assert "Drivers quit" in seen.reads("#rows")
        assert waiting(seen) == ["Fines"]
        disk.full = False
        await seen.until_saved()
        assert [problem.title for problem in small.in_the_file.of(Problem)][3:] == ["Drivers quit", "Fines"]
    assert small.same()


@pytest.mark.parametrize("full", [True, False])
async def test_lines_pasted_after_something_typed_leave_it_a_record_of_its_own(
    small: Small, disk: Disk, full: bool
) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        disk.full = full
        await seen.press(*"Fines")
        await seen.paste("One\nTwo")
        assert line(seen) == ""
        await seen.press(*"Quit", "enter")
        disk.full = False
        await seen.until_saved()
        assert [problem.title for problem in small.in_the_file.of(Problem)][3:] == [
            "Fines",
            "One",
            "Two",
            "Quit",
        ]


@pytest.mark.parametrize("keys", [("tab",), ("enter", "enter"), ("enter", "tab")])
async def test_a_record_that_waits_opens_no_other_record(
    small: Small, disk: Disk, keys: tuple[str, ...]
) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        disk.full = True
        await seen.press(*"Fines", *keys)
        assert waiting(seen) == ["Fines"]
        assert seen.field is None
        assert seen.told("It stays in view until it is saved.")
        await seen.press("up", "enter")
        assert seen.field is not None
        assert seen.interview.record == small.answers.of(Problem)[2]
        disk.full = False
        await seen.until_saved()
    assert [problem.title for problem in small.in_the_file.of(Problem)][3:] == ["Fines"]


@pytest.mark.parametrize("key", ["f8", "f7", "alt+up", "ctrl+z", "ctrl+y", "ctrl+b", "f3", "ctrl+n"])
async def test_no_command_loses_or_doubles_a_record_that_waits(small: Small, disk: Disk, key: str) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        disk.full = True
        await seen.press(*"Fines", "enter", *"Quit", key, "escape")
        assert [one for one in begun_in_the_journal(small) if one in ("Fines", "Quit")] == ["Fines", "Quit"]
        assert [text for text in (*waiting(seen), line(seen)) if text] == ["Fines", "Quit"]
        disk.full = False
        await seen.until_saved()
    assert [problem.title for problem in small.in_the_file.of(Problem)][3:] == ["Fines", "Quit"]


async def test_a_copy_takes_the_records_that_wait(small: Small, disk: Disk, tmp_path: Path) -> None:
    old = small.workspace
    async with opened(old, small.profile_id, at="problems") as seen:
        disk.full = True
        await seen.press(*"Fines", "enter")
        await seen.paste("One\nTwo")
        disk.full = False
        old.database.path.rename(tmp_path / "elsewhere.db")
        old.database.path.write_bytes(b"something else")
        seen.app.save_copy(str(tmp_path / "copy.db"))
        await seen.until(lambda: seen.app.workspace is not old)
        await seen.until_on(InterviewScreen)
        assert seen.titles(Problem)[3:] == ["Fines", "One", "Two"]
        assert waiting(seen) == []
        seen.app.close_workspace()


async def test_one_leaves_with_records_that_wait_and_they_come_back(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        disk.full = True
        await seen.press(*"Fines", "enter", *"Quit")
        await seen.paste("One\nTwo")
        await seen.press("ctrl+q")
        await seen.until(lambda: not seen.app.is_running)
    disk.full = False
    small.workspace.let_go()
    again = Small.opened(small.workspace.database.path)
    assert [p.title for p in again.in_the_file.of(Problem)][3:] == ["Fines", "Quit", "One", "Two"]
    again.workspace.let_go()


@pytest.fixture
def older(small: Small, monkeypatch: pytest.MonkeyPatch) -> tuple[Small, Disk]:
    """The program started again, and “Pierwsza” of the time before, which waits while that disk is full."""
    bring_in, full = Workspace.bring_in, Disk()

    def brought(workspace: Workspace, lines: Sequence[Line]) -> tuple[list[str], list[str]]:
        if full.full:
            raise SaveFailed("The disk is full.")
        return bring_in(workspace, lines)

    edits = small.workspace.answer_edits(small.profile_id, small.first(Problem), "sufferers", "Pierwsza")
    assert small.workspace.rescue.keep([Waiting("older", new_id(), small.profile_id, tuple(edits))])
    small.workspace.close()
    monkeypatch.setattr(Workspace, "bring_in", brought)
    full.full = True
    return Small.opened(small.workspace.database.path), full


async def test_what_waits_from_last_time_is_a_version_below_what_is_typed_now(
    older: tuple[Small, Disk], disk: Disk
) -> None:
    again, before = older
    at = Place("problems", record_id=again.first(Problem).id, field="sufferers")
    async with opened(again.workspace, again.profile_id, at=at) as seen:
        assert "! not saved" in seen.top
        disk.full = True
        await seen.press(*"Druga", "escape")
        await seen.until(lambda: "rescue journal" in seen.text)
        before.full = disk.full = False
        await seen.until_saved()
        rows = again.workspace.database.rows(
            "SELECT new FROM change WHERE field = 'sufferers' ORDER BY clock"
        )
        assert [row["new"] for row in rows] == ["Pierwsza", "Druga"]
        assert not again.workspace.rescue.journal.exists()


async def test_a_record_that_waits_beside_text_of_last_time_is_made_once(
    older: tuple[Small, Disk], disk: Disk
) -> None:
    again, before = older
    many = len(again.answers.of(Problem))
    async with opened(again.workspace, again.profile_id, at="problems") as seen:
        disk.full = True
        await seen.press(*"Nowy", "enter", *"Nowszy", "enter")
        await seen.until(lambda: waiting(seen) == ["Nowy", "Nowszy"])
        before.full = disk.full = False
        await seen.until_saved()
        assert [problem.what for problem in again.in_the_file.of(Problem)[many:]] == ["Nowy", "Nowszy"]
        assert again.in_the_file.of(Problem)[0].sufferers == "Pierwsza"
