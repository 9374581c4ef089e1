"""Another program holds the file: the answer comes soon, and all is saved once the file is free."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from at_the_terminal import TEXT, asked_in, check_kept
from pty_terminal import Open
from reading import column
from tallying import Tally

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.records import Problem
from icp_tui.opening import open_workspace
from small import Small

pytestmark = pytest.mark.fault(12)

SOON = 0.3
"""Seconds in which a save that is not possible has to say so."""

HOLDS = ["IMMEDIATE", "EXCLUSIVE"]
"""Writing: others may read; writing now: nobody else may do anything."""

WORST = [pytest.param("IMMEDIATE", marks=pytest.mark.long), "EXCLUSIVE"]
"""The same, of which only the second is tried each time."""


@contextmanager
def held(path: Path, how: str) -> Iterator[None]:
    """Another program is in the middle of writing."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(f"BEGIN {how}")
    try:
        yield
    finally:
        other.close()


@pytest.mark.parametrize("how", HOLDS)
def test_a_save_answers_soon_and_works_later(small: Small, tally: Tally, how: str) -> None:
    problem, path, taken = small.first(Problem), small.workspace.database.path, []
    with held(path, how):
        small.workspace.typed(small.profile_id, problem, "what", TEXT)
        for _ in range(5):
            begun = time.perf_counter()
            with pytest.raises(SaveFailed, match="another program is writing") as failed:
                small.workspace.flush()
            taken.append(time.perf_counter() - begun)
            assert failed.value.means
            assert failed.value.do
    tally.tried(len(taken))
    # A busy machine may keep any one of them waiting.
    assert min(taken) < SOON
    small.workspace.leave()
    assert small.in_the_file.of(Problem)[0].what == TEXT


@pytest.mark.parametrize("how", HOLDS)
def test_a_locked_file_opens_or_says_soon_why_not(
    small_file: Path, path: Path, tally: Tally, how: str
) -> None:
    shutil.copyfile(small_file, path)
    with held(path, how):
        begun = time.perf_counter()
        try:
            open_workspace(path).let_go()
        except BadFile as error:
            assert how == "EXCLUSIVE"
            assert error.do
        assert time.perf_counter() - begun < 2 * SOON
    tally.tried()
    free = open_workspace(path)
    assert not free.read_only
    free.let_go()


@pytest.mark.parametrize("how", WORST)
def test_one_can_go_on_while_the_file_is_locked_and_all_is_saved_later(
    tmp_path: Path, tally: Tally, how: str
) -> None:
    folder = tmp_path / "work"
    with asked_in(folder) as terminal:
        terminal.type(TEXT)
        terminal.wait_for(f"{TEXT}  ›", "✓ saved")
        with held(folder / "work.db", how):
            terminal.type("!")
            terminal.wait_for("another program")
            terminal.press("enter")
            terminal.wait_for("What does the client sell?")
            terminal.type("Rótulos")
            terminal.wait_for("Rótulos")
            terminal.press("up")
            terminal.wait_for("Which business do you advise?")
            terminal.type("!")
            terminal.wait_for(f"{TEXT}!!")
        terminal.wait_for("✓ saved")
        assert column(folder / "work.db", "SELECT sells FROM client") == ["Rótulos"]
        terminal.press("ctrl+q")
        assert terminal.exit_code() == 0
        check_kept(folder, f"{TEXT}!!", terminal, tally)


@pytest.mark.long
@pytest.mark.parametrize("how", HOLDS)
def test_no_key_meets_a_defect_while_the_file_is_locked(
    started: Open, small_file: Path, path: Path, tally: Tally, how: str
) -> None:
    shutil.copyfile(small_file, path)
    terminal = started(path)
    terminal.wait_for("Wholesalers")
    terminal.press("enter")
    terminal.wait_for("ColdLine", "saved")
    with held(path, how):
        for keys in KEYS:
            terminal.press(*keys)
            terminal.watch(0.4)
            tally.tried()
            assert terminal.process.poll() is None, f"ended by {keys}"
    terminal.press("escape", "escape")
    terminal.wait_for("saved")
    tally.heard(terminal.output)
    terminal.press("ctrl+q")
    assert terminal.exit_code() == 0


KEYS = [
    ("ctrl+z",),
    ("ctrl+y",),
    ("f2", "escape"),
    ("ctrl+pagedown",),
    ("x", "enter"),
    ("ctrl+n",),
    ("f4", "f4"),
    ("ctrl+f", "l", "o", "escape"),
    ("f3",),
    ("ctrl+o", "enter"),
]
"""Undo, redo, steps, next step, typing, a new record, preview, search, next open question, library."""
