"""The table of commands: each can be done where it stands, by a key that reaches the program."""

from __future__ import annotations

import pytest
from textual.binding import Binding
from textual.widgets import Input, TextArea

from icp_tui.tui.commands import (
    COMMANDS,
    INTERVIEW,
    KEPT,
    LIBRARY,
    PREVIEW,
    Command,
    bindings_on,
    command_named,
    commands_on,
    show_key,
)
from icp_tui.tui.screens.commanded import CommandedScreen
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.preview import PreviewScreen

SCREENS: dict[str, type[CommandedScreen]] = {
    LIBRARY: LibraryScreen,
    INTERVIEW: InterviewScreen,
    PREVIEW: PreviewScreen,
}


def keys_of(command: Command) -> list[str]:
    return command.keys.split(",")


def swallowed_by_text_fields() -> set[str]:
    """The keys that a line or a text area takes for itself."""
    bound = [b for widget in (Input, TextArea) for b in widget.BINDINGS]
    keys = {key.strip() for b in bound if isinstance(b, Binding) for key in b.key.split(",")}
    return keys


@pytest.mark.parametrize("where", list(SCREENS))
def test_every_command_can_be_done_where_it_stands(where: str) -> None:
    missing = [c.id for c in commands_on(where) if not callable(getattr(SCREENS[where], f"do_{c.id}", None))]
    assert missing == []


def test_every_thing_a_screen_does_is_in_the_table() -> None:
    done = {name.removeprefix("do_") for s in SCREENS.values() for name in dir(s) if name.startswith("do_")}
    assert done == {command.id for command in COMMANDS}


def test_no_two_commands_have_one_name() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("where", list(SCREENS))
def test_no_key_does_two_things_on_one_screen(where: str) -> None:
    keys = [key for command in commands_on(where) for key in keys_of(command)]
    assert sorted(keys) == sorted(set(keys))


def test_no_key_of_the_interview_is_swallowed_by_the_field_that_one_types_in() -> None:
    swallowed = swallowed_by_text_fields() - {"escape"}
    assert {"ctrl+z", "ctrl+d", "ctrl+k", "f6", "f7", "delete"} <= swallowed
    lost = [
        (command.id, key)
        for command in commands_on(INTERVIEW)
        for key in keys_of(command)
        if key in swallowed and not command.priority
    ]
    assert lost == []


def test_no_letter_is_a_command_where_one_types() -> None:
    letters = [
        key
        for command in commands_on(INTERVIEW)
        for key in keys_of(command)
        if len(key) == 1 or key in ("slash", "question_mark", "space", "enter", "backspace")
    ]
    assert letters == []


@pytest.mark.parametrize("key", ["ctrl+m", "ctrl+i", "ctrl+h", "ctrl+enter", "ctrl+c"])
def test_no_command_has_a_key_that_a_terminal_sends_as_another(key: str) -> None:
    assert [command.id for command in COMMANDS if key in keys_of(command)] == []


def test_keys_with_alt_are_taken_before_the_field_sees_them() -> None:
    late = [c.id for c in COMMANDS if any("alt+" in key for key in keys_of(c)) and not c.priority]
    assert late == []


def test_every_command_says_what_it_does_in_a_sentence() -> None:
    assert [c.id for c in COMMANDS if not str(c.help).endswith(".") or not str(c.words)] == []


@pytest.mark.parametrize("where", list(SCREENS))
def test_the_foot_line_shows_about_six_keys_and_the_ways_to_the_rest_and_out(where: str) -> None:
    foot = [command for command in commands_on(where) if command.foot]
    assert 5 <= len(foot) <= 10
    kept = [command.id for command in foot if command.foot >= KEPT]
    assert len(kept) <= 7
    assert {"palette", "quit"} <= set(kept)


def test_bindings_carry_the_names_by_which_keys_are_remapped() -> None:
    bound = [b for b in bindings_on(LIBRARY) if isinstance(b, Binding)]
    assert [b.id for b in bound] == [command.id for command in commands_on(LIBRARY)]


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("ctrl+n", "^n"),
        ("alt+left", "Alt+←"),
        ("alt+shift+right", "Alt+Shift+→"),
        ("f12", "F12"),
        ("escape", "Esc"),
        ("ctrl+pagedown", "Ctrl+PgDn"),
        ("slash", "/"),
        ("n", "n"),
    ],
)
def test_keys_are_written_as_people_write_them(key: str, written: str) -> None:
    assert show_key(key) == written


def test_a_command_shows_its_first_key() -> None:
    assert command_named("quit").shown_key == "^q"
