"""When something goes wrong: the disk is full, a record was deleted elsewhere, the file may only be read."""

from __future__ import annotations

from decimal import Decimal

from driving import Disk, opened
from textual.widgets import Input

from icp_tui.method.records import Problem
from icp_tui.opening import open_workspace
from icp_tui.store.actions import delete
from icp_tui.store.library import Place
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.library import LibraryScreen
from small import Small


def problem_at(small: Small, field: str | None = None) -> Place:
    return Place("problems", record_id=small.first(Problem).id, field=field)


async def test_a_full_disk_is_told_the_text_stays_and_is_saved_when_there_is_room(
    small: Small, disk: Disk
) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "sufferers")) as seen:
        disk.full = True
        await seen.write("Drivers")
        await seen.until(lambda: "! not saved" in seen.top)
        assert seen.find("#line", Input).value == "Drivers"
        assert seen.told("disk is full")
        assert seen.told("Make room on the disk")
        await seen.write("Drivers and clerks")
        disk.full = False
        await seen.until_saved()
        assert small.in_the_file.of(Problem)[0].sufferers == "Drivers and clerks"


async def test_a_full_disk_is_told_once_however_often_it_is_tried(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "sufferers")) as seen:
        disk.full = True
        await seen.write("Drivers")
        await seen.until(lambda: "! not saved" in seen.top)
        for n in range(5):
            await seen.write(f"Drivers {n}")
            await seen.pilot.pause()
        assert len([words for words in seen.app.told if "disk is full" in words]) == 1
        disk.full = False
        await seen.until_saved()


async def test_answers_to_several_questions_wait_for_room_and_none_is_lost(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "times")) as seen:
        disk.full = True
        await seen.write("7")
        await seen.press("tab", "tab")
        await seen.write("2500")
        await seen.press("tab", "5", "tab")
        await seen.write("Clerks")
        await seen.until(lambda: "! not saved" in seen.top)
        disk.full = False
        await seen.until_saved()
        saved = small.in_the_file.of(Problem)[0]
        assert saved.times == Decimal(7)
        assert (saved.cost_each, saved.severity, saved.sufferers) == (250000, 5, "Clerks")


async def test_a_new_record_stays_in_its_line_until_there_is_room(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        disk.full = True
        await seen.add("Drivers quit")
        await seen.until(lambda: "! not saved" in seen.top)
        assert seen.find("#add", Input).value == "Drivers quit"
        disk.full = False
        await seen.until_saved()
        await seen.press("enter")
        await seen.add("Fines")
        await seen.until_saved()
        assert [p.title for p in small.in_the_file.of(Problem)][3:] == ["Drivers quit", "Fines"]


async def test_pasted_lines_that_cannot_be_saved_are_told(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        disk.full = True
        await seen.paste("One\nTwo")
        await seen.until(lambda: seen.told("disk is full"))
        assert len(seen.titles(Problem)) == 3


async def test_one_does_not_leave_behind_what_is_not_saved(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        disk.full = True
        await seen.write("Drivers quit")
        for way in ("ctrl+q", "ctrl+o", "ctrl+pagedown", "f3", "escape"):
            await seen.press(way)
            await seen.until(lambda: "! not saved" in seen.top)
            assert seen.interview.position.page.id == "problems"
            assert seen.find("#add", Input).value == "Drivers quit"
            assert seen.app.is_running
        assert seen.told("disk is full")
        disk.full = False
        await seen.until_saved()
        await seen.press("ctrl+q")
        await seen.until(lambda: not seen.app.is_running)
    assert [p.title for p in small.in_the_file.of(Problem)][3:] == ["Drivers quit"]


async def test_an_action_that_cannot_be_saved_says_so_and_changes_nothing(small: Small, disk: Disk) -> None:
    small.set(small.first(Problem), {"cost_each": "2100"})
    before = small.changes()
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "cost_each")) as seen:
        disk.full = True
        for key in ("f8", "f7", "alt+down", "ctrl+g", "ctrl+t", "ctrl+z"):
            seen.app.told.clear()
            await seen.press(key)
            await seen.until(lambda: seen.told("disk is full"))
        disk.full = False
    assert small.changes() == before
    assert small.same()


async def test_typing_into_a_record_that_was_deleted_elsewhere_loses_no_program(small: Small) -> None:
    place = problem_at(small, "sufferers")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        other = open_workspace(small.workspace.database.path)
        delete(other, small.profile_id, other.answers(small.profile_id).of(Problem)[0])
        other.close()
        await seen.write("Drivers")
        await seen.press("tab", "ctrl+pagedown", "ctrl+pageup", "f4", "escape")
        await seen.until_on(InterviewScreen)
        await seen.press("ctrl+o")
        await seen.until_on(LibraryScreen)


async def test_a_record_deleted_while_its_form_is_open_gives_way_to_another(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "sufferers")) as seen:
        delete(small.workspace, small.profile_id, small.first(Problem))
        seen.interview.brought_up()
        await seen.settle()
        assert seen.interview.record is not None
        assert seen.interview.record.title in ("Sheets get lost", "Alarm noticed late")
        await seen.press("ctrl+n")
        await seen.add("Fines")
        assert seen.titles(Problem) == ["Sheets get lost", "Alarm noticed late", "Fines"]
