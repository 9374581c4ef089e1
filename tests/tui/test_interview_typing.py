"""What is typed or pasted is kept, wherever one goes next, and can be taken back."""

from __future__ import annotations

from functools import partial

import pytest
from driving import opened
from textual.widgets import Input

from icp_tui.method.records import Objective, Problem
from icp_tui.store.work.actions import add
from icp_tui.store.work.library import Place
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.widgets.editors import ProseArea
from small import Small


def problem_at(small: Small, field: str) -> Place:
    return Place("problems", record_id=small.first(Problem).id, field=field)


# Pasting


async def test_pasted_lines_become_records(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.paste("No spare van\r\n\n  Drivers   quit \nFines\n")
        await seen.until(lambda: len(small.in_the_file.of(Problem)) == 6)
        assert seen.titles(Problem)[3:] == ["No spare van", "Drivers quit", "Fines"]
        assert seen.shows("▸ Fines")


async def test_pasted_lines_are_taken_back_by_one_undo(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.paste("One\nTwo\nThree")
        await seen.until(lambda: len(seen.titles(Problem)) == 6)
        await seen.press("ctrl+z")
        await seen.until(lambda: len(seen.titles(Problem)) == 3)


async def test_one_pasted_line_only_goes_into_the_plus_line(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.paste("Drivers quit\n")
        assert seen.find("#add", Input).value == "Drivers quit"


async def test_pasted_lines_are_joined_in_a_field_of_one_line(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "sufferers")) as seen:
        await seen.paste("Drivers,\nclerks,\n\nthe owner\n")
        await seen.until_saved()
        assert small.first(Problem).sufferers == "Drivers, clerks, the owner"


async def test_pasted_lines_stay_lines_in_prose(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "in_their_words")) as seen:
        await seen.paste("“They sent it back.”\n“All of it.”")
        await seen.until_saved()
        assert small.first(Problem).in_their_words == "“They sent it back.”\n“All of it.”"


# Going on before the pause


def ends_with(small: Small, title: str) -> bool:
    """Whether the last problem in the file has this title."""
    return small.in_the_file.of(Problem)[-1].title == title


@pytest.mark.usefixtures("patient")
async def test_an_answer_is_saved_however_one_leaves_it(small: Small) -> None:
    add(small.workspace, small.profile_id, Objective, small.profile_id, [{"result": "Grow"}])
    problem = small.first(Problem)
    ways = ("tab", "shift+tab", "enter", "down", "escape", "ctrl+n", "ctrl+s", "ctrl+g", "alt+down", "f3")
    pages = ("ctrl+pagedown", "ctrl+pageup", "f5", "f6", "ctrl+down", "alt+right")
    screens = ("f2", "f4", "ctrl+f", "ctrl+r")
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "cost_each")) as seen:
        home = seen.interview.position
        for cost, way in enumerate((*ways, *pages, *screens), 1000):
            await seen.write(str(cost))
            assert "… typing" in seen.top
            await seen.press(way)
            saved = small.in_the_file.get(problem.id)
            assert isinstance(saved, Problem)
            assert saved.cost_each == cost * 100, way
            if way in screens:
                await seen.press("escape")
                await seen.until_on(InterviewScreen)
            seen.interview.go(home)
            await seen.settle()


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("way", ["ctrl+o", "ctrl+q"])
async def test_an_answer_is_saved_when_one_leaves_the_profile(small: Small, way: str) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "cost_each")) as seen:
        await seen.write("2100")
        await seen.press(way)
        await seen.until(lambda: small.in_the_file.of(Problem)[0].cost_each == 210000)


@pytest.mark.usefixtures("patient")
async def test_a_new_record_is_saved_however_one_leaves_its_line(small: Small) -> None:
    ways = ("tab", "enter", "escape", "ctrl+pagedown", "f2", "f4", "ctrl+q")
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        home = seen.interview.position
        for way in ways:
            await seen.write(f"Left by {way}")
            await seen.press(way)
            await seen.until(partial(ends_with, small, f"Left by {way}"))
            if way in ("f2", "f4"):
                await seen.press("escape")
                await seen.until_on(InterviewScreen)
            if way == "escape":
                assert seen.told("Escape once more")
            if way != "ctrl+q":
                seen.interview.go(home)
                await seen.settle()
    assert len(small.in_the_file.of(Problem)) == 3 + len(ways)


