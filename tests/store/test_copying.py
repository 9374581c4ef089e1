"""A copy under another name: whole, for its owner only, and never over another file."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import pytest

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.records import Problem
from icp_tui.opening import open_workspace
from icp_tui.store.recovery import copying
from icp_tui.store.recovery.copying import save_copy, suggested
from small import Small

DAY = dt.date(2026, 11, 22)


def titles(path: Path, profile_id: str) -> list[str]:
    workspace = open_workspace(path)
    try:
        return [problem.title for problem in workspace.answers(profile_id).of(Problem)]
    finally:
        workspace.close()


@pytest.mark.parametrize("fate", ["there", "deleted", "moved", "folder deleted", "replaced"])
def test_the_copy_is_whole_whatever_became_of_the_file(small: Small, tmp_path: Path, fate: str) -> None:
    path, expected = small.workspace.database.path, [problem.title for problem in small.answers.of(Problem)]
    if fate == "folder deleted":
        small.workspace.let_go()
        folder = tmp_path / "stick"
        folder.mkdir()
        moved = folder / "small.db"
        path.rename(moved)
        small.workspace = open_workspace(moved)
        for file in list(folder.iterdir()):
            file.unlink()
        folder.rmdir()
    elif fate == "deleted":
        path.unlink()
    elif fate == "moved":
        path.rename(path.with_name("elsewhere.db"))
    elif fate == "replaced":
        path.rename(path.with_name("elsewhere.db"))
        path.write_bytes(b"something else")
    copy = tmp_path / "Kopia.db"
    save_copy(small.workspace.database, copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert titles(copy, small.profile_id) == expected
    if fate == "replaced":
        assert path.read_bytes() == b"something else"


@pytest.mark.parametrize("kind", ["file", "folder", "dead link", "the workspace itself"])
def test_what_is_there_is_never_overwritten(small: Small, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "taken.db"
    if kind == "file":
        target.write_bytes(b"precious")
    elif kind == "folder":
        target.mkdir()
    elif kind == "dead link":
        target.symlink_to(tmp_path / "nowhere")
    else:
        target = small.workspace.database.path
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BadFile, match="already"):
        save_copy(small.workspace.database, target)
    assert sorted(tmp_path.iterdir()) == before
    if kind == "file":
        assert target.read_bytes() == b"precious"


def test_somebody_faster_is_not_overwritten_either(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.db"
    monkeypatch.setattr(copying, "_check", lambda _: target.write_bytes(b"precious"))
    with pytest.raises(SaveFailed, match="exists"):
        save_copy(small.workspace.database, target)
    assert target.read_bytes() == b"precious"
    assert not list(tmp_path.glob(".icp-*"))


def test_without_hard_links_the_copy_appears_all_the_same(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    copy = tmp_path / "copy.db"
    save_copy(small.workspace.database, copy)
    assert len(titles(copy, small.profile_id)) == 3


def test_a_folder_that_is_not_there_is_named(small: Small, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no folder"):
        save_copy(small.workspace.database, tmp_path / "nowhere" / "copy.db")


def test_the_suggested_name_has_the_day_and_is_free(tmp_path: Path) -> None:
    workspace = tmp_path / "Rótulos.db"
    assert suggested(workspace, DAY, 0) == tmp_path / "Rótulos 2026-11-22.db"
    (tmp_path / "Rótulos 2026-11-22.db").touch()
    assert suggested(workspace, DAY, 0) == tmp_path / "Rótulos 2026-11-22 2.db"


def test_without_room_beside_it_the_home_folder_is_suggested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.setattr(copying, "_has_room", lambda folder, _: folder != tmp_path)
    assert suggested(tmp_path / "a.db", DAY, 0) == tmp_path / "home" / "a 2026-11-22.db"


@pytest.mark.skipif(os.name != "posix", reason="it looks at how a file was opened")
def test_only_a_file_that_may_be_written_is_synced(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to sync any other."""
    import fcntl  # noqa: PLC0415 - not everywhere

    sync = os.fsync

    def strict(handle: int) -> None:
        to_read = fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
        if to_read and stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(9, "Bad file descriptor")
        sync(handle)

    monkeypatch.setattr(os, "fsync", strict)
    save_copy(small.workspace.database, tmp_path / "copy.db")
    assert len(titles(tmp_path / "copy.db", small.profile_id)) == 3


def test_a_long_name_in_letters_of_three_bytes_is_no_hindrance(small: Small, tmp_path: Path) -> None:
    copy = tmp_path / f"{'標' * 78}.db"
    save_copy(small.workspace.database, copy)
    assert len(titles(copy, small.profile_id)) == 3
    assert not list(tmp_path.glob(".icp-*"))
