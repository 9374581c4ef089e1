"""Keys that are still on their way when the program is told to end are not lost."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest
from at_the_terminal import asked_in, check_kept, rounds
from tallying import Tally

pytestmark = pytest.mark.fault(5)


def keys_then_signal(folder: Path, seed: int, tally: Tally) -> None:
    """Ten keys (and, but for the first time, any number of them after others), and SIGTERM at once."""
    chance = random.Random(seed)
    keys = "0123456789" * (chance.randint(1, 6) if seed else 1)
    with asked_in(folder) as terminal:
        before, after = keys[:-10], keys[-10:]
        if before:
            terminal.type(before)
            terminal.watch(chance.uniform(0, 0.3))
        terminal.type(after)
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_code() == 128 + signal.SIGTERM
        assert terminal.left_on == []
        check_kept(folder, keys, terminal, tally)


def test_ten_keys_and_a_signal_at_once_lose_none(tmp_path: Path, tally: Tally) -> None:
    rounds(tmp_path, range(2), lambda folder, seed: keys_then_signal(folder, seed, tally))


@pytest.mark.long
def test_keys_and_a_signal_at_once_twenty_times_lose_none(tmp_path: Path, tally: Tally) -> None:
    rounds(tmp_path, range(100, 120), lambda folder, seed: keys_then_signal(folder, seed, tally))
