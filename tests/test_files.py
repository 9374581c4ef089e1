"""Files are written whole or not at all, by one rule for documents, cases and bundles."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from icp_tui.errors import BadFile
from icp_tui.files import BESIDE, SQLITE, sync, sync_names, write_whole

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links as POSIX has them")


def _database(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    return path


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_first_bytes_are_those_that_sqlite_writes(tmp_path: Path) -> None:
    assert _database(tmp_path / "a.db").read_bytes().startswith(SQLITE)


def test_content_comes_whole_or_in_pieces_and_it_is_told_what_it_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.icp"
    assert write_whole(path, b"whole") is False
    assert path.read_bytes() == b"whole"
    assert write_whole(path, (piece for piece in (b"one\n", b"two\n"))) is True
    assert path.read_bytes() == b"one\ntwo\n"
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_file_is_for_its_owner_only_unless_the_permissions_of_an_earlier_one_are_kept(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.md"
    write_whole(path, b"new", keep_permissions=True)
    assert _mode(path) == 0o600
    path.chmod(0o644)
    write_whole(path, b"kept", keep_permissions=True)
    assert _mode(path) == 0o644
    write_whole(path, b"private")
    assert _mode(path) == 0o600


@posix
def test_a_link_is_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "real.icp", tmp_path / "link.icp"
    link.symlink_to(real)
    write_whole(link, b"text")
    assert link.is_symlink()
    assert real.read_bytes() == b"text"


def test_pieces_that_end_in_an_error_leave_what_was_there_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "a.icp"
    path.write_bytes(b"earlier")

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("a text that has no bytes")

    with pytest.raises(BadFile, match="a text that has no bytes"):
        write_whole(path, broken())
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_replaced_is_named_and_stays(tmp_path: Path) -> None:
    database = _database(tmp_path / "other.db")
    before = database.read_bytes()
    for target, why in (
        (database, "it is a database"),
        (tmp_path, "it is a folder"),
        (Path(os.devnull), "it is no ordinary file"),
        (tmp_path / "none" / "a.md", "No such file"),
    ):
        with pytest.raises(BadFile, match=why) as refused:
            write_whole(target, b"text")
        assert "Nothing was written" in refused.value.means
    assert database.read_bytes() == before
    assert list(tmp_path.iterdir()) == [database]


@pytest.mark.parametrize("ending", BESIDE)
@pytest.mark.parametrize("is_live", [True, False])
def test_what_belongs_to_a_database_is_not_written_even_where_it_is_not_there_yet(
    tmp_path: Path, ending: str, is_live: bool
) -> None:
    database = _database(tmp_path / "other.db")
    with pytest.raises(BadFile, match="belongs to the database beside it"):
        write_whole(tmp_path / f"other.db{ending}", b"text", live=database if is_live else None)
    assert list(tmp_path.iterdir()) == [database]
    write_whole(tmp_path / f"nothing.db{ending}", b"text")
    write_whole(tmp_path / ending, b"text")


def test_the_live_workspace_is_not_opened_under_any_of_its_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = _database(tmp_path / "live.db")
    (link := tmp_path / "another.md").hardlink_to(live)
    opened: list[Path] = []
    first = Path.open

    def watched(path: Path, *args: Any, **named: Any) -> Any:
        opened.append(path)
        return first(path, *args, **named)

    monkeypatch.setattr(Path, "open", watched)
    for target in (live, link, tmp_path / "live.db-journal"):
        with pytest.raises(BadFile, match="database"):
            write_whole(target, b"text", live=live)
    assert opened == []


def test_where_the_live_workspace_is_gone_another_file_is_still_written(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"earlier")
    assert write_whole(path, b"text", live=tmp_path / "gone.db")


def test_a_name_of_as_many_bytes_as_there_can_be_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / f"{'標' * 84}.md"
    write_whole(path, b"text")
    assert path.read_bytes() == b"text"


def test_a_folder_that_cannot_be_synced_holds_the_file_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def no_folders(handle: int) -> None:
        if os.path.isdir(f"/dev/fd/{handle}"):  # noqa: PTH112 - of an open file, not of a path
            raise OSError(22, "Invalid argument")
        real(handle)

    monkeypatch.setattr(os, "fsync", no_folders)
    write_whole(tmp_path / "a.md", b"text")
    assert (tmp_path / "a.md").read_bytes() == b"text"


@posix
def test_whoever_needs_it_on_the_disk_learns_where_it_may_not_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    (file := tmp_path / "a").touch()
    sync(file)
    sync_names(tmp_path)
    assert len(synced) == 2

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        sync(file)
    # What got its name is there by then; so nobody is told that nothing was changed.
    sync_names(tmp_path)
    sync_names(tmp_path / "gone")
