"""An old backup restored beside what SQLite kept for another state of the file: exactly it comes back."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from tallying import Tally

from icp_tui.opening import open_workspace
from icp_tui.store.recovery.restoring import restore
from icp_tui.store.safety.backups import Backup, make_backup

pytestmark = pytest.mark.fault(22)

STATES = ("living", "gone", "empty", "foreign")


@pytest.fixture
def backup(small_file: Path, tmp_path: Path) -> Backup:
    path = tmp_path / "work.db"
    shutil.copyfile(small_file, path)
    workspace = open_workspace(path)
    made = make_backup(workspace.database)
    workspace.close()
    return made


def leave_stale(path: Path, chance: random.Random, mode: str) -> None:
    """Leave at `path` what a program killed in the midst of a save leaves: the file, its journal or WAL."""
    live = path.with_name("live.db")
    shutil.copyfile(path, live)
    connection = sqlite3.connect(live, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode={mode}")
    connection.execute("PRAGMA cache_size=1")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("UPDATE client SET name = ?", [f"Other {chance.random()}"])
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE client SET name = 'Stale'")
    connection.execute("UPDATE change SET author = hex(zeroblob(?))", [chance.randint(200, 3000)])
    for ending in ("", "-journal", "-wal", "-shm"):
        beside = live.with_name(live.name + ending)
        if beside.exists():
            shutil.copyfile(beside, path.with_name(path.name + ending))
    connection.execute("ROLLBACK")
    connection.close()
    for rest in path.parent.glob("live.db*"):
        rest.unlink()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("mode", ["TRUNCATE", "WAL"])
def test_exactly_the_backup_comes_back(
    backup: Backup, tmp_path: Path, mode: str, state: str, tally: Tally
) -> None:
    path = tmp_path / "work.db"
    for seed in range(3):
        leave_stale(path, random.Random(seed), mode)
        assert any(path.with_name(path.name + ending).exists() for ending in ("-journal", "-wal"))
        if state == "gone":
            path.unlink()
        elif state != "living":
            path.write_bytes(b"" if state == "empty" else b"PK\x03\x04")
        restore(path, backup.path)
        tally.tried()
        if path.read_bytes() != backup.path.read_bytes():
            tally.lost(f"{mode}, {state}: other bytes than the backup’s")
        workspace = open_workspace(path)
        names = [row["name"] for row in workspace.database.rows("SELECT name FROM client")]
        if names != ["ColdLine"] or workspace.database.rows("PRAGMA integrity_check(1)")[0][0] != "ok":
            tally.lost(f"{mode}, {state}: {names}")
        workspace.close()


def test_the_stale_journal_itself_is_kept_where_the_file_was_lost(
    backup: Backup, tmp_path: Path, tally: Tally
) -> None:
    path = tmp_path / "work.db"
    leave_stale(path, random.Random(1), "TRUNCATE")
    journal = path.with_name("work.db-journal").read_bytes()
    path.write_bytes(b"PK\x03\x04")
    done = restore(path, backup.path)
    assert done.aside is not None
    tally.tried()
    if done.aside.with_name(f"{done.aside.name}-journal").read_bytes() != journal:
        tally.lost("the journal that was there")
