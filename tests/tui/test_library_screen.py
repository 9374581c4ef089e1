"""The library: what there is, the way into it, and what can be done to whole profiles."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from driving import opened
from textual.widgets import Input

from icp_tui.method.records import Problem, Profile
from icp_tui.opening import figures, open_workspace
from icp_tui.settings import Settings
from icp_tui.store.file.database import open_database
from icp_tui.store.log.changes import Edit
from icp_tui.store.work.actions import start
from icp_tui.store.work.library import summaries
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.screens.asking import AskScreen
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.picking import PickScreen
from icp_tui.tui.screens.preview import PreviewScreen
from icp_tui.tui.screens.search import SearchScreen
from small import Small

NAME = "Wholesalers before an audit"


def profiles(workspace: Workspace) -> list[str]:
    return [summary.profile for summary in summaries(workspace.database)]


def newer_format(path: Path) -> None:
    """Make the file one of a newer program, which this one may read only."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 2")
    connection.commit()
    connection.close()


# Empty


async def test_an_empty_library_offers_three_ways_to_begin(workspace: Workspace) -> None:
    async with opened(workspace) as seen:
        assert seen.shows("▸ Start a playbook", "  Explore the sample", "  Open a file")
        await seen.press("down", "down", "down")
        assert seen.shows("▸ Open a file")
        await seen.press("up")
        assert seen.shows("▸ Explore the sample")


async def test_starting_a_playbook_leads_to_the_first_question(workspace: Workspace) -> None:
    async with opened(workspace) as seen:
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: seen.field == "name")
        await seen.write("Frigo Nord")
        await seen.until(lambda: "Frigo Nord  ›  New profile" in seen.top)


async def test_the_sample_is_opened_in_a_copy_of_ones_own(workspace: Workspace) -> None:
    path = workspace.database.path
    before = path.read_bytes()
    async with opened(workspace) as seen:
        await seen.press("s")
        await seen.until(lambda: seen.shows("ColdLine", "Family Wheels"))
        assert seen.app.workspace is not workspace
        assert not seen.app.workspace.read_only
        seen.app.workspace.close()
    assert path.read_bytes() == before


async def test_what_needs_a_profile_says_so_where_there_is_none(workspace: Workspace) -> None:
    async with opened(workspace) as seen:
        await seen.press("d", "f8", "f4")
        assert len([words for words in seen.app.told if "There is no profile yet" in words]) == 3


# The list


async def test_each_profile_says_how_far_it_is(small: Small) -> None:
    async with opened(small.workspace) as seen:
        line = next(line for line in seen.lines if NAME in line)
        assert line.lstrip().startswith(f"▸ {NAME}")
        assert all(words in line for words in ("B2B", "hypothesis", "%", "open"))
        assert seen.shows("ColdLine  Temperature monitoring")
        assert "small.db · 1 profile" in seen.top


async def test_a_review_that_is_overdue_stands_out(small: Small, standing_clock: dt.datetime) -> None:
    small.set(small.answers.profile, {"next_review": "2026-11-20"})
    async with opened(small.workspace) as seen:
        assert seen.shows("review overdue")


@pytest.mark.parametrize(
    ("edited", "words"),
    [
        (dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC), "5 Mar"),
        (dt.datetime(2024, 3, 5, 12, tzinfo=dt.UTC), "5 Mar 2024"),
    ],
)
async def test_the_day_of_the_last_edit_is_shown(
    small: Small, standing_clock: dt.datetime, edited: dt.datetime, words: str
) -> None:
    database = open_database(small.workspace.database.path)
    then = Workspace(database, figures, now=lambda: edited)
    then.set(small.profile_id, then.answers(small.profile_id).profile, {"people": "two"})
    async with opened(then) as seen:
        line = next(line for line in seen.lines if NAME in line)
        assert line.rstrip().endswith(words)
    then.close()


