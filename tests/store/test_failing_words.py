"""What becomes of an open file below the program is told in words, never in those of SQLite."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.records import Problem
from icp_tui.store.file.database import Database
from icp_tui.store.file.failing import not_saved, unreadable
from icp_tui.store.recovery.copying import save_copy
from icp_tui.store.safety.backups import backups_of, make_backup
from icp_tui.store.safety.keeping import not_readable
from small import Small


def failing_with(code: int, words: str) -> sqlite3.OperationalError:
    """An error as SQLite reports it."""
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return error


def refused(small: Small, problem: Problem) -> SaveFailed:
    """What is said when an answer is saved; the record was read before."""
    with pytest.raises(SaveFailed) as failure:
        small.set(problem, {"sufferers": "Drivers"})
    return failure.value


def read(small: Small) -> BadFile:
    """What is said when the file is read."""
    with pytest.raises(BadFile) as failure:
        small.workspace.database.rows("SELECT count(*) FROM change")
    return failure.value


def test_an_emptied_file_is_said_to_be_emptied_and_stays_as_it_is(small: Small) -> None:
    path, problem = small.workspace.database.path, small.first(Problem)
    path.write_bytes(b"")
    assert "something else has emptied" in refused(small, problem).what
    assert "something else has emptied" in read(small).what and "icp-tui restore" in read(small).do
    assert path.read_bytes() == b""


@pytest.mark.parametrize("harm", ["cut", "noise"])
def test_a_file_that_is_damaged_while_open_is_said_to_be(small: Small, harm: str) -> None:
    path, problem = small.workspace.database.path, small.first(Problem)
    whole = path.read_bytes()
    path.write_bytes(whole[:20_000] if harm == "cut" else b"\xff" * len(whole))
    with pytest.raises((SaveFailed, BadFile)) as failure:
        small.set(problem, {"sufferers": "Drivers"})
    assert "damaged" in failure.value.what and "icp-tui repair" in failure.value.do


def test_a_folder_that_is_gone_is_a_disk_that_was_taken_away(small: Small, tmp_path: Path) -> None:
    (folder := tmp_path / "stick").mkdir()
    small.workspace.close()
    moved = small.workspace.database.path.rename(folder / "small.db")
    opened = Small.opened(moved)
    problem = opened.first(Problem)
    aside = folder.rename(tmp_path / "taken away")
    failure = refused(opened, problem)
    assert failure.what == f"Could not save: {folder}, where small.db was, is gone."
    assert "Connect the disk" in failure.do
    aside.rename(folder)
    opened.set(opened.first(Problem), {"sufferers": "Drivers"})
    opened.workspace.close()


def test_a_disk_that_takes_no_more_is_told_without_sqlite_s_words(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: Database, _sql: str, *_values: object) -> int:
        raise failing_with(sqlite3.SQLITE_IOERR_WRITE, "disk I/O error")

    problem = small.first(Problem)
    with monkeypatch.context() as disk:
        disk.setattr(Database, "execute", broken)
        failure = refused(small, problem)
    assert "I/O" not in str(failure) and "did not take it" in failure.what
    assert "connected" in failure.do


def test_a_disk_that_does_not_answer_is_told_likewise(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    path.write_bytes(b"x")
    for error in (not_saved, unreadable):
        words = str(error(path, failing_with(sqlite3.SQLITE_IOERR_READ, "disk I/O error")))
        assert "I/O" not in words and "disk" in words


def test_a_backup_of_a_file_that_another_program_holds_says_so(small: Small, tmp_path: Path) -> None:
    path = small.workspace.database.path
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(SaveFailed) as failed:
            make_backup(small.workspace.database)
        with pytest.raises(SaveFailed, match="another program holds the workspace"):
            save_copy(small.workspace.database, tmp_path / "copy.db")
    busy = not_readable(path, failing_with(sqlite3.SQLITE_BUSY, "database is locked"))
    for told in (failed.value, busy):
        assert told.what == f"Could not make a backup: another program holds {path}."
        assert "check" not in told.do
    assert backups_of(path) == []
