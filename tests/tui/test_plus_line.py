"""The + line makes one record of what is typed in it, whatever key follows."""

from __future__ import annotations

import pytest
from driving import Seen, opened
from textual.widgets import Input

from icp_tui.method.records import Objective, Problem
from icp_tui.store.work.actions import add
from icp_tui.tui.widgets.form import Form
from small import Small


async def typed(seen: Seen, title: str) -> None:
    """Type a title into the + line and let it be saved; its record has begun."""
    await seen.write(title)
    await seen.until_saved()


def line(seen: Seen) -> str:
    """What stands in the + line."""
    return seen.find("#add", Input).value


async def test_a_line_that_is_erased_leaves_no_record_for_a_moment(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await typed(seen, "Kierowcy")
        assert len(small.in_the_file.of(Problem)) == 4
        await seen.write("")
        assert len(small.in_the_file.of(Problem)) == 3
        assert seen.interview.pen.draft is None
        assert small.same()


@pytest.mark.parametrize(("key", "place"), [("alt+up", 2), ("alt+down", 3)])
async def test_a_move_ends_the_line_and_moves_its_record(small: Small, key: str, place: int) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await typed(seen, "Kierowcy")
        await seen.press(key)
        await seen.until(lambda: not line(seen))
        assert seen.titles(Problem).index("Kierowcy") == place
        await seen.add("Next")
        await seen.until_saved()
        assert sorted(seen.titles(Problem)).count("Kierowcy") == 1
        assert len(seen.titles(Problem)) == 5


@pytest.mark.parametrize("key", ["ctrl+y", "f3", "f7", "f8", "ctrl+n", "tab", "ctrl+b", "alt+shift+right"])
async def test_no_key_makes_a_second_record_of_the_line(small: Small, key: str) -> None:
    add(small.workspace, small.profile_id, Objective, small.profile_id, [{"result": "Another"}])
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await typed(seen, "Kierowcy")
        await seen.press(key, "escape", "escape")
        await seen.settle()
        problems = [record for record in small.in_the_file.of(Problem) if record.title == "Kierowcy"]
        assert len(problems) == (0 if key == "f8" else 2 if key == "f7" else 1)


async def test_a_click_into_the_form_ends_the_line(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await typed(seen, "Kierowcy")
        seen.find("#form", Form).edit("sufferers")
        await seen.settle()
        assert not line(seen)
        await seen.press("escape")
        await seen.add("Next")
        assert seen.titles(Problem)[3:] == ["Kierowcy", "Next"]


async def test_saving_everything_leaves_the_line_as_it_is(small: Small) -> None:
    """As before the program is stopped: who comes back goes on typing the same record."""
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await typed(seen, "Kiero")
        assert seen.app.save_all()
        assert line(seen) == "Kiero"
        await seen.add("Kierowcy")
        assert seen.titles(Problem)[3:] == ["Kierowcy"]
