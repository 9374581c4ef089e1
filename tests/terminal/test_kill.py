"""What the program has shown as saved survives its being killed (kill -9)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from killing import FIELDS, Kill, killed_while_typing

AT_ONCE = 4
"""How many programs are typed into side by side; most of the time each waits for keys."""


def kills(folder: Path, seeds: Iterable[int]) -> list[Kill]:
    """Kill one program for each seed, each in a folder of its own."""

    def kill(seed: int) -> Kill:
        own = folder / str(seed)
        own.mkdir()
        return killed_while_typing(own, seed)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(kill, seeds))


def broken(done: list[Kill]) -> list[Kill]:
    """The kills after which something shown as saved was lost, or the file is damaged."""
    return [kill for kill in done if kill.lost or not kill.whole]


def test_what_was_shown_as_saved_survives_a_kill(tmp_path: Path) -> None:
    done = kills(tmp_path, range(8))
    assert broken(done) == []
    assert any(kill.shown for kill in done)


@pytest.mark.long
def test_what_was_shown_as_saved_survives_two_hundred_kills(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = kills(tmp_path, range(1000, 1200))
    shown, lost = sum(kill.shown for kill in done), sum(len(kill.lost) for kill in done)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(done)} kills, {shown} words shown as saved, {lost} lost\n")
    assert broken(done) == []
    assert {kill.field for kill in done if kill.shown} == set(FIELDS)
