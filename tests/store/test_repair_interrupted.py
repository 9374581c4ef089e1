"""What ends the check of the search index is told as what it is; only damage makes the index anew."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from damaging import by_hand

from icp_tui.errors import SaveFailed
from icp_tui.opening import figures
from icp_tui.store.file import database as module
from icp_tui.store.file.database import Database
from icp_tui.store.recovery.derived import make_findable
from icp_tui.store.recovery.repair import repair
from icp_tui.store.work.search import search
from small import Small


@pytest.fixture
def path(small: Small) -> Path:
    """A closed workspace."""
    small.workspace.close()
    return small.workspace.database.path


def _at_the_check(monkeypatch: pytest.MonkeyPatch, ended: Exception) -> list[str]:
    """Let the check of the search index end like this, after SQLite took the transaction back."""
    real, said = Database.execute, list[str]()

    def execute(self: Database, sql: str, *values: object) -> int:
        if "search_text (search_text)" in sql:
            said.append(sql)
            if "integrity-check" in sql:
                real(self, "ROLLBACK")
                raise ended
        return real(self, sql, *values)

    monkeypatch.setattr(Database, "execute", execute)
    return said


def test_ctrl_c_while_the_search_index_is_checked_ends_the_repair(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, pressed = Database.execute, [False]

    def execute(self: Database, sql: str, *values: object) -> int:
        if "integrity-check" in sql:
            pressed[0] = True
        return real(self, sql, *values)

    def progress(_share: float) -> None:
        if pressed[0]:
            pressed[0] = False
            raise KeyboardInterrupt

    monkeypatch.setattr(module, "_STEPS", 1)
    monkeypatch.setattr(Database, "execute", execute)
    before = path.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        repair(path, figures, progress=progress, dry_run=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("code", "words"), [(sqlite3.SQLITE_FULL, "disk .* full"), (sqlite3.SQLITE_IOERR, "did not take it")]
)
def test_a_disk_that_fails_while_the_search_index_is_checked_is_told(
    small: Small, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    ended = sqlite3.OperationalError("of the disk")
    ended.sqlite_errorcode = code
    said = _at_the_check(monkeypatch, ended)
    database = small.workspace.database
    with pytest.raises(SaveFailed, match=words), database.transaction():
        make_findable(database)
    assert len(said) == 1


def test_a_damaged_search_index_is_made_anew(path: Path) -> None:
    by_hand(path, "UPDATE search_text_data SET block = zeroblob(length(block)) WHERE id > 10")
    small = Small.opened(path)
    database = small.workspace.database
    with database.transaction():
        assert make_findable(database)
    assert search(database, "dock")
    small.workspace.let_go()