async def test_the_form_of_a_record_that_is_being_typed_opens_by_tab(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.write("Drivers quit")
        await seen.press("tab")
        await seen.until(lambda: seen.field == "times")
        assert seen.titles(Problem)[3:] == ["Drivers quit"]
        assert seen.find("#add", Input).value == ""


async def test_keys_typed_in_one_go_all_find_their_field(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        for key in [*"ab", "enter", *"cd", "tab", "7", "tab", "tab", *"12"]:
            seen.app.simulate_key(key)
        await seen.until(lambda: [p.title for p in small.in_the_file.of(Problem)][3:] == ["ab", "cd"])
        await seen.until(lambda: small.in_the_file.of(Problem)[-1].cost_each == 1200)
        assert small.in_the_file.of(Problem)[-1].times == 7


# Taking back


async def test_undo_takes_back_an_answer_and_redo_brings_it_again(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "cost_each")) as seen:
        await seen.write("2100")
        await seen.until_saved()
        await seen.press("ctrl+z")
        await seen.until(lambda: seen.find("#line", Input).value == "1900")
        assert small.in_the_file.of(Problem)[0].cost_each == 190000
        await seen.press("ctrl+y")
        await seen.until(lambda: seen.find("#line", Input).value == "2100")


async def test_undo_takes_back_what_was_typed_a_moment_before(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "cost_each")) as seen:
        await seen.write("2100")
        await seen.press("ctrl+z")
        await seen.until(lambda: seen.find("#line", Input).value == "1900")


async def test_undo_begins_with_what_was_typed_in_prose(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "in_their_words")) as seen:
        await seen.press("O", "n", "e")
        await seen.paste(" and more")
        prose = seen.find("#prose", ProseArea)
        await seen.press("ctrl+z")
        assert prose.text == "One"
        await seen.press("ctrl+y")
        assert prose.text == "One and more"
        await seen.until_saved()
        assert small.first(Problem).in_their_words == "One and more"


async def test_undo_shows_where_something_was_taken_back(small: Small) -> None:
    small.set(small.first(Problem), {"cost_each": "2100"})
    async with opened(small.workspace, small.profile_id, at="objections") as seen:
        await seen.press("ctrl+z")
        await seen.until(lambda: seen.interview.position.page.id == "problems")
        assert seen.field == "cost_each"


async def test_an_undone_new_record_is_gone_and_said_to_be(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.add("Drivers quit")
        await seen.press("ctrl+z")
        await seen.until(lambda: len(small.in_the_file.of(Problem)) == 3)
        assert seen.told("Taken back: ") and seen.told("Drivers quit")


async def test_where_nothing_is_left_to_undo_it_says_so(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.press("ctrl+y")
        assert seen.told("Nothing to redo.")


# What cannot be read


@pytest.mark.parametrize(
    ("field", "typed"), [("times", "twice or so"), ("cost_each", "a fortune"), ("times", "-3")]
)
async def test_what_cannot_be_read_is_kept_as_typed_with_words(small: Small, field: str, typed: str) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, field)) as seen:
        await seen.write(typed)
        await seen.until_saved()
        assert "Kept as you typed it." in seen.reads("#sheet")
        await seen.press("escape")
        await seen.until(lambda: any(typed in line for line in seen.within("#sheet")))
        problem = small.in_the_file.of(Problem)[0]
        assert getattr(problem, field) is None
        assert small.in_the_file.mark(problem.id, field).raw == typed


async def test_what_could_not_be_read_can_be_mended(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "times")) as seen:
        for typed in ("2x", "2"):
            await seen.write(typed)
            await seen.until_saved()
        assert "Kept as you typed it." not in seen.reads("#sheet")
        assert small.first(Problem).times == 2


# Coming back


async def test_one_comes_back_to_the_same_field_after_a_restart(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.press("up", "enter")
        there = seen.field
        await seen.press("ctrl+q")
        await seen.until(lambda: not seen.app.is_running)
    small.restart()
    async with opened(small.workspace, small.profile_id) as seen:
        assert seen.interview.position.record_id == small.answers.of(Problem)[1].id
        await seen.until(lambda: seen.field == there)


async def test_the_top_line_says_typing_and_then_saved(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "sufferers")) as seen:
        assert seen.top.rstrip().endswith("✓ saved")
        await seen.write("Drivers")
        await seen.until_saved()
        assert small.in_the_file.of(Problem)[0].sufferers == "Drivers"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("zebra", "Nothing holds “zebra”; it is not linked."),
        ("office", "“office” is not linked: Enter takes what is marked."),
    ],
)
@pytest.mark.parametrize("key", ["tab", "shift+tab", "escape"])
async def test_letters_that_linked_nothing_are_told_when_one_goes_on(
    small: Small, typed: str, said: str, key: str
) -> None:
    place = Place("problems", record_id=small.answers.of(Problem)[2].id, field="step")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        await seen.press(*typed, key)
        assert seen.told(said)
        assert seen.answers.of(Problem)[2].step is None


async def test_what_was_linked_is_not_told_to_be_missing(small: Small) -> None:
    place = Place("problems", record_id=small.answers.of(Problem)[2].id, field="step")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        await seen.press(*"office", "enter", "shift+tab", "space", "tab")
        assert seen.answers.of(Problem)[2].step is not None
        assert not seen.told("linked")
