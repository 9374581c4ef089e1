"""Killed while saving (kill -9): whatever was said to be saved is in the file, and the file is in order.

Two kinds of witness: programs without screens that tell of every commit through a pipe and save as fast as
they can, and the real program, whose “✓ saved” is read from its screen.
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from killing import FIELDS, Kill, killed_while_typing
from reading import rows
from tallying import Tally
from whole import faults_of

pytestmark = pytest.mark.fault(1)

SAVER = Path(__file__).with_name("saver.py")

AT_ONCE = 4
"""How many programs are typed into side by side; most of the time each waits for keys."""


def killed_while_saving(path: Path, seed: int) -> dict[str, str | None]:
    """Let a program work on `path` and kill it at any moment; the texts of all changes that it told of."""
    chance = random.Random(seed)
    saver = subprocess.Popen(
        [sys.executable, SAVER, path, str(seed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert saver.stdout
    assert saver.stderr
    select.select([saver.stdout], [], [], 30)
    told = b""
    end = time.monotonic() + chance.uniform(0, 0.3)
    while (left := end - time.monotonic()) > 0:
        if select.select([saver.stdout], [], [], left)[0]:
            told += os.read(saver.stdout.fileno(), 1 << 16)
    saver.kill()
    rest, said = saver.communicate()
    assert said == b"", said.decode()
    acknowledged: dict[str, str | None] = {}
    # A line that was cut off was not read: nobody has been told.
    for line in (told + rest).splitlines(keepends=True):
        if line.endswith(b"\n"):
            acknowledged |= json.loads(line)
    return acknowledged


def missing(acknowledged: dict[str, str | None], path: Path) -> list[str]:
    """The acknowledged changes that the file does not hold.

    The one that was being typed at the end may have grown: saved, but the kill was faster than the telling.
    """
    there = dict(rows(path, "SELECT id, new FROM change"))
    other = [name for name, new in acknowledged.items() if name not in there or there[name] != new]
    grown = [name for name in other if (there.get(name) or "").startswith(acknowledged[name] or "\0")]
    return [name for name in other if name not in grown[:1]]


def kill_in_turn(path: Path, scratch: Path, tally: Tally, seeds: Iterable[int]) -> None:
    """Kill one program after the other on the same file, and look each time."""
    for seed in seeds:
        acknowledged = killed_while_saving(path, seed)
        tally.tried()
        for fault in faults_of(path, scratch):
            tally.lost(f"{seed}: {fault}")
        for name in missing(acknowledged, path):
            tally.lost(f"{seed}: {name} {acknowledged[name]!r}")


def test_each_commit_that_was_told_of_survives_a_kill(small_file: Path, path: Path, tally: Tally) -> None:
    shutil.copyfile(small_file, path)
    kill_in_turn(path, path.with_name("scratch.db"), tally, range(4))


@pytest.mark.long
@pytest.mark.parametrize("first", range(1000, 1200, 20))
def test_each_commit_survives_two_hundred_kills(
    small_file: Path, path: Path, tally: Tally, first: int
) -> None:
    shutil.copyfile(small_file, path)
    kill_in_turn(path, path.with_name("scratch.db"), tally, range(first, first + 20))


def kills(folder: Path, seeds: Iterable[int], tally: Tally) -> list[Kill]:
    """Kill one real program for each seed, each in a folder of its own."""

    def kill(seed: int) -> Kill:
        own = folder / str(seed)
        own.mkdir()
        return killed_while_typing(own, seed)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(kill, seeds))
    for one in done:
        tally.tried()
        for word in one.lost:
            tally.lost(f"{word} in {one.field}")
        if not one.whole:
            tally.lost("the file is damaged")
    return done


def test_what_was_shown_as_saved_survives_a_kill(tmp_path: Path, tally: Tally) -> None:
    assert any(kill.shown for kill in kills(tmp_path, range(3), tally))


@pytest.mark.long
@pytest.mark.parametrize("first", range(1000, 1040, 20))
def test_what_was_shown_as_saved_survives_forty_kills(tmp_path: Path, tally: Tally, first: int) -> None:
    done = kills(tmp_path, range(first, first + 20), tally)
    assert {kill.field for kill in done if kill.shown} == set(FIELDS)