async def test_a_long_list_keeps_the_chosen_profile_in_view(small: Small) -> None:
    client = small.answers.client.id
    for n in range(30):
        start(small.workspace, {"name": f"Situation {n}"}, client_id=client)
    async with opened(small.workspace, size=(80, 24)) as seen:
        await seen.press("end")
        await seen.until(lambda: seen.shows("▸ Situation 29"))
        await seen.press("home")
        await seen.until(lambda: seen.shows(f"▸ {NAME}"))


async def test_the_mouse_chooses_and_a_second_click_opens(small: Small) -> None:
    start(small.workspace, {"name": "Second"}, client_id=small.answers.client.id)
    async with opened(small.workspace) as seen:
        row = next(n for n, line in enumerate(seen.lines) if "Second" in line)
        await seen.pilot.click(offset=(10, row))
        await seen.until(lambda: seen.shows("▸ Second"))
        await seen.pilot.click(offset=(10, row))
        await seen.until_on(InterviewScreen)


# What is done to profiles


async def test_enter_opens_a_profile_where_one_left_off(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        seen.interview.form.edit("notes")
        await seen.settle()
        await seen.press("ctrl+o")
        await seen.until_on(LibraryScreen)
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: seen.field == "notes")


async def test_the_library_follows_what_was_answered(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.write("Cold Line Ltd")
        await seen.press("ctrl+o")
        await seen.until_on(LibraryScreen)
        await seen.until(lambda: seen.shows("Cold Line Ltd  Temperature monitoring"))


async def test_a_new_profile_is_for_the_same_client(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("n")
        await seen.until(lambda: isinstance(seen.app.screen, InterviewScreen) and seen.top)
        assert seen.answers.client.name == "ColdLine"
        assert seen.answers.profile.name is None
        await seen.press("A", "ctrl+o")
        await seen.until_on(LibraryScreen)
        assert seen.shows("2 profiles")


async def test_a_new_client_begins_without_a_name(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("c")
        await seen.until_on(InterviewScreen)
        assert "New client  ›  New profile" in seen.top


async def test_a_copy_is_chosen_and_is_a_hypothesis(small: Small) -> None:
    small.set(small.answers.profile, {"status": "released"})
    async with opened(small.workspace) as seen:
        await seen.press("d")
        await seen.until(lambda: seen.shows(f"▸ {NAME} (copy)"))
        line = next(line for line in seen.lines if "(copy)" in line)
        assert "hypothesis" in line
        assert seen.told("a hypothesis until it is proven")


async def test_a_deleted_profile_comes_back_by_undo(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("f8")
        await seen.until(lambda: seen.shows("Start a playbook"))
        assert seen.told(f"Deleted: {NAME}. ^z brings it back.")
        await seen.press("ctrl+z")
        await seen.until(lambda: seen.shows(NAME))
        await seen.press("ctrl+y")
        await seen.until(lambda: seen.shows("Start a playbook"))
        await seen.press("ctrl+y")
        assert seen.told("Nothing to redo.")


async def test_what_was_started_by_mistake_is_undone_in_the_library(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("d")
        await seen.press("ctrl+z", "enter")
        await seen.until(lambda: seen.shows("1 profile") and not seen.shows("(copy)"))
        assert profiles(small.workspace) == [NAME]


async def test_the_playbook_can_be_read_from_the_library(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("e")
        await seen.until_on(PreviewScreen)
        await seen.press("escape")
        await seen.until_on(LibraryScreen)


# Search


async def test_search_leads_from_a_few_letters_to_the_answer(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("slash")
        await seen.until_on(SearchScreen)
        await seen.write("sheets lost")
        await seen.until(lambda: seen.shows("▸ Sheets get lost", "Problem · What goes wrong"))
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: seen.field == "what")
        assert seen.interview.position.record_id == small.answers.of(Problem)[1].id


async def test_search_tells_where_it_finds_nothing_and_escape_leaves_it(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("ctrl+f")
        await seen.until_on(SearchScreen)
        await seen.write("zebra")
        await seen.until(lambda: seen.shows("Nothing found."))
        await seen.press("enter", "escape")
        await seen.until_on(LibraryScreen)


async def test_arrows_go_round_what_was_found(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("slash")
        await seen.until_on(SearchScreen)
        await seen.write("a")
        await seen.until(lambda: seen.chosen("#hits"))
        first = seen.chosen("#hits")
        await seen.press("down")
        assert seen.chosen("#hits") != first
        await seen.press("up")
        assert seen.chosen("#hits") == first


# Other files


async def ask_for_file(workspace: Workspace, path: Path, *, expected: str) -> tuple[Workspace, str]:
    """Open `path` from the library of `workspace`; gives the workspace then open, and what was told."""
    async with opened(workspace) as seen:
        await seen.press("o")
        await seen.until_on(AskScreen)
        await seen.write(str(path))
        await seen.press("enter")
        await seen.until_on(LibraryScreen)
        await seen.until(lambda: seen.shows(expected))
        return seen.app.workspace, "\n".join(seen.app.told)


async def refused_file(workspace: Workspace, path: Path) -> str:
    """Ask for a `path` that cannot be opened; gives what is said of it, with the path still in the line."""
    async with opened(workspace, size=(120, 40)) as seen:
        await seen.press("o")
        await seen.until_on(AskScreen)
        await seen.write(str(path))
        await seen.press("enter")
        await seen.until_on(AskScreen)
        assert seen.find("#answer", Input).value == str(path)
        said = seen.reads("#note")
        await seen.press("escape")
        await seen.until_on(LibraryScreen)
        assert seen.app.workspace is workspace
        return said


async def test_another_workspace_is_opened_in_place_of_this_one(small: Small, tmp_path: Path) -> None:
    other = open_workspace(tmp_path / "other.db")
    start(other, {"name": "Bakers"}, client={"name": "Breadth"})
    other.close()
    now, told = await ask_for_file(small.workspace, tmp_path / "other.db", expected="Bakers")
    assert profiles(now) == ["Bakers"]
    assert told == ""
    now.close()


async def test_a_file_that_is_not_there_is_made_new(small: Small, tmp_path: Path) -> None:
    now, _ = await ask_for_file(small.workspace, tmp_path / "new.db", expected="Start a playbook")
    assert now.database.path == tmp_path / "new.db"
    now.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "is empty"), (b"Dear all, " * 50, "is not an icp-tui workspace")],
)
async def test_a_foreign_file_is_refused_in_words_and_nothing_changes(
    small: Small, tmp_path: Path, content: bytes, words: str
) -> None:
    foreign = tmp_path / "letter.txt"
    foreign.write_bytes(content)
    told = await refused_file(small.workspace, foreign)
    assert words in told
    assert "The file was not touched." in told
    assert foreign.read_bytes() == content
    assert small.same()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "That is a folder"),
        ("none.txt", "There is no such file."),
        ("none/x.db", "There is no folder"),
        ("~nobody-of-this-name/x.db", "There is no folder"),
    ],
)
async def test_what_cannot_be_opened_is_refused_in_words(
    small: Small, tmp_path: Path, name: str, words: str
) -> None:
    path = Path(name) if name.startswith("~") else tmp_path / name
    assert words in await refused_file(small.workspace, path)


async def test_what_cannot_be_changed_says_so_and_stays_as_it_is(small: Small) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    newer_format(path)
    before = path.read_bytes()
    workspace = open_workspace(path)
    async with opened(workspace) as seen:
        assert "read only" in seen.top
        await seen.press("n", "c", "d", "f8", "ctrl+z")
        assert len([words for words in seen.app.told if "can only be read here" in words]) == 5
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        assert "read only" in seen.top
        await seen.write("Another name")
        await seen.press("ctrl+pagedown", "ctrl+o")
        await seen.until_on(LibraryScreen)
        assert not seen.shows("Another name")
    workspace.close()
    assert path.read_bytes() == before


# Everywhere


async def test_help_lists_every_key_of_the_screen(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("f1")
        await seen.until(lambda: seen.shows("Keys of this screen", "Duplicate", "^q  F10"))
        await seen.press("escape")
        await seen.until_on(LibraryScreen)


async def test_a_key_from_the_settings_does_its_command(small: Small) -> None:
    settings = Settings(keys={"duplicate": ("x",)})
    async with opened(small.workspace, settings=settings) as seen:
        await seen.press("d")
        assert profiles(small.workspace) == [NAME]
        await seen.press("x")
        await seen.until(lambda: seen.shows("(copy)"))


async def test_commands_can_be_clicked_in_the_line_of_keys(small: Small) -> None:
    async with opened(small.workspace) as seen:
        column = seen.lines[-1].index("^p Commands")
        await seen.pilot.click(offset=(column + 1, 39))
        await seen.until_on(PickScreen)


async def test_quitting_ends_the_program(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("ctrl+q")
        await seen.until(lambda: not seen.app.is_running)
    assert small.answers.of(Profile)


async def test_ctrl_c_only_tells_how_to_leave(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("ctrl+c")
        assert seen.told("^q")
        assert seen.app.is_running


async def test_undo_names_what_left_the_list_and_redo_what_came_back(small: Small) -> None:
    start(small.workspace, {"name": "Autumn"}, client={"name": "Peña"})
    async with opened(small.workspace) as seen:
        await seen.press("ctrl+z")
        assert seen.told("No longer there: Autumn.")
        await seen.press("ctrl+y")
        assert seen.told("There again: Autumn.")


@pytest.mark.parametrize("sure", [True, False])
async def test_undo_asks_before_answers_leave_the_list(small: Small, sure: bool) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("ctrl+z")
        await seen.until(lambda: seen.shows(f"takes {NAME} away, with every answer"))
        assert seen.shows("^y brings it back")
        await seen.press("enter" if sure else "escape")
        await seen.until(lambda: not seen.shows("every answer"))
        assert profiles(small.workspace) == ([] if sure else [NAME])
        await seen.press("ctrl+y")
        assert profiles(small.workspace) == [NAME]


async def test_undo_has_words_for_a_profile_without_a_name(small: Small) -> None:
    begun = start(small.workspace, {}, client={"sells": "Boxes"})
    small.workspace.change(begun, [Edit("profile", begun, "offer", "Łączność")])
    async with opened(small.workspace) as seen:
        await seen.press("ctrl+z")
        await seen.until(lambda: seen.shows("takes a new profile away"))


@pytest.mark.parametrize("key", ["n", "c"])
async def test_a_profile_in_which_nothing_was_written_is_not_kept(small: Small, key: str) -> None:
    async with opened(small.workspace) as seen:
        await seen.press(key)
        await seen.until_on(InterviewScreen)
        await seen.press("escape", "escape", "escape")
        await seen.until_on(LibraryScreen)
        assert profiles(small.workspace) == [NAME]
        assert seen.told("Nothing was written there")


async def test_a_profile_in_which_one_word_was_written_is_kept(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("c")
        await seen.until_on(InterviewScreen)
        await seen.press("P", "e", "escape", "escape", "escape")
        await seen.until_on(LibraryScreen)
        assert len(profiles(small.workspace)) == 2


async def test_undo_and_redo_name_the_records_that_they_change(small: Small) -> None:
    problems = small.answers.of(Problem)
    edits = [Edit("problem", problem.id, "sufferers", "All of them") for problem in problems]
    small.workspace.change_library(edits)
    named = [f"Problem “{problem.title}”" for problem in problems]
    async with opened(small.workspace) as seen:
        await seen.press("ctrl+z")
        await seen.until(lambda: seen.told(f"Taken back: {named[0]}"))
        assert all(seen.told(one) for one in named[:3])
        await seen.press("ctrl+y")
        await seen.until(lambda: seen.told(f"Done again: {named[0]}"))
