"""Who was forgotten stays so in whatever is restored, and no later merge brings the client back."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from pathlib import Path

import pytest
from two_clients import OTHER, SECRET, add_other, names

from icp_tui.errors import SaveFailed
from icp_tui.opening import open_workspace
from icp_tui.store.exchange import merging
from icp_tui.store.exchange.bundles import export
from icp_tui.store.log.forgetting import forget, holds_text
from icp_tui.store.recovery.restoring import restore
from icp_tui.store.recovery.staying_forgotten import coming_back, forgotten_in
from icp_tui.store.safety.backups import Backup, make_backup
from icp_tui.store.work.workspace import Workspace
from small import Small

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


class Shelf:
    """A closed workspace that has forgotten a client; a backup and a bundle from before, one from after."""

    def __init__(self, small: Small) -> None:
        workspace = small.workspace
        other = add_other(workspace)
        self.bundle = workspace.database.path.with_name("sent.icp")
        export(workspace, self.bundle, other)
        self.before: Backup = make_backup(workspace.database, NOW - dt.timedelta(hours=2))
        forget(workspace.database, other)
        self.after: Backup = make_backup(workspace.database, NOW - dt.timedelta(hours=1))
        self.path = workspace.database.path
        workspace.close()

    def opened(self) -> Workspace:
        return open_workspace(self.path)

    def names(self) -> list[str]:
        workspace = self.opened()
        try:
            return names(workspace)
        finally:
            workspace.close()

    def merged(self) -> int:
        """Merge the bundle from before; gives how many of its changes were left out."""
        workspace = self.opened()
        try:
            planned = merging.plan(workspace, merging.read(self.bundle))
            merging.apply(workspace, planned, {})
            return planned.left_out
        finally:
            workspace.close()


@pytest.fixture
def shelf(small: Small) -> Shelf:
    return Shelf(small)


def test_a_client_forgotten_since_is_forgotten_again_in_an_old_backup(shelf: Shelf) -> None:
    assert coming_back(shelf.before.path, forgotten_in(shelf.path)) == (OTHER,)
    done = restore(shelf.path, shelf.before.path)
    assert done.forgotten == (OTHER,)
    for word in (OTHER, SECRET):
        assert holds_text(shelf.before.path, word)
        assert not holds_text(shelf.path, word)
    assert shelf.names() == ["ColdLine"]
    assert [path.name for path in shelf.path.parent.glob("small.db*")] == ["small.db"]


def test_no_later_merge_brings_the_client_back(shelf: Shelf) -> None:
    restore(shelf.path, shelf.before.path)
    assert shelf.merged() > 0
    assert shelf.names() == ["ColdLine"]


def test_marks_go_over_to_a_file_that_never_held_the_client(shelf: Shelf, small_file: Path) -> None:
    done = restore(shelf.path, small_file)
    assert done.forgotten == ()
    assert shelf.merged() > 0
    assert shelf.names() == ["ColdLine"]


def test_where_it_is_asked_for_the_client_comes_back_and_stays(shelf: Shelf) -> None:
    done = restore(shelf.path, shelf.before.path, with_forgotten=True)
    assert done.forgotten == (OTHER,)
    assert shelf.names() == ["ColdLine", OTHER]
    assert shelf.merged() == 0
    assert not forgotten_in(shelf.path)
    # The last word counts: what is restored next does not take the client away again.
    later = open_workspace(shelf.path)
    newest = make_backup(later.database)
    later.close()
    shelf.path.write_bytes(b"garbage")
    assert restore(shelf.path, newest.path).forgotten == ()
    assert shelf.names() == ["ColdLine", OTHER]


@pytest.mark.parametrize("spoil", [None, b"", b"garbage"], ids=["gone", "empty", "foreign"])
def test_where_the_workspace_is_lost_its_newest_backup_tells(shelf: Shelf, spoil: bytes | None) -> None:
    if spoil is None:
        shelf.path.unlink()
    else:
        shelf.path.write_bytes(spoil)
    assert restore(shelf.path, shelf.before.path).forgotten == (OTHER,)
    assert shelf.names() == ["ColdLine"]


def test_a_workspace_that_was_begun_anew_does_not_hide_who_was_forgotten(shelf: Shelf) -> None:
    shelf.path.unlink()
    open_workspace(shelf.path, anew=True).close()
    assert restore(shelf.path, shelf.before.path).forgotten == (OTHER,)
    assert shelf.names() == ["ColdLine"]


def test_after_a_move_the_backups_of_the_former_path_tell(shelf: Shelf) -> None:
    there = shelf.path.rename(shelf.path.with_name("moved.db"))
    shelf.path = there
    workspace = shelf.opened()
    make_backup(workspace.database, NOW - dt.timedelta(minutes=1))
    workspace.close()
    there.write_bytes(b"garbage")
    assert restore(there, shelf.before.path).forgotten == (OTHER,)


def test_a_client_deleted_before_the_backup_is_forgotten_in_it_too(shelf: Shelf, tmp_path: Path) -> None:
    source = tmp_path / "deleted.db"
    source.write_bytes(shelf.before.path.read_bytes())
    connection = sqlite3.connect(source)
    connection.execute("UPDATE client SET deleted_at = '2026-11-01' WHERE name = ?", (OTHER,))
    connection.commit()
    connection.close()
    assert restore(shelf.path, source).forgotten == (OTHER,)
    assert not holds_text(shelf.path, OTHER)


def test_what_nothing_was_forgotten_in_is_restored_byte_for_byte(shelf: Shelf) -> None:
    restore(shelf.path, shelf.after.path)
    assert shelf.path.read_bytes() == shelf.after.path.read_bytes()


def test_where_a_newer_program_made_it_nothing_is_restored(shelf: Shelf, tmp_path: Path) -> None:
    source = tmp_path / "newer.db"
    source.write_bytes(shelf.before.path.read_bytes())
    connection = sqlite3.connect(source)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(SaveFailed, match=OTHER):
        restore(shelf.path, source)
    assert shelf.names() == ["ColdLine"]
    assert restore(shelf.path, source, with_forgotten=True).forgotten == (OTHER,)


def test_a_state_from_before_there_was_any_forgetting_is_brought_up_to_date(
    shelf: Shelf, tmp_path: Path
) -> None:
    source = tmp_path / "older.db"
    source.write_bytes(shelf.before.path.read_bytes())
    connection = sqlite3.connect(source)
    connection.executescript(
        "DROP INDEX change_that_came; DROP INDEX change_by_merge; DROP INDEX change_by_parent;"
        "DROP TABLE forgotten; ALTER TABLE change DROP COLUMN came; ALTER TABLE change DROP COLUMN settles;"
        "DELETE FROM _sqlite_migrations WHERE name LIKE 'm002%'; DELETE FROM about WHERE name = 'shape';"
    )
    connection.close()
    assert restore(shelf.path, source).forgotten == (OTHER,)
    assert shelf.names() == ["ColdLine"]
    assert shelf.merged() > 0


def test_what_was_forgotten_in_a_copy_is_not_forgotten_in_the_original(small: Small, tmp_path: Path) -> None:
    workspace, path = small.workspace, small.workspace.database.path
    other = add_other(workspace)
    own = make_backup(workspace.database, NOW - dt.timedelta(hours=2))
    workspace.close()
    copy = tmp_path / "copy.db"
    shutil.copyfile(path, copy)
    copied = open_workspace(copy)
    forget(copied.database, other)
    make_backup(copied.database, NOW - dt.timedelta(hours=1))
    copied.close()
    path.unlink()
    assert forgotten_in(path) == frozenset()
    assert restore(path, own.path).forgotten == ()
