"""The screen that takes in what a colleague sent: look, choose, merge, take back."""

from __future__ import annotations

from pathlib import Path

import pytest
from colleagues import Colleague
from driving import Seen, opened
from textual.widgets import Input

from icp_tui.method.records import Problem
from icp_tui.settings import Settings
from icp_tui.store.exchange import merging
from icp_tui.store.exchange.conflicts import conflicts
from icp_tui.store.log.forgetting import forget, known_clients
from icp_tui.tui.screens.asking import AskScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.merging import MergeScreen

HOSTILE = "[/x] [bold]loud[/] [@click=app.quit]go[/]"


@pytest.fixture
def mail(pair: list[Colleague], tmp_path: Path) -> Path:
    """What Ben sent after both changed two answers and he changed a third."""
    ada, ben = pair
    first, second, third = ada.problems
    for one, times, what in ((ada, "30", "Ada’s words"), (ben, "12", HOSTILE)):
        one.edit(first, "times", times)
        one.edit(second, "what", what)
    ben.edit(third, "sufferers", "The drivers")
    return ben.send(tmp_path / "ben.icp")


async def _look_at(seen: Seen, path: Path) -> None:
    await seen.look_at_merge(path)
    await seen.until(lambda: seen.shows("Enter merges"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("theme", ["ink", "paper"])
async def test_what_would_change_and_both_sides_of_a_conflict_can_be_read(
    pair: list[Colleague], mail: Path, size: tuple[int, int], theme: str
) -> None:
    async with opened(pair[0].workspace, size=size, settings=Settings(theme=theme)) as seen:
        await _look_at(seen, mail)
        assert seen.shows("Merge", "ColdLine · 1 profile", "2 answers were changed by both")
        assert seen.shows("mine", "theirs", "Ada · ", "Ben · ", "30", "12", "Enter merges")
        await seen.press("down")
        assert "loud[/] [@click" in seen.reads("#theirs")
        assert "Ada’s words" in seen.reads("#mine")
        assert pair[0].now(pair[0].first(Problem)).times == 30


async def test_enter_merges_what_is_picked_and_leaves_the_rest_open(
    pair: list[Colleague], mail: Path
) -> None:
    ada = pair[0]
    async with opened(ada.workspace) as seen:
        await _look_at(seen, mail)
        await seen.press("down", "left", "up", "right", "space", "enter")
        await seen.until_on(LibraryScreen)
        await seen.until(lambda: seen.told("Merged: "))
        assert seen.told("^z takes it back")
        assert seen.told("1 answer is left open: x")
        assert [p.what for p in ada.problems][1] == "Ada’s words"
        assert [p.sufferers for p in ada.problems][2] == "The drivers"
        [(record_id, field)] = ada.open_conflicts()
        assert (record_id, field) == (ada.problems[0].id, "times")
        await seen.press("ctrl+z")
        assert [p.sufferers for p in ada.problems][2] is None
        assert ada.same()


async def test_what_was_left_open_is_settled_later(pair: list[Colleague], mail: Path) -> None:
    ada = pair[0]
    merging.apply(ada.workspace, merging.plan(ada.workspace, merging.read(mail)))
    async with opened(ada.workspace) as seen:
        await seen.press("x")
        await seen.until_on(MergeScreen)
        await seen.until(lambda: seen.shows("Left open", "The newest is shown until you choose"))
        places = [conflict.place for conflict in conflicts(ada.workspace.database)]
        await seen.press("left", "enter")
        await seen.until_on(LibraryScreen)
        assert seen.told("Settled: 1.")
        assert ada.open_conflicts() == {places[1]}
        await seen.press("x")
        await seen.until_on(MergeScreen)
        await seen.press("right", "enter")
        await seen.until_on(LibraryScreen)
        await seen.press("x")
        assert seen.told("Nothing is left open.")
        await seen.press("ctrl+z")
        assert seen.told("1 answer is open again: x shows both.")
        await seen.press("ctrl+z")
        assert set(places) == ada.open_conflicts()


async def test_escape_leaves_everything_as_it_was(pair: list[Colleague], mail: Path) -> None:
    ada = pair[0]
    before = ada.log
    async with opened(ada.workspace) as seen:
        await _look_at(seen, mail)
        await seen.press("right", "escape")
        await seen.until_on(LibraryScreen)
        assert ada.log == before


async def test_a_file_that_cannot_be_merged_is_told_in_words(pair: list[Colleague], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.icp"
    wrong.write_text("[/x] no bundle\n")
    async with opened(pair[0].workspace) as seen:
        await seen.press("m")
        await seen.until_on(AskScreen)
        await seen.write(str(wrong))
        await seen.press("enter")
        await seen.until(lambda: "it is no bundle of icp-tui" in seen.reads("#note"))
        assert "Nothing was merged; your data is as it was." in seen.reads("#note")
        assert seen.find("#answer", Input).value == str(wrong)
        await seen.press("escape")
        await seen.until_on(LibraryScreen)


async def test_a_merge_without_conflicts_lists_what_changes(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    ben.edit(ben.first(Problem), "what", HOSTILE)
    async with opened(ada.workspace) as seen:
        await seen.press("m")
        await seen.until_on(AskScreen)
        await seen.write(str(ben.send(tmp_path / "ben.icp")))
        await seen.press("enter")
        await seen.until_on(MergeScreen)
        await seen.until(lambda: seen.shows("What happens: [/x] [bold]") or seen.shows("[/x] [bold]loud"))
        await seen.press("enter")
        await seen.until_on(LibraryScreen)
        assert ada.problems[0].what == HOSTILE


async def test_what_was_forgotten_here_is_not_said_to_be_here_already(
    pair: list[Colleague], mail: Path
) -> None:
    workspace = pair[0].workspace
    forget(workspace.database, known_clients(workspace.database)[0].id)
    async with opened(workspace) as seen:
        await seen.press("m")
        await seen.until_on(AskScreen)
        await seen.write(str(mail))
        await seen.press("enter")
        await seen.until(lambda: seen.told("All of it was forgotten here for good; nothing was changed."))
