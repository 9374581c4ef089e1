"""Restoring: exactly the backup; what was there is kept; a kill at any moment leaves the old or the new."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from icp_tui.errors import BadFile, InUse, SaveFailed
from icp_tui.files import BESIDE
from icp_tui.method.records import Problem
from icp_tui.opening import figures, open_workspace
from icp_tui.store.file.locks import FileLock
from icp_tui.store.recovery import restoring
from icp_tui.store.recovery.repair import repair
from icp_tui.store.recovery.restoring import restore
from icp_tui.store.safety.backups import Backup, backups_of, make_backup
from icp_tui.store.safety.held import held_in
from small import Small

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


class Shelf:
    """A closed workspace that says “New”, and a backup of it that says “Old”."""

    def __init__(self, small: Small) -> None:
        problem = small.first(Problem)
        small.set(problem, {"what": "Old"})
        self.backup: Backup = make_backup(small.workspace.database, NOW)
        small.set(problem, {"what": "New"})
        self.path = small.workspace.database.path
        small.workspace.close()

    def says(self, path: Path | None = None) -> str:
        """What the workspace says when it is opened as usual."""
        workspace = open_workspace(path or self.path)
        try:
            return str(workspace.database.rows("SELECT what FROM problem ORDER BY id")[0]["what"])
        finally:
            workspace.close()

    @property
    def names(self) -> set[str]:
        """The files beside the workspace."""
        return {path.name for path in self.path.parent.iterdir() if path.is_file()}


@pytest.fixture
def shelf(small: Small) -> Shelf:
    return Shelf(small)


def test_a_living_workspace_is_replaced_and_becomes_a_backup(shelf: Shelf) -> None:
    done = restore(shelf.path, shelf.backup.path)
    assert shelf.path.read_bytes() == shelf.backup.path.read_bytes()
    assert done.backup == backups_of(shelf.path)[0]
    assert done.aside is None
    assert shelf.says() == "Old"
    restore(shelf.path, done.backup.path)
    assert shelf.says() == "New"
    assert shelf.names == {shelf.path.name}


def test_any_workspace_file_can_be_restored(shelf: Shelf, tmp_path: Path) -> None:
    other = tmp_path / "other" / "stick.db"
    other.parent.mkdir()
    other.write_bytes(shelf.backup.path.read_bytes())
    restore(shelf.path, other)
    assert shelf.says() == "Old"


def test_a_missing_workspace_comes_back_with_its_folder(shelf: Shelf) -> None:
    gone = shelf.path.parent / "gone" / "work.db"
    done = restore(gone, shelf.backup.path)
    assert (done.backup, done.aside) == (None, None)
    assert shelf.says(gone) == "Old"


@pytest.mark.skipif(os.name != "posix", reason="modes as POSIX has them")
def test_only_its_owner_may_read_what_was_restored(shelf: Shelf) -> None:
    restore(shelf.path, shelf.backup.path)
    assert shelf.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"PK\x03\x04 an archive"),
        lambda path: path.write_bytes(path.read_bytes()[:-5000]),
        lambda path: path.write_bytes(
            path.read_bytes()[:8192] + b"\xff" * 40_000 + path.read_bytes()[48_192:]
        ),
    ],
    ids=["empty", "foreign", "cut short", "damaged"],
)
def test_what_cannot_be_read_is_kept_beside_it_byte_for_byte(
    shelf: Shelf, spoil: Callable[[Path], object]
) -> None:
    spoil(shelf.path)
    before = shelf.path.read_bytes()
    done = restore(shelf.path, shelf.backup.path, now=NOW)
    assert done.backup is None
    assert done.aside is not None
    assert done.aside.read_bytes() == before
    assert "before-restoring-2026-11-21" in done.aside.name
    assert shelf.says() == "Old"


def test_two_files_that_were_set_aside_in_one_second_do_not_overwrite_each_other(shelf: Shelf) -> None:
    kept = set()
    for text in (b"one", b"two"):
        shelf.path.write_bytes(text)
        done = restore(shelf.path, shelf.backup.path, now=NOW)
        assert done.aside is not None
        kept.add(done.aside.read_bytes())
    assert kept == {b"one", b"two"}


def test_where_there_is_no_room_for_a_backup_the_file_is_kept_beside_it(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Backup:
        raise SaveFailed("no room")

    monkeypatch.setattr(restoring, "make_backup", full)
    done = restore(shelf.path, shelf.backup.path)
    assert done.aside is not None
    assert shelf.says(done.aside) == "New"
    assert shelf.says() == "Old"


def test_what_was_half_saved_by_a_killed_program_is_kept_as_it_was_before(shelf: Shelf) -> None:
    half_saved(shelf.path)
    done = restore(shelf.path, shelf.backup.path)
    assert done.backup is not None
    assert held_in(done.backup.path) is not None
    assert shelf.says() == "Old"
    restore(shelf.path, done.backup.path)
    assert shelf.says() == "New"


def half_saved(path: Path) -> None:
    """Leave the file as a kill in the midst of a save does: pages written, and the journal to undo them."""
    copy = path.with_name("copy.db")
    copy.write_bytes(path.read_bytes())
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.execute("PRAGMA journal_mode=TRUNCATE")
    connection.execute("PRAGMA cache_size=1")
    connection.execute("PRAGMA cache_spill=1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE problem SET what = 'Half saved'")
    connection.execute("UPDATE change SET author = author || hex(zeroblob(2000))")
    path.write_bytes(copy.read_bytes())
    path.with_name(f"{path.name}-journal").write_bytes(copy.with_name("copy.db-journal").read_bytes())
    connection.execute("ROLLBACK")
    connection.close()
    copy.unlink()
    copy.with_name("copy.db-journal").unlink(missing_ok=True)
    assert path.with_name(f"{path.name}-journal").stat().st_size > 512


# Refused


def test_a_workspace_that_is_open_is_not_replaced(shelf: Shelf) -> None:
    before = shelf.path.read_bytes()
    lock = FileLock.take(shelf.path)
    with pytest.raises(InUse):
        restore(shelf.path, shelf.backup.path)
    lock.release()
    assert shelf.path.read_bytes() == before


def test_a_damaged_or_foreign_source_changes_nothing(shelf: Shelf, tmp_path: Path) -> None:
    before = shelf.path.read_bytes()
    whole = shelf.backup.path.read_bytes()
    for bad in (b"", b"garbage", whole[:-9000], whole[:8192] + b"\xff" * 40_000 + whole[48_192:]):
        source = tmp_path / "bad.db"
        source.write_bytes(bad)
        with pytest.raises(BadFile):
            restore(shelf.path, source)
    assert shelf.path.read_bytes() == before
    assert shelf.names == {shelf.path.name, "bad.db"}


def test_a_source_that_could_run_something_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    source = tmp_path / "bad.db"
    source.write_bytes(shelf.backup.path.read_bytes())
    connection = sqlite3.connect(source)
    connection.execute("CREATE VIEW sly AS SELECT 1")
    connection.commit()
    connection.close()
    with pytest.raises(BadFile, match="view sly"):
        restore(shelf.path, source)
    assert shelf.says() == "New"


def without(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_source_that_lacks_a_table_is_refused_and_can_be_repaired(shelf: Shelf, tmp_path: Path) -> None:
    source = tmp_path / "bad.db"
    source.write_bytes(shelf.backup.path.read_bytes())
    without(source, "DROP TABLE red_flag")
    with pytest.raises(BadFile, match="the table red_flag is missing") as told:
        restore(shelf.path, source)
    assert "repair the copy" in told.value.do
    assert shelf.says() == "New"
    repair(source, figures)
    restore(shelf.path, source)
    assert shelf.says() == "Old"


def test_a_source_of_an_older_program_that_had_fewer_tables_is_restored(shelf: Shelf, tmp_path: Path) -> None:
    source = tmp_path / "older.db"
    source.write_bytes(shelf.backup.path.read_bytes())
    without(source, "DROP TABLE red_flag", "UPDATE about SET value = 'older' WHERE name = 'shape'")
    restore(shelf.path, source)
    assert shelf.says() == "Old"


def test_the_workspace_itself_is_no_backup(shelf: Shelf) -> None:
    with pytest.raises(BadFile, match="the workspace itself"):
        restore(shelf.path, shelf.path)


def test_where_the_copy_cannot_be_written_nothing_is_changed(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring, "copy_whole", full)
    with pytest.raises(SaveFailed, match="No space left"):
        restore(shelf.path, shelf.backup.path)
    assert shelf.says() == "New"
    assert shelf.names == {shelf.path.name}


# What SQLite keeps beside a file


@pytest.mark.parametrize("spoil", [None, b"", b"garbage"], ids=["living", "empty", "foreign"])
def test_nothing_beside_the_old_file_gets_into_the_new_one(shelf: Shelf, spoil: bytes | None) -> None:
    stale = dict.fromkeys(BESIDE, b"stale" * 500)
    if spoil is not None:
        shelf.path.write_bytes(spoil)
    for ending, held in stale.items():
        shelf.path.with_name(shelf.path.name + ending).write_bytes(held)
    restore(shelf.path, shelf.backup.path)
    assert not any(shelf.path.with_name(shelf.path.name + ending).exists() for ending in BESIDE)
    assert shelf.path.read_bytes() == shelf.backup.path.read_bytes()
    assert shelf.says() == "Old"


@pytest.mark.parametrize("ending", BESIDE)
def test_each_of_these_alone_is_out_of_the_way_too(shelf: Shelf, ending: str) -> None:
    beside = shelf.path.with_name(shelf.path.name + ending)
    beside.write_bytes(b"stale" * 500)
    done = restore(shelf.path, shelf.backup.path)
    assert done.backup is not None
    assert not beside.exists()
    assert shelf.says() == "Old"


def test_a_newer_file_with_something_stale_beside_it_is_kept_with_it(shelf: Shelf) -> None:
    connection = sqlite3.connect(shelf.path)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    before = shelf.path.read_bytes()
    for ending in BESIDE:
        shelf.path.with_name(shelf.path.name + ending).write_bytes(b"stale" * 500)
    done = restore(shelf.path, shelf.backup.path)
    assert done.aside is not None
    assert done.aside.read_bytes() == before
    assert not any(shelf.path.with_name(shelf.path.name + ending).exists() for ending in BESIDE)
    assert shelf.says() == "Old"


def test_a_source_that_was_left_half_saved_is_restored_as_last_saved(shelf: Shelf, tmp_path: Path) -> None:
    source = tmp_path / "source.db"
    source.write_bytes(shelf.path.read_bytes())
    half_saved(source)
    restore(shelf.path, source)
    assert shelf.says() == "New"


def test_a_source_in_another_mode_is_restored_whole(shelf: Shelf, tmp_path: Path) -> None:
    source = tmp_path / "wal.db"
    source.write_bytes(shelf.backup.path.read_bytes())
    connection = sqlite3.connect(source, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("UPDATE problem SET what = 'Beside it'")
    restore(shelf.path, source)
    connection.close()
    assert shelf.says() == "Beside it"
    assert shelf.names == {shelf.path.name, "wal.db"}


# Killed


def test_an_end_at_any_moment_leaves_the_old_or_the_new(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {restored_until(shelf, step, monkeypatch) for step in range(1, 40)}
    assert seen == {"New", "Old"}


class Killed(BaseException):
    """The program ends here: nothing below runs."""


def restored_until(shelf: Shelf, step: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Restore, and end before the so many-th thing that touches a file's name; gives what is there then."""
    newest = backups_of(shelf.path)[0] if shelf.says() == "Old" else None
    if newest:
        restore(shelf.path, newest.path)
    assert shelf.says() == "New"
    half_saved(shelf.path)
    left = [step]

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*words: object, **named: object) -> object:
            left[0] -= 1
            if left[0] <= 0:
                raise Killed
            return real(*words, **named)

        return call

    with monkeypatch.context() as patched:
        for place, name in (
            (Path, "replace"),
            (Path, "unlink"),
            (Path, "rename"),
            (os, "link"),
            (os, "fsync"),
        ):
            patched.setattr(place, name, counted(getattr(place, name)))
        try:
            restore(shelf.path, shelf.backup.path)
        except Killed:
            left.append(0)
    return shelf.says()


def test_what_a_killed_restore_left_is_taken_away_by_the_next(shelf: Shelf) -> None:
    leftover = shelf.path.with_name(f".{shelf.path.name}-abcd_123.restoring")
    for ending in ("", "-journal"):
        leftover.with_name(leftover.name + ending).write_bytes(b"half")
    restore(shelf.path, shelf.backup.path)
    assert shelf.names == {shelf.path.name}


def test_a_long_copy_says_how_far_it_is(shelf: Shelf) -> None:
    heard: list[int] = []
    restore(shelf.path, shelf.backup.path, told=heard.append)
    assert heard[-1] == shelf.backup.path.stat().st_size


def test_a_link_to_the_workspace_stays_a_link(shelf: Shelf) -> None:
    link = shelf.path.with_name("link.db")
    link.symlink_to(shelf.path)
    restore(link, shelf.backup.path)
    assert link.is_symlink()
    assert shelf.says() == "Old"
