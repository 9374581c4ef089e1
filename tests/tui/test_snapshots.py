"""How the screens look, as pictures. `pytest tests/tui/test_snapshots.py --snapshot-update` takes them anew.

A picture differs with every version of Textual; constraints.txt names the one that these were taken with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Protocol

import pytest
from driving import Seen, Watched
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from icp_tui.method.records import Objective, Problem
from icp_tui.settings import Settings
from icp_tui.store.work.actions import add, start
from icp_tui.store.work.library import Place, write_place
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.preview import PreviewScreen
from small import Small

pytestmark = pytest.mark.usefixtures("standing_clock")


class Compare(Protocol):
    """What the plugin's fixture does."""

    def __call__(
        self,
        app: App[None],
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[None]], Awaitable[None]],
    ) -> bool: ...


@pytest.fixture
def shown(small: Small) -> Small:
    """The small profile with a second client, edited on days that do not move."""
    start(
        small.workspace,
        {"name": "Families with a school run", "mode": "b2c", "next_review": "2026-11-01"},
        client={"name": "Family Wheels", "sells": "Cargo bikes by subscription"},
    )
    problem = small.answers.of(Problem)[0]
    small.set(problem, {"severity": "4", "sufferers": "Drivers, 夜勤, the owner"})
    with small.workspace.database.transaction():
        then = dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC).isoformat()
        small.workspace.database.execute("UPDATE summary SET edited_at = ?", then)
    return small


def still(steps: Callable[[Seen], Awaitable[None]]) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Do these steps, and stop the cursors."""

    async def before(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, Watched)
        seen = Seen(app, pilot)
        await steps(seen)
        for line in app.screen.query(Input):
            line.cursor_blink = False
        for area in app.screen.query(TextArea):
            area.cursor_blink = False
        await pilot.pause()

    return before


async def _library(seen: Seen) -> None:
    await seen.until_on(LibraryScreen)


async def _interview(seen: Seen) -> None:
    await seen.until_on(InterviewScreen)
    await seen.until(lambda: seen.shows("Load refused at the dock"))


async def _preview(seen: Seen) -> None:
    await seen.until_on(InterviewScreen)
    await seen.press("f4")
    screen = await seen.until_on(PreviewScreen)
    await seen.until(lambda: screen.paper.blocks)


def at_problem(shown: Small) -> None:
    place = Place("problems", shown.first(Objective).id, None, shown.first(Problem).id, None)
    write_place(shown.workspace.database, shown.profile_id, place)


def test_the_library(shown: Small, snap_compare: Compare) -> None:
    app = Watched(shown.workspace, Settings(), None)
    assert snap_compare(app, terminal_size=(120, 40), run_before=still(_library))


@pytest.mark.parametrize(
    ("theme", "size"),
    [("ink", (120, 40)), ("paper", (120, 40)), ("ink", (80, 24))],
    ids=["dark", "light", "small"],
)
def test_problems_in_the_interview(
    shown: Small, snap_compare: Compare, theme: str, size: tuple[int, int]
) -> None:
    at_problem(shown)
    add(shown.workspace, shown.profile_id, Objective, shown.profile_id, [{"result": "Sleep at night"}])
    app = Watched(shown.workspace, Settings(theme=theme), shown.profile_id)
    assert snap_compare(app, terminal_size=size, run_before=still(_interview))


def test_the_preview(shown: Small, snap_compare: Compare) -> None:
    at_problem(shown)
    app = Watched(shown.workspace, Settings(), shown.profile_id)
    assert snap_compare(app, terminal_size=(120, 40), run_before=still(_preview))
