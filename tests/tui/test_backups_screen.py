"""The backups of the open workspace: what each holds, and putting one back without leaving the program."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from driving import Seen, opened

from icp_tui.errors import SaveFailed
from icp_tui.method.records import Problem
from icp_tui.opening import open_or_look, open_workspace
from icp_tui.store.log.forgetting import forget, known_clients
from icp_tui.store.safety.backups import Backup, backups_of, make_backup
from icp_tui.store.work import actions
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.screens import backups
from icp_tui.tui.screens.backups import BackupsScreen
from icp_tui.tui.screens.library import LibraryScreen
from small import Small

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _standing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "_now", lambda: NOW)


@pytest.fixture
def changed(small: Small) -> Small:
    """A workspace with two backups, in which a problem was worded differently since then."""
    make_backup(small.workspace.database, NOW - dt.timedelta(days=3))
    make_backup(small.workspace.database, NOW - dt.timedelta(hours=2))
    small.set(small.first(Problem), {"what": "Changed since"})
    return small


def what(workspace: Workspace) -> list[str]:
    return [row["what"] for row in workspace.database.rows("SELECT what FROM problem ORDER BY id")]


async def to_the_question(seen: Seen) -> None:
    await seen.press("b")
    await seen.until_on(BackupsScreen)
    await seen.press("enter")
    await seen.until(lambda: seen.shows("Enter does it, Escape leaves it."))


async def restored(seen: Seen, before: Workspace) -> Workspace:
    """Wait until another workspace is open, and its library in view."""
    await seen.until(lambda: seen.app.workspace is not before)
    await seen.until_on(LibraryScreen)
    return seen.app.workspace


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_backup_says_when_how_large_and_what_it_holds(
    changed: Small, size: tuple[int, int]
) -> None:
    async with opened(changed.workspace, size=size) as seen:
        await seen.press("b")
        await seen.until(lambda: seen.shows("Backups of small.db", "2 backups"))
        first, second = (line for line in seen.within("#backups") if "profile" in line)
        here = (NOW - dt.timedelta(hours=2)).astimezone()
        assert f"21 Nov 2026 {here:%H:%M}" in first
        assert "2 hours ago" in first
        assert "1 profile" in first
        assert "3 days ago" in second
        assert "ColdLine" in seen.reads("#held")
        assert "Enter to restore" in seen.reads("#note")
        assert "…" not in seen.reads("#note")


async def test_a_restored_backup_is_in_view_and_what_was_there_is_kept(changed: Small) -> None:
    async with opened(changed.workspace) as seen:
        await to_the_question(seen)
        await seen.press("enter")
        now = await restored(seen, changed.workspace)
        assert "Changed since" not in what(now)
        assert not now.read_only
        await seen.until(lambda: seen.told("What was there before is the newest backup now"))
        kept = open_workspace(backups_of(now.database.path)[0].path, look="a test looks")
        assert "Changed since" in what(kept)
        kept.let_go()
        # The file that is open now can be written to.
        await seen.press("n")
        await seen.until(lambda: seen.field == "name")
        now.close()


async def test_escape_leaves_the_question_and_then_the_list(changed: Small) -> None:
    async with opened(changed.workspace) as seen:
        await to_the_question(seen)
        await seen.press("escape")
        assert seen.shows("Enter to restore, Escape to leave it.")
        await seen.press("escape")
        await seen.until_on(LibraryScreen)
        assert seen.app.workspace is changed.workspace
        assert "Changed since" in what(changed.workspace)


async def test_another_line_takes_the_question_back(changed: Small) -> None:
    async with opened(changed.workspace) as seen:
        await to_the_question(seen)
        await seen.press("down")
        assert seen.shows("Enter to restore, Escape to leave it.")
        assert "3 days ago" in seen.chosen("#backups")


async def test_a_backup_that_is_gone_meanwhile_leaves_everything_as_it_is(changed: Small) -> None:
    async with opened(changed.workspace) as seen:
        await to_the_question(seen)
        backups_of(changed.workspace.database.path)[0].path.unlink()
        await seen.press("enter")
        now = await restored(seen, changed.workspace)
        assert "Changed since" in what(now)
        assert seen.told("Cannot open")
        now.close()


async def test_a_file_that_cannot_be_opened_again_stays_closed_until_it_can(
    changed: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, author: str = "") -> Workspace:
        raise SaveFailed("It is not to be had.")

    async with opened(changed.workspace) as seen:
        await to_the_question(seen)
        monkeypatch.setattr(backups, "open_or_look", refuse)
        await seen.press("enter")
        await seen.until(lambda: seen.told("It is not to be had."))
        await seen.press("escape")
        assert seen.shows("The file is closed at the moment.", "Enter opens it again.")
        monkeypatch.setattr(backups, "open_or_look", open_or_look)
        await seen.press("enter")
        now = await restored(seen, changed.workspace)
        assert "Changed since" not in what(now)
        now.close()


async def test_a_backup_that_cannot_be_read_says_so_and_is_not_offered(changed: Small) -> None:
    newest: Backup = backups_of(changed.workspace.database.path)[0]
    newest.path.write_bytes(b"garbage")
    async with opened(changed.workspace) as seen:
        await seen.press("b")
        await seen.until(lambda: seen.shows("cannot be read"))
        await seen.press("enter")
        assert not seen.shows("Enter does it")


async def test_without_backups_the_list_says_when_they_come(workspace: Workspace) -> None:
    async with opened(workspace) as seen:
        await seen.press("b")
        await seen.until(lambda: seen.shows("There are none yet."))
        await seen.press("enter", "escape")
        await seen.until_on(LibraryScreen)


async def test_who_was_forgotten_since_is_told_before_and_after_and_stays_forgotten(changed: Small) -> None:
    workspace = changed.workspace
    client_id = known_clients(workspace.database)[0].id
    actions.start(workspace, {"name": "Depots"}, client={"name": "Frigonordica"})
    forget(workspace.database, client_id)
    async with opened(workspace, size=(80, 24)) as seen:
        await seen.press("b")
        await seen.until(lambda: seen.shows("Forgotten since, and forgotten in it again: ColdLine."))
        await seen.press("enter")
        await seen.until(lambda: seen.shows("Forgotten since", "Enter does it, Escape leaves it."))
        await seen.press("enter")
        now = await restored(seen, workspace)
        assert what(now) == []
        assert known_clients(now.database) == []
        await seen.until(lambda: seen.told("Forgotten in it again: ColdLine."))
        now.close()


async def test_backups_of_one_minute_show_their_seconds(small: Small) -> None:
    at = NOW.replace(hour=9, second=5)
    for seconds in (0, 20):
        make_backup(small.workspace.database, at + dt.timedelta(seconds=seconds))
    async with opened(small.workspace, size=(80, 24)) as seen:
        await seen.press("b")
        await seen.until(lambda: seen.shows("2 backups"))
        first, second = (line for line in seen.within("#backups") if "profile" in line)
        assert f"21 Nov 2026 {at.astimezone():%H:%M}:25" in first
        assert f"21 Nov 2026 {at.astimezone():%H:%M}:05" in second
        await seen.press("enter")
        assert seen.shows(f"back to 21 Nov 2026 {at.astimezone():%H:%M}:25?")


async def test_after_a_move_the_backups_of_the_former_path_are_there_too(
    changed: Small, tmp_path: Path
) -> None:
    changed.workspace.close()
    there = tmp_path / "clients.db"
    changed.workspace.database.path.rename(there)
    workspace = open_workspace(there)
    async with opened(workspace, size=(80, 24)) as seen:
        await seen.press("b")
        await seen.until(lambda: seen.shows("Backups of clients.db", "2 backups"))
        assert "another name or in another place." in seen.reads("#held")
        await seen.press("enter", "enter")
        now = await restored(seen, workspace)
        assert "Changed since" not in what(now)
        now.close()
