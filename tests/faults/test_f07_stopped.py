"""Stopped (as by ^Z in a shell) and continued: saved before it stops, and it goes on as before."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest
from at_the_terminal import TEXT, asked_in, check_kept, rounds
from pty_terminal import Terminal
from reading import column
from tallying import Tally

pytestmark = pytest.mark.fault(7)

PAINTED = 0.05
"""Seconds after which the program has heard of a letter that it has painted."""


def stop(terminal: Terminal, number: signal.Signals = signal.SIGTSTP) -> None:
    """Stop the program and wait until it stands still."""
    terminal.signal(number)
    os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED | os.WNOWAIT)
    terminal.watch(0.05)


def go_on(terminal: Terminal) -> None:
    """Continue it and wait until all keys are its own again; a shell's terminal keeps some for itself."""
    terminal.signal(signal.SIGCONT)
    terminal.wait_until(lambda: "raw keys" in terminal.left_on, "going on")


def stop_and_go_on(folder: Path, seed: int, tally: Tally) -> None:
    chance = random.Random(seed)
    with asked_in(folder) as terminal:
        text = ""
        for word in TEXT.split():
            text = f"{text}{word} "
            terminal.type(f"{word} ")
            terminal.wait_for(text.rstrip())
            terminal.watch(chance.uniform(PAINTED, 0.25))
            stop(terminal)
            assert terminal.left_on == []
            if column(folder / "work.db", "SELECT name FROM client") != [text.rstrip()]:
                tally.lost(f"{folder.name}: {text!r} not saved when it was stopped")
            go_on(terminal)
        terminal.press("ctrl+q")
        assert terminal.exit_code() == 0
        assert terminal.left_on == []
        check_kept(folder, TEXT, terminal, tally)


def test_stopped_and_continued_it_has_saved_and_goes_on(tmp_path: Path, tally: Tally) -> None:
    stop_and_go_on(tmp_path / "work", 0, tally)


@pytest.mark.long
def test_four_times_stopped_and_continued(tmp_path: Path, tally: Tally) -> None:
    rounds(tmp_path, range(100, 104), lambda folder, seed: stop_and_go_on(folder, seed, tally))


@pytest.mark.long
def test_stopped_without_being_asked_it_goes_on_all_the_same(tmp_path: Path, tally: Tally) -> None:
    with asked_in(tmp_path / "work") as terminal:
        terminal.type(TEXT[:9])
        stop(terminal, signal.SIGSTOP)
        terminal.type(TEXT[9:])
        terminal.signal(signal.SIGCONT)
        terminal.wait_for(TEXT, "✓ saved")
        terminal.press("ctrl+q")
        assert terminal.exit_code() == 0
        check_kept(tmp_path / "work", TEXT, terminal, tally)


@pytest.mark.long
def test_killed_while_it_is_stopped_it_has_lost_nothing(tmp_path: Path, tally: Tally) -> None:
    with asked_in(tmp_path / "work") as terminal:
        terminal.type(TEXT)
        terminal.wait_for(TEXT)
        terminal.watch(PAINTED)
        stop(terminal)
        terminal.kill()
        check_kept(tmp_path / "work", TEXT, terminal, tally)
