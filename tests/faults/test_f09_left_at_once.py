"""Field, step or program left within 50 ms of typing: what was typed is saved, and where it was typed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from at_the_terminal import QUESTION, TEXT, asked_in, check_kept, rounds
from reading import column
from tallying import Tally

pytestmark = pytest.mark.fault(9)

AT_ONCE = 0.05
"""Seconds after a key within which the field is left."""

LEAVING = [
    ("tab", "What does the client sell?", "up"),
    ("enter", "What does the client sell?", "up"),
    ("f3", "What does the client sell?", "shift+tab"),
    ("ctrl+pagedown", "What do you call this profile?", "ctrl+pageup"),
    ("f2", "type a few letters", "f2"),
    ("f4", "Sales playbook", "f4"),
    ("ctrl+o", "1 profile", "enter"),
]
"""Keys that leave a field, what one sees then, and the key back."""


def leave_at_once(folder: Path, seed: int, tally: Tally) -> None:
    """Type a letter and leave, in every way there is; each time the file holds it."""
    chance, typed = random.Random(seed), ""
    with asked_in(folder) as terminal:
        for leave, seen, back in chance.sample(LEAVING, len(LEAVING)):
            typed += str(len(typed) + 1)
            terminal.type(typed[-1])
            if seed:
                terminal.watch(chance.uniform(0, AT_ONCE))
            terminal.press(leave)
            terminal.wait_for(seen, typed)
            tally.tried()
            if (there := column(folder / "work.db", "SELECT name FROM client")) != [typed]:
                tally.lost(f"{folder.name}: {typed!r} typed, {there!r} there after {leave}")
            terminal.press(back)
            terminal.wait_for(QUESTION, "✓ saved")
        terminal.press("ctrl+q")
        assert terminal.exit_code() == 0
        check_kept(folder, typed, terminal, tally)
    path = folder / "work.db"
    assert column(path, "SELECT coalesce(sells, notes) FROM client") == [None]
    assert column(path, "SELECT name FROM profile") == [None]


def quit_at_once(folder: Path, seed: int, tally: Tally) -> None:
    """Type much, and quit while it is still on its way."""
    chance = random.Random(seed)
    text = TEXT * chance.randint(1, 6)
    with asked_in(folder) as terminal:
        terminal.type(text)
        terminal.watch(chance.uniform(0, AT_ONCE))
        terminal.press(("ctrl+q", "f10")[seed % 2])
        assert terminal.exit_code() == 0
        assert terminal.left_on == []
        check_kept(folder, text, terminal, tally)


def test_a_field_that_is_left_at_once_is_saved(tmp_path: Path, tally: Tally) -> None:
    leave_at_once(tmp_path / "work", 0, tally)


def test_quitting_overtakes_no_key(tmp_path: Path, tally: Tally) -> None:
    rounds(tmp_path, range(2), lambda folder, seed: quit_at_once(folder, seed, tally))


@pytest.mark.long
def test_fields_left_at_once_twenty_eight_times_are_saved(tmp_path: Path, tally: Tally) -> None:
    rounds(tmp_path, range(100, 104), lambda folder, seed: leave_at_once(folder, seed, tally))


@pytest.mark.long
def test_quitting_twelve_times_overtakes_no_key(tmp_path: Path, tally: Tally) -> None:
    rounds(tmp_path, range(200, 212), lambda folder, seed: quit_at_once(folder, seed, tally))


@pytest.mark.long
def test_what_is_typed_ahead_lands_where_it_was_meant(tmp_path: Path, tally: Tally) -> None:
    folder, lines = tmp_path / "work", ["uno", "dos", "tres"]
    with asked_in(folder) as terminal:
        terminal.type(TEXT)
        terminal.press("enter")
        terminal.type("Rótulos")
        terminal.press("ctrl+pagedown")
        terminal.type("Panaderías")
        terminal.press("f2")
        terminal.type("objectives")
        terminal.press("enter")
        for line in lines:
            terminal.type(line)
            terminal.press("enter")
        terminal.press("ctrl+q")
        assert terminal.exit_code() == 0
        check_kept(folder, TEXT, terminal, tally)
    path = folder / "work.db"
    assert column(path, "SELECT sells FROM client") == ["Rótulos"]
    assert column(path, "SELECT name FROM profile") == ["Panaderías"]
    assert column(path, "SELECT result FROM objective ORDER BY position") == lines
