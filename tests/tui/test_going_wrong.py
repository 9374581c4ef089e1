"""What goes wrong behind a question is said in words, and the question stays open where it can be mended."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from colleagues import Colleague
from driving import Disk, Seen, opened
from textual.widgets import Input

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.records import Problem
from icp_tui.opening import open_or_look
from icp_tui.store.file.database import Database
from icp_tui.store.recovery.copying import save_copy
from icp_tui.store.safety.backups import backups_of
from icp_tui.store.work import admission
from icp_tui.store.work.actions import start
from icp_tui.store.work.library import summaries
from icp_tui.tui import tending
from icp_tui.tui.screens.asking import AskScreen, file_meant
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.merging import MergeScreen
from icp_tui.tui.screens.versions import VersionsScreen
from icp_tui.tui.screens.ways import WaysScreen
from icp_tui.tui.widgets.banner import Banner
from small import Small


def banner(seen: Seen) -> str:
    """What the banner says; nothing where there is none."""
    return seen.reads("Banner") if seen.app.screen.query(Banner) else ""


async def ask_copy(seen: Seen, target: Path) -> None:
    """Ask for a copy under a name."""
    await seen.press("f11")
    await seen.until_on(AskScreen)
    await seen.write(str(target))
    await seen.press("enter")


# Behind a question


async def test_what_cannot_be_taken_back_after_the_question_is_told_and_stays(
    small: Small, disk: Disk
) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("ctrl+z")
        await seen.until_on(WaysScreen)
        disk.full = True
        await seen.press("enter")
        await seen.until(lambda: seen.told("database or disk is full"))
        await seen.until_on(LibraryScreen)
        assert len(summaries(small.workspace.database)) == 1
        disk.full = False
        await seen.press("ctrl+z", "enter")
        await seen.until(lambda: not summaries(small.workspace.database))


async def test_a_version_that_cannot_be_read_again_is_told(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object, **__: object) -> None:
        raise BadFile("Cannot read small.db.")

    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.press("enter")
        await seen.go_to("what")
        await seen.press("ctrl+r")
        await seen.until_on(VersionsScreen)
        with monkeypatch.context() as broken:
            broken.setattr(small.workspace, "change", unreadable)
            await seen.press("enter")
            await seen.until_on(InterviewScreen)
            await seen.until(lambda: seen.told("Cannot read small.db."))


async def test_a_merge_that_cannot_be_written_is_told(
    pair: list[Colleague], disk: Disk, tmp_path: Path
) -> None:
    ada, ben = pair
    ben.edit(ben.problems[0], "sufferers", "The drivers")
    mail = ben.send(tmp_path / "ben.icp")
    async with opened(ada.workspace) as seen:
        await seen.look_at_merge(mail)
        disk.full = True
        await seen.press("enter")
        await seen.until(lambda: seen.told("database or disk is full"))
        await seen.until_on(LibraryScreen)
        disk.full = False
    assert ada.problems[0].sufferers is None


# Another file instead


async def test_the_banner_is_of_the_file_that_is_open_now(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.workspace.file.unchecked = True
    monkeypatch.setattr(admission, "pages_at_fault", lambda *_, **__: "page 7 is wrong")
    async with opened(small.workspace) as seen:
        await seen.until(lambda: "page 7 is wrong" in banner(seen))
        monkeypatch.undo()
        seen.app.open_file(tmp_path / "other.db")
        await seen.until(lambda: "other.db" in seen.top)
        assert banner(seen) == ""
        seen.app.close_workspace()


async def test_the_file_that_is_left_gets_its_backup(small: Small, tmp_path: Path) -> None:
    path = small.workspace.database.path
    there = len(backups_of(path))
    async with opened(small.workspace) as seen:
        seen.app.open_file(tmp_path / "other.db")
        await seen.until(lambda: "other.db" in seen.top)
        assert len(backups_of(path)) == there + 1
        seen.app.close_workspace()


# A copy


async def test_a_deleted_file_is_saved_again_under_its_own_name(small: Small) -> None:
    old = small.workspace
    path = old.database.path
    async with opened(old, small.profile_id, at="problems") as seen:
        await seen.add("Drivers quit")
        await seen.until_saved()
        path.unlink()
        await ask_copy(seen, path)
        await seen.until(lambda: seen.app.workspace is not old)
        await seen.until_on(InterviewScreen)
        await seen.add("Fuel is stolen")
        await seen.until_saved()
        seen.app.close_workspace()
    again = Small.opened(path)
    assert [problem.what for problem in again.in_the_file.of(Problem)][3:] == [
        "Drivers quit",
        "Fuel is stolen",
    ]
    again.workspace.close()


async def test_what_waits_for_a_deleted_file_is_in_its_copy_of_the_same_name(small: Small) -> None:
    old = small.workspace
    path = old.database.path
    async with opened(old, small.profile_id, at="problems") as seen:
        await seen.until_on(InterviewScreen)
        path.unlink()
        await seen.add("Drivers quit")
        await seen.until(lambda: "gone" in banner(seen) or "no longer" in banner(seen))
        await ask_copy(seen, path)
        await seen.until(lambda: seen.app.workspace is not old)
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: not banner(seen))
        assert not seen.app.workspace.rescue.journal.exists()
        seen.app.close_workspace()
    again = Small.opened(path)
    assert [problem.what for problem in again.in_the_file.of(Problem)][3:] == ["Drivers quit"]
    again.workspace.close()


def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """No copy has room."""

    def fail(database: Database, target: Path) -> None:
        raise SaveFailed(f"Could not write the copy {target}: database or disk is full.", do="Name another.")

    monkeypatch.setattr(Database, "copy_into", fail)


async def test_a_copy_without_room_says_so_in_the_question_which_stays_open(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, target = small.workspace, tmp_path / "copy.db"
    async with opened(old) as seen:
        with monkeypatch.context() as full:
            no_room(full)
            await ask_copy(seen, target)
            await seen.until(lambda: "disk is full" in seen.reads("#note"))
            assert seen.find("#answer", Input).value == str(target)
            assert "copy.db" in "".join(seen.within("#note")).replace(" ", "")
            assert ".icp-" not in seen.reads("#note")
        await seen.press("enter")
        await seen.until(lambda: seen.app.workspace is not old)
        assert seen.told("You are working in")
        seen.app.close_workspace()


def test_a_copy_that_failed_is_called_by_the_name_that_was_asked_for(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_room(monkeypatch)
    with pytest.raises(SaveFailed) as failed:
        save_copy(small.workspace.database, tmp_path / "copy.db")
    assert failed.value.what == f"Could not write the copy {tmp_path / 'copy.db'}: database or disk is full."


# A path behind a folder that stood there


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/a/b//c/d.icp", "/c/d.icp"),
        ("/a/b//c//d.icp", "/d.icp"),
        ("//a/b.icp", "//a/b.icp"),
        ("/a/b/c.icp", "/a/b/c.icp"),
    ],
)
def test_a_whole_path_behind_a_folder_is_the_one_that_is_meant(typed: str, meant: str) -> None:
    assert file_meant(typed) == Path(meant)


def test_a_file_that_is_there_is_meant_however_many_slashes_lead_to_it(tmp_path: Path) -> None:
    (tmp_path / "a.icp").touch()
    assert file_meant(f"{tmp_path}//a.icp") == tmp_path / "a.icp"


def test_the_home_folder_behind_a_folder_is_meant(tmp_path: Path) -> None:
    assert file_meant(f"{tmp_path}/~/a.icp") == Path(os.path.expanduser("~/a.icp"))  # noqa: PTH111


async def test_a_file_to_merge_may_be_typed_whole_behind_the_folder(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    ben.edit(ben.problems[0], "sufferers", "The drivers")
    mail = ben.send(tmp_path / "ben.icp")
    async with opened(ada.workspace) as seen:
        await seen.press("m")
        await seen.until_on(AskScreen)
        await seen.write(seen.find("#answer", Input).value + str(mail))
        await seen.press("enter")
        await seen.until_on(MergeScreen)


# Another program has the file


@pytest.fixture
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tending, "LOOK_WHETHER_FREE", 0.02)


@pytest.mark.usefixtures("looks_often")
async def test_a_file_that_is_free_again_can_be_changed_where_one_stands(small: Small) -> None:
    start(small.workspace, {"name": "Autumn"}, client={"name": "Peña"})
    looking = open_or_look(small.workspace.database.path, "Ada")
    async with opened(looking) as seen:
        await seen.until(lambda: "Close it there" in banner(seen))
        await seen.press("down")
        before = seen.chosen("#profiles")
        small.workspace.close()
        await seen.until(lambda: not seen.app.workspace.read_only)
        await seen.until(lambda: not banner(seen))
        assert seen.told("it can be changed here")
        assert seen.chosen("#profiles") == before
        await seen.press("f8")
        await seen.until(lambda: len(summaries(seen.app.workspace.database)) == 1)
        seen.app.close_workspace()


@pytest.mark.usefixtures("looks_often")
async def test_a_file_that_is_free_again_is_said_to_be_so_in_a_profile(small: Small) -> None:
    looking = open_or_look(small.workspace.database.path, "Ada")
    async with opened(looking, small.profile_id) as seen:
        await seen.until(lambda: "Close it there" in banner(seen))
        small.workspace.close()
        await seen.until(lambda: "Nobody else has this file open now" in banner(seen))
        assert "Close it there" not in banner(seen)
        await seen.press("escape", "escape")
        await seen.until_on(LibraryScreen)
        await seen.until(lambda: not seen.app.workspace.read_only)
        seen.app.close_workspace()


@pytest.mark.usefixtures("looks_often")
async def test_while_another_program_has_the_file_nothing_is_taken(small: Small) -> None:
    looking = open_or_look(small.workspace.database.path, "Ada")
    async with opened(looking) as seen:
        for _ in range(20):
            await seen.pilot.pause(0.01)
        assert seen.app.workspace is looking
        assert "Close it there" in banner(seen)
        looking.let_go()
    assert open_or_look(small.workspace.database.path).read_only


# Versions


async def test_a_version_stands_apart_below_its_moment(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.press("enter")
        await seen.go_to("what")
        await seen.press("ctrl+r")
        await seen.until_on(VersionsScreen)
        await seen.until(lambda: "Alarm noticed late" in seen.reads("#value"))
        head, empty, value, *_ = seen.within("#value")
        listed = seen.chosen("#versions").removeprefix("▸ ").split(" now")[0].strip()
        assert head.strip() == f"{listed} · Ada"
        assert not empty.strip()
        assert value.strip() == "Alarm noticed late"


async def test_that_nothing_was_ever_answered_is_said_whole(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems", size=(80, 24)) as seen:
        await seen.press("enter")
        await seen.go_to("sufferers")
        await seen.press("ctrl+r")
        await seen.until_on(VersionsScreen)
        await seen.until(lambda: seen.shows("Nothing was ever answered here."))


# What is taken back


async def test_the_question_names_what_is_taken_back(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("ctrl+z")
        await seen.until_on(WaysScreen)
        await seen.until(lambda: seen.shows("Take it back"))
        words = " ".join(seen.text.split())
        assert "Take back the making of Client “ColdLine”, Profile “Wholesalers before an audit”?" in words


async def test_undo_and_redo_say_that_it_was_a_merge(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    ben.edit(ben.problems[0], "sufferers", "The drivers")
    ben.edit(ben.problems[1], "sufferers", "The office")
    mail = ben.send(tmp_path / "ben.icp")
    async with opened(ada.workspace) as seen:
        await seen.look_at_merge(mail)
        await seen.press("enter")
        await seen.until(lambda: seen.told("Merged: 2 changes."))
        await seen.press("ctrl+z")
        await seen.until(lambda: seen.told("Taken back: the merge of 2 changes by Ben."))
        await seen.press("ctrl+y")
        await seen.until(lambda: seen.told("Done again: the merge of 2 changes by Ben."))
        seen.app.told.clear()
        await seen.press("ctrl+z")
        await seen.until(lambda: seen.told("Taken back: the merge of 2 changes by Ben."))
