"""A folder that cannot be synced, as on some network drives, makes nothing fail that is done."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import pytest
from damaging import overwrite, places

from icp_tui.method.records import Problem
from icp_tui.opening import figures, open_workspace
from icp_tui.store.file.setting_aside import DAMAGED, set_aside
from icp_tui.store.recovery.copying import save_copy
from icp_tui.store.recovery.repair import repair
from icp_tui.store.recovery.restoring import restore
from icp_tui.store.safety.backups import backups_of, make_backup
from small import Small

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders are synced on POSIX only")

AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def unsynced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Files can be synced, folders cannot; gives one entry for each that was tried."""
    real, tried = os.fsync, list[int]()

    def files_only(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            tried.append(handle)
            raise OSError(22, "Invalid argument")
        real(handle)

    monkeypatch.setattr(os, "fsync", files_only)
    return tried


def test_a_backup_and_a_copy_that_are_there_are_said_to_be_there(
    small: Small, tmp_path: Path, unsynced: list[int]
) -> None:
    made = make_backup(small.workspace.database)
    assert backups_of(small.workspace.database.path) == [made]
    save_copy(small.workspace.database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").exists()
    assert len(unsynced) == 2


def test_text_that_could_not_be_saved_is_said_to_be_kept(small: Small, unsynced: list[int]) -> None:
    small.workspace.typed(small.profile_id, small.first(Problem), "what", "Typed last")
    assert small.workspace.rescue.keep(small.workspace.waiting())
    assert b"Typed last" in small.workspace.rescue.journal.path.read_bytes()
    assert unsynced


def test_a_restored_workspace_is_said_to_be_restored(small: Small, unsynced: list[int]) -> None:
    path = small.workspace.database.path
    backup = make_backup(small.workspace.database)
    small.workspace.close()
    path.unlink()
    assert restore(path, backup.path).path == path
    open_workspace(path).close()
    assert unsynced


def test_a_repaired_workspace_is_said_to_be_repaired(small: Small, unsynced: list[int]) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    overwrite(path, places(path)["summary"]["leaf"][0])
    assert repair(path, figures, now=AT).written == path
    open_workspace(path).close()
    assert unsynced


def test_what_was_set_aside_loses_what_lay_beside_it(small: Small, unsynced: list[int]) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    beside = path.with_name(f"{path.name}-journal")
    beside.write_bytes(b"half")
    assert set_aside(path, DAMAGED, AT)
    assert path.exists() and not beside.exists()
    assert unsynced
