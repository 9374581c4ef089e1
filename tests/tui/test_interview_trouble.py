"""When something goes wrong: the disk is full, a record was deleted elsewhere, the file may only be read."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from driving import Disk, Seen, opened
from textual.widgets import Input

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.declaration import Record
from icp_tui.method.records import Problem
from icp_tui.opening import figures, open_workspace
from icp_tui.store.file.database import open_database
from icp_tui.store.log.changes import Edit
from icp_tui.store.log.ids import new_id
from icp_tui.store.safety import rescue
from icp_tui.store.safety.rescue import BroughtBack
from icp_tui.store.safety.rescue_lines import Waiting
from icp_tui.store.work import admission
from icp_tui.store.work.actions import delete
from icp_tui.store.work.library import Place
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui import pen, troubles
from icp_tui.tui.screens.asking import AskScreen
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.leaving import LeavingScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.widgets.banner import Banner
from small import Small


def banner(seen: Seen) -> list[Banner]:
    """The banners in view: one, or none where nothing is wrong."""
    return list(seen.app.screen.query(Banner))


def kept(small: Small) -> list[str]:
    """The texts in the rescue journal."""
    lines, _ = small.workspace.rescue.journal.read()
    edits = [edit for line in lines for edit in line.waiting.edits]
    return [edit.new for edit in edits if edit.new and edit.field in ("what", "sufferers")]


def answered(small: Small, record: Record, field: str, text: str) -> Waiting:
    """An answer as it waits to be saved."""
    edits = small.workspace.answer_edits(small.profile_id, record, field, text)
    return Waiting(f"{record.id}/{field}", new_id(), small.profile_id, tuple(edits))


def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no room for the rescue journal."""

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rescue, "append_safely", full)


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
        await seen.until(lambda: banner(seen))
        said = seen.reads("Banner")
        assert "disk is full" in said
        assert "kept in the rescue journal" in said
        assert "^s saves a copy elsewhere" in said
        assert kept(small) == ["Drivers"]
        await seen.write("Drivers and clerks")
        disk.full = False
        await seen.until_saved()
        await seen.until(lambda: not banner(seen))
        assert seen.told("Everything is saved again.")
        assert kept(small) == []
        assert small.in_the_file.of(Problem)[0].sufferers == "Drivers and clerks"


async def test_a_full_disk_is_told_once_however_often_it_is_tried(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "sufferers")) as seen:
        disk.full = True
        await seen.write("Drivers")
        await seen.until(lambda: "! not saved" in seen.top)
        for n in range(5):
            await seen.write(f"Drivers {n}")
            await seen.pilot.pause()
        assert len(banner(seen)) == 1
        assert not [words for words in seen.app.told if "disk is full" in words]
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
        await seen.write("Drivers quit")
        await seen.until(lambda: "! not saved" in seen.top)
        assert seen.find("#add", Input).value == "Drivers quit"
        disk.full = False
        await seen.until_saved()
        await seen.press("enter")
        await seen.add("Fines")
        await seen.until_saved()
        assert [p.title for p in small.in_the_file.of(Problem)][3:] == ["Drivers quit", "Fines"]


