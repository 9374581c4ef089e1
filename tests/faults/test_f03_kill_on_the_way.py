"""Killed while a file is made, brought up to date, backed up or restored: old or new, never between."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from aging import age_of, make_older
from tallying import Tally
from whole import Held, faults_of, held

from icp_tui.opening import open_workspace
from icp_tui.store.recovery.restoring import restore
from icp_tui.store.safety.backups import backups_of, make_backup

pytestmark = pytest.mark.fault(3)

DYING = Path(__file__).with_name("dying.py")


def die_at(what: str, original: Path, folder: Path, *steps: int) -> str:
    """Do it once for each step, each in a folder FOLDER/STEP; what was printed."""
    done = subprocess.run(
        [sys.executable, DYING, what, folder, original, *map(str, steps)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def died(what: str, original: Path, folder: Path, tries: int) -> list[Path]:
    """Kill it at `tries` of its steps, the last ones always among them; the files that are left."""
    last = int(die_at(what, original, folder, 0))
    many = range(1, last + 1)
    steps = list(many) if last <= tries else sorted({*random.Random(7).sample(many, tries - 4), *many[-4:]})
    die_at(what, original, folder, *steps)
    return [folder / str(step) / "work.db" for step in steps]


def content(path: Path) -> Held:
    workspace = open_workspace(path, "Ada")
    try:
        return {name: rows for name, rows in held(workspace.database).items() if name != "about"}
    finally:
        workspace.let_go()


def is_whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def look(path: Path, tally: Tally) -> None:
    """The program opens it, and finds it in order."""
    tally.tried()
    for fault in faults_of(path, path.with_name("scratch.db")):
        tally.lost(f"step {path.parent.name}: {fault}")


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Where the state of each killed process is looked for."""
    return monkeypatch


def own_state(path: Path, at_home: pytest.MonkeyPatch) -> None:
    at_home.setenv("XDG_STATE_HOME", str(path.parent / "state"))


def check_made(folder: Path, original: Path, tries: int, tally: Tally) -> None:
    there = set()
    for path in died("make", original, folder, tries):
        there.add(path.exists())
        look(path, tally)
    assert there == {True, False}


def check_migrated(folder: Path, original: Path, tries: int, tally: Tally) -> None:
    older = folder / "older.db"
    shutil.copyfile(original, older)
    make_older(older)
    assert age_of(older) == "older"
    expected, ages = content(original), set()
    for path in died("migrate", older, folder, tries):
        age = age_of(path)
        ages.add(age)
        look(path, tally)
        if age not in ("older", "current"):
            tally.lost(f"step {path.parent.name}: between: {age}")
        if content(path) != expected:
            tally.lost(f"step {path.parent.name}: other content")
    assert ages == {"older", "current"}


def check_backed_up(
    folder: Path, original: Path, tries: int, tally: Tally, at_home: pytest.MonkeyPatch
) -> None:
    numbers = set()
    for path in died("back_up", original, folder, tries):
        own_state(path, at_home)
        found = backups_of(path)
        numbers.add(len(found))
        look(path, tally)
        for backup in found:
            if not is_whole(backup.path):
                tally.lost(f"step {path.parent.name}: a backup is not whole")
        workspace = open_workspace(path)
        made = make_backup(workspace.database)
        workspace.let_go()
        assert content(made.path) == content(path)
    assert numbers >= {0, 1}


def check_restored(
    folder: Path, original: Path, tries: int, tally: Tally, at_home: pytest.MonkeyPatch
) -> None:
    new, seen = content(original), set()
    for path in died("restore", original, folder, tries):
        own_state(path, at_home)
        look(path, tally)
        there = content(path)
        names = sorted(str(row[-1]) for row in there["client"])
        seen.add(len(names))
        if there != new and len(there["client"]) != 2:
            tally.lost(f"step {path.parent.name}: neither the old file nor the backup")
        restore(path, original)
        assert content(path) == new
        assert not [p.name for p in path.parent.iterdir() if p.name.endswith(".restoring")]
    assert seen == {1, 2}


def test_a_file_is_made_or_not(small_file: Path, tmp_path: Path, tally: Tally) -> None:
    check_made(tmp_path, small_file, 5, tally)


def test_a_file_is_brought_up_to_date_or_not(small_file: Path, tmp_path: Path, tally: Tally) -> None:
    check_migrated(tmp_path, small_file, 6, tally)


def test_a_backup_is_there_whole_or_not(
    small_file: Path, tmp_path: Path, tally: Tally, at_home: pytest.MonkeyPatch
) -> None:
    check_backed_up(tmp_path, small_file, 6, tally, at_home)


def test_a_backup_is_restored_or_not(
    small_file: Path, tmp_path: Path, tally: Tally, at_home: pytest.MonkeyPatch
) -> None:
    check_restored(tmp_path, small_file, 6, tally, at_home)


@pytest.mark.long
def test_a_file_is_made_or_not_at_sixty_steps(small_file: Path, tmp_path: Path, tally: Tally) -> None:
    check_made(tmp_path, small_file, 60, tally)


@pytest.mark.long
def test_a_file_is_brought_up_to_date_or_not_at_eighty_steps(
    small_file: Path, tmp_path: Path, tally: Tally
) -> None:
    check_migrated(tmp_path, small_file, 80, tally)


@pytest.mark.long
def test_a_backup_is_there_whole_or_not_at_eighty_steps(
    small_file: Path, tmp_path: Path, tally: Tally, at_home: pytest.MonkeyPatch
) -> None:
    check_backed_up(tmp_path, small_file, 80, tally, at_home)


@pytest.mark.long
def test_a_backup_is_restored_or_not_at_eighty_steps(
    small_file: Path, tmp_path: Path, tally: Tally, at_home: pytest.MonkeyPatch
) -> None:
    check_restored(tmp_path, small_file, 80, tally, at_home)
