"""Something else empties the file while it is open: it is said so, and a copy is made of what is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import Seen, opened
from textual.widgets import Input

from icp_tui.method.records import Problem, ProcessStep
from icp_tui.store.log.changes import Edit
from icp_tui.store.safety.backups import backups_of, make_backup
from icp_tui.store.safety.keeping import back_up_on_leaving
from icp_tui.store.work.actions import add, delete
from icp_tui.store.work.library import Place, summaries
from icp_tui.tui.screens.asking import AskScreen
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.widgets.banner import Banner
from small import Small


def emptied(small: Small) -> None:
    """Take away all bytes of the open file."""
    small.workspace.database.path.write_bytes(b"")


def at_sufferers(small: Small) -> Place:
    return Place("problems", record_id=small.first(Problem).id, field="sufferers")


async def typed_after_it(seen: Seen, text: str) -> None:
    """Type where nothing can be saved any more."""
    await seen.write(text)
    await seen.until(lambda: bool(seen.app.screen.query(Banner)))


async def copied(seen: Seen, copy: Path) -> None:
    """Save a copy and go on in it."""
    old = seen.app.workspace
    seen.app.save_copy(str(copy))
    await seen.until(lambda: seen.app.workspace is not old)
    await seen.until_on(InterviewScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_banner_says_what_happened_what_is_safe_and_what_to_do(
    small: Small, size: tuple[int, int]
) -> None:
    make_backup(small.workspace.database)
    async with opened(small.workspace, small.profile_id, at=at_sufferers(small), size=size) as seen:
        emptied(small)
        await typed_after_it(seen, "Drivers")
        said = seen.reads("Banner")
        assert "something else has emptied the file small.db" in said
        assert "One backup is safe. What you type is kept in the rescue journal." in said
        assert "^s" in said and "copy" in said and "table" not in said
        assert seen.find("#line", Input).value == "Drivers"
        await seen.press("ctrl+f", "escape", "f4", "escape", "ctrl+o", "escape")
        assert not [words for words in seen.app.told if "table" in words]
        await copied(seen, small.workspace.database.path.with_name("copy.db"))
        seen.app.close_workspace()


async def test_a_copy_is_the_backup_brought_to_what_was_saved_and_typed_since(
    small: Small, tmp_path: Path
) -> None:
    gone, stays = small.answers.of(Problem)[:2]
    make_backup(small.workspace.database)
    [new] = add(small.workspace, small.profile_id, Problem, stays.parent_id, [{"what": "Drivers quit"}])
    small.set(stays, {"sufferers": "Clerks", "times": "31", "step": small.first(ProcessStep).id})
    small.workspace.mark(small.profile_id, new, "sufferers", "state", "ask")
    delete(small.workspace, small.profile_id, gone)
    place = Place("problems", record_id=stays.id, field="sufferers")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        before = small.answers
        emptied(small)
        await typed_after_it(seen, "Clerks and drivers")
        await copied(seen, tmp_path / "copy.db")
        assert seen.told("The copy holds the backup of ")
        now = seen.app.workspace.answers(small.profile_id)
        assert [one.title for one in now.of(Problem)] == [one.title for one in before.of(Problem)]
        assert now.get(stays.id).sufferers == "Clerks and drivers"  # type: ignore[union-attr]
        assert now.get(stays.id).times == 31  # type: ignore[union-attr]
        assert now.linked(now.get(stays.id), "step")  # type: ignore[arg-type]
        assert str(now.mark(new.id, "sufferers").state) == "ask"
        seen.app.close_workspace()
    again = Small.opened(tmp_path / "copy.db")
    assert {r.id: r for r in again.in_the_file.records if r.id != stays.id} == {
        r.id: r for r in before.records if r.id != stays.id
    }
    again.workspace.let_go()


async def test_without_a_backup_the_copy_holds_what_is_open(small: Small, tmp_path: Path) -> None:
    before = small.answers
    async with opened(small.workspace, small.profile_id, at=at_sufferers(small)) as seen:
        emptied(small)
        await typed_after_it(seen, "Drivers")
        assert "There is no backup" in seen.reads("Banner")
        await copied(seen, tmp_path / "copy.db")
        assert seen.told("There was no backup")
        seen.app.close_workspace()
    again = Small.opened(tmp_path / "copy.db")
    assert [row.profile_id for row in summaries(again.workspace.database)] == [small.profile_id]
    assert [r.id for r in again.in_the_file.records] == [r.id for r in before.records]
    assert again.in_the_file.of(Problem)[0].sufferers == "Drivers"
    again.workspace.let_go()


async def test_where_nothing_changed_since_the_backup_nothing_is_added_to_the_log(
    small: Small, tmp_path: Path
) -> None:
    small.workspace.change(
        small.profile_id, [Edit("problem", small.first(Problem).id, "sufferers", "Clerks")]
    )
    make_backup(small.workspace.database)
    before = small.changes()
    async with opened(small.workspace, small.profile_id, at=at_sufferers(small)) as seen:
        emptied(small)
        await copied(seen, tmp_path / "copy.db")
        seen.app.close_workspace()
    again = Small.opened(tmp_path / "copy.db")
    assert again.changes() == before
    again.workspace.let_go()


async def test_saving_by_hand_does_not_say_that_all_is_saved_where_nothing_waits(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=at_sufferers(small)) as seen:
        emptied(small)
        await seen.press("ctrl+s")
        await seen.until_on(AskScreen)
        assert seen.told("something else has emptied the file")
        assert not seen.told("Everything is saved")
        await seen.press("escape")


def test_an_emptied_file_is_no_backup_and_that_is_told(small: Small) -> None:
    before = make_backup(small.workspace.database)
    small.set(small.first(Problem), {"sufferers": "Drivers"})
    emptied(small)
    told = back_up_on_leaving(small.workspace.database)
    assert told and "has emptied" in told.what and "icp-tui restore" in told.do
    assert backups_of(small.workspace.database.path) == [before]