async def test_pasted_lines_that_cannot_be_saved_wait_and_are_saved_later(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        disk.full = True
        await seen.paste("One\nTwo")
        await seen.until(lambda: banner(seen))
        assert len(seen.titles(Problem)) == 3
        assert kept(small) == ["One", "Two"]
        disk.full = False
        await seen.until_saved()
    assert [p.title for p in small.in_the_file.of(Problem)][3:] == ["One", "Two"]


async def test_one_stays_with_what_is_not_saved(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at="problems", toasts=True) as seen:
        disk.full = True
        await seen.write("Drivers quit")
        for way in ("ctrl+o", "ctrl+pagedown", "f3", "escape"):
            await seen.press(way)
            await seen.until(lambda: "! not saved" in seen.top)
            assert seen.interview.position.page.id == "problems"
            assert seen.find("#add", Input).value == "Drivers quit"
            assert seen.told("It stays in view until it is saved.")
            assert len(seen.app._notifications) <= 1
        disk.full = False
        await seen.until_saved()
        await seen.press("ctrl+q")
        await seen.until(lambda: not seen.app.is_running)
    assert [p.title for p in small.in_the_file.of(Problem)][3:] == ["Drivers quit"]


async def test_one_leaves_at_once_where_the_journal_holds_what_is_not_saved(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        disk.full = True
        await seen.write("Kierowcy odchodzą")
        await seen.press("ctrl+q")
        await seen.until(lambda: not seen.app.is_running)
        assert seen.app.return_code == 1
        assert seen.app.left_behind
        assert str(small.workspace.rescue.journal.path) in str(seen.app.left_behind)
        assert "brings it back by itself" in str(seen.app.left_behind)
    disk.full = False
    small.workspace.let_go()
    again = Small.opened(small.workspace.database.path)
    assert [p.title for p in again.in_the_file.of(Problem)][3:] == ["Kierowcy odchodzą"]
    async with opened(again.workspace, again.profile_id, at="problems") as seen:
        await seen.until(lambda: seen.told("“Kierowcy odchodzą”"))
        assert seen.told("could not be saved before")
    again.workspace.let_go()


async def test_where_nothing_can_be_written_one_is_asked_and_can_stay(
    small: Small, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_room(monkeypatch)
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "sufferers")) as seen:
        disk.full = True
        await seen.write("Kierowcy")
        await seen.until(lambda: banner(seen))
        assert "ONLY on this screen" in seen.reads("Banner")
        for key in ("escape", "f10"):
            await seen.press("ctrl+q")
            await seen.until_on(LeavingScreen)
            assert seen.shows("What you typed last could not be saved.", "Escape stays")
            await seen.press("ctrl+q", key)
            if key == "escape":
                await seen.until_on(InterviewScreen)
                assert seen.find("#line", Input).value == "Kierowcy"
        await seen.press("down", "down", "enter")
        await seen.until(lambda: not seen.app.is_running)
        assert seen.app.return_code == 1
        assert "It is lost" in str(seen.app.left_behind)


async def test_trying_again_leaves_once_there_is_room(
    small: Small, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_room(monkeypatch)
    monkeypatch.setattr(pen, "RETRY", 3600)
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "sufferers")) as seen:
        disk.full = True
        await seen.write("Kierowcy")
        await seen.press("ctrl+q")
        await seen.until_on(LeavingScreen)
        disk.full = False
        await seen.press("down", "enter")
        await seen.until(lambda: not seen.app.is_running)
        assert seen.app.return_code in (0, None)
        assert seen.app.left_behind is None
    assert small.in_the_file.of(Problem)[0].sufferers == "Kierowcy"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_copy_takes_everything_and_one_goes_on_in_it(
    small: Small, disk: Disk, tmp_path: Path, size: tuple[int, int]
) -> None:
    old, copy = small.workspace, tmp_path / "Señalización.db"
    at = problem_at(small, "sufferers")
    async with opened(small.workspace, small.profile_id, at=at, size=size) as seen:
        disk.full = True
        await seen.write("Choferes")
        await seen.until(lambda: banner(seen))
        assert len(seen.within("Banner")) <= 2
        await seen.press("ctrl+s")
        await seen.until_on(AskScreen)
        assert f"{datetime.now(UTC).astimezone():%Y-%m-%d}" in seen.find("#answer", Input).value
        await seen.write(str(old.database.path))
        await seen.until(lambda: seen.shows("already"))
        disk.full = False
        await seen.write(str(copy.with_suffix("")))
        await seen.press("enter")
        await seen.until(lambda: seen.app.workspace is not old)
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: "✓ saved" in seen.top)
        assert not banner(seen)
        assert seen.field == "sufferers"
        assert seen.find("#line", Input).value == "Choferes"
        assert kept(small) == []
        await seen.write("Choferes y clientes")
        await seen.until_saved()
        assert seen.answers.of(Problem)[0].sufferers == "Choferes y clientes"
        seen.app.close_workspace()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    again = Small.opened(copy)
    assert again.in_the_file.of(Problem)[0].sufferers == "Choferes y clientes"
    again.workspace.close()


def set_by_a_clock_ahead(small: Small) -> None:
    """Answer who suffers, as by a colleague whose clock is three hours ahead."""
    ahead = datetime.now(UTC) + timedelta(hours=3)
    small.workspace.now = lambda: ahead
    small.set(small.first(Problem), {"sufferers": "Older"})
    small.workspace.now = lambda: datetime.now(UTC)


def replaced(small: Small) -> None:
    """Put another file in the place of the workspace: it can be saved no more."""
    path = small.workspace.database.path
    path.rename(path.with_name("elsewhere.db"))
    path.write_bytes(b"something else")


async def copied(seen: Seen, copy: Path) -> None:
    """Save a copy and go on in it."""
    old = seen.app.workspace
    seen.app.save_copy(str(copy))
    await seen.until(lambda: seen.app.workspace is not old)
    await seen.until_on(InterviewScreen)


async def test_a_copy_takes_what_was_typed_over_a_change_of_a_clock_that_is_ahead(
    small: Small, tmp_path: Path
) -> None:
    set_by_a_clock_ahead(small)
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "sufferers")) as seen:
        replaced(small)
        await seen.write("Newer")
        await seen.until(lambda: banner(seen))
        await copied(seen, tmp_path / "copy.db")
        assert seen.answers.of(Problem)[0].sufferers == "Newer"
        seen.app.close_workspace()


def with_two_that_do_not_fit(small: Small) -> list[str]:
    """Keep an answer to a record that is nowhere, and a line of a newer program; gives their lines."""
    gone = Edit("problem", "nobody", "what", "Lost?")
    assert small.workspace.rescue.keep([Waiting("gone", new_id(), small.profile_id, (gone,))])
    path = small.workspace.rescue.journal.path
    rescue.append_safely(path, ['{"of": "tomorrow"}'])
    return path.read_text(encoding="utf-8").splitlines()


