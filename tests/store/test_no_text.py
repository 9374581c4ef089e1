"""A file in which names or answers are no UTF-8: told as damage, repaired, and in nobody's way."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from damaging import by_hand

from icp_tui.errors import BadFile
from icp_tui.opening import figures, open_workspace
from icp_tui.store.exchange import merging
from icp_tui.store.file.connecting import reading
from icp_tui.store.recovery.repair import repair
from icp_tui.store.recovery.restoring import restore
from icp_tui.store.recovery.soundness import examine, open_to_check
from icp_tui.store.safety.backups import backups_of, check_copy, make_backup
from icp_tui.store.safety.held import held_in, is_changed
from icp_tui.store.safety.moved import backups_elsewhere
from small import Small


def spoil_schema(path: Path) -> Path:
    """Put a byte that begins no letter into the first type that a table names."""
    content = bytearray(path.read_bytes())
    content[content.index(b"TEXT PRIMARY") + len("TEXT PRIMAR")] = 0xD9
    path.write_bytes(content)
    return path


@pytest.fixture
def path(small: Small) -> Path:
    """A closed workspace."""
    small.workspace.close()
    return small.workspace.database.path


def test_a_schema_with_bytes_that_are_no_text_is_repaired(path: Path) -> None:
    spoil_schema(path)
    with pytest.raises(BadFile, match="damaged"):
        open_workspace(path)
    assert repair(path, figures).written == path
    database = open_to_check(path)
    assert [finding for finding in examine(database, figures) if finding.many] == []
    database.close()


@pytest.mark.parametrize(
    "use", [lambda path, own: restore(own, path), merging.read], ids=["restore", "merge"]
)
def test_such_a_file_of_somebody_is_refused_in_words(
    path: Path, tmp_path: Path, use: Callable[[Path, Path], object]
) -> None:
    theirs = spoil_schema(path.rename(tmp_path / "theirs.db"))
    with pytest.raises(BadFile) as told:
        use(theirs, tmp_path / "own.db")
    assert told.value.do
    assert not (tmp_path / "own.db").exists()


def test_such_a_backup_is_in_nobody_s_way(small: Small, tmp_path: Path) -> None:
    database = small.workspace.database
    broken = spoil_schema(make_backup(database).path)
    assert held_in(broken) is None
    with reading(database.path) as connection:
        assert is_changed(connection, broken)
    moved = tmp_path / "moved.db"
    database.copy_into(moved)
    assert backups_elsewhere(moved) == []
    with pytest.raises(Exception, match="not whole"):
        check_copy(broken)


def test_an_answer_that_is_no_text_costs_no_backup(path: Path) -> None:
    by_hand(path, "UPDATE change SET new = CAST(x'31ff32' AS TEXT) WHERE field = 'what'")
    workspace = open_workspace(path, "Ada")
    make_backup(workspace.database)
    with reading(path) as connection:
        assert not is_changed(connection, backups_of(path)[0].path)
    workspace.let_go()
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.Error, match="decode"):
        connection.execute("SELECT new FROM change").fetchall()
