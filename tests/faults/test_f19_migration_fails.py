"""A migration that fails: the file is as it was, its backup exists, and the next start tries again."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from aging import age_of, make_older
from reading import is_whole, rows
from sqlite_utils import Database as Tables
from tallying import Tally
from whole import faults_of

from icp_tui.errors import SaveFailed
from icp_tui.opening import open_workspace
from icp_tui.store.file.database import Database
from icp_tui.store.file.locks import FileLock
from icp_tui.store.log.migrations import MIGRATIONS
from icp_tui.store.safety.backups import backups_of

pytestmark = pytest.mark.fault(19)

LOG = "SELECT id, field, old, new FROM change ORDER BY id"


@pytest.fixture
def older(small_file: Path, path: Path) -> Path:
    """A file that an older version has left."""
    shutil.copyfile(small_file, path)
    make_older(path)
    return path


def check_unchanged(path: Path, log: list[tuple[object, ...]], tally: Tally) -> None:
    """Version and data are those before, the backup has them, too, and nobody holds the file."""
    tally.tried()
    if age_of(path) != "older":
        tally.lost(f"not the version before: {age_of(path)}")
    if rows(path, LOG) != log or not is_whole(path):
        tally.lost("not the data before")
    found = backups_of(path)
    if not found:
        tally.lost("no backup")
    for backup in found:
        if rows(backup.path, LOG) != log or not is_whole(backup.path):
            tally.lost("a backup with other data")
    FileLock.take(path).release()


def test_a_migration_that_the_file_refuses_changes_nothing(older: Path, tally: Tally) -> None:
    with closing(sqlite3.connect(older)) as connection:
        # What the last statement of the migration makes is there already.
        connection.execute("CREATE TABLE forgotten (something TEXT)")
    log = rows(older, LOG)
    with pytest.raises(SaveFailed) as failed:
        open_workspace(older)
    assert failed.value.means
    assert failed.value.do
    tally.tried()
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("DROP TABLE forgotten")
    check_unchanged(older, log, tally)
    assert faults_of(older, older.with_name("scratch.db")) == []
    assert age_of(older) == "current"


@pytest.mark.parametrize("failing", [1, 3, 20])
def test_a_migration_that_breaks_off_at_any_statement_changes_nothing(
    older: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally, failing: int
) -> None:
    log, calls = rows(older, LOG), iter(range(1, 10_000))
    real = Database.execute

    def full(self: Database, sql: str, *values: object) -> int:
        if next(calls) == failing:
            raise sqlite3.OperationalError("database or disk is full")
        return real(self, sql, *values)

    with monkeypatch.context() as failing_now:
        failing_now.setattr(Database, "execute", full)
        with pytest.raises(SaveFailed):
            open_workspace(older)
    check_unchanged(older, log, tally)
    assert faults_of(older, older.with_name("scratch.db")) == []


def test_a_migration_with_a_defect_changes_nothing(
    older: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    log, apply = rows(older, LOG), MIGRATIONS.apply

    def defective(tables: Tables) -> None:
        apply(tables)
        raise KeyError("a defect after the last statement")

    with monkeypatch.context() as failing_now:
        failing_now.setattr(MIGRATIONS, "apply", defective)
        with pytest.raises(KeyError):
            open_workspace(older)
    check_unchanged(older, log, tally)
    assert faults_of(older, older.with_name("scratch.db")) == []
