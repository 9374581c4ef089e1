"""Places where a workspace is less safe than it seems are told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from icp_tui.paths import fingerprint, state_folder
from icp_tui.store.file import places
from icp_tui.store.file.places import new_warnings_about, warnings_about


@pytest.mark.parametrize(
    "folder",
    ["Dropbox", "OneDrive - Frigo Nord", "Google Drive", "Nextcloud", "iCloud Drive", "CloudStorage"],
)
def test_a_synced_folder_is_known_by_its_name(tmp_path: Path, folder: str) -> None:
    (told,) = warnings_about(tmp_path / folder / "clients" / "work.db")
    assert folder in told
    assert "other computers" in told


def test_a_synced_folder_is_known_by_what_the_service_leaves_there(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert "other computers" in warnings_about(tmp_path / "deep" / "work.db")[0]


@pytest.mark.parametrize(
    "folder", ["Documents", "Frigo Nord", "dropbox-sized boxes", "Synced thoughts", "Nextclouds"]
)
def test_an_ordinary_folder_is_not_told(tmp_path: Path, folder: str) -> None:
    assert warnings_about(tmp_path / folder / "work.db") == []


@pytest.mark.parametrize(
    "name",
    [
        "work (Ada's conflicted copy 2026-11-20).db",
        "work.sync-conflict-20261120-101500-ABCDEFG.db",
        "work_conflict-20261120-101500.db",
        "work (copia en conflicto de Ñandú 2026-11-20).db",
    ],
)
def test_a_second_truth_beside_the_file_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    (told,) = warnings_about(tmp_path / "work.db")
    assert name in told
    assert "icp-tui merge" in told


def test_other_files_beside_it_are_no_second_truth(tmp_path: Path) -> None:
    for name in ("work.db", "workshop.db", "other conflicted copy.db", "work-2026.db"):
        (tmp_path / name).touch()
    assert warnings_about(tmp_path / "work.db") == []


def test_a_network_drive_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_file_system", lambda path: "nfs4")
    (told,) = warnings_about(tmp_path / "work.db")
    assert "network drive" in told


def test_this_machine_is_understood(tmp_path: Path) -> None:
    assert places._file_system(Path("/proc")) in ("proc", "")
    assert places._file_system(tmp_path) not in places._NETWORK


def test_each_warning_is_told_once_for_a_file(tmp_path: Path) -> None:
    path = tmp_path / "Dropbox" / "work.db"
    path.parent.mkdir()
    assert len(new_warnings_about(path)) == 1
    assert [note.name for note in (state_folder() / "told").iterdir()] == [fingerprint(path)[:16]]
    assert new_warnings_about(path) == []
    (path.parent / "work (conflicted copy).db").touch()
    assert len(new_warnings_about(path)) == 1
    assert len(new_warnings_about(path.with_name("other.db"))) == 1
