"""Disk and state folder are full: the text stays on the screen, and quitting asks first."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from at_the_terminal import QUESTION, TEXT
from pty_terminal import Open, Terminal
from reading import column
from small_disk import SmallDisk, on_small_disk
from tallying import Tally

pytestmark = pytest.mark.fault(11)


def nowhere_to_write(started: Open, tmp_path: Path) -> tuple[Terminal, SmallDisk]:
    """The program with a text typed that can be written nowhere."""
    folder = tmp_path / "disk"
    terminal = started(folder / "work.db", within=on_small_disk(folder), XDG_STATE_HOME=str(folder / "state"))
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for(QUESTION, "✓ saved")
    disk = SmallDisk(terminal, folder)
    disk.fill()
    terminal.type(TEXT)
    terminal.wait_for("ONLY on this screen", TEXT)
    return terminal, disk


def test_the_text_stays_and_quitting_asks(started: Open, tmp_path: Path, tally: Tally) -> None:
    terminal, disk = nowhere_to_write(started, tmp_path)
    terminal.press("ctrl+q")
    terminal.wait_for("What you typed last could not be saved.", "Save a copy elsewhere", "Try again")
    terminal.press("escape")
    terminal.wait_gone("Try again")
    terminal.wait_for(TEXT)
    terminal.type("!")
    terminal.wait_for(f"{TEXT}!")
    terminal.press("f10")
    terminal.wait_for("Try again")
    disk.empty()
    terminal.press("escape")
    terminal.wait_gone("Try again")
    terminal.wait_for("✓ saved")
    assert disk.column("work.db", "SELECT name FROM client") == [f"{TEXT}!"]
    terminal.press("ctrl+q")
    assert terminal.exit_code() == 0
    tally.heard(terminal.output)


def test_a_copy_elsewhere_takes_the_text_along(started: Open, tmp_path: Path, tally: Tally) -> None:
    terminal, _ = nowhere_to_write(started, tmp_path)
    terminal.press("ctrl+q")
    terminal.wait_for("Save a copy elsewhere")
    terminal.press("enter")
    # There is no room beside the file: the home folder is suggested.
    terminal.wait_for("Save a copy as", str(tmp_path)[:30])
    terminal.press("enter")
    assert terminal.exit_code() == 0
    tally.heard(terminal.output)
    [copy] = tmp_path.glob("work *.db")
    if column(copy, "SELECT name FROM client") != [TEXT]:
        tally.lost(TEXT)


@pytest.mark.long
def test_who_leaves_without_it_is_told(started: Open, tmp_path: Path, tally: Tally) -> None:
    terminal, _ = nowhere_to_write(started, tmp_path)
    terminal.press("ctrl+q")
    terminal.wait_for("Leave without")
    terminal.press("up", "enter")
    assert terminal.exit_code() == 1
    assert "could not be saved in" in terminal.after
    assert terminal.left_on == []
    tally.heard(terminal.output)


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), pytest.param(signal.SIGHUP, 129, marks=pytest.mark.long)],
)
def test_a_signal_tries_everything_and_ends(
    started: Open, tmp_path: Path, tally: Tally, number: signal.Signals, code: int
) -> None:
    terminal, _ = nowhere_to_write(started, tmp_path)
    terminal.signal(number)
    assert terminal.exit_code() == code
    assert terminal.left_on == []
    assert "could not be saved in" in terminal.after
    tally.heard(terminal.output)
