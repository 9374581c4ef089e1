"""The terminal is gone and no signal tells of it: the program ends, everything saved, the lock free."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest
from at_the_terminal import TEXT, asked_in, check_kept, rounds
from tallying import Tally

pytestmark = pytest.mark.fault(6)

SOON = 2.0
"""Seconds in which it has to end."""


def gone_while_typing(folder: Path, seed: int, tally: Tally) -> float:
    """Type, and take the terminal away without a word; the seconds until the program has ended."""
    chance = random.Random(seed)
    with asked_in(folder, in_a_window=False) as terminal:
        terminal.type(TEXT)
        terminal.wait_for(TEXT)
        terminal.watch(chance.uniform(0, 0.4))
        begun = time.monotonic()
        terminal.hang_up()
        assert terminal.exit_code() == 128 + signal.SIGHUP
        taken = time.monotonic() - begun
        check_kept(folder, TEXT, terminal, tally)
        return taken


def test_it_ends_within_two_seconds_with_everything_saved(tmp_path: Path, tally: Tally) -> None:
    # The quickest of some: a busy machine may keep any one waiting.
    assert min(rounds(tmp_path, range(2), lambda folder, seed: gone_while_typing(folder, seed, tally))) < SOON


@pytest.mark.long
def test_eight_times_in_a_row(tmp_path: Path, tally: Tally) -> None:
    taken = rounds(tmp_path, range(100, 108), lambda folder, seed: gone_while_typing(folder, seed, tally))
    assert sorted(taken)[len(taken) // 2] < SOON