async def test_what_does_not_fit_to_the_copy_is_put_aside_for_it_and_told(
    small: Small, tmp_path: Path
) -> None:
    lines = with_two_that_do_not_fit(small)
    small.workspace.rescue.brought_back = BroughtBack(failed=SaveFailed("Could not save."))
    before = small.workspace.rescue.journal.path
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        replaced(small)
        await seen.write("Drivers quit")
        await seen.until(lambda: "another file" in seen.reads("Banner"))
        await copied(seen, tmp_path / "copy.db")
        aside = seen.app.workspace.rescue.journal.aside
        assert aside.read_text(encoding="utf-8").splitlines() == lines
        assert seen.told("2 more did not fit")
        assert seen.told(aside.name)
        assert seen.titles(Problem)[3:] == ["Drivers quit"]
        assert not before.exists()
        seen.app.close_workspace()


async def test_where_it_cannot_be_put_aside_no_copy_is_made_and_the_journal_stays(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = with_two_that_do_not_fit(small)
    small.workspace.rescue.brought_back = BroughtBack(failed=SaveFailed("Could not save."))
    before = small.workspace.rescue.journal.path
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        monkeypatch.setattr(seen.app, "save_all", lambda: False)
        no_room(monkeypatch)
        with pytest.raises(SaveFailed, match="No space left"):
            seen.app.save_copy(str(tmp_path / "copy.db"))
        assert before.read_text(encoding="utf-8").splitlines() == lines
        assert not (tmp_path / "copy.db").exists()
        monkeypatch.undo()


async def test_a_file_that_cannot_be_read_again_ends_no_program(
    small: Small, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(troubles, "TRY_AGAIN_AFTER", 0.05)
    small.workspace.rescue.keep([answered(small, small.first(Problem), "sufferers", "Clerks")])
    disk.full = True
    small.restart()
    disk.full = False
    tried: list[int] = []

    def unreadable(*_: object) -> None:
        tried.append(1)
        raise BadFile("Cannot read small.db.", do="Close the other program.")

    with monkeypatch.context() as damaged:
        damaged.setattr(small.workspace.rescue, "_bring_in", unreadable)
        async with opened(small.workspace) as seen:
            await seen.until(lambda: len(tried) > 2)
            await seen.until(lambda: banner(seen) and "Cannot read small.db." in seen.reads("Banner"))
            damaged.undo()
            await seen.until(lambda: not banner(seen))
    assert small.in_the_file.of(Problem)[0].sufferers == "Clerks"


async def test_a_file_that_can_only_be_read_says_so_on_every_screen_and_offers_a_copy(small: Small) -> None:
    path, profile_id = small.workspace.database.path, small.profile_id
    looking = open_workspace(path, look="Another icp-tui has it open.")
    async with opened(looking) as seen:
        await seen.until(lambda: banner(seen))
        assert "Read only. Another icp-tui has it open." in seen.reads("Banner")
        seen.app.open_profile(profile_id)
        await seen.until_on(InterviewScreen)
        assert "Another icp-tui has it open." in seen.reads("Banner")
        await seen.press("ctrl+s")
        await seen.until_on(AskScreen)
        await seen.press("enter")
        await seen.until(lambda: seen.app.workspace is not looking)
        await seen.until_on(InterviewScreen)
        assert not banner(seen)
        assert not seen.app.workspace.read_only
        seen.app.close_workspace()


async def test_a_damage_found_behind_the_screen_is_told(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.workspace.file.unchecked = True
    monkeypatch.setattr(admission, "pages_at_fault", lambda *_, **__: "page 7 is wrong")
    async with opened(small.workspace, small.profile_id) as seen:
        await seen.until(lambda: banner(seen))
        assert "small.db is damaged: page 7 is wrong." in seen.reads("Banner")


async def test_what_cannot_be_brought_back_yet_is_told_and_tried_again(
    small: Small, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(troubles, "TRY_AGAIN_AFTER", 0.05)
    problem = small.first(Problem)
    small.workspace.rescue.keep([answered(small, problem, "sufferers", "Clerks")])
    disk.full = True
    small.restart()
    async with opened(small.workspace) as seen:
        await seen.until(lambda: banner(seen))
        assert "still in the rescue journal" in seen.reads("Banner")
        disk.full = False
        await seen.until(lambda: not banner(seen))
        assert seen.told("Who suffers")
    assert small.in_the_file.of(Problem)[0].sufferers == "Clerks"


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
        other = Workspace(open_database(small.workspace.database.path), figures)
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


async def test_a_copy_s_name_can_be_typed_from_the_root_and_a_bad_one_stays_to_be_mended(
    small: Small, tmp_path: Path
) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.press("f11")
        line = (await seen.until_on(AskScreen)).query_one(Input)
        line.value = ""
        await seen.write("/")
        await seen.press("enter")
        line.value = str(tmp_path / "none" / "copy.db")
        await seen.press("enter")
        assert isinstance(seen.app.screen, AskScreen)
        line.value = str(tmp_path / "copy.db")
        await seen.press("enter")
        await seen.until((tmp_path / "copy.db").exists)
        await seen.until_on(InterviewScreen)
