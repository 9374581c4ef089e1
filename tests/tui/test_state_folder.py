"""The state folder can hold nothing: that is said at the start, and all answers are saved all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import opened

from icp_tui import paths
from icp_tui.method.records import Problem
from icp_tui.store.safety.backups import folder_of
from icp_tui.store.safety.rescue import journal_path
from icp_tui.store.safety.state import unkept
from icp_tui.store.work.library import Place
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.widgets.banner import Banner
from small import Small


def a_file(state: Path) -> None:
    """Put a file in the place of the folder."""
    state.parent.mkdir(parents=True, exist_ok=True)
    state.write_text("not a folder", encoding="utf-8")


def a_link_to_nothing(state: Path) -> None:
    """Let it be a link that leads nowhere."""
    state.parent.mkdir(parents=True, exist_ok=True)
    state.symlink_to(state.with_name("nowhere"))


@pytest.mark.parametrize("spoil", [a_file, a_link_to_nothing])
@pytest.mark.parametrize("below", ["", "state"])
def test_what_cannot_be_kept_is_known_before_it_is_needed(
    spoil: Callable[[Path], None], below: str, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "state_folder", lambda: tmp_path / "spoilt" / below)
    spoil(tmp_path / "spoilt")
    found = unkept(small.workspace.database.path)
    assert found and found.journal and found.backups
    assert "it is no folder" in found.what
    assert "saved in the workspace itself" in found.means and "no backup" in found.line


def test_looking_makes_nothing(small: Small) -> None:
    assert unkept(small.workspace.database.path) is None
    assert not paths.state_folder().exists()


def test_only_what_is_closed_is_named(small: Small) -> None:
    path = small.workspace.database.path
    a_file(folder_of(path))
    found = unkept(path)
    assert found and (found.journal, found.backups) == (False, True)
    assert "rescue journal" not in found.means and found.line
    folder_of(path).unlink()
    a_file(journal_path(path).parent)
    found = unkept(path)
    assert found and (found.journal, found.backups) == (True, False)
    assert "backups" not in found.means and not found.line


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_screens_say_so_from_the_start_and_save_all_the_same(
    small: Small, size: tuple[int, int]
) -> None:
    a_file(paths.state_folder())
    async with opened(small.workspace, size=size) as seen:
        await seen.until(lambda: bool(seen.app.screen.query(Banner)))
        said = seen.reads("Banner")
        assert "Nothing can be kept in" in said and "it is no folder" in said
        assert "Every answer is saved in the workspace itself" in said
        assert "no backups and no rescue journal" in said and "Allow writing there" in said
        # The name of a folder may need a line of its own.
        assert len(seen.within("Banner")) <= 4 + len(str(paths.state_folder())) // size[0] + 1
        seen.app.open_profile(small.profile_id)
        await seen.until_on(InterviewScreen)
        assert "Nothing can be kept in" in seen.reads("Banner")


async def test_it_is_gone_once_there_is_a_folder_again(small: Small) -> None:
    a_file(paths.state_folder())
    place = Place("problems", record_id=small.first(Problem).id, field="sufferers")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        await seen.until(lambda: bool(seen.app.screen.query(Banner)))
        await seen.write("Drivers")
        await seen.until_saved()
        assert "Nothing can be kept" in seen.reads("Banner")
        paths.state_folder().unlink()
        seen.app.look_at_state_folder()
        await seen.until(lambda: not seen.app.screen.query(Banner))
    assert small.in_the_file.of(Problem)[0].sufferers == "Drivers"
