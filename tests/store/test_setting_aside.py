"""What another file replaces is kept whole, also where a file system knows no second name for a file."""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
from pathlib import Path

import pytest

from icp_tui.store.file import setting_aside
from icp_tui.store.file.setting_aside import DAMAGED, set_aside, was_set_aside

AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Łódź.db"
    path.write_bytes(b"pages")
    path.with_name("Łódź.db-wal").write_bytes(b"newer pages")
    return path


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)


@pytest.mark.parametrize("links", [True, False])
def test_all_of_it_is_kept_and_the_file_has_its_own_name_until_another_takes_it(
    path: Path, request: pytest.FixtureRequest, *, links: bool
) -> None:
    if not links:
        request.getfixturevalue("no_links")
    kept = set_aside(path, DAMAGED, AT)
    assert kept
    assert (kept.read_bytes(), kept.with_name(f"{kept.name}-wal").read_bytes()) == (b"pages", b"newer pages")
    assert path.read_bytes() == b"pages"
    assert not path.with_name("Łódź.db-wal").exists()
    assert was_set_aside(path, kept)
    again = set_aside(path, DAMAGED, AT)
    assert again
    assert again != kept
    assert was_set_aside(path, again)


@pytest.mark.usefixtures("no_links")
def test_a_copy_is_for_the_owner_only(path: Path) -> None:
    path.chmod(0o644)
    kept = set_aside(path, DAMAGED, AT)
    assert kept
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.usefixtures("no_links")
def test_where_the_disk_is_full_nothing_is_half_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = {one.name: one.read_bytes() for one in path.parent.iterdir()}
    monkeypatch.setattr(setting_aside, "sync", full)
    with pytest.raises(OSError, match="No space left"):
        set_aside(path, DAMAGED, AT)
    assert {one.name: one.read_bytes() for one in path.parent.iterdir()} == before


def test_where_nothing_is_nothing_is_kept(tmp_path: Path) -> None:
    assert set_aside(tmp_path / "none.db", DAMAGED, AT) is None


@pytest.mark.parametrize(
    "name", ["Łódź.db", "Łódź-copy.db", "Łódź-damaged.db", "Łódź-damaged-2026-11-22-093000.md"]
)
def test_what_somebody_else_named_was_not_set_aside(path: Path, name: str) -> None:
    assert not was_set_aside(path, path.with_name(name))
