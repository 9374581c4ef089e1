"""A profile that cannot be read, or not whole: it is said in words, and one stays where one can go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import opened
from test_loading import changed_by_hand, dropped

from icp_tui.method.records import Problem
from icp_tui.opening import open_workspace
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.preview import PreviewScreen
from icp_tui.tui.screens.search import SearchScreen
from icp_tui.tui.screens.versions import VersionsScreen
from small import Small


def reopened(small: Small, *statements: str, look: str = "") -> Workspace:
    path: Path = small.workspace.database.path
    small.workspace.close()
    changed_by_hand(path, *statements)
    small.workspace = open_workspace(path, "Ada", look=look)
    return small.workspace


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE problem SET severity = 9", "problem.severity"),
        ("UPDATE problem SET times = 9e999", "problem.times"),
        ("UPDATE mark SET state = 'maybe'", "mark.state"),
    ],
)
async def test_a_profile_that_cannot_be_read_is_told_and_the_library_stays(
    small: Small, statement: str, place: str
) -> None:
    small.workspace.mark(small.profile_id, small.first(Problem), "times", "state", "ask")
    async with opened(reopened(small, statement)) as seen:
        for key in ("enter", "f4"):
            seen.app.told.clear()
            await seen.press(key)
            await seen.until(lambda: seen.told(place))
            await seen.until_on(LibraryScreen)
            assert seen.told("small.db")
            assert seen.told("correct it there")
            assert seen.shows("▸ Wholesalers before an audit")


async def test_what_the_search_cannot_read_is_told_where_the_answers_would_stand(small: Small) -> None:
    async with opened(reopened(small, "UPDATE problem SET severity = 9")) as seen:
        await seen.press("ctrl+f")
        await seen.until_on(SearchScreen)
        await seen.write("dock")
        assert seen.shows("problem.severity", "correct it there")
        await seen.write("hospital")
        assert seen.shows("Hospital pharmacies")
        await seen.press("enter")
        await seen.until_on(LibraryScreen)
        await seen.until(lambda: seen.told("problem.severity"))


async def test_an_earlier_file_is_read_through_though_it_may_not_be_written(small: Small) -> None:
    async with opened(reopened(small, *dropped(), look="a test looks")) as seen:
        await seen.press("f4")
        await seen.until_on(PreviewScreen)
        await seen.until(lambda: seen.shows("Wholesalers before an audit"))
        await seen.press("escape")
        await seen.until_on(LibraryScreen)
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        for _ in range(40):
            await seen.press("f6")
        assert seen.app.told == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("summary.edited_at", "nodate"), ("profile.mode", "zzz"), ("profile.status", "zzz")],
)
async def test_the_library_opens_with_a_row_that_cannot_be_read_whole(
    small: Small, column: str, value: str
) -> None:
    table, name = column.split(".")
    async with opened(reopened(small, f"UPDATE {table} SET {name} = '{value}'")) as seen:
        await seen.until(lambda: seen.told(f"small.db holds what this program cannot read, in {column}."))
        assert seen.told("`icp-tui repair` mends it")
        assert seen.shows("▸ Wholesalers before an audit", "%")


async def test_versions_are_shown_though_their_moment_cannot_be_read(small: Small) -> None:
    async with opened(reopened(small, "UPDATE change SET at = 'garbage'")) as seen:
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.press("ctrl+r")
        await seen.until_on(VersionsScreen)
        await seen.until(lambda: seen.shows("– now"))
