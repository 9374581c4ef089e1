"""SIGTERM, SIGHUP, SIGINT or the window closed while a save is pending: saved, and the terminal as it was."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest
from at_the_terminal import TEXT, asked_in, check_kept, rounds
from tallying import Tally

pytestmark = pytest.mark.fault(4)

CLOSED = None
"""The window is closed: the terminal goes, and the system sends SIGHUP."""

ENDINGS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, CLOSED)


def end_while_pending(folder: Path, seed: int, tally: Tally) -> None:
    """Type, and end the program within the pause that a save waits for."""
    chance, ending = random.Random(seed), ENDINGS[seed % len(ENDINGS)]
    with asked_in(folder) as terminal:
        terminal.type(TEXT)
        terminal.wait_for(TEXT)
        terminal.watch(chance.uniform(0, 0.25))
        if ending is CLOSED:
            terminal.hang_up()
            assert terminal.exit_code() == 128 + signal.SIGHUP
        else:
            terminal.signal(ending)
            assert terminal.exit_code() == 128 + ending
            assert terminal.left_on == []
        check_kept(folder, TEXT, terminal, tally)


def test_an_end_from_outside_saves_and_restores_the_terminal(tmp_path: Path, tally: Tally) -> None:
    rounds(tmp_path, range(4), lambda folder, seed: end_while_pending(folder, seed, tally))


@pytest.mark.long
def test_twenty_four_ends_from_outside_lose_nothing(tmp_path: Path, tally: Tally) -> None:
    rounds(tmp_path, range(100, 124), lambda folder, seed: end_while_pending(folder, seed, tally))


@pytest.mark.long
def test_a_second_signal_changes_nothing(tmp_path: Path, tally: Tally) -> None:
    with asked_in(tmp_path / "work") as terminal:
        terminal.type(TEXT)
        terminal.signal(signal.SIGTERM)
        terminal.signal(signal.SIGHUP)
        assert terminal.exit_code() in (128 + signal.SIGHUP, 128 + signal.SIGTERM)
        assert terminal.left_on == []
        check_kept(tmp_path / "work", TEXT, terminal, tally)
